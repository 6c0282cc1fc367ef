"""Minimum-cost circulation with several goals in strict order.

Source: network simplex theory as in Ahuja, Magnanti, Orlin, *Network Flows* (1993), chapters 9 to 11. A circulation is
optimal for a cost vector iff its residual graph has no negative simple cycle. A goal changes by at most `span` on a
simple cycle, so weighting every goal above twice the sum of all later spans makes one weighted problem equal to the
ordered one, exactly and in integers. Where such weights leave the solver's 64 bits, the goals are solved one after
another on the optimal face of the earlier ones (complementary slackness: an arc with a reduced cost other than zero
keeps its flow).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.potentials import Arcs, relaxed

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

SOLVER_RANGE = 2**60
_FAR = 2**61


@dataclass(frozen=True)
class Goal:
    """What one unit of flow on each arc costs, and by how much a simple cycle can change the sum."""

    cost: IntArray
    span: int


@dataclass(frozen=True)
class Network:
    """Arcs tail -> head with capacities; every node conserves flow up to its `supply`."""

    n_nodes: int
    tail: IntArray
    head: IntArray
    capacity: IntArray


def circulate(network: Network, goals: list[Goal]) -> IntArray:
    """The flow that minimises the goals in order; exact. Raises RuntimeError if the solver gives up (it never
    should).
    """
    flow = np.zeros(len(network.tail), dtype=np.int64)
    free = network.capacity > 0
    remaining = list(goals)
    while remaining and free.any():
        batch = _fitting(remaining, network.n_nodes)
        remaining = remaining[batch:]
        cost = weighted(goals[len(goals) - len(remaining) - batch : len(goals) - len(remaining)])
        flow = reroute(network, cost, flow, free)
        if remaining:
            free &= reduced_costs(network, cost, flow, free) == 0
    return flow


def weights(goals: list[Goal]) -> list[int]:
    """Strictly ordering weights, the first goal the heaviest (Python integers, they may be huge)."""
    result: list[int] = []
    below = 0
    for goal in reversed(goals):
        weight = 2 * below + 1
        result.append(weight)
        below += weight * goal.span
    return result[::-1]


def weighted(goals: list[Goal]) -> IntArray:
    total = np.zeros(len(goals[0].cost), dtype=np.int64)
    for weight, goal in zip(weights(goals), goals, strict=True):
        if goal.cost.any():
            total += weight * goal.cost
    return total


def fits(goals: list[Goal], n_nodes: int) -> bool:
    """Whether the weighted cost, scaled by the node count as the solver does, stays within its integers."""
    largest = sum(w * int(np.abs(g.cost).max(initial=0)) for w, g in zip(weights(goals), goals, strict=True))
    return largest * (n_nodes + 2) < SOLVER_RANGE


def _fitting(goals: list[Goal], n_nodes: int) -> int:
    """How many leading goals can be solved as one."""
    count = len(goals)
    while count > 1 and not fits(goals[:count], n_nodes):
        count -= 1
    return count


def reroute(network: Network, cost: IntArray, flow: IntArray, free: BoolArray) -> IntArray:
    """Re-route the flow on the free arcs at least cost; the other arcs keep theirs."""
    fixed = ~free
    supply = np.zeros(network.n_nodes, dtype=np.int64)
    np.subtract.at(supply, network.tail[fixed], flow[fixed])
    np.add.at(supply, network.head[fixed], flow[fixed])
    part = Network(network.n_nodes, network.tail[free], network.head[free], network.capacity[free])
    result = flow.copy()
    result[free] = solve_flow(part, cost[free], supply)
    return result


def solve_flow(network: Network, cost: IntArray, supply: IntArray | None = None) -> IntArray:
    """A flow of least cost; `supply` [nodes] enters there (negative: leaves), nothing if None.

    Raises RuntimeError if the solver gives up, or finds no flow that meets the supply.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, cost
    )
    if supply is not None and supply.any():
        solver.set_nodes_supplies(np.arange(network.n_nodes, dtype=np.int32), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow solver answered {status} to a problem that always has a solution")
    return np.asarray(solver.flows(arcs), dtype=np.int64)


def residual(network: Network, cost: IntArray, flow: IntArray, among: IntArray) -> Arcs:
    """The residual graph of some arcs (indices): forwards where more fits, backwards where something flows."""
    forward = among[flow[among] < network.capacity[among]]
    backward = among[flow[among] > 0]
    return Arcs(
        np.concatenate([network.tail[forward], network.head[backward]]),
        np.concatenate([network.head[forward], network.tail[backward]]),
        np.concatenate([cost[forward], -cost[backward]]),
    )


def reduced_costs(network: Network, cost: IntArray, flow: IntArray, free: BoolArray | None = None) -> IntArray:
    """Reduced costs that certify the flow: >= 0 on arcs that could carry more, <= 0 on arcs that carry something.

    Raises RuntimeError if the flow is not optimal: this is the independent proof of optimality.
    """
    among = np.arange(len(flow)) if free is None else np.flatnonzero(free)
    start = np.zeros(network.n_nodes, dtype=np.int64)
    potential = relaxed(network.n_nodes, residual(network, cost, flow, among), start)
    return cost + potential[network.tail] - potential[network.head]


def forced_costs(network: Network, cost: IntArray, flow: IntArray, arcs: int) -> IntArray:
    """[first `arcs` arcs] exactly what one unit more on each would cost: the cheapest residual cycle through the arc.

    0 where no cycle exists. Memory and time grow with arcs times heads; `forced_size` says how much.
    """
    heads, column = np.unique(network.head[:arcs], return_inverse=True)
    start = np.full((network.n_nodes, len(heads)), _FAR, dtype=np.int64)
    start[heads, np.arange(len(heads))] = 0
    back = _distances(network, cost, flow, start)[network.tail[:arcs], column]
    return np.where(back < _FAR // 2, cost[:arcs] + back, 0)


def forced_size(network: Network, arcs: int) -> int:
    return len(network.tail) * len(np.unique(network.head[:arcs]))


def _distances(network: Network, cost: IntArray, flow: IntArray, start: IntArray) -> IntArray:
    """Bellman-Ford on the residual graph, all arcs and all columns of `start` at once."""
    tail, head, length = residual(network, cost, flow, np.arange(len(flow)))
    if not len(tail):
        return start
    order = np.argsort(head, kind="stable")
    tail, length = tail[order], length[order, None]
    nodes, first = np.unique(head[order], return_index=True)
    distance = start
    for _ in range(network.n_nodes + 1):
        best = np.minimum(distance[nodes], np.minimum.reduceat(distance[tail] + length, first, axis=0))
        if (best == distance[nodes]).all():
            return distance
        distance = distance.copy()
        distance[nodes] = best
    raise RuntimeError("the residual graph has a negative cycle: the flow is not optimal")
