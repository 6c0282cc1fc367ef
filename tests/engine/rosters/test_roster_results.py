"""A roster's result goes through JSON and the command line and stays the same; what it cannot mean is refused."""

from __future__ import annotations

import json

import pytest
from tests.engine.test_command_line import run

from spona_engine import ProblemError, RosterResult, check, solve
from spona_engine.rosters.instances import volunteer_roster

PROBLEM = volunteer_roster(12, 1, 2)


@pytest.fixture(scope="module")
def result():
    return solve(PROBLEM)


def changed(result, **stated):
    return result.to_json() | stated


def assigned(result, **named):
    """The result with its first assignment changed."""
    document = result.to_json()
    document["assignments"][0] |= named
    return document


def test_a_result_read_back_is_the_result_that_was_written(result):
    again = RosterResult.from_json(PROBLEM, json.dumps(result.to_json()))
    assert (again.to_json(), again.chosen.tolist()) == (result.to_json(), result.chosen.tolist())
    assert check(PROBLEM, again) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (lambda r: changed(r, status="perfect"), "status"),
        (lambda r: changed(r, seconds=-1), "seconds"),
        (lambda r: changed(r, score="many"), "score"),
        (lambda r: changed(r, kind="pairs"), "kind"),
        (lambda r: {key: value for key, value in r.to_json().items() if key != "unevenness"}, "document.unevenness"),
        (
            lambda r: changed(r, assignments=[*r.to_json()["assignments"], r.to_json()["assignments"][0]]),
            "assignments[",
        ),
        (lambda r: assigned(r, volunteer="nobody"), "assignments[0].volunteer"),
        (lambda r: assigned(r, shift="never"), "assignments[0].shift"),
    ],
)
def test_a_result_that_cannot_be_meant_is_refused_by_its_place(wrong, place, result):
    with pytest.raises(ProblemError) as refused:
        RosterResult.from_json(PROBLEM, wrong(result))
    assert refused.value.place.startswith(place)


def test_work_nobody_offered_is_refused(result):
    busy = {shift for volunteer, shift in PROBLEM.offer_index if volunteer == 0}
    closed = next(s for s in range(PROBLEM.n_shifts) if s not in busy)
    names = {"volunteer": PROBLEM.volunteer_ids[0], "shift": PROBLEM.shift_ids[closed]}
    with pytest.raises(ProblemError, match="which was not offered"):
        RosterResult.from_json(PROBLEM, assigned(result, **names))


def test_the_command_solves_and_checks_a_roster(tmp_path):
    problem, out = tmp_path / "roster.json", tmp_path / "result.json"
    problem.write_text(json.dumps(PROBLEM.to_json()), encoding="utf-8")

    solved = run("solve", problem, "--out", out)
    sound = run("check", problem, out)
    plan = json.loads(out.read_text())
    out.write_text(json.dumps(plan | {"score": plan["score"] + 1, "score_bound": plan["score_bound"] + 1}))
    boastful = run("check", problem, out)
    explained = run("explain", problem, out, "v0", "s0")

    assert (solved.returncode, solved.stderr, plan["status"]) == (0, "", "optimal")
    assert (sound.returncode, sound.stdout) == (0, "")
    said = f"the result states a score of {plan['score'] + 1}, its assignments add up to {plan['score']}\n"
    assert (boastful.returncode, boastful.stdout) == (1, said)
    assert (explained.returncode, explained.stderr) == (
        2,
        f"{problem}: explain knows meetings and pairs; ask about one of those\n",
    )
