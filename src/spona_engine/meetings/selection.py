"""Which wishes to meet, before any slot is chosen: a degree-constrained subgraph by minimum-cost flow.

On a bipartite wish graph where everybody is there all the time the answer is a plan (König: a bipartite graph of
maximum degree at most T falls into T matchings, and de Werra 1971: into matchings of nearly equal size), so flow
decides goals 2 to 4 exactly. Elsewhere the same network is a relaxation and its values are bounds; a wish graph with
odd cycles is doubled (each party once on either side), which gives twice the fractional optimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from spona_engine.meetings.flow import (
    Goal,
    Network,
    circulate,
    fits,
    forced_costs,
    forced_size,
    reduced_costs,
    weighted,
    weights,
)
from spona_engine.meetings.pricing import SMALL, Layout, circulate_priced

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem

_EXACT_LOSSES = 20_000_000


@dataclass(frozen=True)
class Goals:
    """Which goals count, in the contract's order; `keep` marks wishes whose meeting a re-plan would rather keep."""

    minimum: bool = True
    must: bool = True
    keep: BoolArray | None = None


@dataclass(frozen=True, eq=False)
class Selection:
    """The outcome of the flow.

    `share` [wishes]: 1 met, 0 not, 1/2 possible on odd cycles (stored doubled, 0..2). `shortfall`, `must` and `score`
    are exact sums over the (possibly fractional) selection, pins included.
    """

    problem: MeetingProblem
    doubled_share: IntArray
    bipartite: bool
    shortfall: Fraction
    must: Fraction
    score: Fraction
    network: Network
    flow: IntArray
    goals: tuple[Goal, ...]
    wish_of_arc: IntArray

    @property
    def chosen(self) -> BoolArray:
        """[wishes] the wishes met in full."""
        chosen: BoolArray = self.doubled_share == 2
        return chosen

    @cached_property
    def loss(self) -> tuple[IntArray, list[int]] | None:
        """([wishes] least weighted loss if the wish were forced, the goals' weights); None where they exceed 64 bits.

        Exact on fairs of human size, a lower bound from the optimality proof on larger ones.

        Only wishes in the network have a loss; others carry 0.
        """
        goals = list(self.goals)
        if not goals or not fits(goals, self.network.n_nodes):
            return None
        loss = np.zeros(self.problem.n_wishes, dtype=np.int64)
        arcs = len(self.wish_of_arc)
        if forced_size(self.network, arcs) <= _EXACT_LOSSES:
            costs = forced_costs(self.network, weighted(goals), self.flow, arcs)
        else:
            costs = reduced_costs(self.network, weighted(goals), self.flow)[:arcs]
        loss[self.wish_of_arc] = np.maximum(costs, 0)
        return loss, weights(goals)


def sides_of(problem: MeetingProblem) -> BoolArray | None:
    """[parties] True on one side, where every allowed wish crosses; None if the wish graph has an odd cycle.

    Parties on another side than the first one's, if that will do. Else found on the double cover: the graph is
    bipartite iff no party is connected to its own copy.
    """
    n = problem.n_parties
    open_ = ~problem.banned
    a, b = problem.a[open_], problem.b[open_]
    stated = np.array([side != problem.sides[0] for side in problem.sides], dtype=bool)
    if (stated[a] != stated[b]).all():
        return stated
    cover = coo_array(
        (np.ones(2 * len(a), dtype=np.int8), (np.concatenate([a, a + n]), np.concatenate([b + n, b]))),
        shape=(2 * n, 2 * n),
    )
    _, label = connected_components(cover, directed=False)
    if (label[:n] == label[n:]).any():
        return None
    return np.asarray(label[:n] > label[n:], dtype=bool)


def pinned_wishes(problem: MeetingProblem) -> IntArray:
    """Indices of the wishes that pins demand, each once, in order."""
    found = {w for pin in problem.pins if (w := problem.wish_of(pin.a, pin.b)) is not None}
    return np.array(sorted(found), dtype=np.int64)


def degrees(problem: MeetingProblem, wishes: IntArray) -> IntArray:
    """[parties] meetings each party has if exactly these wishes (indices) are met."""
    both = np.concatenate([problem.a[wishes], problem.b[wishes]])
    return np.bincount(both, minlength=problem.n_parties).astype(np.int64)


def shortfall_of(problem: MeetingProblem, degree: IntArray) -> int:
    return int(np.maximum(problem.minimum - degree, 0).sum())


def select(problem: MeetingProblem, side: BoolArray | None, goals: Goals) -> Selection:
    """The best selection for the goals; pins are met, capacities, bans and the number of seats are kept.

    `side` is the bipartition (sides_of) or None for the doubled network.
    """
    pinned = pinned_wishes(problem)
    used = degrees(problem, pinned)
    room = np.maximum(problem.capacity - used, 0)
    candidate = ~problem.banned & problem.share_slot & (room[problem.a] > 0) & (room[problem.b] > 0)
    candidate[pinned] = False
    wishes = np.flatnonzero(candidate)
    seats = max(problem.seats - len(pinned), 0)
    ends = _ends(problem, wishes, side)
    network, arcs = _network(problem, ends, room, used, seats * (1 if side is not None else 2))
    ordered = _goals(problem, ends, arcs, goals)
    flow = _flow(network, arcs, ordered)
    share = np.zeros(problem.n_wishes, dtype=np.int64)
    np.add.at(share, ends.wish, flow[: len(ends.wish)] * (2 if side is not None else 1))
    share[pinned] = 2
    copies = 1 if side is not None else 2
    reward = int(flow[arcs.rewarded].sum())
    missing = Fraction(copies * int(np.maximum(problem.minimum - used, 0).sum()) - reward, copies)
    return Selection(
        problem=problem,
        doubled_share=share,
        bipartite=side is not None,
        shortfall=missing,
        must=Fraction(int(share[problem.must].sum()), 2),
        score=Fraction(int(problem.score @ share), 2),
        network=network,
        flow=flow,
        goals=tuple(ordered),
        wish_of_arc=ends.wish,
    )


