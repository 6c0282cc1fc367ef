"""Edge colouring gives every vertex each colour once at most, and colours of equal size where that is asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine.meetings import colouring
from spona_engine.meetings.colouring import balance, colour
from spona_engine.meetings.flow import Goal, Network, circulate, reduced_costs


@settings(max_examples=80)
@given(st.integers(0, 2**31), st.integers(1, 30), st.integers(1, 30), st.integers(0, 4), st.sampled_from([1, 3, 40]))
def test_no_vertex_sees_a_colour_twice_and_no_colour_is_too_large(seed, n_left, n_right, spare, peeled):
    random = np.random.default_rng(seed)
    pairs = np.flatnonzero(random.random(n_left * n_right) < 0.4)
    left, right = pairs // n_right, pairs % n_right
    degree = max([1, *np.bincount(left), *np.bincount(right)])
    colours = int(degree) + spare
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colouring, "_PEELED", peeled)
        found = colour(left, right, colours)
    assert len(set(zip(left, found, strict=True))) == len(set(zip(right, found, strict=True))) == len(pairs)
    assert set(found.tolist()) <= set(range(colours))
    assert np.bincount(found, minlength=colours).max() == -(-len(pairs) // colours)


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.integers(2, 20), st.integers(2, 20))
def test_a_plan_with_new_meetings_put_anywhere_is_balanced_along_paths(seed, n_left, n_right):
    random = np.random.default_rng(seed)
    pairs = np.flatnonzero(random.random(n_left * n_right) < 0.3)
    left, right = pairs // n_right, pairs % n_right
    colours = max([2, *np.bincount(left), *np.bincount(right)]) + 1
    found = np.full(len(pairs), -1)
    for edge in range(len(pairs)):
        near = (left == left[edge]) | (right == right[edge])
        free = set(range(2 * colours)) - set(found[near].tolist())
        found[edge] = min(free)
    balance(left, right, found, 2 * colours, -(-len(pairs) // (2 * colours)))
    assert len(set(zip(left, found, strict=True))) == len(set(zip(right, found, strict=True))) == len(pairs)
    assert np.bincount(found, minlength=1).max() <= -(-len(pairs) // (2 * colours))


def test_reduced_costs_refuse_a_flow_that_is_not_optimal():
    network = Network(2, np.array([0, 0, 1]), np.array([1, 1, 0]), np.array([1, 1, 1]))
    cost = np.array([-1, -5, 0])
    best = circulate(network, [Goal(cost, 10)])
    assert (best.tolist(), reduced_costs(network, cost, best).min() <= 0) == ([0, 1, 1], True)
    with pytest.raises(RuntimeError):
        reduced_costs(network, cost, np.array([1, 0, 1]))
