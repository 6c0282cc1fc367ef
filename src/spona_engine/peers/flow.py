"""One minimum-cost flow, as a textbook has it, given to OR-Tools: what a person who knows the field writes in an hour.

The measure for speed: whoever is slower than this pays for what he proves. All goals are one weighted sum; a missing
meeting or partner costs more than all scores together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from spona_engine.pairs.value import missing
from spona_engine.peers.linear import DoesNotFit
from spona_engine.peers.meetings import MeetingAnswer, figures
from spona_engine.peers.pairs import PairAnswer

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.peers.linear import IntArray


@dataclass(frozen=True)
class _Sides:
    """A bipartite choice: edges left -> right with what they are worth, and least and most edges of every vertex."""

    left: IntArray
    right: IntArray
    value: IntArray
    least_left: IntArray
    most_left: IntArray
    least_right: IntArray
    most_right: IntArray

    def best(self, missing_costs: int) -> IntArray:
        """Numbers of the edges chosen. Source -> left -> right -> sink -> source; the least is rewarded, not forced."""
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        lefts, rights = len(self.most_left), len(self.most_right)
        source, sink = lefts + rights, lefts + rights + 1
        here, there = np.arange(lefts), lefts + np.arange(rights)
        every = min(int(self.most_left.sum()), int(self.most_right.sum()))
        arcs = (
            (self.left, lefts + self.right, np.ones(len(self.left)), -self.value),
            (np.full(lefts, source), here, self.least_left, -missing_costs),
            (np.full(lefts, source), here, self.most_left - self.least_left, 0),
            (there, np.full(rights, sink), self.least_right, -missing_costs),
            (there, np.full(rights, sink), self.most_right - self.least_right, 0),
            (np.array([sink]), np.array([source]), np.array([every]), 0),
        )
        solver = SimpleMinCostFlow()
        for tail, head, most, cost in arcs:
            costs = np.broadcast_to(np.asarray(cost, dtype=np.int64), tail.shape)
            solver.add_arcs_with_capacity_and_unit_cost(
                tail.astype(np.int32), head.astype(np.int32), most.astype(np.int64), costs
            )
        if solver.solve() != solver.OPTIMAL:
            raise DoesNotFit("the flow solver gives up")
        return np.flatnonzero(solver.flows(np.arange(len(self.left), dtype=np.int32)))


def for_pairs(problem: PairProblem) -> PairAnswer:
    """The highest total, proven by the flow; where fairness is asked for it is the total all the same.

    Raises DoesNotFit where one flow without lower bounds cannot say what is asked.
    """
    if problem.limits or problem.forced or problem.objective == "stable" or problem.cap is not None:
        raise DoesNotFit("one flow knows no group limits, forced pairs, rankings or lotteries")
    open_ = np.flatnonzero(problem.open)
    sides = _Sides(
        problem.left[open_],
        problem.right[open_],
        problem.units[open_],
        problem.demand,
        problem.demand,
        problem.min_load,
        problem.capacity,
    )
    chosen = open_[sides.best(1 + int(problem.units.max(initial=0)) * int(problem.demand.sum()))]
    short, score = missing(problem, chosen).total, int(problem.units[chosen].sum())
    return PairAnswer("optimal" if problem.objective == "total" else "feasible", chosen, short, score)


def for_meetings(problem: MeetingProblem) -> MeetingAnswer:
    """Who meets by one flow, when by peeling off perfect matchings (König 1916); proven.

    Raises DoesNotFit beyond two sides that are there all day, without tables, musts, bans and pins.
    """
    if problem.available is not None or problem.tables is not None or problem.pins or problem.bans:
        raise DoesNotFit("one flow knows no availability, tables, bans or pins")
    if problem.must.any() or len(set(problem.sides)) != 2:
        raise DoesNotFit("one flow knows two sides and no musts")
    first = np.array([side == problem.sides[0] for side in problem.sides])
    if (first[problem.a] == first[problem.b]).any():
        raise DoesNotFit("one flow knows no wishes inside a side")
    number = np.where(first, np.cumsum(first), np.cumsum(~first)) - 1
    left, right = (np.where(first[problem.a] == side, problem.a, problem.b) for side in (True, False))
    most = problem.capacity
    least = np.minimum(problem.minimum, most)
    sides = _Sides(number[left], number[right], problem.score, least[first], most[first], least[~first], most[~first])
    chosen = sides.best(int(problem.score.sum()) + 1)
    slot = _peeled(number[left[chosen]], number[right[chosen]], problem.n_slots)
    slot_of = dict(zip(chosen.tolist(), slot.tolist(), strict=True))
    short, score = figures(problem, slot_of)
    return MeetingAnswer("optimal", slot_of, short, score)


def _peeled(left: IntArray, right: IntArray, n_slots: int) -> IntArray:
    """[edges] a slot each, no vertex twice in one: the graph is filled up to degree `n_slots`, then a perfect matching
    is taken out `n_slots` times.
    """
    size = max(int(left.max(initial=-1)), int(right.max(initial=-1))) + 1
    room_left, room_right = (n_slots - np.bincount(side, minlength=size) for side in (left, right))
    filler = (np.repeat(np.arange(size), room_left), np.repeat(np.arange(size), room_right))
    ends = np.concatenate([left, filler[0]]), np.concatenate([right, filler[1]])
    slot = np.full(len(ends[0]), -1, dtype=np.int64)
    waiting = np.arange(len(slot))
    for number in range(n_slots):
        tail, head = ends[0][waiting], ends[1][waiting]
        graph = csr_array((np.ones(len(waiting), dtype=np.int8), (tail, head)), shape=(size, size))
        partner = np.asarray(maximum_bipartite_matching(graph, perm_type="column"), dtype=np.int64)
        taken = np.flatnonzero(partner[tail] == head)
        taken = taken[np.unique(tail[taken], return_index=True)[1]]
        slot[waiting[taken]] = number
        waiting = np.delete(waiting, taken)
    return slot[: len(left)]
