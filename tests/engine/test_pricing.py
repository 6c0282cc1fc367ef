"""Pricing decides how long a large choice takes, never what comes out: the same values as the plain flow's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine.instances import large_fair
from spona_engine.meetings import pricing, selection
from spona_engine.meetings.balancing import balanced
from spona_engine.meetings.flow import Goal, Network
from spona_engine.meetings.potentials import Arcs, relaxed, relaxed_within
from spona_engine.meetings.selection import Goals, select, sides_of
from spona_engine.meetings.smoothing import Prices, estimate


def a_fair(seed, *, tables=None, musts=0.0, highest=1000, short=False):
    """About 140 parties and 1,500 wishes; `short` asks for more meetings than some parties can have."""
    random = np.random.default_rng(seed)
    problem = large_fair(90, 50, 1_500, 8, tables=tables, seed=seed)
    minimum = np.where(random.random(140) < 0.3, np.minimum(problem.maximum, 8), 0) if short else problem.minimum
    score = random.integers(0, highest + 1, problem.n_wishes)
    return replace(problem, score=score, must=random.random(problem.n_wishes) < musts, minimum=minimum)


def values(problem):
    found = select(problem, sides_of(problem), Goals())
    return found.shortfall, found.must, found.score


@pytest.fixture
def priced_always(monkeypatch):
    """Every choice is priced, whatever its size."""
    monkeypatch.setattr(selection, "SMALL", 0)


fairs = st.builds(
    a_fair,
    st.integers(0, 10_000),
    tables=st.sampled_from([None, 45, 30, 3]),
    musts=st.sampled_from([0.0, 0.05, 0.3]),
    highest=st.sampled_from([3, 100, 1000, 1_000_000]),
    short=st.booleans(),
)


@settings(max_examples=30)
@given(fairs)
def test_a_priced_choice_is_worth_what_the_plain_one_is_goal_by_goal(problem):
    plain = values(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "SMALL", 0)
        assert values(problem) == plain


@settings(max_examples=10)
@given(fairs, st.integers(0, 1_000))
def test_prices_out_of_thin_air_cost_time_but_no_value(problem, seed):
    plain = values(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "SMALL", 0)
        patch.setattr(pricing, "estimate", lambda market, _scale: _guessed(market, seed))
        assert values(problem) == plain


def _guessed(market, seed):
    random = np.random.default_rng(seed)
    sizes = [len(places) for places in market.rest]
    none = tuple(np.zeros(size, dtype=bool) for size in sizes)
    return Prices(tuple(random.random(size) * 2000 - 500 for size in sizes), (0.0, 0.0), none)


def _misread(market, scale):
    """The estimate with every price off by up to a fifth of the largest score."""
    random = np.random.default_rng(1)
    prices = estimate(market, scale)
    off = tuple(side + random.uniform(-scale / 5, scale / 5, len(side)) for side in prices.side)
    return replace(prices, side=off)


def test_without_the_proof_a_bad_guess_would_pass_for_the_best_choice(priced_always, monkeypatch):
    problem = a_fair(3)
    monkeypatch.setattr(pricing, "_DOUBTFUL_A_NODE", 5.0)
    monkeypatch.setattr(pricing, "estimate", _misread)
    best = values(problem)
    monkeypatch.setattr(pricing, "contradicting", lambda _network, _cost, flow: np.zeros(len(flow), dtype=bool))
    assert values(problem) != best


def test_a_flow_out_of_balance_is_not_certified_but_left_to_the_plain_flow(priced_always, monkeypatch):
    asked = []
    problem = a_fair(3)
    plain = values(problem)
    plainly = selection.circulate
    monkeypatch.setattr(selection, "circulate", lambda *given: asked.append(True) or plainly(*given))
    monkeypatch.setattr(pricing, "excess_of", lambda network, _flow: np.ones(network.n_nodes))
    assert (values(problem), asked) == (plain, [True])


def test_parties_whose_prices_do_not_settle_have_every_wish_in_doubt(priced_always, monkeypatch):
    asked = []
    problem = a_fair(5)
    plain = values(problem)
    monkeypatch.setattr(
        pricing,
        "estimate",
        lambda market, scale: replace(
            estimate(market, scale), unsettled=tuple(np.ones(len(side), dtype=bool) for side in market.rest)
        ),
    )
    monkeypatch.setattr(
        pricing,
        "balanced",
        lambda network, cost, flow, among, looks: (
            asked.append(len(among) == len(cost)) or balanced(network, cost, flow, among, looks)
        ),
    )
    assert (values(problem), asked) == (plain, [True])


def test_weights_too_light_for_the_order_of_the_goals_are_replaced_by_heavier_ones(priced_always, monkeypatch):
    asked = []
    problem = a_fair(0, musts=0.3, tables=45)
    plain = values(problem)
    weights = pricing._weights
    monkeypatch.setattr(pricing, "_OUTWEIGHS", (0, 32))
    monkeypatch.setattr(
        pricing, "_weights", lambda goals, outweighs: asked.append(outweighs) or weights(goals, outweighs)
    )
    assert (values(problem), asked) == (plain, [0, 32])
    monkeypatch.setattr(pricing, "_leading_optimal", lambda *_given: True)
    assert values(problem) != plain


def test_the_usual_large_choice_needs_no_plain_flow(monkeypatch):
    monkeypatch.setattr(selection, "circulate", lambda *_given: pytest.fail("left to the plain flow"))
    problem = large_fair(1_500, 900, 40_000, 20, tables=700)
    assert values(problem)[0] == 0


@pytest.mark.parametrize(("musts", "levels"), [(0.3, 1000), (0.0, 5)])
def test_many_musts_and_scores_on_few_levels_need_no_plain_flow(monkeypatch, musts, levels):
    monkeypatch.setattr(selection, "circulate", lambda *_given: pytest.fail("left to the plain flow"))
    problem = large_fair(1_500, 900, 40_000, 20)
    random = np.random.default_rng(1)
    score = random.integers(1, levels + 1, problem.n_wishes)
    mixed = replace(problem, score=score, must=random.random(problem.n_wishes) < musts)
    assert values(mixed)[0] == 0


@pytest.mark.parametrize("tables", [700, 300, 60])
def test_few_tables_need_no_plain_flow(monkeypatch, tables):
    monkeypatch.setattr(selection, "circulate", lambda *_given: pytest.fail("left to the plain flow"))
    assert len(values(large_fair(1_500, 900, 40_000, 20, tables=tables))) == 3


def test_potentials_are_the_largest_that_no_arc_contradicts():
    arcs = Arcs(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([-2, -3, -4]))
    zero = np.zeros(3, dtype=np.int64)
    assert relaxed(3, arcs, zero).tolist() == [0, -2, -5]
    assert relaxed_within(3, arcs, zero, rounds=0, looks=99) is None
    assert relaxed_within(3, arcs, zero, rounds=9, looks=0) is None


def test_a_leading_goal_that_the_flow_does_not_serve_is_found_out():
    network = Network(2, np.array([0, 0, 1]), np.array([1, 1, 0]), np.array([1, 1, 1]))
    first, second = Goal(np.array([-1, 0, 0]), 1), Goal(np.array([0, -9, 0]), 9)
    served, missed = np.array([1, 0, 1]), np.array([0, 1, 1])
    for flow, answer in ((served, True), (missed, False)):
        zero = np.zeros(2, dtype=np.int64)
        assert pricing._leading_optimal(network, [first], [1], flow, zero) is answer
    assert second.span == 9
