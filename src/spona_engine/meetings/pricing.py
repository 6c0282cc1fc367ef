"""The large circulations of `selection`, solved on the wishes in doubt and proven on all of them.

Price and verify (column generation as in Ford and Fulkerson 1958, for a bipartite network): estimated prices say of
most wishes that they are met or not met; the flow decides the others; its potentials are then held against every arc.
Wishes that contradict them join the flow, which is repeated. What is returned has potentials that certify it on the
whole network, so the estimate decides how long it takes and never what comes out.

Goals in strict order: moderate weights serve for the flow, and a flow that is optimal for weighted goals and also for
each leading part of them is optimal in their order. That, too, is read off potentials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.flow import SOLVER_RANGE, Goal, Network, residual, solve_flow
from spona_engine.meetings.potentials import relaxed_within
from spona_engine.meetings.smoothing import FloatArray, Market, Prices, estimate

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

SMALL = 30_000
_DOUBTFUL_A_NODE = 1.5
_DOUBTFUL_OF_MANY_TIES = 6.0
_OUTWEIGHS = (4, 32)
_COARSE = 50
_ATTEMPTS = 3
_MENDINGS = 6
_ROUNDS = 200
_FIRST_ROUNDS = 2_000
_LOOKS = 30
_LOST = 0.05


@dataclass(frozen=True)
class Layout:
    """How `selection` lays out its network: `wishes` arcs from `left` nodes to `right` nodes, then for every node an
    arc whose units are rewarded by the first goal, then one for the rest, then the arc that closes the circulation.
    """

    wishes: int
    left: int
    right: int

    @property
    def parties(self) -> int:
        return self.left + self.right


def circulate_priced(network: Network, layout: Layout, goals: list[Goal]) -> IntArray | None:
    """The flow that minimises the goals in order, certified; None if no weights and attempts led there.

    Light weights first: the wider the range of the costs, the worse the estimate and the slower the solver.
    """
    goals = [goal for goal in goals if goal.cost.any()]
    if not goals:
        return np.zeros(len(network.tail), dtype=np.int64)
    for outweighs in _OUTWEIGHS if len(goals) > 1 else _OUTWEIGHS[:1]:
        flow = _weighted_flow(network, layout, goals, _weights(goals, outweighs))
        if flow is not None:
            return flow
    return None


def _weighted_flow(network: Network, layout: Layout, goals: list[Goal], weights: list[int]) -> IntArray | None:
    """The flow that is optimal for the weighted goals, if that is certified, and so for each leading part of them."""
    cost = sum((w * goal.cost for w, goal in zip(weights, goals, strict=True)), np.zeros_like(goals[0].cost))
    if int(np.abs(cost).max()) * (network.n_nodes + 2) >= SOLVER_RANGE // 4:
        return None
    found = _Pricing(network, layout, cost, int(np.abs(goals[-1].cost).max())).run()
    if found is None:
        return None
    flow, potential = found
    for count in range(1, len(goals)):
        if not _leading_optimal(network, goals[:count], weights[:count], flow, potential):
            return None
    return flow


def _weights(goals: list[Goal], outweighs: int) -> list[int]:
    """Each goal outweighs so many units of all later ones."""
    weights, below = [], 0
    for goal in reversed(goals):
        weights.append(outweighs * below + 1)
        below += weights[-1] * int(np.abs(goal.cost).max())
    return weights[::-1]


def _leading_optimal(
    network: Network, goals: list[Goal], weights: list[int], flow: IntArray, potential: IntArray
) -> bool:
    """Whether the flow is optimal for these goals alone: the potentials in units of the last goal's weight say so."""
    unit = weights[-1]
    cost = sum((w // unit * goal.cost for w, goal in zip(weights, goals, strict=True)), np.zeros_like(goals[0].cost))
    start = (potential + unit // 2) // unit
    if not contradicting(network, reduced(network, cost, start), flow).any():
        return True
    everything = np.arange(len(network.tail))
    arcs = residual(network, cost, flow, everything)
    return relaxed_within(network.n_nodes, arcs, start, _ROUNDS, _LOOKS * len(everything)) is not None


def reduced(network: Network, cost: IntArray, potential: IntArray) -> IntArray:
    return cost + potential[network.tail] - potential[network.head]


def contradicting(network: Network, reduced_cost: IntArray, flow: IntArray) -> BoolArray:
    """[arcs] where more flow would pay or less would: none of them, and the flow is optimal."""
    found: BoolArray = (reduced_cost < 0) & (flow < network.capacity)
    found |= (reduced_cost > 0) & (flow > 0)
    return found


class _Pricing:
    """One network and one cost; `scale` is the largest value of the last goal."""

    def __init__(self, network: Network, layout: Layout, cost: IntArray, scale: int) -> None:
        self.network = network
        self.layout = layout
        self.cost = cost
        self.scale = scale
        self.left = network.tail[: layout.wishes]
        self.right = network.head[: layout.wishes]
        self.needed, self.rest = (
            network.capacity[layout.wishes + i * layout.parties : layout.wishes + (i + 1) * layout.parties]
            for i in (0, 1)
        )
        self.gain = -cost[: layout.wishes]
        self.outer = np.arange(layout.wishes, len(network.tail))

    def run(self) -> tuple[IntArray, IntArray] | None:
        """The flow and its potentials. The last attempt has every wish in doubt, as has the only one where prices did
        not settle.
        """
        prices = estimate(self._market(), self.scale)
        surplus, potential = self._surplus(prices), self._potential(prices)
        unsettled = np.concatenate(prices.unsettled)
        doubtful = self._doubtful(surplus, unsettled)
        met = (surplus > 0) & ~doubtful
        first = _ATTEMPTS - 1 if unsettled.mean() > _LOST else 0
        for attempt in range(first, _ATTEMPTS):
            if attempt == _ATTEMPTS - 1:
                doubtful[:], met[:] = True, False
            self._release(doubtful, met)
            reduced_cost = reduced(self.network, self.cost, potential)
            flat = self.scale // 5 + 1 if attempt == 0 else None
            flow = self._route(reduced_cost, doubtful, met, flat)
            change, against, proven = self._prove(reduced_cost, flow, doubtful)
            potential += change
            if proven:
                return flow, potential
            doubtful |= against
            met = (flow[: self.layout.wishes] > 0) & ~doubtful
        return None

    def _market(self) -> Market:
        n = self.layout.left
        return Market(
            left=self.left,
            right=self.right - n,
            gain=self.gain,
            needed=(self.needed[:n], self.needed[n:]),
            rest=(self.rest[:n], self.rest[n:]),
            reward=-int(self.cost[self.layout.wishes]),
            seats=int(self.network.capacity[-1]),
        )

    def _surplus(self, prices: Prices) -> FloatArray:
        """[wishes] what a meeting is worth beyond its ends' prices."""
        left, right = prices.side
        surplus: FloatArray = self.gain - left[self.left] - right[self.right - self.layout.left]
        return surplus

    def _potential(self, prices: Prices) -> IntArray:
        entry = np.array([prices.entry[0], -prices.entry[1]])
        potential: IntArray = np.rint(np.concatenate([prices.side[0], -prices.side[1], entry])).astype(np.int64)
        return potential

    def _doubtful(self, surplus: FloatArray, unsettled: BoolArray) -> BoolArray:
        """[wishes] those nearest to indifference, and all of parties whose price did not settle.

        More where scores on few levels leave many wishes at the same distance.
        """
        a_node = _DOUBTFUL_A_NODE if self.scale >= _COARSE else _DOUBTFUL_OF_MANY_TIES
        count = min(int(a_node * self.layout.parties), len(surplus) - 1)
        doubtful = np.zeros(len(surplus), dtype=bool)
        doubtful[np.argpartition(np.abs(surplus), count)[: count + 1]] = True
        return doubtful | unsettled[self.left] | unsettled[self.right]

    def _release(self, doubtful: BoolArray, met: BoolArray) -> None:
        """Put wishes taken as met back in doubt where a party has more of them than places, or all have than seats."""
        full = self._used(met) > self.needed + self.rest
        release = met & (full[self.left] | full[self.right])
        if int(met.sum()) - int(release.sum()) > int(self.network.capacity[-1]):
            release = met.copy()
        doubtful |= release
        met &= ~release

    def _used(self, met: BoolArray) -> IntArray:
        both = np.concatenate([self.left[met], self.right[met]])
        return np.bincount(both, minlength=self.layout.parties).astype(np.int64)

    def _route(self, reduced_cost: IntArray, doubtful: BoolArray, met: BoolArray, flat: int | None) -> IntArray:
        """The best flow with the other wishes met or not as `met` says; party arcs carry these, rewarded first.

        Costs are cut off at `flat`, if given: the solver's time grows with the largest one, and what is cut off seldom
        matters.
        """
        fixed = np.zeros(len(self.cost), dtype=np.int64)
        used = self._used(met)
        rewarded = np.minimum(used, self.needed)
        fixed[: self.layout.wishes] = met
        fixed[self.outer] = np.concatenate([rewarded, used - rewarded, [int(met.sum())]])
        room = self.network.capacity - fixed
        room[: self.layout.wishes] = doubtful
        free = np.flatnonzero(room)
        part = Network(self.network.n_nodes, self.network.tail[free], self.network.head[free], room[free])
        cost = reduced_cost[free]
        fixed[free] += solve_flow(part, cost if flat is None else np.clip(cost, -flat, flat))
        return fixed

    def _prove(self, reduced_cost: IntArray, flow: IntArray, doubtful: BoolArray) -> tuple[IntArray, BoolArray, bool]:
        """([nodes] change of the potentials, [wishes] those that contradicted them on the way, whether they certify the
        flow).
        """
        n_nodes = self.network.n_nodes
        among = np.concatenate([np.flatnonzero(doubtful), self.outer])
        against = np.zeros(self.layout.wishes, dtype=bool)
        change = np.zeros(n_nodes, dtype=np.int64)
        rounds = _FIRST_ROUNDS
        for _ in range(_MENDINGS):
            arcs = residual(self.network, reduced_cost, flow, among)
            mended = relaxed_within(n_nodes, arcs, change, rounds, _LOOKS * len(among))
            if mended is None:
                break
            change, rounds = mended, _ROUNDS
            new = contradicting(self.network, reduced(self.network, reduced_cost, change), flow)
            if not new.any():
                return change, against, True
            against |= new[: self.layout.wishes]
            among = np.concatenate([among, np.flatnonzero(new)])
        return change, against, False
