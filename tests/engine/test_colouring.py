"""Edge colouring gives every vertex each colour once at most, and colours of equal size where that is asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine.meetings.colouring import colour
from spona_engine.meetings.flow import Goal, Network, circulate, reduced_costs


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(0, 2**31), st.integers(1, 30), st.integers(1, 30), st.integers(0, 4), st.booleans())
def test_no_vertex_sees_a_colour_twice_and_no_colour_is_too_large(seed, n_left, n_right, spare, balanced):
    random = np.random.default_rng(seed)
    pairs = np.flatnonzero(random.random(n_left * n_right) < 0.4)
    left, right = pairs // n_right, pairs % n_right
    degree = max([1, *np.bincount(left), *np.bincount(right)])
    colours = int(degree) + spare
    most = -(-len(pairs) // colours) if balanced else None
    found = colour(left, right, colours, most)
    assert len(set(zip(left, found, strict=True))) == len(set(zip(right, found, strict=True))) == len(pairs)
    assert set(found.tolist()) <= set(range(colours))
    assert most is None or np.bincount(found, minlength=colours).max() <= most


def test_reduced_costs_refuse_a_flow_that_is_not_optimal():
    network = Network(2, np.array([0, 0, 1]), np.array([1, 1, 0]), np.array([1, 1, 1]))
    cost = np.array([-1, -5, 0])
    best = circulate(network, [Goal(cost, 10)])
    assert (best.tolist(), reduced_costs(network, cost, best).min() <= 0) == ([0, 1, 1], True)
    with pytest.raises(RuntimeError):
        reduced_costs(network, cost, np.array([1, 0, 1]))
