"""How well off the worst left party can be at most: a bound from a linear program, made safe by an exact flow.

For any weights w of the left parties, the least sum times the sum of w is at most the weighted total, and the highest
weighted total is a flow. The dual of the max-min linear program over the most promising pairs gives good weights; only
their quality depends on floating point and on what was left out, never the validity of the bound.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from spona_engine.meetings.flow import circulate, fits
from spona_engine.pairs.network import pair_network
from spona_engine.pairs.value import left_sums

if TYPE_CHECKING:
    from spona_engine.pairs.contents import FloatArray, IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch

_SCORE_BITS = 20
_WEIGHT_BITS = 20
_SHARE_OF_TIME = 0.8


def worst_at_most(problem: PairProblem, chosen: IntArray, candidates: IntArray, watch: Watch) -> int | None:
    """Units no assignment with the least shortfall (that of `chosen`) gives to all; None if time ran out.

    `candidates`: pairs the linear program looks at.
    """
    weight = _dual_weights(problem, chosen, candidates, watch)
    if weight is None or watch.stopped():
        return None
    return _weighted_bound(problem, weight)


def _weighted_bound(problem: PairProblem, weight: FloatArray) -> int | None:
    """The exact bound these weights [left] give; scores are rounded up to keep products within the flow's integers."""
    several = len(problem.limits) > 1
    net = pair_network(replace(problem, limits=()) if several else problem)
    coarse = max(int(problem.units.max(initial=0)).bit_length() - _SCORE_BITS, 0)
    units = -(-problem.units // 2**coarse)
    for bits in range(_WEIGHT_BITS, 4, -2):
        whole = np.rint(weight / weight.max() * 2**bits).astype(np.int64)
        values = net.value_goal(whole[problem.left] * units)
        goals = [values] if several else [net.shortfall_goal(), values]
        if fits(goals, net.network.n_nodes):
            break
    chosen = net.chosen(circulate(net.network, goals))
    top = int((whole[problem.left[chosen]] * units[chosen]).sum())
    return int(top * 2**coarse // int(whole.sum()))


def _dual_weights(problem: PairProblem, chosen: IntArray, candidates: IntArray, watch: Watch) -> FloatArray | None:
    """[left parties] how much each holds the others back, from max w: w <= every sum, over fractional assignments."""
    asking = np.flatnonzero(problem.asking)
    pairs = np.setdiff1d(np.union1d(candidates, chosen), problem.forced_pairs)
    count = len(pairs)
    matrix, limits = _rows(problem, chosen, pairs)
    found = linprog(  # type: ignore[call-overload]  # its types leave out sparse matrices, which it takes
        np.concatenate([np.zeros(count), [-1.0]]),
        matrix,
        limits,
        np.concatenate([np.ones(count), [0.0]])[None],
        [len(chosen) - len(problem.forced_pairs)],
        bounds=[*[(0.0, 1.0)] * count, (0.0, None)],
        method="highs-ipm",
        options={"time_limit": max(watch.remaining * _SHARE_OF_TIME, 0.01)},
    )
    if found.status != 0:
        return None
    weight = np.zeros(problem.n_left)
    weight[asking] = np.maximum(-found.ineqlin.marginals[: len(asking)], 0)
    return weight if weight.max() > 0 else None


def _rows(problem: PairProblem, chosen: IntArray, pairs: IntArray) -> tuple[csr_array, FloatArray]:
    """Matrix and upper limits over (pairs, w): w below every asking party's sum, then demands, capacities and loads."""
    forced = problem.forced_pairs
    asking = np.flatnonzero(problem.asking)
    left, right = problem.left[pairs], problem.right[pairs]
    count, top = len(pairs), max(int(problem.units.max(initial=0)), 1)

    def incidence(row: IntArray, size: int, values: FloatArray) -> csr_array:
        return csr_array(coo_array((values, (row, np.arange(count))), shape=(size, count)))

    sums = incidence(left, problem.n_left, -problem.units[pairs] / top)[asking]
    of_left = incidence(left, problem.n_left, np.ones(count))
    of_right = incidence(right, problem.n_right, np.ones(count))
    level = np.concatenate([np.ones(len(asking)), np.zeros(problem.n_left + 2 * problem.n_right)])
    matrix = hstack([vstack([sums, of_left, of_right, -of_right]), csr_array(level[:, None])])
    load = np.bincount(problem.right[chosen], minlength=problem.n_right)
    fixed = np.bincount(problem.right[forced], minlength=problem.n_right)
    limits = (
        left_sums(problem, forced)[asking] / top,
        problem.demand - np.bincount(problem.left[forced], minlength=problem.n_left),
        problem.capacity - fixed,
        fixed - np.minimum(problem.min_load, load),
    )
    return csr_array(matrix), np.concatenate(limits)
