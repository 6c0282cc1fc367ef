"""The checker finds every broken rule and every claim a roster's own assignments contradict, and nothing else."""

from __future__ import annotations

import pytest
from tests.engine.rosters.test_roster_clash import a_roster

from spona_engine import ProblemError
from spona_engine.rosters.constraints import RULES, check_roster
from spona_engine.rosters.problem import RosterProblem

TRAVEL = [{"from": "hall", "to": "river", "minutes": 20}]


def plan(*work, **claims):
    """A result with these assignments and the figures of the roster above without travel."""
    claimed = {"score": len(work), "shortfall": 0, "unevenness": 2} | claims
    bounds = {f"{name}_bound": claimed[name] for name in ("score", "shortfall", "unevenness")}
    assignments = [{"volunteer": v, "shift": s} for v, s in work]
    stated = {"kind": "rosters", "version": 1, "status": "optimal", "assignments": assignments}
    return stated | bounds | claimed


GOOD = plan(("a", "morning"), ("b", "noon"))


def found(result=GOOD, **changes) -> list[str]:
    return [str(one) for one in check_roster(RosterProblem.from_json(a_roster(**changes)), result)]


def test_a_right_roster_is_passed() -> None:
    assert found() == []


BROKEN = {
    "a works on night without having offered it": (plan(("a", "night"), ("b", "noon"), ("a", "morning")), {}),
    "a is listed 2 times on morning": (plan(("a", "morning"), ("a", "morning"), ("b", "noon")), {}),
    "b works on noon although that is banned": (GOOD, {"bans": [["b", "noon"]]}),
    "b must work on morning but does not": (GOOD, {"pins": [["b", "morning"]]}),
    "a works on morning and noon with 0 minutes between them and 20 on the way": (
        plan(("a", "morning"), ("a", "noon"), unevenness=4),
        {"travel": TRAVEL},
    ),
    "b does not work on morning with the rest of the group: a, b": (GOOD, {"groups": [["a", "b"]]}),
    "a works on 1 shifts, the maximum is 0": (GOOD, {"volunteers": [{"id": "a", "max": 0}, {"id": "b"}]}),
    "a works 60 minutes, the maximum is 30": (GOOD, {"volunteers": [{"id": "a", "max_minutes": 30}, {"id": "b"}]}),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_every_broken_rule_is_said(sentence: str) -> None:
    result, changes = BROKEN[sentence]

    assert sentence in found(result, **changes)


def test_an_overlap_and_a_full_shift_are_said() -> None:
    shifts = [
        {"id": "morning", "start": 480, "minutes": 90, "max": 1, "place": "hall"},
        {"id": "noon", "start": 540, "minutes": 60, "place": "river"},
    ]
    result = plan(("a", "morning"), ("a", "noon"), ("b", "morning"), score=3, unevenness=5)

    assert found(result, shifts=shifts) == [
        "a works on morning and noon, which overlap",
        "morning has 2 volunteers, its maximum is 1",
    ]


CLAIMS = {
    "the result states a score of 3, its assignments add up to 2": plan(*[("a", "morning"), ("b", "noon")], score=3),
    "the result states a shortfall of 1, its assignments leave 0": plan(
        *[("a", "morning"), ("b", "noon")], shortfall=1
    ),
    "the result states an unevenness of 4, its assignments give 2": plan(
        *[("a", "morning"), ("b", "noon")], unevenness=4
    ),
    "the stated score bound 1 contradicts the score 2": GOOD | {"score_bound": 1},
    "the result says optimal, but does not reach its own bounds": GOOD | {"score_bound": 3},
}


@pytest.mark.parametrize("sentence", CLAIMS)
def test_every_false_claim_is_said(sentence: str) -> None:
    assert sentence in found(CLAIMS[sentence])


def test_infeasible_needs_a_reason_and_no_work() -> None:
    assert found(GOOD | {"status": "infeasible"}) == [
        "the result says infeasible but lists 2 assignments",
        "the result says infeasible but names no demands that clash",
    ]


def test_what_is_no_result_is_refused_with_its_place() -> None:
    with pytest.raises(ProblemError, match=r"assignments\[0\].shift: is missing"):
        found({"kind": "rosters", "version": 1, "assignments": [{"volunteer": "a"}]})


def test_no_two_rules_have_one_name() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES) == 9
