"""Stable matching with quotas on both sides: nobody finds a pair that both would rather have.

Deferred acceptance (Gale, Shapley 1962; quotas on both sides: Roth 1984): left parties ask in the order of their
preference, right parties hold the best they were asked by. With strict preferences the outcome is the stable matching
that every left party likes best, and every stable matching leaves the same places free (Roth 1986). Equal preferences
are broken by the order of the pairs, which keeps the outcome stable; that it is the best one is then not proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem


@dataclass(frozen=True)
class StableMatching:
    """`chosen`: numbers of the pairs, ascending; `ties`: whether anybody likes two possible pairs equally."""

    chosen: IntArray
    ties: bool


def stable_matching(problem: PairProblem) -> StableMatching:
    """The left-best stable matching; needs `problem.rank`."""
    rank = problem.units if problem.rank is None else problem.rank
    pairs = np.flatnonzero(problem.open)
    order = pairs[np.lexsort((pairs, -problem.units[pairs], problem.left[pairs]))]
    other = pairs[np.lexsort((pairs, -rank[pairs], problem.right[pairs]))]
    ties = _repeats(problem.left[order], problem.units[order]) or _repeats(problem.right[other], rank[other])
    place = np.empty(problem.n_pairs, dtype=np.int64)
    place[other] = np.arange(len(other))
    return StableMatching(_ask_and_hold(problem, order, place), ties)


def _ask_and_hold(problem: PairProblem, order: IntArray, place: IntArray) -> IntArray:
    """`order`: open pairs by left party, best first; `place` [pairs]: the smaller the better for its right party."""
    start = np.searchsorted(problem.left[order], np.arange(problem.n_left + 1)).tolist()
    queue, worth = order.tolist(), place.tolist()
    left, right, capacity = problem.left.tolist(), problem.right.tolist(), problem.capacity.tolist()
    asked, wanted = start[:-1], problem.demand.tolist()
    held: list[list[tuple[int, int]]] = [[] for _ in range(problem.n_right)]
    waiting = list(range(problem.n_left))
    while waiting:
        i = waiting.pop()
        while wanted[i] > 0 and asked[i] < start[i + 1]:
            pair = queue[asked[i]]
            asked[i] += 1
            wanted[i] -= 1
            theirs = held[right[pair]]
            heappush(theirs, (-worth[pair], pair))
            if len(theirs) > capacity[right[pair]]:
                refused = left[heappop(theirs)[1]]
                wanted[refused] += 1
                if refused != i:
                    waiting.append(refused)
    return np.array(sorted(pair for theirs in held for _, pair in theirs), dtype=np.int64)


def _repeats(party: IntArray, liking: IntArray) -> bool:
    """Whether two neighbours of an order are of one party and equally liked."""
    return bool(((party[1:] == party[:-1]) & (liking[1:] == liking[:-1])).any())
