"""A flow out of balance is brought into balance at least cost, and its potentials prove it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine.meetings import balancing
from spona_engine.meetings.balancing import balanced, excess_of
from spona_engine.meetings.flow import Network, solve_flow
from spona_engine.meetings.pricing import contradicting, reduced

MANY = 10_000


def a_network(seed, highest):
    """Six nodes, every pair joined one way or the other, costs on both sides of nothing."""
    random = np.random.default_rng(seed)
    one, other = np.triu_indices(6, 1)
    turned = random.random(len(one)) < 0.5
    network = Network(6, np.where(turned, one, other), np.where(turned, other, one), random.integers(0, 4, len(one)))
    return network, random.integers(-highest, highest + 1, len(one))


def as_cheap_as_can_be(network, cost):
    """Every arc full that pays, every other one empty."""
    return np.where(cost < 0, network.capacity, 0)


networks = st.builds(a_network, st.integers(0, 10_000), st.sampled_from([1, 3, 1000]))


@settings(max_examples=150)
@given(networks)
def test_the_balanced_flow_costs_as_little_as_the_flow_solver_s_and_its_potentials_prove_it(drawn):
    network, cost = drawn
    everywhere = np.arange(len(cost))
    flow, potential = balanced(network, cost, as_cheap_as_can_be(network, cost), everywhere, MANY)
    assert not excess_of(network, flow).any()
    assert ((flow >= 0) & (flow <= network.capacity)).all()
    assert not contradicting(network, reduced(network, cost, potential), flow).any()
    assert cost @ flow == cost @ solve_flow(network, cost)


@settings(max_examples=50)
@given(networks, st.integers(0, 1000))
def test_only_the_arcs_named_carry_anything_else_and_none_of_them_contradicts_the_potentials(drawn, seed):
    network, cost = drawn
    named = np.flatnonzero(np.random.default_rng(seed).random(len(cost)) < 0.6)
    start = as_cheap_as_can_be(network, cost)
    flow, potential = balanced(network, cost, start, named, MANY)
    others = np.setdiff1d(np.arange(len(cost)), named)
    assert (flow[others] == start[others]).all()
    assert not contradicting(network, reduced(network, cost, potential), flow)[named].any()


def a_detour():
    """Two units too many at node 0 and missing at node 3: one way at 5, one over two arcs at 1 each."""
    network = Network(4, np.array([0, 0, 1, 3]), np.array([3, 1, 3, 0]), np.array([2, 1, 1, 2]))
    return network, np.array([5, 1, 1, -20])


def test_excess_takes_the_cheapest_ways_first():
    network, cost = a_detour()
    flow, potential = balanced(network, cost, as_cheap_as_can_be(network, cost), np.arange(4), MANY)
    assert flow.tolist() == [1, 1, 1, 2]
    assert reduced(network, cost, potential)[0] == 0


def test_what_cannot_get_away_stays_where_it_is():
    network, cost = a_detour()
    flow, _ = balanced(network, cost, as_cheap_as_can_be(network, cost), np.array([1, 2]), MANY)
    assert (flow.tolist(), excess_of(network, flow).tolist()) == ([0, 1, 1, 2], [1, 0, 0, -1])


def test_without_the_distances_in_the_potentials_excess_would_find_no_way(monkeypatch):
    network, cost = a_detour()
    monkeypatch.setattr(balancing, "_distances", lambda *_given: None)
    flow, _ = balanced(network, cost, as_cheap_as_can_be(network, cost), np.arange(4), MANY)
    assert excess_of(network, flow).any()


@pytest.mark.parametrize("looks", [0, 9])
def test_a_search_that_looks_too_long_is_given_up(looks):
    network, cost = a_detour()
    assert balanced(network, cost, as_cheap_as_can_be(network, cost), np.arange(4), looks) is None
