"""Pins that cannot all be met: infeasible, with the smallest set of demands that clash."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, check, solve
from spona_engine.meetings.clash import _PinModel, demands_on_pins, place_pins


def fair(pins, parties="abcd", slots=2, **more):
    people = [{"id": name} | more.get(name, {}) for name in parties]
    wishes = [{"a": a, "b": b, "score": 1} for a, b in combinations(parties, 2)]
    pinned = [{"a": pin[0], "b": pin[1]} | ({"slot": pin[2]} if len(pin) > 2 else {}) for pin in pins]
    document = {"kind": "meetings", "version": 1, "slots": [{"id": f"s{i}"} for i in range(slots)], "parties": people}
    return (
        document
        | {"wishes": more.get("wishes", wishes), "pins": pinned}
        | {k: more[k] for k in ("bans", "tables") if k in more}
    )


NEED_NOT = "there is a plan if a and b need not meet"
CLASHES = [
    (fair(["ab", "cd"], bans=[["b", "a"]]), 2, "a meets b; a and b are banned"),
    (fair([("a", "b", "s0"), ("a", "c", "s0"), "bd"]), 2, "a meets b in s0; a meets c in s0"),
    (fair(["ab", "ac", "ad"], a={"max": 1}, slots=3), 3, "a meets b; a meets c; a has at most 1 meetings"),
    (fair([("a", "b", "s0")], a={"slots": ["s1"]}), 2, "a meets b in s0; a is not available in s0"),
    (fair(["ab"], wishes=[]), 2, "a meets b; no wish lists a and b"),
    (
        fair([("a", "b", "s0"), ("c", "d", "s0")], tables=1),
        3,
        "a meets b in s0; c meets d in s0; at most 1 meetings at a time",
    ),
    (fair(["ab", "ac", "bc"]), 3, "a meets b; a meets c; b meets c"),
    (fair(["ab"], slots=0), 1, "a meets b"),
]


@pytest.mark.parametrize(("document", "count", "demands"), CLASHES)
def test_the_smallest_clash_is_named(document, count, demands):
    problem = MeetingProblem.from_json(document)
    result = solve(problem)
    expected = f"these {count} demands cannot all hold; give up one of them: {demands}"
    assert (result.status, str(result.advice[0]), len(result.wish)) == ("infeasible", expected, 0)
    assert check(problem, result) == []


RELAXED = [
    (fair(["ab"], bans=[["a", "b"]]), ["there is a plan if a and b are not banned", NEED_NOT]),
    (
        fair([("a", "b", "s0"), ("a", "c", "s0"), "bd"]),
        [
            "there is a plan if a and b may meet at another time",
            "there is a plan if a and c may meet at another time",
            NEED_NOT,
            "there is a plan if a and c need not meet",
        ],
    ),
    (
        fair(["ab", "ac", "ad"], a={"max": 1}, slots=3),
        ["there is a plan if the maximum of a is raised from 1 to 3"],
    ),
    (
        fair([("a", "b", "s0")], a={"slots": ["s1"]}),
        ["there is a plan if a and b may meet at another time", "there is a plan if a is there in s0 too", NEED_NOT],
    ),
    (
        fair([("a", "b", "s0"), ("c", "d", "s0")], tables=1, slots=1),
        ["there is a plan with 1 more tables", NEED_NOT, "there is a plan if c and d need not meet"],
    ),
    (
        fair(["ab", "ac", "bc"]),
        [
            "there is a plan with one more slot",
            NEED_NOT,
            "there is a plan if a and c need not meet",
            "there is a plan if b and c need not meet",
        ],
    ),
    (
        fair(["ab", "cd"], bans=[["a", "b"], ["c", "d"]]),
        ["no single change of these is enough; demands clash elsewhere too"],
    ),
]


@pytest.mark.parametrize(("document", "expected"), RELAXED)
def test_the_changes_that_make_a_plan_possible_are_named_in_order(document, expected):
    result = solve(MeetingProblem.from_json(document))
    assert [str(line) for line in result.advice if line.code.startswith("relax_")] == expected


def after(problem, said):
    """The problem with the change that a sentence names."""
    params, document = said.params, problem.to_json()
    match said.code:
        case "relax_any_time":
            return problem.with_pin(**params)
        case "relax_ban":
            return problem.without_ban(**params)
        case "relax_pin":
            return problem.without_pin(**params)
        case "relax_slot":
            document["slots"].append({"id": "more"})
            for party in document["parties"]:
                party["slots"] = [*party["slots"], "more"] if "slots" in party else None
        case "relax_tables":
            document["tables"] += params["extra"]
        case "relax_max" | "relax_hour":
            (party,) = (party for party in document["parties"] if party["id"] == params["party"])
            party |= {"max": params["raised"]} if "raised" in params else {"slots": [*party["slots"], params["slot"]]}
    return MeetingProblem.from_json(document)


@settings(max_examples=100)
@given(fairs(most_slots=2))
def test_after_each_named_change_there_is_a_plan(document):
    problem = MeetingProblem.from_json(document)
    for said in solve(problem).advice:
        if said.code.startswith("relax_") and said.code != "relax_none":
            assert solve(after(problem, said)).status != "infeasible"


@settings(max_examples=150)
@given(fairs(most_slots=2))
def test_no_smaller_set_of_demands_clashes(document):
    problem = MeetingProblem.from_json(document)
    found = place_pins(problem)
    if found.clash:
        demands = demands_on_pins(problem)
        model = _PinModel(problem, demands)
        smaller = combinations(range(len(demands)), len(found.clash) - 1)
        assert all(model.solve(set(subset)) is not None for subset in smaller)
        assert model.solve({demands.index(demand) for demand in found.clash}) is None
