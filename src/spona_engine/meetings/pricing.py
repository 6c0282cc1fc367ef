"""The large circulations of `selection`, solved on the wishes in doubt and proven on all of them.

Price and verify (column generation as in Ford and Fulkerson 1958, for a bipartite network): estimated prices say of
most wishes that they are met or not met. That is nearly a circulation; what is out of balance is re-routed over the
wishes in doubt, which moves the prices to where no wish contradicts them. Others that do join those in doubt, and it is
repeated. What is returned has potentials that certify it on the whole network, so the estimate decides how long it
takes and never what comes out.

Goals in strict order: moderate weights serve for the flow, and a flow that is optimal for weighted goals and also for
each leading part of them is optimal in their order. That, too, is read off potentials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.balancing import balanced, excess_of
from spona_engine.meetings.flow import Goal, Network, residual
from spona_engine.meetings.potentials import relaxed_within
from spona_engine.meetings.smoothing import FloatArray, Market, Prices, estimate

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

SMALL = 30_000
_DOUBTFUL_A_NODE = 3.0
_ROUNDED = 0.5
_OUTWEIGHS = (4, 32)
_EXACT = 2**53
_ATTEMPTS = 6
_ROUNDS = 200
_LOOKS = 60


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

    Light weights first: the wider the range of the costs, the worse the estimate.
    """
    goals = [goal for goal in goals if goal.cost.any()]
    if not goals:
        return np.zeros(len(network.tail), dtype=np.int64)
    for outweighs in _OUTWEIGHS if len(goals) > 1 else _OUTWEIGHS[:1]:
        weights = _weights(goals, outweighs)
        found = _weighted_flow(network, layout, goals, weights)
        if found is None:
            return None
        if all(_leading_optimal(network, goals[:n], weights[:n], *found) for n in range(1, len(goals))):
            return found[0]
    return None


def _weighted_flow(
    network: Network, layout: Layout, goals: list[Goal], weights: list[int]
) -> tuple[IntArray, IntArray] | None:
    """The flow that is optimal for the weighted goals and the potentials that certify it, if it was found."""
    cost = sum((w * goal.cost for w, goal in zip(weights, goals, strict=True)), np.zeros_like(goals[0].cost))
    if int(np.abs(cost).max()) * (network.n_nodes + 2) >= _EXACT:
        return None
    return _Pricing(network, layout, cost, int(np.abs(goals[-1].cost).max())).run()


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


def _simple(network: Network, layout: Layout) -> Network:
    """The network with a twin of its source and one of its sink, which take the parties' second arcs: no two arcs join
    the same nodes then. Two arcs more, at the end, join the twins to what they double; they are never full.
    """
    source, sink = layout.parties, layout.parties + 1
    tail, head = network.tail.copy(), network.head.copy()
    second = layout.wishes + layout.parties
    tail[second : second + layout.left] = sink + 1
    head[second + layout.left : second + layout.parties] = sink + 2
    enough = int(network.capacity[second:-1].sum()) + 1
    return Network(
        n_nodes=network.n_nodes + 2,
        tail=np.append(tail, [source, sink + 2]),
        head=np.append(head, [sink + 1, sink]),
        capacity=np.append(network.capacity, [enough, enough]),
    )


class _Pricing:
    """One network and one cost; `scale` is the largest value of the last goal."""

    def __init__(self, network: Network, layout: Layout, cost: IntArray, scale: int) -> None:
        self.network = network
        self.layout = layout
        self.simple = _simple(network, layout)
        self.cost = np.append(cost, [0, 0])
        self.scale = scale
        self.left = network.tail[: layout.wishes]
        self.right = network.head[: layout.wishes]
        self.needed, self.rest = (
            network.capacity[layout.wishes + i * layout.parties : layout.wishes + (i + 1) * layout.parties]
            for i in (0, 1)
        )
        self.gain = -cost[: layout.wishes]
        self.outer = np.arange(layout.wishes, len(self.simple.tail))

    def run(self) -> tuple[IntArray, IntArray] | None:
        """The flow and its potentials.

        Wishes that contradict the potentials of an attempt are in doubt in the next one; all are where the others
        leave no way to a balance.
        """
        prices = estimate(self._market(), self.scale)
        surplus, potential = self._surplus(prices), self._potential(prices)
        doubtful = self._doubtful(surplus, np.concatenate(prices.unsettled))
        flow = self._start(surplus > 0)
        reduced_cost = reduced(self.simple, self.cost, potential)
        for _ in range(_ATTEMPTS):
            flow = np.where(reduced_cost < 0, self.simple.capacity, np.where(reduced_cost > 0, 0, flow))
            among = np.concatenate([np.flatnonzero(doubtful), self.outer])
            found = balanced(self.simple, reduced_cost, flow, among, _LOOKS * len(flow))
            if found is None:
                return None
            flow, potential = found[0], potential + found[1]
            reduced_cost = reduced(self.simple, self.cost, potential)
            against = contradicting(self.simple, reduced_cost, flow)
            if excess_of(self.simple, flow).any():
                doubtful[:] = True
            elif not against.any():
                return self._certified(flow[: len(self.network.tail)], potential[: self.network.n_nodes])
            doubtful |= against[: self.layout.wishes]
        return None

    def _certified(self, flow: IntArray, potential: IntArray) -> tuple[IntArray, IntArray] | None:
        """Flow and potentials as they are, if they stand in the network itself: the proof, apart from the way here."""
        network = self.network
        reduced_cost = reduced(network, self.cost[: len(flow)], potential)
        legal = ((flow >= 0) & (flow <= network.capacity)).all() and not excess_of(network, flow).any()
        return (flow, potential) if legal and not contradicting(network, reduced_cost, flow).any() else None

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
        """[nodes of the simple network] the prices in whole units; the twins of the outer nodes have theirs."""
        source = round(prices.entry[0])
        sink = source - round(sum(prices.entry))
        outer = np.array([source, sink, source, sink])
        potential: IntArray = np.rint(np.concatenate([prices.side[0], -prices.side[1], outer])).astype(np.int64)
        return potential

    def _doubtful(self, surplus: FloatArray, unsettled: BoolArray) -> BoolArray:
        """[wishes] those nearest to indifference, where scores lie on few levels all that lie there but for a rounding
        of their prices, and all of parties whose price did not settle.
        """
        count = min(int(_DOUBTFUL_A_NODE * self.layout.parties), len(surplus) - 1)
        off = np.abs(surplus)
        doubtful: BoolArray = off <= _ROUNDED
        doubtful[np.argpartition(off, count)[: count + 1]] = True
        return doubtful | unsettled[self.left] | unsettled[self.right]

    def _start(self, met: BoolArray) -> IntArray:
        """[arcs of the simple network] these wishes met, carried by the parties' arcs as far as they go, rewarded
        first.
        """
        used = np.bincount(np.concatenate([self.left[met], self.right[met]]), minlength=self.layout.parties)
        rewarded = np.minimum(used, self.needed)
        rest = np.minimum(used - rewarded, self.rest)
        left = slice(self.layout.left)
        entering = min(int(rewarded[left].sum() + rest[left].sum()), int(self.network.capacity[-1]))
        return np.concatenate([met, rewarded, rest, [entering, rest[left].sum(), rest[self.layout.left :].sum()]])
