"""Fairs whose parties are not always there: bounds that hold whatever the prices, plans that reach them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, check, solve
from spona_engine.instances import availability_fair, peer_fair
from spona_engine.meetings.completion import attain
from spona_engine.meetings.relaxation import Settled, certificate, prove, relax
from spona_engine.meetings.reopening import reopen
from spona_engine.meetings.value import Bounds, value_of
from spona_engine.watch import Watch

some = settings(max_examples=60, deadline=None, derandomize=True)
slow_solver = 30.0


@some
@given(fairs(), st.integers(0, 2**31))
def test_any_prices_whatever_bound_the_score_of_every_plan(fair, seed):
    best = best_value(fair)
    assume(best is not None)
    relaxation = relax(MeetingProblem.from_json(fair), "score", Settled(abs(best[0]), best[1]))
    random = np.random.default_rng(seed)
    prices = random.exponential(20.0, len(relaxation.limit)) * (random.random(len(relaxation.limit)) < 0.6)
    assert certificate(relaxation, prices, np.zeros(len(relaxation.gain))).bound >= best[2]


@some
@given(fairs())
def test_the_puzzle_has_a_solution_at_the_optimum_and_none_above(fair):
    best = best_value(fair)
    assume(best is not None)
    problem = MeetingProblem.from_json(fair)
    relaxation = relax(problem, "score", Settled(abs(best[0]), best[1]))
    proof = prove(relaxation, slow_solver)
    above = attain(relaxation, proof, best[2] + 1, 0, 10.0, Watch(slow_solver))
    there = attain(relaxation, proof, best[2], 0, 10.0, Watch(slow_solver))
    assert (above.slots, above.impossible) == (None, True)
    found = value_of(problem, there.slots)
    assert (found.shortfall, found.must, found.score) == (abs(best[0]), best[1], best[2])


@pytest.mark.parametrize("kind", ["random", "windows"])
@pytest.mark.parametrize("limits", [{}, {"tables": 8}, {"minimum": (3, 5)}, {"tables": 9, "capped": True}])
def test_a_fair_of_human_size_with_availability_is_proven_optimal(kind, limits):
    problem = availability_fair(30, 14, 8, kind, seed=3, **limits)
    result = solve(problem, time_limit=slow_solver)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


@pytest.mark.parametrize("limits", [{}, {"present": 0.75}, {"present": 0.75, "tables": 6, "minimum": 3}])
def test_a_fair_of_one_side_is_proven_optimal(limits):
    problem = peer_fair(25, 6, seed=1, **limits)
    result = solve(problem, time_limit=slow_solver)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


def test_the_same_fair_and_seed_give_the_same_plan():
    problem = availability_fair(40, 20, 8, "windows", tables=10, seed=4)
    first, second = (solve(problem, seed=2, time_limit=slow_solver) for _ in range(2))
    assert (first.wish.tolist(), first.slot.tolist()) == (second.wish.tolist(), second.slot.tolist())


def test_slots_planned_anew_never_make_a_plan_worse():
    problem = availability_fair(30, 14, 8, "windows", minimum=(2, 4), tables=8, seed=5)
    best = solve(problem, time_limit=slow_solver)
    plan = dict(zip(best.wish.tolist()[::3], best.slot.tolist()[::3], strict=True))
    bounds = Bounds(best.shortfall_bound, best.must_bound, best.score_bound)
    wanted = np.zeros(problem.n_parties)
    better = reopen(problem, plan, bounds, wanted, 0, Watch(slow_solver), rounds=3)
    assert value_of(problem, plan) < value_of(problem, better) <= value_of(problem, best.wish.tolist())


def test_a_run_that_is_stopped_returns_a_legal_plan_and_a_bound_that_holds():
    problem = availability_fair(40, 20, 8, "windows", tables=10, seed=4)
    best = solve(problem, time_limit=slow_solver)
    stopped = solve(problem, should_stop=lambda: True)
    assert (stopped.status, check(problem, stopped)) == ("feasible", [])
    assert stopped.score <= best.score <= stopped.score_bound
