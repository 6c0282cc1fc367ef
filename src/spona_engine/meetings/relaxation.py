"""A bound from the linear relaxation over "this wish in this slot", and what the proof says about plans that reach it.

The relaxation has one row a party and slot (at most one meeting), a table limit (slots), a maximum and a minimum
(parties), a goal already settled, and one a wish (at most once). A first-order method (sifting.py) finds approximate
prices y of the rows. They need not be optimal, not even feasible to the last digit: by weak duality
every y >= 0 proves

    score <= sum_r y_r * limit_r + sum_j upper_j * max(0, gain_j - sum_r y_r * entry_rj),

and the right side is worked out here in integers, from prices rounded to multiples of 1/`scale`, the price of a wish
set to the least that covers its slots. The difference between the bound and the value of any plan is, exactly, the sum
of what its columns and rows lose, every loss >= 0. Hence a plan within `room` of the bound uses no column that loses
more than `room`, and leaves no unit of a row open whose price is above `room`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from spona_engine.meetings.selection import pinned_wishes, sides_of
from spona_engine.meetings.timetable import pinned_sets

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem

_WIDTH = 2**61
FINEST = 2**24
"""Parts of a point that prices are rounded to at most."""


@dataclass(frozen=True)
class Settled:
    """Values of earlier goals that a plan must reach; None where the goal does not count."""

    shortfall: int | None = None
    must: int | None = None


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The rows `matrix @ x <= limit` of columns x: first one a (wish, slot), then the units each party falls short.

    `gain` [columns] is what is maximised; `upper` [columns] the most a column can be. Rows of wishes are implied:
    at most one slot a wish, exactly one if `forced` [wishes]. `side` is the bipartition (sides_of). The first rows are
    one a party and slot, `place` = party * slots + slot; `table_rows`, if any, are one a slot. `rows` names all of them
    in their order: blocks of (kind, keys), the key being the place ("busy"), the slot ("tables"), the party ("maximum",
    "minimum") or 0 ("total_shortfall", "total_must").
    """

    problem: MeetingProblem
    wish: IntArray
    slot: IntArray
    party: IntArray
    matrix: csr_array
    limit: IntArray
    gain: IntArray
    upper: IntArray
    forced: BoolArray
    side: BoolArray | None
    place: IntArray
    table_rows: slice
    rows: tuple[tuple[str, IntArray], ...]

    @property
    def n_meetings(self) -> int:
        """Columns that are meetings; the rest are shortfalls."""
        return len(self.wish)

    @property
    def hosts(self) -> BoolArray:
        """[parties] one end of every meeting: the smaller side; both ends where there are no sides."""
        if self.side is None:
            return np.ones(self.problem.n_parties, dtype=bool)
        return self.side if self.side.sum() * 2 <= len(self.side) else ~self.side


@dataclass(frozen=True, eq=False)
class Certificate:
    """A proven bound, in units of 1/`scale`, and its parts.

    `loss` [columns] is what a unit of a column loses (shortfall columns may gain: negative), `price` [rows] what an
    open unit of a row loses, `wish_price` [wishes] what leaving a wish out loses. `share` [columns] is the (possibly
    fractional, approximate) solution the prices belong to: advice, not proof.
    """

    scale: int
    total: int
    loss: IntArray
    price: IntArray
    wish_price: IntArray
    share: FloatArray

    @property
    def bound(self) -> int:
        return self.total // self.scale

    def room(self, target: int) -> int:
        """What a plan worth `target` may lose at most."""
        return self.total - target * self.scale


def columns_of(problem: MeetingProblem) -> tuple[IntArray, IntArray]:
    """(wish, slot) of every meeting that no rule forbids by itself."""
    there = problem.open_slots & (problem.maximum > 0)[:, None]
    possible = there[problem.a] & there[problem.b] & ~problem.banned[:, None]
    for pinned, bits in pinned_sets(problem).items():
        possible[pinned] &= np.array([bits >> slot & 1 for slot in range(problem.n_slots)], dtype=bool)
    wish, slot = np.nonzero(possible)
    return wish.astype(np.int64), slot.astype(np.int64)


