"""A pair problem as a circulation: source -> left party (-> its group) -> right party -> sink -> source.

Degree-constrained subgraphs of a bipartite graph are flows (Ahuja, Magnanti, Orlin 1993, section 12.5), also with one
group limit, because the limits of a left party are then laminar. The first arc of a right party fills its minimum load,
the first arc of a group its minimum; they and every partner given are what the shortfall counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.flow import Goal, Network, circulate
from spona_engine.meetings.pricing import SMALL, Layout, circulate_priced
from spona_engine.pairs.value import group_counts

if TYPE_CHECKING:
    from spona_engine.pairs.contents import BoolArray, IntArray
    from spona_engine.pairs.problem import PairProblem


@dataclass(frozen=True, eq=False)
class PairNetwork:
    """The circulation over the pairs that are still to be decided.

    `pairs`: the pair of each of the first arcs. `rewarded`: arcs whose flow lessens the shortfall. `half`: how often a
    simple cycle can cross pair arcs one way. `groups`: how many nodes stand for a group of one left party. `scale`:
    flow that stands for one partner.
    """

    problem: PairProblem
    pairs: IntArray
    network: Network
    rewarded: BoolArray
    half: int
    groups: int
    scale: int

    def shortfall_goal(self) -> Goal:
        visited = min(self.groups, self.half)
        return Goal(-self.rewarded.astype(np.int64), 4 + 2 * visited)

    def value_goal(self, values: IntArray) -> Goal:
        """`values` [all pairs]: what one unit of flow on each pair is worth, not negative."""
        cost = np.zeros(len(self.network.tail), dtype=np.int64)
        cost[: len(self.pairs)] = -values[self.pairs]
        return Goal(cost, self.half * int(-cost.min(initial=0)))

    def best_flow(self, goals: list[Goal]) -> IntArray:
        """The flow that minimises the goals in order; exact. Large networks without groups are solved by pricing."""
        priced = None
        if len(self.pairs) > SMALL and not self.groups:
            layout = Layout(len(self.pairs), self.problem.n_left, self.problem.n_right)
            priced = circulate_priced(self.network, layout, goals)
        return circulate(self.network, goals) if priced is None else priced

    def share(self, flow: IntArray) -> IntArray:
        """[all pairs] the flow of each pair, forced pairs included."""
        share = np.zeros(self.problem.n_pairs, dtype=np.int64)
        share[self.problem.forced_pairs] = self.scale
        share[self.pairs] = flow[: len(self.pairs)]
        return share

    def chosen(self, flow: IntArray) -> IntArray:
        return np.flatnonzero(self.share(flow) == self.scale)


def pair_network(problem: PairProblem, *, lottery: bool = False) -> PairNetwork:
    """The network of the open pairs that are not forced.

    Needs at most one group limit. In a lottery a pair carries at most its `cap` and everything else is scaled to match.
    """
    scale = problem.parts if lottery else 1
    forced = problem.forced_pairs
    free = problem.open.copy()
    free[forced] = False
    pairs = np.flatnonzero(free)
    right = problem.right[pairs]
    wanted = scale * (problem.demand - np.bincount(problem.left[forced], minlength=problem.n_left))
    loaded = np.bincount(problem.right[forced], minlength=problem.n_right)
    room = scale * (problem.capacity - loaded)
    needed = scale * np.maximum(problem.min_load - loaded, 0)
    start, layer = _group_layer(problem, pairs, forced)
    source = problem.n_left + problem.n_right + len(layer.owner)
    sink, lefts, rights = source + 1, np.arange(problem.n_left), problem.n_left + np.arange(problem.n_right)
    nodes = problem.n_left + problem.n_right + np.arange(len(layer.owner))
    most = problem.cap[pairs] if lottery and problem.cap is not None else np.ones(len(pairs), dtype=np.int64)
    parts = (
        (start, problem.n_left + right, most, False),
        (np.full(problem.n_left, source), lefts, wanted, True),
        (rights, np.full(problem.n_right, sink), needed, True),
        (np.full(problem.n_left, source), lefts, np.zeros(problem.n_left), False),
        (rights, np.full(problem.n_right, sink), room - needed, False),
        (layer.owner, nodes, scale * layer.needed, True),
        (layer.owner, nodes, scale * layer.rest, False),
        (np.array([sink]), np.array([source]), np.array([int(wanted.sum())]), False),
    )
    network = Network(
        n_nodes=source + 2,
        tail=np.concatenate([part[0] for part in parts]).astype(np.int64),
        head=np.concatenate([part[1] for part in parts]).astype(np.int64),
        capacity=np.concatenate([part[2] for part in parts]).astype(np.int64),
    )
    rewarded = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    half = min(len(np.unique(start)), len(np.unique(right))) + 1
    return PairNetwork(problem, pairs, network, rewarded, half, len(layer.owner), scale)


@dataclass(frozen=True)
class _Layer:
    """Nodes between a left party and the right parties of one group: whose they are, how much they need and take."""

    owner: IntArray
    needed: IntArray
    rest: IntArray


def _group_layer(problem: PairProblem, pairs: IntArray, forced: IntArray) -> tuple[IntArray, _Layer]:
    """([pairs] the node each pair starts from, the layer); pairs outside all groups start from the left party."""
    left = problem.left[pairs]
    none = np.zeros(0, dtype=np.int64)
    if not problem.limits:
        return left, _Layer(none, none, none)
    limit = problem.limits[0]
    group = limit.group[problem.right[pairs]]
    inside = group >= 0
    count = max(len(limit.names), 1)
    cells, node = np.unique(left[inside] * count + group[inside], return_inverse=True)
    owner, which = cells // count, cells % count
    there = group_counts(problem, limit, forced)[owner, which] if len(cells) else none
    needed = np.maximum(limit.at_least[which] - there, 0)
    room = np.maximum(limit.at_most[which] - there, 0)
    start = left.copy()
    start[inside] = problem.n_left + problem.n_right + node
    return start, _Layer(owner, needed, room - needed)
