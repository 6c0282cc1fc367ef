"""Which meetings to have where the wish graph has odd cycles: a matching with capacities, bounded by odd sets.

Forgetting the slots, the meetings are a choice x of wishes with at most c_v at party v. Edmonds 1965 (with capacities:
Padberg and Rao 1982): the choices are described by 0 <= x <= 1, the capacities, and for every set U of parties and
F of wishes that leave it, with c(U) + |F| odd,

    x(inside U) + x(F) <= (c(U) + |F| - 1) / 2.

In T slots an odd set U also has at most T (|U| - 1) / 2 meetings inside, as each slot leaves one of it without
(Edmonds, slot by slot); with more of them the graph is called overfull.

Violated ones are looked for among the components of the wishes that the relaxation meets in part (Grötschel and
Holland 1985) and among the cuts of a cut tree, where the most violated one is (Letchford, Reinelt, Theis 2008);
overfull sets among the parties with most meetings. Which are found decides how tight the bound is, never whether it
holds: it is worked out in integers from rounded prices, as in relaxation.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from spona_engine.meetings.cut_trees import tree_cuts
from spona_engine.meetings.selection import degrees, pinned_wishes

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.relaxation import Settled
    from spona_engine.watch import Watch

_ROUNDS = 100
_CHOICES = 6
_BY_LITTLE = 1e-4
_PARTLY = (1e-6, 0.1, 0.3)
_FINEST = 2**20
_WIDTH = 2**61


@dataclass(frozen=True)
class Choice:
    """`bound`: no plan that reaches the settled goals has a higher score. `wishes` (indices): the best choice found,
    slots aside; None if none was found in time.
    """

    bound: int
    wishes: IntArray | None


def choose(problem: MeetingProblem, settled: Settled, watch: Watch) -> Choice | None:
    """The best choice for the score that reaches the earlier goals; None where a shortfall must remain, no wish may be
    met, or the relaxation has no solution or none in time.
    """
    if settled.shortfall:
        return None
    program = _Program(problem, settled)
    if not len(program.wish):
        return None
    found = None
    for _ in range(_CHOICES):
        prices = program.solved(watch)
        if prices is None:
            return None
        wishes = program.whole(watch.remaining / 2)
        found = Choice(program.bound(prices), wishes)
        if wishes is None or watch.stopped() or not program.cut(np.isin(program.wish, wishes).astype(np.float64)):
            break
    return found


class _Program:
    """Rows over the wishes that may be met: `matrix @ x <= limit`; cuts are added at the end."""

    def __init__(self, problem: MeetingProblem, settled: Settled) -> None:
        self.problem = problem
        pinned = pinned_wishes(problem)
        possible = ~problem.banned & problem.share_slot
        possible &= (problem.capacity[problem.a] > 0) & (problem.capacity[problem.b] > 0)
        self.wish = np.flatnonzero(possible)
        self.least = np.isin(self.wish, pinned).astype(np.float64)
        self.a, self.b = problem.a[self.wish], problem.b[self.wish]
        self.gain = problem.score[self.wish]
        count, n = len(self.wish), problem.n_parties
        ends = coo_array(
            (np.ones(2 * count, dtype=np.int64), (np.concatenate([self.a, self.b]), np.tile(np.arange(count), 2))),
            shape=(n, count),
        ).tocsr()
        short = np.flatnonzero(problem.minimum > 0)
        every, musts = np.ones((1, count), np.int64), -problem.must[self.wish][None].astype(np.int64)
        self.matrix = csr_array(vstack([ends, -ends[short], csr_array(every), csr_array(musts)]))
        totals = np.array([problem.seats, -(settled.must or 0)], dtype=np.int64)
        self.limit = np.concatenate([problem.capacity, -problem.minimum[short], totals]).astype(np.int64)

    def solved(self, watch: Watch) -> FloatArray | None:
        """Prices of the rows in the last relaxation that was solved, cuts added round by round."""
        prices = None
        solve: Any = linprog  # its stubs know no sparse rows
        for _ in range(_ROUNDS):
            answer = solve(
                -self.gain.astype(np.float64),
                A_ub=self.matrix,
                b_ub=self.limit,
                bounds=np.stack([self.least, np.ones(len(self.wish))], axis=1),
                method="highs-ds",
                options={"time_limit": max(watch.remaining, 0.01)},
            )
            if answer.status != 0:
                break
            prices, share = -np.asarray(answer.ineqlin.marginals)[: len(self.limit)], np.asarray(answer.x)
            if watch.within(0.5).stopped() or not self.cut(share):
                break
        return prices

    def cut(self, share: FloatArray) -> bool:
        """Add the odd sets that this solution violates; whether there are any."""
        found = {}
        for inside in (*self._parts(share), *self._tree(share)):
            row, most = self._odd_set(inside, share)
            if most >= 0:
                found[row.tobytes()] = row, most
        for inside in self._crowds(share):
            within, most = inside[self.a] & inside[self.b], self.problem.n_slots * (int(inside.sum()) // 2)
            if float(share[within].sum()) > most + _BY_LITTLE:
                found[within.tobytes()] = within.astype(np.int64), most
        if found:
            self.matrix = csr_array(vstack([self.matrix, csr_array(np.array([row for row, _ in found.values()]))]))
            self.limit = np.concatenate([self.limit, [most for _, most in found.values()]])
        return bool(found)

    def _parts(self, share: FloatArray) -> list[BoolArray]:
        """Sets of parties joined by wishes that are met in part."""
        return [u for least in _PARTLY for u in self._components((share > least) & (share < 1 - least))]

    def _crowds(self, share: FloatArray) -> list[BoolArray]:
        """Odd sets of the parties with most meetings."""
        order = np.argsort(-np.bincount(np.concatenate([self.a, self.b]), np.tile(share, 2), self.problem.n_parties))
        rank = np.argsort(order)
        return [rank < size for size in range(3, self.problem.n_parties + 1, 2)]

    def _tree(self, share: FloatArray) -> list[BoolArray]:
        """The cuts of a tree over the parties and one vertex more, to which unused capacity leads."""
        n = self.problem.n_parties
        partly = np.minimum(share, 1 - share)
        some = partly > _BY_LITTLE
        ends = np.concatenate([self.a, self.b])
        unused = self.problem.capacity - np.bincount(ends, np.tile(share, 2), n)
        slack = np.flatnonzero(unused > _BY_LITTLE)
        vertex, place = np.unique(np.concatenate([self.a[some], self.b[some], slack, [n]]), return_inverse=True)
        count = int(some.sum())
        a = np.concatenate([place[:count], place[2 * count : -1]])
        b = np.concatenate([place[count : 2 * count], np.full(len(slack), place[-1])])
        weight = np.concatenate([partly[some], np.minimum(unused[slack], 2.0)])
        found = []
        for side in tree_cuts(len(vertex), a, b, weight):
            inside = np.zeros(n + 1, dtype=bool)
            inside[vertex[side]] = True
            found.append((~inside if inside[n] else inside)[:n])
        return found

    def _components(self, partly: BoolArray) -> list[BoolArray]:
        """Sets of parties ([parties] each) joined by these wishes."""
        n = self.problem.n_parties
        graph = coo_array((np.ones(int(partly.sum())), (self.a[partly], self.b[partly])), shape=(n, n))
        _, label = connected_components(graph, directed=False)
        return [label == one for one in np.flatnonzero(np.bincount(label) > 1)]

    def _odd_set(self, inside: BoolArray, share: FloatArray) -> tuple[IntArray, int]:
        """(row, limit) of the most violated odd set with these parties inside; the limit is -1 if none is violated."""
        out = np.flatnonzero(inside[self.a] != inside[self.b])
        leaving = share[out] > 0.5
        capacity = int(self.problem.capacity[inside].sum())
        row = (inside[self.a] & inside[self.b]).astype(np.int64)
        if (capacity + int(leaving.sum())) % 2 == 0:
            if not len(out):
                return row, -1
            flip = int(np.abs(share[out] - 0.5).argmin())
            leaving[flip] = ~leaving[flip]
        row[out[leaving]] = 1
        limit = (capacity + int(leaving.sum()) - 1) // 2
        return row, limit if float(row @ share) > limit + _BY_LITTLE else -1

    def bound(self, prices: FloatArray) -> int:
        """What these prices (one a row, 0 for rows added since) prove, whatever they are."""
        largest = max(float(np.abs(prices).max(initial=0.0)), float(self.gain.max(initial=0)), 1.0)
        width = 8 * largest * int(np.abs(self.limit).sum() + len(self.wish) + 1)
        scale = 1
        while scale < _FINEST and 2 * scale * width < _WIDTH:
            scale *= 2
        price = np.zeros(len(self.limit), dtype=np.int64)
        price[: len(prices)] = np.rint(np.maximum(prices, 0.0) * scale).astype(np.int64)
        worth = self.gain * scale - self.matrix.T @ price
        total = int(price @ self.limit) + int(np.where(self.least > 0, worth, np.maximum(worth, 0)).sum())
        return total // scale

    def whole(self, seconds: float) -> IntArray | None:
        """A best choice without fractions, as far as time allows; legal whatever the solver says of it."""
        answer: Any = milp(
            -self.gain.astype(np.float64),
            integrality=np.ones(len(self.wish), dtype=np.int64),
            bounds=Box(self.least, 1.0),
            constraints=LinearConstraint(self.matrix.astype(np.float64), ub=self.limit.astype(np.float64)),
            options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return None
        chosen = self.wish[np.asarray(answer.x) > 0.5]
        fits = (degrees(self.problem, chosen) <= self.problem.capacity).all() and len(chosen) <= self.problem.seats
        return chosen if fits else None
