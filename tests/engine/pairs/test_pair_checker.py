"""The checker of pairs notices every broken rule and every false claim; without the rule it would not."""

from __future__ import annotations

import pytest

from spona_engine import PairProblem, ProblemError, check, solve
from spona_engine.pairs import constraints

DOCUMENT = {
    "kind": "pairs",
    "version": 1,
    "left": [{"id": "a", "demand": 2}, {"id": "b", "demand": 1}],
    "right": [
        {"id": "x", "capacity": 1, "groups": {"firm": "f"}},
        {"id": "y", "capacity": 3, "min_load": 1, "groups": {"firm": "f"}},
        {"id": "z", "capacity": 2},
    ],
    "pairs": [
        {"left": "a", "right": "x", "score": 5, "max_probability": 1},
        {"left": "a", "right": "y", "score": 4, "max_probability": 1},
        {"left": "a", "right": "z", "score": 3, "max_probability": 1},
        {"left": "b", "right": "x", "score": 2, "max_probability": 0},
        {"left": "b", "right": "y", "score": 9, "max_probability": 1},
    ],
    "conflicts": [["a", "z"]],
    "forced": [["b", "y"]],
    "limits": [{"group": "firm", "at_most": 1}],
}
PROBLEM = PairProblem.from_json(DOCUMENT)
SCORES = {(pair["left"], pair["right"]): pair["score"] for pair in DOCUMENT["pairs"]}


def document(couples):
    pairs = [{"left": left, "right": right} for left, right in couples]
    score = sum(SCORES.get(tuple(couple), 0) for couple in couples)
    sums = [sum(SCORES.get(tuple(c), 0) for c in couples if c[0] == left) for left in "ab"]
    short = sum(max(0, wanted - sum(c[0] == left for c in couples)) for left, wanted in (("a", 2), ("b", 1)))
    short += 0 if any(c[1] == "y" for c in couples) else 1
    numbers = {"score": score, "score_bound": score, "worst": min(sums), "worst_bound": min(sums)}
    numbers |= {"shortfall": short, "shortfall_bound": short, "gap": 0.0, "advice": [], "seed": 0, "seconds": 0.0}
    return {"kind": "pairs", "version": 1, "status": "feasible"} | numbers | {"pairs": pairs}


HONEST = document(["ax", "by"])
BROKEN = [
    ("only_listed_pairs_are_chosen", "unlisted_pair", ["bz", "by"]),
    ("a_pair_is_chosen_once", "pair_again", ["by", "by"]),
    ("conflicts_are_kept_apart", "conflict_chosen", ["az", "by"]),
    ("nobody_gets_more_than_it_asks_for", "over_demand", ["bx", "by"]),
    ("nobody_gives_more_than_it_can", "over_capacity", ["ax", "bx"]),
    ("forced_pairs_are_chosen", "forced_missing", ["ax"]),
    ("no_group_sends_too_many", "over_group", ["ax", "ay", "by"]),
    ("impossible_pairs_are_not_drawn", "impossible_pair", ["bx"]),
]


def codes(found):
    return {sentence.code for sentence in found}


@pytest.mark.parametrize(("rule", "code", "couples"), BROKEN)
def test_a_broken_rule_is_named_and_only_its_rule_names_it(rule, code, couples, monkeypatch):
    assert code in codes(check(PROBLEM, document(couples)))
    others = tuple(known for known in constraints.RULES if known.__name__ != rule)
    monkeypatch.setattr(constraints, "RULES", others)
    assert code not in codes(check(PROBLEM, document(couples)))


def test_every_rule_has_a_broken_assignment_here_or_among_the_stable_ones():
    elsewhere = {"nobody_would_rather_have_each_other"}
    assert {rule.__name__ for rule in constraints.RULES} == {rule for rule, _, _ in BROKEN} | elsewhere


FALSE_CLAIMS = [
    ("wrong_total", {"score": 99, "score_bound": 99}),
    ("wrong_worst", {"worst": 1}),
    ("wrong_missing", {"shortfall": 4}),
    ("bound_contradicts", {"score_bound": 1}),
    ("bound_contradicts", {"worst_bound": 1}),
    ("bound_contradicts", {"shortfall_bound": 5}),
    ("infeasible_with_pairs", {"status": "infeasible"}),
    ("infeasible_unexplained", {"status": "infeasible"}),
    ("probability_above_cap", {"lottery": [{"left": "b", "right": "x", "probability": 0.1}]}),
    ("probability_off", {"lottery": [{"left": "b", "right": "y", "probability": 1.5}]}),
]


@pytest.mark.parametrize(("code", "claim"), FALSE_CLAIMS)
def test_a_false_claim_is_named(code, claim):
    assert check(PROBLEM, HONEST) == []
    assert code in codes(check(PROBLEM, HONEST | claim))


@pytest.mark.parametrize("objective", ["total", "leximin"])
def test_a_proof_that_is_none_is_named(objective):
    plain = {key: value for key, value in DOCUMENT.items() if key != "pairs"} | {"objective": objective}
    plain["pairs"] = [{k: v for k, v in pair.items() if k != "max_probability"} for pair in DOCUMENT["pairs"]]
    claim = HONEST | {"status": "optimal", "score_bound": 1000}
    assert codes(check(PairProblem.from_json(plain), claim)) == {"false_proof"}


def test_the_solver_is_right_about_this_problem():
    result = solve(PROBLEM)
    assert (result.status, result.score, result.shortfall, check(PROBLEM, result)) == ("optimal", 14, 1, [])


@pytest.mark.parametrize("nonsense", [[], "{", {"kind": "pairs", "version": 1}, {"kind": "meetings", "version": 1}])
def test_what_is_no_result_is_refused(nonsense):
    with pytest.raises(ProblemError):
        check(PROBLEM, nonsense)
