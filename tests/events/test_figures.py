"""The numbers of a timetable, against plans counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from spona.events.actions.figures import figures_of
from spona.events.queries.timetables import reason_for_none
from spona_engine import MeetingProblem, MeetingResult


def a_problem(**more: Any) -> dict[str, Any]:
    return {
        "kind": "meetings",
        "version": 1,
        "slots": [{"id": f"s{number}"} for number in range(1, 5)],
        "tables": None,
        "parties": [
            {"id": "a1", "side": "cso", "min": 2},
            {"id": "a2", "side": "cso", "min": 1},
            {"id": "a3", "side": "cso"},
            {"id": "b1", "side": "company"},
            {"id": "b2", "side": "company"},
        ],
        "wishes": [
            {"a": "a1", "b": "b1", "score": 960_000, "must": True},
            {"a": "a1", "b": "b2", "score": 600_000},
            {"a": "a2", "b": "b1", "score": 420_000, "must": True},
            {"a": "a2", "b": "b2", "score": 240_000},
            {"a": "a3", "b": "b1", "score": 0},
        ],
        "bans": [["a3", "b1"]],
        "pins": [],
        **more,
    }


def a_result(meetings: list[tuple[str, str, str]]) -> MeetingResult:
    problem = MeetingProblem.from_json(a_problem())
    document = {
        "kind": "meetings",
        "version": 1,
        "status": "feasible",
        "shortfall": 1,
        "shortfall_bound": 0,
        "score": 1_560_000,
        "score_bound": 2_000_000,
        "gap": 0.22,
        "meetings": [{"a": a, "b": b, "slot": slot, "table": 1} for a, b, slot in meetings],
        "unmet": [
            {"a": "a2", "b": "b1", "score": 420_000, "code": "capacity", "why": "full"},
            {"a": "a2", "b": "b2", "score": 240_000, "code": "better_use", "why": "other"},
            {"a": "a3", "b": "b1", "score": 0, "code": "ban", "why": "banned"},
        ],
        "advice": ["more slots"],
        "seed": 0,
        "seconds": 0.1234567,
    }
    return MeetingResult.from_json(problem, document)


def test_a_plan_counted_by_hand_has_these_figures() -> None:
    figures = figures_of(a_result([("a1", "b1", "s1"), ("a1", "b2", "s4")]))

    assert figures == {
        "meetings": 2,
        "parties": 5,
        "sides": {
            "cso": {"parties": 3, "fewest": 0, "median": 0.0, "at_minimum": 2},
            "company": {"parties": 2, "fewest": 1, "median": 1.0, "at_minimum": 2},
        },
        "histogram": [2, 2, 1],
        "at_minimum": 4,
        "must": {"wished": 2, "met": 1},
        "mutual": {"wished": 2, "met": 2},
        "one_sided": {"wished": 2, "met": 0},
        "idle": 0.667,
        "none": {"count": 2, "why": {"none_ban": 1, "none_better_use": 1}},
        "advice": [{"code": "as_written", "params": {"words": "more slots"}}],
        "seconds": 0.123,
        "gap": 0.22,
        "kept": 0,
        "moved": 0,
    }


def test_an_empty_plan_has_figures_too() -> None:
    figures = figures_of(a_result([]))

    assert (figures["meetings"], figures["idle"], figures["histogram"]) == (0, 0.0, [5])


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ({}, "none_no_wishes"),
        ({"ban": 3}, "none_ban"),
        ({"ban": 3, "tables": 1}, "none_tables"),
        ({"capacity": 1, "no_common_slot": 2}, "none_no_common_slot"),
        ({"better_use": 1, "capacity": 1}, "none_better_use"),
    ],
)
def test_the_commonest_reason_nobody_chose_is_why_a_party_has_none(codes: dict[str, int], reason: str) -> None:
    assert reason_for_none(codes) == reason
