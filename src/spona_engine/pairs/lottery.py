"""Randomised assignment: no pair is likelier than its cap, so nobody can count on getting a particular reviewer.

The lottery with the highest expected total is a linear program (Jecmen, Zhang, Liu, Shah, Conitzer, Fang 2020). With
caps in whole parts (numbers.py) it is a circulation with integral capacities, solved exactly. One assignment is
drawn by rounding the circulation along cycles of its fractional arcs: each step shifts flow one way or the other with
the odds that keep every arc's expectation (Gandhi, Khuller, Parthasarathy, Srinivasan 2006; for nested limits Budish,
Che, Kojima, Milgrom 2013). Every arc ends at its expectation rounded down or up, so demands, capacities, loads and the
group limit hold in every draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.flow import circulate
from spona_engine.pairs.network import pair_network
from spona_engine.pairs.value import missing

if TYPE_CHECKING:
    from spona_engine.meetings.flow import Network
    from spona_engine.pairs.contents import FloatArray, IntArray
    from spona_engine.pairs.problem import PairProblem


@dataclass(frozen=True)
class Lottery:
    """`probability` [pairs]; `expected`: mean total in units; `chosen`: one draw; the bounds hold for every draw."""

    probability: FloatArray
    expected: float
    chosen: IntArray
    shortfall_bound: int
    score_bound: int


def draw(problem: PairProblem, seed: int) -> Lottery:
    """The best lottery and one draw from it. Raises ProblemError for more than one group limit."""
    if len(problem.limits) > 1:
        message = "crosses another limit, and crossing limits cannot be kept in every draw"
        raise ProblemError("limits[1]", message, "keep one limit, or leave max_probability out")
    net = pair_network(problem, lottery=True)
    flow = circulate(net.network, [net.shortfall_goal(), net.value_goal(problem.units)])
    share = net.share(flow)
    chosen = net.chosen(rounded_at_random(net.network, flow, net.scale, np.random.default_rng(seed)))
    free = pair_network(problem)
    best = free.chosen(circulate(free.network, [free.shortfall_goal(), free.value_goal(problem.units)]))
    short = missing(problem, best).total
    if missing(problem, chosen).total > short:
        best = free.chosen(circulate(free.network, [free.value_goal(problem.units)]))
    expected = int((share * problem.units).sum()) / problem.parts
    return Lottery(share / problem.parts, expected, chosen, short, int(problem.units[best].sum()))


def rounded_at_random(network: Network, flow: IntArray, scale: int, random: np.random.Generator) -> IntArray:
    """[arcs] the circulation with every arc rounded down or up to a multiple of `scale`, its expectation unchanged."""
    rounding = _Rounding(network, flow, scale, random)
    for arc in np.flatnonzero(flow % scale).tolist():
        while rounding.rest[arc] % scale:
            rounding.step_from(arc)
    return flow - flow % scale + np.array(rounding.rest, dtype=np.int64)


class _Rounding:
    """The fractional arcs of a circulation and a walk along them; a node never has just one of them."""

    def __init__(self, network: Network, flow: IntArray, scale: int, random: np.random.Generator) -> None:
        self.scale, self.random = scale, random
        self.tail, self.head = network.tail.tolist(), network.head.tolist()
        self.rest: list[int] = (flow % scale).tolist()
        self.around: dict[int, dict[int, None]] = {}
        for arc in np.flatnonzero(flow % scale).tolist():
            for node in (self.tail[arc], self.head[arc]):
                self.around.setdefault(node, {})[arc] = None
        self.nodes: list[int] = []
        self.arcs: list[int] = []
        self.place: dict[int, int] = {}

    def step_from(self, arc: int) -> None:
        """Walk on from where the last cycle was closed, or from `arc`, to the next cycle, and shift flow along it."""
        if not self.nodes or not self.around[self.nodes[-1]]:
            self.nodes, self.arcs, self.place = [self.tail[arc]], [], {self.tail[arc]: 0}
        while True:
            node, last = self.nodes[-1], self.arcs[-1] if self.arcs else -1
            step = next(other for other in self.around[node] if other != last)
            ahead = self.head[step] if self.tail[step] == node else self.tail[step]
            self.arcs.append(step)
            if ahead in self.place:
                break
            self.place[ahead] = len(self.nodes)
            self.nodes.append(ahead)
        first = self.place[ahead]
        self._shift(self.nodes[first:], self.arcs[first:])
        for passed in self.nodes[first + 1 :]:
            del self.place[passed]
        del self.nodes[first + 1 :]
        del self.arcs[first:]

    def _shift(self, nodes: list[int], arcs: list[int]) -> None:
        """Move flow round a cycle, forwards or backwards, until an arc is whole; both with the odds that cancel out."""
        sign = [1 if self.tail[arc] == node else -1 for node, arc in zip(nodes, arcs, strict=True)]
        rest = [self.rest[arc] for arc in arcs]
        forwards = min(self.scale - r if s > 0 else r for s, r in zip(sign, rest, strict=True))
        backwards = min(r if s > 0 else self.scale - r for s, r in zip(sign, rest, strict=True))
        ahead = self.random.integers(forwards + backwards) < backwards
        amount = forwards if ahead else -backwards
        for arc, s in zip(arcs, sign, strict=True):
            self.rest[arc] += s * amount
            if self.rest[arc] % self.scale == 0:
                for node in (self.tail[arc], self.head[arc]):
                    del self.around[node][arc]
