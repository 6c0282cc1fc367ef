"""How good an assignment is: what is missing, the sums of the left parties, the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.pairs.contents import BoolArray, IntArray, Limit
    from spona_engine.pairs.problem import PairProblem


@dataclass(frozen=True)
class Missing:
    """What an assignment leaves unmet, in partners: `demand` [left], `load` [right], `group` over all limits."""

    demand: IntArray
    load: IntArray
    group: int

    @property
    def total(self) -> int:
        return int(self.demand.sum()) + int(self.load.sum()) + self.group


def missing(problem: PairProblem, chosen: IntArray) -> Missing:
    """`chosen`: numbers of the chosen pairs."""
    got = np.bincount(problem.left[chosen], minlength=problem.n_left)
    load = np.bincount(problem.right[chosen], minlength=problem.n_right)
    group = sum(
        int(np.maximum(limit.at_least - group_counts(problem, limit, chosen), 0)[problem.asking].sum())
        for limit in problem.limits
    )
    return Missing(np.maximum(problem.demand - got, 0), np.maximum(problem.min_load - load, 0), group)


def group_counts(problem: PairProblem, limit: Limit, chosen: IntArray) -> IntArray:
    """[left parties, groups] partners of each group."""
    count = len(limit.names)
    group = limit.group[problem.right[chosen]]
    cells = problem.left[chosen] * count + group
    counts = np.bincount(cells[group >= 0], minlength=problem.n_left * count)
    return counts.reshape(problem.n_left, count).astype(np.int64)


def left_sums(problem: PairProblem, chosen: IntArray) -> IntArray:
    """[left parties] units each receives."""
    sums = np.zeros(problem.n_left, dtype=np.int64)
    np.add.at(sums, problem.left[chosen], problem.units[chosen])
    return sums


def worst_of(problem: PairProblem, chosen: IntArray) -> int:
    """The least sum of a left party that asks for anything, in units; 0 where nobody asks."""
    asking = problem.asking
    return int(left_sums(problem, chosen)[asking].min()) if asking.any() else 0


def best_alone(problem: PairProblem) -> IntArray:
    """[left parties] units each could have if it came first: a bound on its sum in any assignment."""
    pairs = np.flatnonzero(problem.open)
    if problem.demand.max(initial=0) <= 1:
        best = np.zeros(problem.n_left, dtype=np.int64)
        np.maximum.at(best, problem.left[pairs], problem.units[pairs])
        return best
    order = pairs[np.lexsort((-problem.units[pairs], problem.left[pairs]))]
    left = problem.left[order]
    place = np.arange(len(order)) - np.searchsorted(left, left)
    mine: BoolArray = place < problem.demand[left]
    return left_sums(problem, order[mine])
