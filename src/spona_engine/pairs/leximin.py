"""Fairness: the least sum as high as possible, then the next least, and so on; with equal sums the total is the same.

Where every left party asks for one partner this is a bottleneck assignment and solved by flows (levels.py). Otherwise
it is NP-hard (it contains the Santa Claus problem of Bansal, Sviridenko 2006): chains of exchanges (chains.py), a bound
on the least sum (ceiling.py), and on small problems an exact search (exact.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.pairs.ceiling import worst_at_most
from spona_engine.pairs.chains import fairer
from spona_engine.pairs.exact import MOST_PAIRS, fairest_exactly
from spona_engine.pairs.levels import fairest_by_levels
from spona_engine.pairs.value import best_alone, left_sums, worst_of

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.packing import Choice
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch

_EFFORT = 1_000_000
_MOST_CANDIDATES = 1_000_000


@dataclass(frozen=True)
class Fair:
    """`worst_bound`: units; holds for assignments with the least shortfall if that was reached, else for all.
    `proven`: nothing is fairer.
    """

    chosen: IntArray
    worst_bound: int
    proven: bool


def fairest(problem: PairProblem, start: Choice, watch: Watch, *, reached: bool) -> Fair:
    """The fairest assignment found, from the highest total on. `reached`: whether that has the least shortfall."""
    asking = problem.asking
    if not asking.any():
        return Fair(start.chosen, 0, proven=reached)
    bound = min(int(best_alone(problem)[asking].min()), start.score_bound // int(asking.sum()))
    if reached and len(problem.limits) <= 1 and int(problem.demand.max()) == 1:
        levels = fairest_by_levels(problem, watch)
        worst = worst_of(problem, levels.chosen)
        if levels.complete:
            return Fair(levels.chosen, worst, proven=True)
        bound = worst if levels.worst_proven else bound
        start_from = levels.chosen
    else:
        start_from = start.chosen
    candidates = promising(problem)
    chosen = start_from
    if len(candidates) <= _MOST_CANDIDATES:
        chosen = fairer(problem, start_from, candidates, _EFFORT, watch)
    watch.report(0.6, int(problem.units[chosen].sum()), start.score_bound)
    if reached and problem.n_pairs <= MOST_PAIRS and not watch.stopped():
        exact = fairest_exactly(problem, chosen, start.shortfall_bound, watch)
        if exact.proven:
            return Fair(exact.chosen, worst_of(problem, exact.chosen), proven=True)
        chosen = _fairer_of(problem, chosen, exact.chosen)
        bound = bound if exact.worst_bound is None else min(bound, exact.worst_bound)
    if reached and bound > worst_of(problem, chosen) and not watch.stopped():
        ceiling = worst_at_most(problem, chosen, candidates, watch)
        bound = bound if ceiling is None else min(bound, ceiling)
    return Fair(chosen, bound, proven=False)


def promising(problem: PairProblem) -> IntArray:
    """Numbers of the open pairs among the best of their left or of their right party; several times what is needed."""
    pairs = np.flatnonzero(problem.open)
    keep = np.zeros(problem.n_pairs, dtype=bool)
    for party, amount in ((problem.left, problem.demand + 5), (problem.right, 4 * problem.capacity + 4)):
        order = pairs[np.lexsort((pairs, -problem.units[pairs], party[pairs]))]
        place = np.arange(len(order)) - np.searchsorted(party[order], party[order])
        keep[order[place < amount[party[order]]]] = True
    return np.flatnonzero(keep)


def _fairer_of(problem: PairProblem, one: IntArray, other: IntArray) -> IntArray:
    def sums(chosen: IntArray) -> list[int]:
        return sorted(left_sums(problem, chosen)[problem.asking].tolist())

    return max(one, other, key=sums)