def relax(problem: MeetingProblem, goal: str, settled: Settled) -> Relaxation:
    """The relaxation for one goal ("shortfall", "must" or "score") with the earlier ones settled."""
    wish, slot = columns_of(problem)
    if goal != "shortfall" and settled.shortfall:
        problem, settled = _attainable(problem, settled, wish, slot)
    n, n_slots = len(wish), problem.n_slots
    counts = goal == "shortfall" or bool(settled.shortfall)
    party = np.flatnonzero(problem.minimum > 0) if counts else np.zeros(0, dtype=np.int64)
    rows = _Rows(n + len(party))
    column, short = np.arange(n), n + np.arange(len(party))
    a, b = problem.a[wish], problem.b[wish]
    there, place = np.unique(np.concatenate([a * n_slots + slot, b * n_slots + slot]), return_inverse=True)
    rows.add("busy", there, place, np.tile(column, 2), 1, np.ones(len(there), dtype=np.int64))
    first = rows.count
    side = sides_of(problem)
    if (most := _most_at_once(problem, side)) is not None:
        rows.add("tables", np.arange(n_slots), slot, column, 1, most)
    tables = slice(first, rows.count)
    ends, twice = np.concatenate([a, b]), np.tile(column, 2)
    capped = np.bincount(there // n_slots, minlength=problem.n_parties) > problem.maximum
    rows.add_some("maximum", capped, ends, twice, 1, problem.maximum)
    if counts:
        needed = problem.minimum > 0
        falling = np.concatenate([ends, party]), np.concatenate([twice, short])
        rows.add_some("minimum", needed, *falling, -1, -problem.minimum)
    elif settled.shortfall == 0:
        rows.add_some("minimum", problem.minimum > 0, ends, twice, -1, -problem.minimum)
    if settled.shortfall:
        rows.add_total("total_shortfall", short, 1, settled.shortfall)
    if settled.must:
        musts = column[problem.must[wish]]
        rows.add_total("total_must", musts, -1, -settled.must)
    gain = np.zeros(n + len(party), dtype=np.int64)
    if goal == "shortfall":
        gain[n:] = -1
    else:
        gain[:n] = (problem.score if goal == "score" else problem.must)[wish]
    forced = np.zeros(problem.n_wishes, dtype=bool)
    forced[pinned_wishes(problem)] = True
    upper = np.concatenate([np.ones(n, dtype=np.int64), problem.minimum[party]])
    return Relaxation(
        problem, wish, slot, party, *rows.built(), gain, upper, forced, side, there, tables, tuple(rows.names)
    )


def most_each(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> IntArray:
    """[parties] more meetings than this nobody has, whatever the others do: slots, wishes and maximums of its own."""
    n, met = problem.n_parties, np.unique(wish)
    ends = np.concatenate([problem.a[wish], problem.b[wish]]) * problem.n_slots + np.tile(slot, 2)
    slots = np.bincount(np.unique(ends) // problem.n_slots, minlength=n)
    wishes = np.bincount(problem.a[met], minlength=n) + np.bincount(problem.b[met], minlength=n)
    most: IntArray = np.minimum(np.minimum(slots, wishes), problem.maximum).astype(np.int64)
    return most


def _attainable(
    problem: MeetingProblem, settled: Settled, wish: IntArray, slot: IntArray
) -> tuple[MeetingProblem, Settled]:
    """The same demand with minimums that each party could reach by itself: what it falls short of the rest is in every
    plan, and a limit at its least leaves the rows without it no plan strictly inside, which first-order methods need.
    """
    minimum = np.minimum(problem.minimum, most_each(problem, wish, slot))
    missing = int((problem.minimum - minimum).sum())
    return replace(problem, minimum=minimum), replace(settled, shortfall=max((settled.shortfall or 0) - missing, 0))


def _most_at_once(problem: MeetingProblem, side: BoolArray | None) -> IntArray | None:
    """[slots] meetings that fit into each slot, None where rows of parties imply it: tables, and with odd cycles half
    of those who are there, rounded down (the largest of Edmonds' odd sets).
    """
    pairs: IntArray = (problem.open_slots & (problem.maximum > 0)[:, None]).sum(axis=0).astype(np.int64) // 2
    if side is None:
        return pairs if problem.tables is None else np.minimum(pairs, problem.tables)
    return None if problem.tables is None else np.full(problem.n_slots, problem.tables, dtype=np.int64)


class _Rows:
    """Rows collected block by block."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.row: list[IntArray] = []
        self.column: list[IntArray] = []
        self.entry: list[IntArray] = []
        self.limit: list[IntArray] = []
        self.names: list[tuple[str, IntArray]] = []
        self.count = 0

    def add(self, kind: str, keys: IntArray, row: IntArray, column: IntArray, entry: int, limit: IntArray) -> None:
        """Rows 0.. of a kind with these keys; `row`, `column` [entries] say where `entry` stands."""
        self.names.append((kind, keys))
        self.row.append(self.count + row)
        self.column.append(column)
        self.entry.append(np.full(len(row), entry, dtype=np.int64))
        self.limit.append(limit)
        self.count += len(limit)

    def add_some(
        self, kind: str, which: BoolArray, row: IntArray, column: IntArray, entry: int, limit: IntArray
    ) -> None:
        """Only the rows of the parties marked in `which`."""
        number = np.cumsum(which) - 1
        here = which[row]
        self.add(kind, np.flatnonzero(which), number[row[here]], column[here], entry, limit[which])

    def add_total(self, kind: str, column: IntArray, entry: int, limit: int) -> None:
        """One row over these columns."""
        none = np.zeros(1, dtype=np.int64)
        self.add(kind, none, np.zeros(len(column), dtype=np.int64), column, entry, none + limit)

    def built(self) -> tuple[csr_array, IntArray]:
        places = (np.concatenate(self.row), np.concatenate(self.column))
        matrix = csr_array(coo_array((np.concatenate(self.entry), places), shape=(self.count, self.columns)))
        return matrix, np.concatenate(self.limit).astype(np.int64)


def certificate(relaxation: Relaxation, prices: FloatArray, share: FloatArray) -> Certificate:
    """The bound that these prices (one a row) prove, whatever they are, in exact integers."""
    scale, largest = 1, float(prices.max(initial=0.0))
    while scale < FINEST and safe(relaxation, largest, 2 * scale):
        scale *= 2
    return certified(relaxation, scale, np.rint(np.maximum(prices, 0.0) * scale).astype(np.int64), share)


def safe(relaxation: Relaxation, largest: float, scale: int) -> bool:
    """Whether all sums of a certificate in units of 1/`scale` fit 64 bits, if no price is above `largest`."""
    highest = max(largest, float(np.abs(relaxation.gain).max(initial=0)), 1.0)
    terms = int(np.abs(relaxation.limit).sum() + relaxation.upper.sum()) + relaxation.problem.n_wishes + 1
    return scale * 8 * highest * terms < _WIDTH


def certified(relaxation: Relaxation, scale: int, price: IntArray, share: FloatArray) -> Certificate:
    """The bound that prices >= 0 in units of 1/`scale` prove; they must be `safe`."""
    n = relaxation.n_meetings
    worth = relaxation.gain * scale - relaxation.matrix.T @ price
    wish_price = np.full(relaxation.problem.n_wishes, -(2**62))
    np.maximum.at(wish_price, relaxation.wish, worth[:n])
    wish_price[~relaxation.forced] = np.maximum(wish_price[~relaxation.forced], 0)
    wish_price[wish_price == -(2**62)] = 0
    short = worth[n:]
    total = int(price @ relaxation.limit) + int(wish_price.sum())
    total += int(relaxation.upper[n:] @ np.maximum(short, 0))
    loss = np.concatenate([wish_price[relaxation.wish] - worth[:n], -short])
    return Certificate(scale, total, loss, price, wish_price, share)
