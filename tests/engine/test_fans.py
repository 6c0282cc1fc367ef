"""Edge colouring where there are odd cycles: one colour more than the highest degree is always enough."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine.meetings import fans
from spona_engine.meetings.fans import colour_by_fans

many = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def graphs(draw, most_vertices=14):
    """Ends (a, b) of the edges of a simple graph."""
    n = draw(st.integers(2, most_vertices))
    pairs = list(combinations(range(n), 2))
    kept = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))
    return np.array(kept, dtype=np.int64).T


def highest_degree(a, b):
    return int(np.bincount(np.concatenate([a, b])).max())


def clashes(a, b, colour):
    """Pairs of edges at one vertex with one colour."""
    seen = [(v, c) for ends in (a, b) for v, c in zip(ends.tolist(), colour.tolist(), strict=True) if c >= 0]
    return len(seen) - len(set(seen))


@many
@given(graphs(), st.integers(1, 3))
def test_with_a_colour_to_spare_every_edge_is_coloured(graph, spare):
    a, b = graph
    colours = highest_degree(a, b) + spare
    found = colour_by_fans(a, b, colours)
    assert (found.min() >= 0, found.max() < colours, clashes(a, b, found)) == (True, True, 0)


@many
@given(graphs(most_vertices=5))
def test_with_as_many_colours_as_the_highest_degree_it_colours_whatever_can_be(graph):
    a, b = graph
    colours = highest_degree(a, b)
    found = colour_by_fans(a, b, colours)
    everything = (np.array(c) for c in product(range(colours), repeat=len(a)))
    possible = len(a) <= 6 and any(clashes(a, b, colour) == 0 for colour in everything)
    assert clashes(a, b, found) == 0
    assert (found >= 0).all() or not possible


def test_without_fans_a_colour_to_spare_is_not_enough(monkeypatch):
    random = np.random.default_rng(0)
    a, b = np.array([pair for pair in combinations(range(30), 2) if random.random() < 0.6]).T
    colours = highest_degree(a, b) + 1
    assert colour_by_fans(a, b, colours).min() == 0
    monkeypatch.setattr(fans._Colouring, "_by_fan", lambda *_given: False)
    monkeypatch.setattr(fans, "_TRIES", 0)
    assert colour_by_fans(a, b, colours).min() == -1


@pytest.mark.parametrize(("n", "colours"), [(8, 7), (20, 19)])
def test_a_round_robin_of_an_even_number_needs_no_spare_colour(n, colours):
    a, b = np.array(list(combinations(range(n), 2))).T
    found = colour_by_fans(a, b, colours)
    assert (found.min(), clashes(a, b, found)) == (0, 0)


def test_a_triangle_cannot_be_met_in_two_slots():
    found = colour_by_fans(np.array([0, 1, 0]), np.array([1, 2, 2]), 2)
    assert (sorted(found.tolist()), clashes(np.array([0, 1, 0]), np.array([1, 2, 2]), found)) == ([-1, 0, 1], 0)


@many
@given(graphs(), st.integers(1, 3))
def test_colours_are_evened_out_as_far_as_tables_ask(graph, spare):
    a, b = graph
    colours = highest_degree(a, b) + spare
    most = -(-len(a) // colours)
    found = colour_by_fans(a, b, colours, most)
    assert (found.min() >= 0, clashes(a, b, found)) == (True, 0)
    assert np.bincount(found).max() <= most
