"""Leximin where every left party asks for one partner: a lexicographic bottleneck assignment, exactly, by flows.

The number of left parties on the lowest level of scores is made as small as possible, then on the next, and so on (the
scheme of Burkard, Rendl 1991). Several levels fit into one weighted flow; arcs whose reduced cost is not zero keep
their flow for good, so the network shrinks. Between levels that nobody needs, a search by halves jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.flow import Goal, fits, reduced_costs, reroute, weighted
from spona_engine.pairs.network import pair_network

if TYPE_CHECKING:
    from spona_engine.pairs.contents import BoolArray, IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch

_MOST_LEVELS = 40
_STEEPNESS = 8
_STEEP_RANGE = 2**30


@dataclass(frozen=True)
class Levels:
    """`complete`: the assignment is proven fairest; `worst_proven`: at least its least sum is the highest possible."""

    chosen: IntArray
    worst_proven: bool
    complete: bool


def fairest_by_levels(problem: PairProblem, watch: Watch) -> Levels:
    """Needs at most one group limit and no demand above one; keeps the least shortfall."""
    face = _Face(problem)
    worst_proven = False
    while True:
        rising = face.undecided()
        if not rising.any():
            return Levels(face.chosen(), worst_proven=True, complete=True)
        if watch.stopped():
            break
        if not face.jump(watch):
            break
        worst_proven = True
        face.settle_levels()
    face.favour_low_levels()
    return Levels(face.chosen(), worst_proven, complete=False)


class _Face:
    """The assignments that are best for all goals so far, as a flow and the arcs that may still change."""

    def __init__(self, problem: PairProblem) -> None:
        self.net = pair_network(problem)
        self.network = self.net.network
        self.count = len(self.net.pairs)
        self.units = problem.units[self.net.pairs]
        self.free = self.network.capacity > 0
        self.flow = np.zeros(len(self.free), dtype=np.int64)
        self.settled = -1
        self._hold([self.net.shortfall_goal(), self.net.value_goal(np.ones(problem.n_pairs, dtype=np.int64))])

    def chosen(self) -> IntArray:
        return self.net.chosen(self.flow)

    def undecided(self) -> BoolArray:
        """[pairs] free pairs above the settled levels that are chosen now."""
        chosen: BoolArray = self._rising() & (self.flow[: self.count] > 0)
        return chosen

    def jump(self, watch: Watch) -> bool:
        """Raise the lowest undecided level as far as it goes and forbid what lies below; False if time ran out."""
        values = np.unique(self.units[self._rising()])
        low = int(np.searchsorted(values, self.units[self.undecided()].min()))
        high = len(values) - 1
        while low < high:
            if watch.stopped():
                return False
            middle = (low + high + 1) // 2
            flow = self._avoiding(self._rising() & (self.units < values[middle]))
            if flow is None:
                high = middle - 1
            else:
                self.flow = flow
                low = int(np.searchsorted(values, self.units[self.undecided()].min()))
        self.free[: self.count] &= (self.units >= values[low]) | (self.units <= self.settled)
        return True

    def settle_levels(self) -> None:
        """As few pairs as possible on the lowest undecided levels, as many levels as one flow can weigh."""
        values = np.unique(self.units[self._rising()])[:_MOST_LEVELS]
        goals = [self._counting(self._rising() & (self.units == value)) for value in values.tolist()]
        while len(goals) > 1 and not fits(goals, self.network.n_nodes):
            goals.pop()
        self._hold(goals)
        self.settled = int(values[len(goals) - 1])

    def favour_low_levels(self) -> None:
        """What time did not allow to settle: the lower a level, the far dearer a pair on it."""
        rising = self._rising()
        if rising.any():
            top, bottom = int(self.units[rising].max()), int(self.units[rising].min())
            depth = (top - self.units[rising]) / max(top - bottom, 1)
            cost = np.zeros(len(self.flow), dtype=np.int64)
            cost[np.flatnonzero(rising)] = np.rint(depth**_STEEPNESS * _STEEP_RANGE).astype(np.int64)
            self.flow = reroute(self.network, cost, self.flow, self.free)

    def _rising(self) -> BoolArray:
        """[pairs] free pairs above the settled levels."""
        rising: BoolArray = self.free[: self.count] & (self.units > self.settled)
        return rising

    def _avoiding(self, pairs: BoolArray) -> IntArray | None:
        """A flow as good so far that chooses none of these pairs, or None if there is none."""
        flow = reroute(self.network, self._counting(pairs).cost, self.flow, self.free)
        return None if flow[: self.count][pairs].any() else flow

    def _counting(self, pairs: BoolArray) -> Goal:
        cost = np.zeros(len(self.flow), dtype=np.int64)
        cost[np.flatnonzero(pairs)] = 1
        return Goal(cost, min(self.net.half, int(pairs.sum())))

    def _hold(self, goals: list[Goal]) -> None:
        """Reach these goals and fix what all their best assignments share."""
        cost = weighted(goals)
        self.flow = reroute(self.network, cost, self.flow, self.free)
        self.free &= reduced_costs(self.network, cost, self.flow, self.free) == 0
