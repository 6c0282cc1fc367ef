"""From a flow that is as cheap as its potentials say, but out of balance, to a circulation of least cost.

Source: the primal-dual method (Ford and Fulkerson 1957; Ahuja, Magnanti, Orlin 1993, section 9.8). What arrives at a
node beyond what leaves it is its excess. Excess flows to where something is missing over arcs without a reduced cost,
as much as a maximum flow takes there (Dinic 1970). Then the distances from the excess that is left, and in every other
round the distances to what is still missing, go into the potentials, which frees the shortest ways of cost. No arc ever
contradicts the potentials, so the flow is optimal once it is balanced. A round takes about half of the excess, the
first one nearly all of it where costs lie on few levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

from spona_engine.meetings.potentials import grouped

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.flow import Network
    from spona_engine.meetings.smoothing import FloatArray

_MOST = 2**31 - 1


def excess_of(network: Network, flow: IntArray) -> IntArray:
    """[nodes] what arrives beyond what leaves."""
    arrives = np.bincount(network.head, weights=flow, minlength=network.n_nodes)
    leaves = np.bincount(network.tail, weights=flow, minlength=network.n_nodes)
    return (arrives - leaves).astype(np.int64)


def balanced(
    network: Network, cost: IntArray, flow: IntArray, among: IntArray, looks: int
) -> tuple[IntArray, IntArray] | None:
    """(the flow balanced at least cost as far as the arcs `among` (indices) allow, [nodes] change of the potentials).

    No two of these arcs may join the same nodes, and none may contradict `cost`, the reduced costs under the potentials
    so far: not > 0 where something flows, not < 0 where more fits. None if so many looks at an arc do not suffice.
    Distances are exact up to 2^53.
    """
    ways = _Ways(network, among)
    tail, head, capacity, cost = network.tail[among], network.head[among], network.capacity[among], cost[among]
    carried, excess = flow[among], excess_of(network, flow)
    change = np.zeros(network.n_nodes, dtype=np.int64)
    reach, onward = np.inf, True
    while total := int(np.maximum(excess, 0).sum()):
        looks -= len(ways.arc)
        if looks < 0 or total > _MOST:
            return None
        free = np.flatnonzero((cost == 0)[ways.arc])
        arc, backwards = ways.arc[free], ways.back[free]
        room = np.where(backwards, carried[arc], capacity[arc] - carried[arc])
        moved, excess = _spread(ways, free, np.minimum(room, total), excess)
        carried[arc[~backwards]] += moved[~backwards]
        if not excess.any():
            break
        forth, back = np.where(carried < capacity, cost, np.inf), np.where(carried > 0, -cost, np.inf)
        far = _distances(ways, forth, back, excess, reach) if onward else _distances(ways, back, forth, -excess, reach)
        if far is None:
            break
        reach = 2.0 * far.max()
        step = far if onward else -far
        change += step
        cost = cost + step[tail] - step[head]
        onward = not onward
    flow = flow.copy()
    flow[among] = carried
    return flow, change


class _Ways:
    """Either direction of some arcs, in the order of the node they leave and then of the one they reach.

    `arc` [ways] is the position among the arcs, `back` [ways] True against the arc's direction; those that leave node
    i are `start[i]:start[i + 1]`. `order` [ways] numbers the arcs forwards, then the same backwards.
    """

    def __init__(self, network: Network, among: IntArray) -> None:
        one, other = network.tail[among], network.head[among]
        tail, head = np.concatenate([one, other]), np.concatenate([other, one])
        by_head = grouped(head, network.n_nodes)[0]
        order, self.start = grouped(tail[by_head], network.n_nodes)
        self.order = by_head[order]
        self.tail, self.head = tail[self.order], head[self.order]
        self.arc, self.back = self.order % len(among), self.order >= len(among)


def _spread(ways: _Ways, free: IntArray, room: IntArray, excess: IntArray) -> tuple[IntArray, IntArray]:
    """([free] the flow on these ways (indices) that brings most excess to where it is missing, negative where it goes
    the other way; [nodes] the excess that is left).
    """
    source, sink = len(excess), len(excess) + 1
    over, under = np.flatnonzero(excess > 0), np.flatnonzero(excess < 0)
    sources, sinks = np.full(len(over), source), np.full(len(under), sink)
    none = np.zeros_like(excess)
    tail = np.concatenate([ways.tail[free], over, under, sources, sinks])
    head = np.concatenate([ways.head[free], sources, sinks, over, under])
    room = np.concatenate([room, none[over], -excess[under], excess[over], none[under]])
    order, start = grouped(tail, sink + 1)
    columns = (room[order].astype(np.int32), head[order].astype(np.int32), start.astype(np.int32))
    found = maximum_flow(csr_array(columns, shape=(sink + 1, sink + 1)), source, sink, method="dinic").flow
    moved = np.zeros(len(tail), dtype=np.int64)
    moved[order] = found.data
    ends = slice(len(free), len(free) + len(over) + len(under))
    left = excess.copy()
    left[tail[ends]] += moved[ends]
    return moved[: len(free)], left


def _distances(ways: _Ways, forth: FloatArray, back: FloatArray, excess: IntArray, reach: float) -> IntArray | None:
    """[nodes] how far from the nearest excess, at most as far as the farthest node where something is missing; None if
    none can be reached.

    `forth`, `back` [arcs] are the lengths along the arcs and against them. No node beyond `reach` is looked at if most
    of those where something is missing are nearer.
    """
    n = len(excess)
    length = np.concatenate([forth, back])[ways.order]
    graph = csr_array((length, ways.head.astype(np.int32), ways.start.astype(np.int32)), shape=(n, n))
    for limit in (reach, np.inf):
        far = dijkstra(graph, indices=np.flatnonzero(excess > 0), min_only=True, limit=limit)
        reached = far[(excess < 0) & np.isfinite(far)]
        if 2 * len(reached) > np.count_nonzero(excess < 0):
            break
    return np.minimum(far, reached.max()).astype(np.int64) if len(reached) else None
