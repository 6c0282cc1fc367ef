"""A re-plan is measured by what it leaves as it was published, before what it is worth."""

from __future__ import annotations

import pytest

from spona.config.bench.engine import EngineFigures
from spona.config.bench.instances import INSTANCES, Changed, no_shows
from spona.config.bench.peers import OURS, PEERS, judge, peer
from spona.config.bench.plot import plot
from spona.config.bench.report import goodness, tables
from spona_engine import MeetingProblem
from spona_engine.instances import large_fair

ASKED = [one.name for one in PEERS if "replans" in one.ask]


@pytest.fixture(scope="module")
def changed() -> Changed:
    return no_shows(large_fair(30, 12, 200, 8), ["R0"])


def in_order() -> Changed:
    """Two wishes at one table in two slots, published in the slots s0 and s1; nobody is missing."""
    problem = MeetingProblem.from_arrays(2, 1, 2, [0, 1], [0, 0], [60, 30])
    met = [{"a": "L0", "b": "R0", "slot": "s0"}, {"a": "R0", "b": "L1", "slot": "s1"}]
    return Changed(problem, {"meetings": met})


def test_who_did_not_come_meets_nobody_and_is_owed_nothing(changed: Changed) -> None:
    absent = changed.problem.party_ids.index("R0")

    assert any("R0" in (met["a"], met["b"]) for met in changed.published["meetings"])
    assert (changed.problem.minimum[absent], changed.problem.maximum[absent]) == (0, 0)


@pytest.mark.parametrize("name", ASKED)
def test_every_peers_answer_passes_the_checker_and_says_what_it_touched(name: str, changed: Changed) -> None:
    found = judge(changed, peer(name).ask["replans"](changed, 20.0))
    own = sum("R0" in (met["a"], met["b"]) for met in changed.published["meetings"])

    assert (found.faults, found.touched is not None and found.touched >= own) == ((), True)


def test_ours_touches_no_more_than_what_a_person_does_by_hand_and_is_worth_more(changed: Changed) -> None:
    ours, by_hand, afresh = (
        judge(changed, peer(name).ask["replans"](changed, 20.0)) for name in (OURS, "first come", "planned afresh")
    )

    assert ours.shortfall == afresh.shortfall
    assert (ours.touched or 0) < (afresh.touched or 0)
    assert goodness(row(OURS, ours)) >= goodness(row("first come", by_hand))


def row(name: str, verdict: object) -> EngineFigures:
    stated = {key: value for key, value in vars(verdict).items() if key != "faults"}
    return EngineFigures("fair", name, **stated, seconds=0.1)


def test_a_meeting_in_another_slot_or_with_others_is_touched_and_the_order_of_the_two_is_not() -> None:
    fair = in_order()
    moved = {"meetings": [{"a": "R0", "b": "L0", "slot": "s0"}, {"a": "L1", "b": "R0", "slot": "s0"}]}

    assert (fair.touched(fair.published), fair.touched(moved), fair.touched({"meetings": []})) == (0, 1, 2)


def test_fewer_touched_meetings_count_before_the_score_and_stand_in_the_table() -> None:
    near = EngineFigures("fair", OURS, "optimal", 80, 80, 0, touched=20, seconds=0.1, faults=0)
    richer = EngineFigures("fair", "planned afresh", "optimal", 90, 90, 0, touched=700, seconds=0.1, faults=0)

    assert goodness(near) > goodness(richer)
    assert "| 20 |" in tables([near, richer], {}).splitlines()[4]


def test_a_re_plan_has_no_place_in_the_plot_of_bounds() -> None:
    """It is bounded by what a plan made afresh may be worth, which it does not try to reach."""
    near = EngineFigures("fair", OURS, "optimal", 80, 80, 0, touched=20, seconds=0.1, faults=0)

    assert "fair" not in plot([near], "Seconds")


def test_the_large_re_plan_is_measured() -> None:
    assert "5,000 parties, a no-show" in {one.name for one in INSTANCES if one.group == "replans"}
