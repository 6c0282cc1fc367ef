"""Stable matchings against every stable matching there is."""

from __future__ import annotations

from hypothesis import given, settings
from tests.engine.pairs.brute import stable_assignments, total
from tests.engine.pairs.strategies import rankings

from spona_engine import PairProblem, check, solve
from spona_engine.pairs import constraints
from spona_engine.pairs.instances import mutual_choice

few = settings(max_examples=80)


@few
@given(rankings())
def test_the_matching_is_one_of_the_stable_ones_and_best_for_the_left_if_proven(document):
    problem = PairProblem.from_json(document)
    result = solve(problem)
    stable = list(stable_assignments(document))
    best = max(total(document, chosen) for chosen in stable)
    assert tuple(result.chosen.tolist()) in stable
    assert (result.status == "feasible" or result.score == best, result.score_bound >= best) == (True, True)
    assert check(problem, result) == []


def test_strict_preferences_are_solved_to_the_proof():
    problem = mutual_choice()
    result = solve(problem)
    assert (result.status, result.score, check(problem, result)) == ("optimal", result.score_bound, [])


def test_a_pair_that_would_leave_is_named_and_only_its_rule_names_it(monkeypatch):
    problem = mutual_choice(4, 4, 4)
    document = solve(problem).to_json()
    document["pairs"] = document["pairs"][1:]
    assert "blocking_pair" in {sentence.code for sentence in check(problem, document)}
    others = tuple(rule for rule in constraints.RULES if rule.__name__ != "nobody_would_rather_have_each_other")
    monkeypatch.setattr(constraints, "RULES", others)
    assert "blocking_pair" not in {sentence.code for sentence in check(problem, document)}
