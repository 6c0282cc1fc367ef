"""Several group limits at once: an integer program, because crossing limits are no network (and NP-hard in general).

HiGHS solves the goals in turn; a plan by insertion stands in for what it does not find in time, and the flow without
group limits for what it does not prove. Its proofs are in floating point, to a relative 1e-9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from spona_engine.meetings.flow import circulate
from spona_engine.pairs.insertion import insert_greedily
from spona_engine.pairs.network import pair_network
from spona_engine.pairs.value import group_counts, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spona_engine.pairs.contents import FloatArray, IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch

_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Choice:
    """An assignment and bounds around it, in partners and units.

    `score_bound` holds for assignments with the least shortfall where `chosen` reaches `shortfall_bound`, else for all.
    """

    chosen: IntArray
    shortfall_bound: int
    score_bound: int


def pack(problem: PairProblem, watch: Watch) -> Choice:
    """The best assignment found under any number of group limits, within the watch's time."""
    start = insert_greedily(problem)
    loose = replace(problem, limits=())
    rows = _rows(problem)
    if not rows.n_pairs:
        return Choice(start, missing(problem, start).total, int(problem.units[start].sum()))
    first = _solve(rows, np.concatenate([np.zeros(rows.n_pairs), np.ones(rows.n_slacks)]), None, watch)
    chosen = first.best_of(problem, start)
    net = pair_network(loose)
    flow = circulate(net.network, [net.shortfall_goal()])
    shortfall_bound = max(missing(loose, net.chosen(flow)).total, ceil(first.bound - _TOLERANCE))
    reached = missing(problem, chosen).total
    if reached > shortfall_bound or watch.stopped():
        return Choice(chosen, shortfall_bound, score_without_limits(problem))
    top = max(int(problem.units.max(initial=0)), 1)
    cost = np.concatenate([-problem.units[rows.pairs] / top, np.zeros(rows.n_slacks)])
    second = _solve(rows, cost, reached, watch)
    chosen = second.best_of(problem, chosen)
    score = int(problem.units[chosen].sum())
    if second.proven:
        return Choice(chosen, shortfall_bound, score)
    base = int(problem.units[problem.forced_pairs].sum())
    bound = base + ceil(-second.bound * top * (1 + 1e-9) + 1) if np.isfinite(second.bound) else None
    loose_bound = score_without_limits(problem)
    return Choice(chosen, shortfall_bound, loose_bound if bound is None else max(min(bound, loose_bound), score))


def score_without_limits(problem: PairProblem) -> int:
    """The most any assignment scores, whatever it leaves missing and whatever group limits it breaks."""
    net = pair_network(replace(problem, limits=()))
    flow = circulate(net.network, [net.value_goal(problem.units)])
    return int(problem.units[net.chosen(flow)].sum())


@dataclass(frozen=True, eq=False)
class _Rows:
    """The free pairs, then slack for every missing partner: matrix @ (x, slack) within low and high."""

    pairs: IntArray
    forced: IntArray
    n_slacks: int
    matrix: csr_array
    low: FloatArray
    high: FloatArray

    @property
    def n_pairs(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True)
class _Answer:
    chosen: IntArray | None
    bound: float
    proven: bool

    def best_of(self, problem: PairProblem, other: IntArray) -> IntArray:
        """The better of this answer and another assignment, by shortfall, then score."""
        if self.chosen is None:
            return other

        def value(plan: IntArray) -> tuple[int, int]:
            return -missing(problem, plan).total, int(problem.units[plan].sum())

        return max(self.chosen, other, key=value)


def _rows(problem: PairProblem) -> _Rows:
    forced = problem.forced_pairs
    free = problem.open.copy()
    free[forced] = False
    pairs = np.flatnonzero(free)
    blocks, low, high = [], [], []
    for rule in _rules(problem, pairs, forced):
        inside = np.flatnonzero(rule.row >= 0)
        size = len(rule.least)
        blocks.append(coo_array((np.ones(len(inside)), (rule.row[inside], inside)), shape=(size, len(pairs))))
        low.append(np.maximum(rule.least, 0))
        high.append(rule.most)
    matrix = csr_array(vstack(blocks))
    least, most = np.concatenate(low).astype(float), np.concatenate(high).astype(float)
    needy = np.flatnonzero(least > 0)
    slack = csr_array(eye_array(len(least), format="csr")[:, needy])
    upper = hstack([matrix[needy], slack[needy]])
    lower = hstack([matrix, csr_array((len(least), len(needy)))])
    low_all = np.concatenate([least[needy], np.full(len(least), -np.inf)])
    high_all = np.concatenate([np.full(len(needy), np.inf), most])
    return _Rows(pairs, forced, len(needy), csr_array(vstack([upper, lower])), low_all, high_all)


@dataclass(frozen=True, eq=False)
class _Rule:
    """[pairs] the row each pair counts in (-1 none), and [rows] how many the free pairs should and may add to it."""

    row: IntArray
    least: IntArray
    most: IntArray


def _rules(problem: PairProblem, pairs: IntArray, forced: IntArray) -> Iterator[_Rule]:
    left, right = problem.left[pairs], problem.right[pairs]
    wanted = problem.demand - np.bincount(problem.left[forced], minlength=problem.n_left)
    load = np.bincount(problem.right[forced], minlength=problem.n_right)
    yield _Rule(left, wanted, wanted)
    yield _Rule(right, problem.min_load - load, problem.capacity - load)
    for limit in problem.limits:
        count = len(limit.names)
        row = np.where(limit.group[right] >= 0, left * count + limit.group[right], -1)
        held = group_counts(problem, limit, forced).ravel()
        least = np.where(problem.asking[:, None], limit.at_least[None], 0).ravel()
        yield _Rule(row, least - held, np.tile(limit.at_most, problem.n_left) - held)


def _solve(rows: _Rows, cost: FloatArray, most_slack: int | None, watch: Watch) -> _Answer:
    constraints = [LinearConstraint(rows.matrix, rows.low, rows.high)]
    if most_slack is not None:
        total = np.concatenate([np.zeros(rows.n_pairs), np.ones(rows.n_slacks)])
        constraints.append(LinearConstraint(total[None], -np.inf, most_slack + _TOLERANCE))
    upper = np.concatenate([np.ones(rows.n_pairs), np.full(rows.n_slacks, np.inf)])
    found = milp(
        cost,
        integrality=np.concatenate([np.ones(rows.n_pairs), np.zeros(rows.n_slacks)]),
        bounds=Bounds(0, upper),
        constraints=constraints,
        options={"time_limit": max(watch.remaining, 0.01), "mip_rel_gap": 0.0},
    )
    bound = found.get("mip_dual_bound")
    if found.x is None:
        return _Answer(None, -np.inf if bound is None else float(bound), proven=False)
    picked = rows.pairs[found.x[: rows.n_pairs] > 0.5]
    chosen = np.sort(np.concatenate([rows.forced, picked]))
    return _Answer(chosen, -np.inf if bound is None else float(bound), proven=found.status == 0)
