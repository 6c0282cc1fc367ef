"""Total and leximin against trying everything, and against the checker that shares no code with the solvers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.pairs.brute import best, sorted_sums, total
from tests.engine.pairs.strategies import assignments

from spona_engine import PairProblem, check, solve
from spona_engine.meetings import flow
from spona_engine.pairs import leximin
from spona_engine.pairs.instances import jury_panels, mentor_round, popular_mentors, review_round

few = settings(max_examples=50)


def outcome(result):
    """(status, shortfall) and what leximin compares."""
    asking = result.problem.demand > 0
    return result.status, result.shortfall, sorted(result.sums[asking].tolist())


@few
@given(assignments())
def test_a_tiny_problem_gets_the_highest_total_among_the_least_shortfalls(document):
    result = solve(PairProblem.from_json(document))
    expected = best(document, total)
    if expected is None:
        assert result.status == "infeasible"
    else:
        assert (result.status, (result.shortfall, result.score)) == ("optimal", expected)


@few
@given(assignments())
def test_a_tiny_problem_gets_the_fairest_assignment_among_the_least_shortfalls(document):
    result = solve(PairProblem.from_json(document | {"objective": "leximin"}))
    expected = best(document, sorted_sums)
    if expected is None:
        assert result.status == "infeasible"
    else:
        assert outcome(result) == ("optimal", *expected)


@few
@given(assignments(most_demand=1, most_limits=1))
def test_who_asks_for_one_partner_gets_the_fairest_assignment_by_flows(document):
    result = solve(PairProblem.from_json(document | {"objective": "leximin"}))
    expected = best(document, sorted_sums)
    assert expected is None or outcome(result) == ("optimal", *expected)


@few
@given(assignments(most_pairs=14))
def test_no_assignment_breaks_a_rule_or_contradicts_its_own_numbers(document):
    for objective in ("total", "leximin"):
        problem = PairProblem.from_json(document | {"objective": objective})
        result = solve(problem)
        assert [str(sentence) for sentence in check(problem, result)] == []


@settings(few, max_examples=25)
@given(assignments(most_limits=1))
def test_goals_solved_one_after_another_give_the_same_assignment_value(document):
    problem = PairProblem.from_json(document)
    at_once = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "SOLVER_RANGE", 1)
        in_turn = solve(problem)
    assert (in_turn.shortfall, in_turn.score) == (at_once.shortfall, at_once.score)


def test_the_highest_total_leaves_somebody_worse_off_than_the_fairest_assignment_does():
    highest = solve(popular_mentors(300, 30, 8, objective="total", seed=1))
    fairest = solve(popular_mentors(300, 30, 8, seed=1))
    assert (highest.status, fairest.status) == ("optimal", "optimal")
    assert (fairest.worst > highest.worst, fairest.score <= highest.score) == (True, True)
    assert check(fairest.problem, fairest) == []


def test_fairness_with_loads_held_is_bounded_and_better_than_the_highest_total():
    problem = review_round(60, 24, seed=2, objective="leximin")
    result = solve(problem)
    highest = solve(review_round(60, 24, seed=2))
    assert (result.shortfall, check(problem, result)) == (0, [])
    assert highest.worst < result.worst <= result.worst_bound <= result.score_bound / 60
    assert 0.95 * result.worst_bound < result.worst


def test_the_bound_on_the_worst_sum_is_not_below_what_the_exact_search_reaches():
    problem = review_round(8, 5, demand=2, load=(2, 5), seed=3, objective="leximin")
    exact = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leximin, "MOST_PAIRS", 0)
        chains = solve(problem)
    assert (exact.status, chains.status) == ("optimal", "feasible")
    assert chains.worst <= exact.worst <= chains.worst_bound


def test_two_crossing_group_limits_hold_in_every_panel():
    problem = jury_panels(8, 20, seats=4, firms=8, seed=4)
    result = solve(problem)
    firm = problem.limits[1].group
    panels = [firm[problem.right[result.chosen[problem.left[result.chosen] == i]]].tolist() for i in range(8)]
    assert (result.status, result.shortfall, check(problem, result)) == ("optimal", 0, [])
    assert [len(panel) - len(set(panel)) for panel in panels] == [0] * 8


def test_the_order_of_the_pairs_does_not_change_the_value():
    problem = mentor_round(200, 20, 6, seed=5)
    order = np.random.default_rng(0).permutation(problem.n_pairs)
    mixed = replace(problem, left=problem.left[order], right=problem.right[order], units=problem.units[order])
    assert solve(mixed).score == solve(problem).score


@pytest.mark.parametrize("objective", ["total", "leximin"])
def test_the_same_problem_and_seed_give_the_same_document_but_seconds(objective):
    problem = review_round(20, 8, load=(5, 9), seed=6, objective=objective)
    first, second = (solve(problem, seed=3, time_limit=60.0).to_json() | {"seconds": 0} for _ in range(2))
    assert first == second


@pytest.mark.parametrize("objective", ["total", "leximin"])
def test_an_interrupted_run_returns_a_legal_assignment_and_true_bounds(objective):
    problem = review_round(40, 16, load=(5, 9), seed=6, objective=objective)
    seen = []
    result = solve(problem, progress=lambda *news: seen.append(news[0]), should_stop=lambda: True)
    assert (result.status, seen[-1], check(problem, result)) == ("feasible", 1.0, [])
    assert result.score_bound >= solve(problem).score


def test_a_run_interrupted_on_the_way_keeps_what_it_has():
    problem = review_round(60, 24, seed=2, objective="leximin")
    calls = iter(range(10**9))
    result = solve(problem, should_stop=lambda: next(calls) > 20)
    assert (result.status, result.shortfall, check(problem, result)) == ("feasible", 0, [])


@pytest.mark.parametrize("objective", ["total", "leximin"])
@pytest.mark.parametrize("sizes", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_sides_without_anybody_or_without_pairs_have_an_empty_best_assignment(sizes, objective):
    result = solve(PairProblem.from_arrays(*sizes, [], [], [], objective=objective))
    assert (result.status, result.chosen.tolist(), result.score, result.shortfall) == ("optimal", [], 0, sizes[0])


def test_a_reviewer_is_never_given_twice_and_two_forced_pairs_count_against_the_load():
    left, right = np.divmod(np.arange(12), 3)
    problem = PairProblem.from_arrays(4, 3, left, right, np.ones(12), 2, 3, 2, forced=[[0, 0], [1, 0]])
    result = solve(problem)
    couples = list(zip(left[result.chosen].tolist(), right[result.chosen].tolist(), strict=True))
    assert (len(couples), len(set(couples)), {(0, 0), (1, 0)} <= set(couples)) == (8, 8, True)
    assert np.bincount(right[result.chosen]).max() <= 3
