"""Randomised assignment: caps hold exactly in expectation, every draw is a legal assignment."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.engine.pairs.strategies import assignments

from spona_engine import GroupLimit, PairProblem, ProblemError, check, solve
from spona_engine.meetings.flow import Network
from spona_engine.pairs.instances import review_round
from spona_engine.pairs.lottery import rounded_at_random

few = settings(max_examples=60)
CAPS = st.sampled_from([0, 0.25, 0.5, 1 / 3, 0.37, 1])


@few
@given(assignments(most_limits=1, forced=False), st.lists(CAPS, min_size=8, max_size=8), st.integers(0, 9))
def test_no_pair_is_likelier_than_its_cap_and_every_draw_keeps_every_rule(document, caps, seed):
    for pair, cap in zip(document["pairs"], caps, strict=False):
        pair["max_probability"] = cap
    problem = PairProblem.from_json(document)
    result = solve(problem, seed=seed)
    given_caps = np.array(caps[: problem.n_pairs])
    assert (result.probability <= given_caps + 1e-12).all()
    assert (result.probability[result.chosen] > 0).all()
    assert check(problem, result) == []


def test_the_expected_total_is_the_optimum_of_the_linear_program():
    problem = review_round(12, 6, load=(4, 9), max_probability=0.5, seed=1)
    result = solve(problem)
    left, right = (np.equal.outer(np.arange(n), side) for n, side in ((12, problem.left), (6, problem.right)))
    cost = -problem.units / problem.per_point
    loads = np.vstack([right, -right.astype(float)])
    best = linprog(cost, loads, [9] * 6 + [-4] * 6, left, [3] * 12, bounds=(0, 0.5))
    assert result.expected_score == pytest.approx(-best.fun, abs=1e-6)
    assert (result.status, result.shortfall) == ("optimal", 0)


def test_drawing_often_meets_the_probabilities():
    problem = review_round(6, 6, demand=2, load=(1, 3), max_probability=0.4, seed=2)
    draws = np.zeros(problem.n_pairs)
    for seed in range(400):
        draws[solve(problem, seed=seed).chosen] += 1
    expected = solve(problem).probability
    assert np.abs(draws / 400 - expected).max() < 0.1


@few
@given(st.integers(2, 12), st.integers(0, 10_000), st.integers(2, 7))
def test_rounding_keeps_a_circulation_whole_and_next_to_what_it_was(nodes, seed, scale):
    random = np.random.default_rng(seed)
    tails, heads, flows = [], [], []
    for _ in range(4):
        cycle = random.permutation(nodes)
        tails += cycle.tolist()
        heads += np.roll(cycle, -1).tolist()
        flows += [int(random.integers(0, 3 * scale))] * nodes
    tail, head, flow = (np.array(values, dtype=np.int64) for values in (tails, heads, flows))
    rounded = rounded_at_random(Network(nodes, tail, head, flow), flow, scale, random)
    balance = np.bincount(tail, rounded, nodes) - np.bincount(head, rounded, nodes)
    assert (balance.tolist(), (rounded % scale).tolist()) == ([0] * nodes, [0] * len(flow))
    assert (np.abs(rounded - flow) < scale).all()


def test_a_rounding_step_is_fair_to_the_last_part():
    tail, head = np.array([0, 0, 1]), np.array([1, 1, 0])
    flow = np.array([1, 3, 4])
    network = Network(2, tail, head, flow)
    runs = [rounded_at_random(network, flow, 4, np.random.default_rng(seed)).tolist() for seed in range(2000)]
    assert {tuple(run) for run in runs} == {(4, 0, 4), (0, 4, 4)}
    assert abs(Fraction(sum(run[0] for run in runs), 4 * 2000) - Fraction(1, 4)) < Fraction(3, 100)


def test_another_seed_draws_another_assignment_and_the_same_seed_the_same():
    problem = review_round(20, 10, max_probability=0.5, seed=3)
    first, again, other = (solve(problem, seed=seed).chosen.tolist() for seed in (1, 1, 2))
    assert (first == again, first == other) == (True, False)


def test_crossing_limits_are_refused_in_a_lottery():
    limits = [GroupLimit([0, 1], at_most=1), GroupLimit([1, 0], at_most=1)]
    problem = PairProblem.from_arrays(1, 2, [0, 0], [0, 1], [1, 2], limits=limits, max_probability=0.5)
    with pytest.raises(ProblemError) as error:
        solve(problem)
    assert error.value.place == "limits[1]"
