"""The engine is measured beside its peers: the same checker for all, and nothing that went wrong is left out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from spona.config import console
from spona.config.bench import engine, instances
from spona.config.bench.engine import EngineFigures, measure, measure_apart
from spona.config.bench.instances import GROUPS, INSTANCES, Instance, no_shows
from spona.config.bench.peers import OURS, PEERS, judge, peer
from spona.config.bench.plot import plot
from spona.config.bench.records import Record, read_records
from spona.config.bench.report import findings, goodness, page, tables
from spona.config.management.commands import bench
from spona_engine import MeetingProblem, PairProblem
from spona_engine.instances import large_fair, small_fair
from spona_engine.pairs.instances import jury_panels, mentor_round, review_round
from spona_engine.peers.linear import DoesNotFit
from spona_engine.peers.meetings import MeetingAnswer
from spona_engine.rosters.instances import volunteer_roster

TINY = {
    "meetings": Instance("tiny fair", "meetings", lambda: small_fair(3, parties=8, limited=True, tables=2)),
    "pairs": Instance("tiny round", "pairs", lambda: mentor_round(30, 6, 4)),
    "rosters": Instance("tiny roster", "rosters", lambda: volunteer_roster(12, 1, 2)),
    "replans": Instance("tiny re-plan", "replans", lambda: no_shows(large_fair(9, 4, 25, 5), ["R0"])),
}
ASKED = [
    (kind, one.name)
    for one in PEERS
    for kind in one.ask
    if one.name != "bare flow" and (not one.package or one.package in {"ortools", "scipy"})
]
OUR_ROW = EngineFigures("fair", OURS, "optimal", 90, 90, 1, 1, seconds=0.1, peak_mb=80.0, faults=0)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "INSTANCES", (*INSTANCES, *TINY.values()))


def a_pair() -> MeetingProblem:
    """Two parties on the left and one on the right, who all wish to meet in the only slot."""
    return MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [60, 30])


def test_the_same_name_gives_the_same_problem() -> None:
    popular = next(one for one in INSTANCES if one.name.startswith("popular"))

    assert popular.build().to_json() == popular.build().to_json()


@pytest.mark.parametrize(("kind", "name"), ASKED)
def test_every_peers_answer_to_a_tiny_problem_passes_the_checker(kind: str, name: str) -> None:
    found = measure(TINY[kind].name, name, 10.0)

    assert (found.status in {"optimal", "feasible"}, found.faults, found.first_fault) == (True, 0, "")


@pytest.mark.parametrize("name", ["plain CP-SAT", "plain HiGHS"])
@pytest.mark.parametrize("kind", ["pairs", "rosters"])
def test_the_plain_models_of_pairs_and_rosters_prove_the_value_that_ours_proves(kind: str, name: str) -> None:
    ours, theirs = (measure(TINY[kind].name, one, 20.0) for one in (OURS, name))

    assert (theirs.status, theirs.shortfall, theirs.score) == ("optimal", ours.shortfall, ours.score)


@pytest.mark.parametrize("seed", range(3))
def test_a_bare_flow_proves_the_fair_that_ours_proves_and_its_slots_pass_the_checker(seed: int) -> None:
    problem = large_fair(20, 8, 90, 6, seed=seed)

    ours, theirs = (judge(problem, peer(one).ask["meetings"](problem, 20.0)) for one in (OURS, "bare flow"))

    assert ours.shortfall
    assert theirs == ours


@pytest.mark.parametrize("problem", [mentor_round(30, 6, 4), review_round(12, 8, load=(4, 7))])
def test_a_bare_flow_proves_the_total_that_ours_proves(problem: PairProblem) -> None:
    ours, theirs = (judge(problem, peer(one).ask["pairs"](problem, 20.0)) for one in (OURS, "bare flow"))

    assert theirs == ours


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("meetings", small_fair(3, parties=8, limited=True)),
        ("meetings", small_fair(3, parties=8, two_sided=False)),
        ("pairs", jury_panels(4, 9, seats=3)),
    ],
)
def test_a_bare_flow_is_not_asked_what_one_flow_cannot_say(kind: str, problem: MeetingProblem | PairProblem) -> None:
    with pytest.raises(DoesNotFit, match="one flow knows"):
        peer("bare flow").ask[kind](problem, 1.0)


def test_algmatch_is_asked_without_the_solver_its_other_problems_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "algmatch"
    package.mkdir()
    (package / "__init__.py").write_text("import gurobipy", encoding="utf-8")
    (package / "hospitalResidentsProblem.py").write_text(
        "class HospitalResidentsProblem:\n"
        "    def __init__(self, dictionary): self.asked = dictionary\n"
        "    def get_stable_matching(self):\n"
        "        first = {f'r{one}': f'h{mine[0]}' for one, mine in self.asked['residents'].items()}\n"
        "        return {'resident_sided': first}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("algmatch", "algmatch.hospitalResidentsProblem"):
        monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delitem(sys.modules, name)
    problem = PairProblem.from_arrays(2, 2, [0, 0, 1], [0, 1, 1], [10, 20, 30])

    answer = peer("algmatch").ask["pairs"](problem, 1.0)

    assert answer.chosen.tolist() == [1, 2]


@pytest.mark.parametrize("name", ["matching", "algmatch"])
def test_a_hospital_resident_package_is_asked_for_one_partner_each(name: str) -> None:
    with pytest.raises(DoesNotFit, match="one partner"):
        peer(name).ask["pairs"](review_round(4, 4), 1.0)


def test_fairness_counts_the_worst_before_the_score() -> None:
    ours = EngineFigures("round", OURS, "optimal", 90, 90, 0, worst=5, faults=0)
    richer = EngineFigures("round", "richer", "feasible", 95, None, 0, worst=4, faults=0)

    assert goodness(ours) > goodness(richer)


def test_data_that_is_not_here_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPONA_SHARED", str(tmp_path))

    found = measure("PrefLib bids, 52 x 24, total", OURS, 1.0)

    assert found.status == "no data: preflib2.npz of PrefLib is not in the shared folder (SPONA_SHARED)"


@pytest.mark.parametrize("name", ["plain CP-SAT", "plain HiGHS"])
@pytest.mark.parametrize("seed", range(4))
def test_the_plain_models_prove_the_value_that_ours_proves(name: str, seed: int) -> None:
    problem = small_fair(seed, parties=8, two_sided=seed % 2 == 0, limited=True, tables=2)

    ours, theirs = (judge(problem, peer(one).ask["meetings"](problem, 20.0)) for one in (OURS, name))

    assert (theirs.status, theirs.shortfall, theirs.score) == ("optimal", ours.shortfall, ours.score)
    assert (theirs.shortfall_bound, theirs.score_bound) == (ours.shortfall_bound, ours.score_bound)


def test_a_peer_that_breaks_a_rule_is_shown_with_its_fault() -> None:
    verdict = judge(a_pair(), MeetingAnswer("feasible", {0: 0, 1: 0}))

    assert verdict.faults == ("R0 is in 2 meetings in s0; a party is in one meeting at a time",)


def test_an_optimum_that_is_none_is_a_fault() -> None:
    verdict = judge(a_pair(), MeetingAnswer("optimal", {1: 0}, shortfall_bound=0, score_bound=60))

    assert verdict.faults == ("the result says optimal, but its score or shortfall does not reach its own bound",)


def test_a_better_peer_is_named_and_one_that_cheats_is_not_better() -> None:
    better = EngineFigures("fair", "better", "feasible", 91, None, 1, faults=0)
    cheat = EngineFigures("fair", "cheat", "feasible", 99, None, 0, faults=2, first_fault="a pair meets twice")

    assert findings([OUR_ROW, better, cheat]) == [
        "On 0 of 1 instances no peer without faults has a better answer than ours.",
        "fair: better is better (shortfall 1, score 91; ours: shortfall 1, score 90).",
        "fair: cheat breaks 2 rules, the first: a pair meets twice.",
    ]


def test_a_higher_score_with_a_larger_shortfall_is_not_better() -> None:
    greedy = EngineFigures("fair", "greedy", "feasible", 95, None, 3, faults=0)

    assert findings([OUR_ROW, greedy]) == ["On 1 of 1 instances no peer without faults has a better answer than ours."]


def test_a_package_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "conference_scheduler", None)

    assert measure("timetable only, 6 x 5 x 8", "conference-scheduler", 1.0).status == "not installed"


def test_a_package_is_not_asked_what_it_cannot_express() -> None:
    assert measure("tiny fair", "conference-scheduler", 1.0).status == "does not fit: it schedules every wish or none"


def test_an_answer_that_takes_too_long_is_a_line_of_the_table() -> None:
    found = measure_apart("20,000 x 10,000 x 20", OURS, 0.1, grace=0.4)

    assert (found.status, found.score, found.peak_mb is not None) == ("not done in 0 s", None, True)


def test_a_process_that_fails_is_a_line_of_the_table() -> None:
    found = measure_apart("timetable only, 6 x 5 x 8", OURS, 1.0, memory_mb=1)

    # With so little memory the loader gives up, or Python does: which of them comes first is the machine's.
    assert found.status.split(":")[0] in {"failed", "out of memory"}
    assert found.score is None


def test_a_process_that_dies_while_it_writes_is_a_line_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(*_: object) -> EngineFigures:
        return EngineFigures(**json.loads('{"instance": "roun'))

    monkeypatch.setattr(engine, "_asked_apart", half)

    found = measure_apart("round", "slow", 1.0)

    assert (found.status.split(":")[:2], found.limit) == (["failed", " JSONDecodeError"], 1.0)


@pytest.mark.parametrize(
    ("errors", "code", "said"),
    [
        ("terminate called after throwing an instance of 'std::bad_alloc'\n", -6, "out of memory"),
        ("", -9, "failed: ended by signal 9"),
        ("Traceback\nValueError: no\n\n", 1, "failed: ValueError: no"),
    ],
)
def test_what_ended_a_process_is_said(errors: str, code: int, said: str) -> None:
    assert engine._failure(errors, code) == said


def test_a_process_that_never_starts_its_clock_is_ended_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "AROUND_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(9)"]) as sleeper:
        said = engine._too_late(sleeper, tmp_path / "never", 0.1)
        sleeper.kill()

    assert said == "not drawn and checked in 0 s"


def test_the_table_says_what_is_not_known_and_compares_the_rest_with_ours() -> None:
    slow = EngineFigures("fair", "slow", "feasible", 45, None, 1, seconds=0.2, peak_mb=90.0, faults=0, limit=8.0)
    lost = EngineFigures("fair", "lost", "not done in 5 s")

    assert tables([OUR_ROW, slow, lost], {"slow": "slow 1.2"}).splitlines()[4:] == [
        "| spona_engine | optimal | 1 | 90 | 90 | 0.0000% | – | – | – | 0.10 | 80 | – | – | 0 |",
        "| slow 1.2 | feasible | 1 | 45 | – | – | – | – | 8 | 0.20 | 90 | 50.00% | 2.00 | 0 |",
        "| lost | not done in 5 s | – | – | – | – | – | – | – | – | – | – | – | – |",
    ]


def test_the_plot_has_a_mark_for_every_answer_and_says_what_is_missing_to_the_bound() -> None:
    slow = EngineFigures("fair", "slow <&>", "feasible", 45, None, 1, seconds=0.2, faults=0)
    lost = EngineFigures("fair", "lost", "not done in 5 s")

    root = ET.fromstring(plot([OUR_ROW, slow, lost], "Seconds"))  # noqa: S314 - our own picture
    said = [text.text for text in root.iter("{http://www.w3.org/2000/svg}title")]

    assert said == [
        "Seconds",
        "spona_engine: optimal, 0.10 s, shortfall 1, score 90, 0 faults",
        "slow <&>: feasible, 0.20 s, shortfall 1, score 45, 0 faults",
    ]
    assert "50.00%" in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_parts_measured_apart_give_one_page_and_need_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(console, "EmbeddedServer", None)
    monkeypatch.setenv("SPONA_SHARED", str(tmp_path))
    records, page = tmp_path / "records", tmp_path / "engine.md"
    few = ["--peers", "spona_engine,first come", "--time-limit", "5", "--records", str(records)]

    codes = [
        console.main(["bench", "engine", "--groups", "preflib", *few]),
        console.main(["bench", "engine", "--groups", "fairs", "--quick", "--instances", "timetable only", *few]),
        console.main(["bench", "page", "--records", str(records), "--page", str(page)]),
    ]

    text = page.read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert (codes, (tmp_path / "engine.svg").exists()) == ([0, 0, 0], True)
    assert headings == ["## In short", "## Fairs without limits of availability", "## Real bids (PrefLib)"]
    assert "| first come | feasible | 0 | 18 |" in text
    assert "spona bench engine --groups fairs --quick --instances 'timetable only' --peers" in text
    assert "| first come | no data: preflib2.npz of PrefLib is not in the shared folder (SPONA_SHARED) |" in text
    assert "On 1 of 1 instances" in capsys.readouterr().out


def test_a_run_that_is_cut_short_leaves_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(instance: str, peer_name: str, _limit: float) -> EngineFigures:
        if instance.startswith("popular mentors, 10,000"):
            raise KeyboardInterrupt
        return replace(OUR_ROW, instance=instance, peer=peer_name)

    monkeypatch.setattr(bench, "measure_apart", measured)
    code = console.main(["bench", "engine", "--groups", "pairs", "--instances", "popular", "--records", str(tmp_path)])

    (record,) = read_records(tmp_path)
    assert code == 130
    assert {row.instance for row in record.figures} == {"popular mentors, 1,000 x 100, fair"}
    assert "ended before these were reached: popular mentors, 10,000 x 1,000, fair." in page([record], "plot.svg")


def test_every_group_has_its_place_on_the_page() -> None:
    records = [Record.begin(group, "spona bench engine", ["fair"]) for group in GROUPS]

    headings = [line for line in page(records, "plot.svg").splitlines() if line.startswith("## ")]

    assert (len(headings), {one.group for one in INSTANCES if one.group}) == (1 + len(GROUPS), set(GROUPS))


def test_a_record_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "pairs.json").write_text('{"version": 1, "figures": []}', encoding="utf-8")

    with pytest.raises(ValueError, match=r"pairs\.json: is no record of a benchmark"):
        read_records(tmp_path)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["engine", "--groups", "nothing"], "there is no group 'nothing'; there are: fairs,"),
        (["page", "--records", "{empty}", "--page", "{empty}/page.md"], "holds no record"),
    ],
)
def test_a_command_without_a_meaning_is_refused(
    command: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = console.main(["bench", *(word.format(empty=tmp_path) for word in command)])

    assert (code, said in capsys.readouterr().err) == (2, True)


def test_a_name_that_begins_no_instance_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = console.main(["bench", "engine", "--instances", "nowhere"])

    assert (code, "no name begins with 'nowhere'" in capsys.readouterr().err) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_a_small_process_is_not_charged_for_the_large_one_that_started_it() -> None:
    ballast = bytearray(b"x" * 600_000_000)
    program = "from spona.config.bench.engine import peak_mb; print(peak_mb() < 500)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert (answer.stdout.strip(), len(ballast)) == ("True", 600_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="a promise of Linux")
def test_a_peer_does_not_outlive_the_run_that_asked_it() -> None:
    peer_program = (
        "import os, time; from spona.config.bench.engine import end_with_parent; end_with_parent(); "
        "print(os.getpid(), flush=True); time.sleep(20)"
    )
    run = (
        "import os, signal, subprocess, sys; "
        f"peer = subprocess.Popen([sys.executable, '-c', {peer_program!r}], "
        "stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True); "
        "print(peer.stdout.readline(), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )

    answer = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)  # noqa: S603

    status = Path(f"/proc/{int(answer.stdout)}/stat")
    for _ in range(100):
        if not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the peer still runs")
