"""The checker notices every broken rule and every false claim; without the rule it would not (negative control)."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from spona_engine import MeetingProblem, ProblemError, broken_rules, check, solve
from spona_engine.meetings import constraints

FAIR = {
    "kind": "meetings",
    "version": 1,
    "tables": 2,
    "slots": [{"id": "s1"}, {"id": "s2"}],
    "parties": [
        {"id": "a1", "side": "cso", "max": 2},
        {"id": "a2", "side": "cso", "max": 1, "slots": ["s1"]},
        {"id": "b1", "side": "company", "min": 1},
        {"id": "b2", "side": "company"},
    ],
    "wishes": [
        {"a": "a1", "b": "b1", "score": 5},
        {"a": "a1", "b": "b2", "score": 4},
        {"a": "a2", "b": "b1", "score": 3},
        {"a": "a2", "b": "b2", "score": 9},
    ],
    "bans": [["a2", "b1"]],
    "pins": [{"a": "a1", "b": "b1", "slot": "s1"}],
}
PROBLEM = MeetingProblem.from_json(FAIR)


def meeting(a, b, slot, table=1):
    return {"a": a, "b": b, "slot": slot, "table": table}


PINNED = meeting("a1", "b1", "s1")
BROKEN_PLANS = [
    ("only_wished_pairs_meet", "unknown_pair", [PINNED, meeting("b1", "b2", "s2")]),
    ("a_pair_meets_once", "pair_twice", [PINNED, meeting("b1", "a1", "s2")]),
    ("meetings_are_in_slots_of_the_fair", "unknown_slot", [PINNED, meeting("a1", "b2", "s9")]),
    ("banned_pairs_do_not_meet", "banned_pair", [PINNED, meeting("a2", "b1", "s1", 2)]),
    ("a_party_is_in_one_meeting_at_a_time", "party_twice_in_slot", [PINNED, meeting("a1", "b2", "s1", 2)]),
    ("parties_are_available", "party_unavailable", [PINNED, meeting("a2", "b2", "s2")]),
    ("nobody_exceeds_the_maximum", "over_maximum", [PINNED, meeting("a2", "b2", "s1", 2), meeting("a2", "b1", "s2")]),
    ("pins_are_met", "pin_unmet", [meeting("a1", "b2", "s1")]),
    ("pins_are_met", "pin_elsewhere", [meeting("a1", "b1", "s2")]),
    (
        "no_slot_needs_more_tables_than_there_are",
        "too_many_tables",
        [PINNED, meeting("a2", "b2", "s1", 2), meeting("a2", "b1", "s1", 1)],
    ),
    ("a_table_holds_one_meeting_at_a_time", "table_twice", [PINNED, meeting("a2", "b2", "s1", 1)]),
    ("a_table_holds_one_meeting_at_a_time", "table_outside", [PINNED, meeting("a2", "b2", "s1", 3)]),
]


def document(meetings):
    scores = {frozenset((w["a"], w["b"])): w["score"] for w in FAIR["wishes"]}
    score = sum(scores.get(frozenset((m["a"], m["b"])), 0) for m in meetings)
    met = {frozenset((m["a"], m["b"])) for m in meetings}
    shortfall = 0 if any("b1" in (m["a"], m["b"]) for m in meetings) else 1
    unmet = [w | {"code": "capacity", "why": "-"} for w in FAIR["wishes"] if frozenset((w["a"], w["b"])) not in met]
    numbers = {"score": score, "score_bound": score, "shortfall": shortfall, "shortfall_bound": shortfall, "gap": 0.0}
    head = {"kind": "meetings", "version": 1, "status": "feasible", "advice": [], "seed": 0, "seconds": 0.0}
    return head | numbers | {"meetings": meetings, "unmet": unmet}


def codes(found):
    return {sentence.code for sentence in found}


@pytest.mark.parametrize(("rule", "code", "meetings"), BROKEN_PLANS)
def test_a_broken_rule_is_named_and_only_its_rule_names_it(rule, code, meetings, monkeypatch):
    assert code in codes(check(PROBLEM, document(meetings)))
    others = tuple(known for known in constraints.RULES if known.__name__ != rule)
    monkeypatch.setattr(constraints, "RULES", others)
    assert code not in codes(check(PROBLEM, document(meetings)))


def test_every_rule_has_a_broken_plan_here():
    assert {rule.__name__ for rule in constraints.RULES} == {rule for rule, _, _ in BROKEN_PLANS}


@pytest.mark.parametrize(("code", "meetings"), [row[1:] for row in BROKEN_PLANS])
def test_a_plan_edited_by_hand_is_held_to_the_rules_whatever_it_says_about_itself(code, meetings):
    edited = {"kind": "meetings", "version": 1, "meetings": meetings}
    assert code in codes(broken_rules(PROBLEM, edited))
    assert broken_rules(PROBLEM, edited | {"meetings": [PINNED]}) == []


def test_a_plan_moved_by_hand_into_a_slot_that_is_taken_breaks_the_rules():
    plan = solve(PROBLEM)
    assert broken_rules(PROBLEM, plan) == []
    moved = replace(plan, slot=plan.slot * 0)
    assert "party_twice_in_slot" in codes(broken_rules(PROBLEM, moved))


FALSE_CLAIMS = [
    ("wrong_score", {"score": 99, "score_bound": 99}),
    ("wrong_shortfall", {"shortfall": 4}),
    ("score_above_bound", {"score_bound": 1}),
    ("shortfall_below_bound", {"shortfall_bound": 3}),
    ("wrong_gap", {"gap": 0.5}),
    ("false_optimal", {"status": "optimal", "score_bound": 1000}),
    ("unmet_missing", {"unmet": []}),
    ("unmet_wrong", {"unmet": [{"a": "a1", "b": "b1"}]}),
    ("infeasible_with_meetings", {"status": "infeasible"}),
    ("infeasible_without_reason", {"status": "infeasible"}),
]


@pytest.mark.parametrize(("code", "claim"), FALSE_CLAIMS)
def test_a_false_claim_is_named(code, claim):
    honest = document([PINNED])
    assert check(PROBLEM, honest) == []
    assert code in codes(check(PROBLEM, copy.deepcopy(honest) | claim))


def test_the_solver_is_right_about_this_fair():
    result = solve(PROBLEM)
    assert (result.status, result.score, codes(check(PROBLEM, result))) == ("optimal", 18, set())


@pytest.mark.parametrize("nonsense", [[], "{", {"kind": "meetings", "version": 1}, {"kind": "pairs", "version": 1}])
def test_what_is_no_result_is_refused(nonsense):
    with pytest.raises(ProblemError):
        check(PROBLEM, nonsense)