@dataclass(frozen=True)
class _Ends:
    """Wish arcs: the wish and its end on either side (party indices)."""

    wish: IntArray
    left: IntArray
    right: IntArray


@dataclass(frozen=True)
class _Arcs:
    """Where the arcs that fill a minimum sit in the network."""

    rewarded: slice
    layout: Layout

    @property
    def half(self) -> int:
        return min(self.layout.left, self.layout.right) + 1


def _ends(problem: MeetingProblem, wishes: IntArray, side: BoolArray | None) -> _Ends:
    a, b = problem.a[wishes], problem.b[wishes]
    if side is None:
        return _Ends(np.concatenate([wishes, wishes]), np.concatenate([a, b]), np.concatenate([b, a]))
    flip = side[a]
    return _Ends(wishes, np.where(flip, b, a), np.where(flip, a, b))


def _network(problem: MeetingProblem, ends: _Ends, room: IntArray, used: IntArray, seats: int) -> tuple[Network, _Arcs]:
    """source -> left parties -> right parties -> sink -> source; a party's first arc fills its minimum, its second the
    rest.
    """
    (left, left_of), (right, right_of) = (_numbered(end, len(room)) for end in (ends.left, ends.right))
    n_left, n_right = len(left), len(right)
    source, sink = n_left + n_right, n_left + n_right + 1
    outer = np.concatenate([left, right])
    needed = np.minimum(np.maximum(problem.minimum[outer] - used[outer], 0), room[outer])
    tail = np.concatenate([np.full(n_left, source), n_left + np.arange(n_right)])
    head = np.concatenate([np.arange(n_left), np.full(n_right, sink)])
    network = Network(
        n_nodes=n_left + n_right + 2,
        tail=np.concatenate([left_of, tail, tail, [sink]]).astype(np.int64),
        head=np.concatenate([n_left + right_of, head, head, [source]]).astype(np.int64),
        capacity=np.concatenate([np.ones(len(ends.wish), dtype=np.int64), needed, room[outer] - needed, [seats]]),
    )
    first = len(ends.wish)
    return network, _Arcs(slice(first, first + len(outer)), Layout(first, n_left, n_right))


def _numbered(parties: IntArray, n: int) -> tuple[IntArray, IntArray]:
    """(those of the parties 0..n-1 that occur, ascending; [parties] the place of each among them)."""
    occurs = np.zeros(n, dtype=bool)
    occurs[parties] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[parties]


def _flow(network: Network, arcs: _Arcs, goals: list[Goal]) -> IntArray:
    """The best circulation: priced where there are many wishes, whole where there are few or pricing gave up."""
    if not arcs.layout.wishes:
        return np.zeros(len(network.tail), dtype=np.int64)
    priced = circulate_priced(network, arcs.layout, goals) if arcs.layout.wishes > SMALL else None
    return circulate(network, goals) if priced is None else priced


def _goals(problem: MeetingProblem, ends: _Ends, arcs: _Arcs, goals: Goals) -> list[Goal]:
    """Costs to minimise, in order; a simple cycle crosses the wish arcs at most `half` times forwards and as often
    back.
    """
    count = len(ends.wish)
    length = count + 2 * (arcs.rewarded.stop - count) + 1
    result = []
    if goals.minimum:
        cost = np.zeros(length, dtype=np.int64)
        cost[arcs.rewarded] = -1
        result.append(Goal(cost, 4))
    values: list[IntArray] = [problem.must.astype(np.int64)] if goals.must and problem.must.any() else []
    if goals.keep is not None and goals.keep.any():
        values.append(goals.keep.astype(np.int64))
    values.append(problem.score)
    for value in values:
        cost = np.zeros(length, dtype=np.int64)
        cost[:count] = -value[ends.wish]
        result.append(Goal(cost, arcs.half * int(value[ends.wish].max(initial=0))))
    return result


def filled(selection: Selection) -> IntArray:
    """The chosen wishes (indices) plus those worth nothing that still fit: a meeting nobody scored is better than
    none.
    """
    problem = selection.problem
    chosen = selection.chosen.copy()
    degree = degrees(problem, np.flatnonzero(chosen))
    room = problem.capacity - degree
    spare = problem.seats - int(chosen.sum())
    candidate = ~chosen & ~problem.banned & problem.share_slot & (room[problem.a] > 0) & (room[problem.b] > 0)
    for wish in np.flatnonzero(candidate).tolist():
        a, b = int(problem.a[wish]), int(problem.b[wish])
        if spare > 0 and room[a] > 0 and room[b] > 0:
            chosen[wish] = True
            room[a] -= 1
            room[b] -= 1
            spare -= 1
    return np.flatnonzero(chosen)
