"""A plan while it is being built: who is busy when, and moves that keep every rule.

Nothing here knows a goal. Every method leaves a timetable that breaks no availability, maximum, table limit or slot
pin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem

_LONGEST_CHAIN = 400


class Timetable:
    """Meetings placed so far.

    Slot sets are Python integers used as bit sets, so that "a slot free for both" is one operation whatever the number
    of slots.
    """

    def __init__(self, problem: MeetingProblem) -> None:
        self.problem = problem
        self.a: list[int] = problem.a.tolist()
        self.b: list[int] = problem.b.tolist()
        self.open: list[int] = bit_sets(problem)
        self.free = list(self.open)
        self.room: list[int] = problem.capacity.tolist()
        self.at: list[dict[int, int]] = [{} for _ in range(problem.n_parties)]
        self.slot_of: dict[int, int] = {}
        self.load = [0] * problem.n_slots
        self.limit = problem.n_parties if problem.tables is None else problem.tables
        self.unfilled = (1 << problem.n_slots) - 1 if self.limit > 0 else 0
        self.allowed = pinned_sets(problem)

    def may(self, wish: int) -> int:
        """Slots the wish's meeting may be in, whatever else is planned."""
        both = self.open[self.a[wish]] & self.open[self.b[wish]]
        return both & self.allowed.get(wish, -1)

    def has_room(self, wish: int) -> bool:
        return self.room[self.a[wish]] > 0 and self.room[self.b[wish]] > 0

    def place(self, wish: int, slot: int) -> None:
        for party in (self.a[wish], self.b[wish]):
            self.free[party] &= ~(1 << slot)
            self.room[party] -= 1
            self.at[party][slot] = wish
        self.slot_of[wish] = slot
        self.load[slot] += 1
        if self.load[slot] >= self.limit:
            self.unfilled &= ~(1 << slot)

    def remove(self, wish: int) -> None:
        slot = self.slot_of.pop(wish)
        for party in (self.a[wish], self.b[wish]):
            self.free[party] |= 1 << slot
            self.room[party] += 1
            del self.at[party][slot]
        self.load[slot] -= 1
        if self.load[slot] < self.limit:
            self.unfilled |= 1 << slot

    def try_place(self, wish: int, slot: int) -> bool:
        """Place the wish exactly there if every rule allows it."""
        bit = 1 << slot
        both = self.free[self.a[wish]] & self.free[self.b[wish]] & self.unfilled & self.may(wish)
        if wish in self.slot_of or not self.has_room(wish) or not both & bit:
            return False
        self.place(wish, slot)
        return True

    def place_all(self, wish: IntArray, slot: IntArray) -> bool:
        """`try_place` each wish at its slot, in this order; whether all were placed.

        Meetings that fit whatever becomes of the others are placed at once, the others one by one.
        """
        new = np.array([w not in self.slot_of for w in wish.tolist()], dtype=bool)
        wish, slot = wish[new], slot[new]
        disputed = self._disputed(wish, slot)
        self._place_at_once(wish[~disputed], slot[~disputed])
        rows = zip(wish[disputed].tolist(), slot[disputed].tolist(), strict=True)
        placed = [self.try_place(w, s) for w, s in rows]
        return bool(new.all()) and all(placed)

    def _disputed(self, wish: IntArray, slot: IntArray) -> BoolArray:
        """[meetings] True where a rule would be broken if all were placed, and for wishes pinned to a slot."""
        problem = self.problem
        a, b = problem.a[wish], problem.b[wish]
        used = np.zeros((problem.n_parties, problem.n_slots), dtype=np.int64)
        for party in (a, b):
            np.add.at(used, (party, slot), 1)
        clash = (used > 1) | ~matrix_of(self.free, problem.n_slots)
        full = used.sum(axis=1) > np.array(self.room, dtype=np.int64)
        crowded = np.bincount(slot, minlength=problem.n_slots) > self.limit - np.array(self.load, dtype=np.int64)
        twice = np.bincount(wish, minlength=problem.n_wishes) > 1
        disputed: BoolArray = twice[wish] | crowded[slot] | np.isin(wish, list(self.allowed))
        for party in (a, b):
            disputed |= full[party] | clash[party, slot]
        return disputed

    def _place_at_once(self, wish: IntArray, slot: IntArray) -> None:
        problem = self.problem
        ends = np.concatenate([problem.a[wish], problem.b[wish]])
        order = np.argsort(ends, kind="stable")
        count = np.bincount(ends, minlength=problem.n_parties)
        first = np.concatenate([[0], np.cumsum(count)]).tolist()
        met, when = np.tile(wish, 2)[order].tolist(), np.tile(slot, 2)[order].tolist()
        for party in np.flatnonzero(count).tolist():
            own = slice(first[party], first[party + 1])
            self.at[party].update(zip(when[own], met[own], strict=True))
        free = matrix_of(self.free, problem.n_slots)
        free[ends, np.tile(slot, 2)] = False
        self.free = bits_of(free)
        self.room = (np.array(self.room, dtype=np.int64) - count).tolist()
        self.slot_of.update(zip(wish.tolist(), slot.tolist(), strict=True))
        for s, more in enumerate(np.bincount(slot, minlength=problem.n_slots).tolist()):
            self.load[s] += more
            if self.load[s] >= self.limit:
                self.unfilled &= ~(1 << s)

    def insert(self, wish: int) -> bool:
        """Place the wish in a free slot, or make one free by moving others along a chain; False if neither works."""
        if not self.unfilled or wish in self.slot_of or not self.has_room(wish):
            return False
        a, b = self.a[wish], self.b[wish]
        allowed = self.may(wish)
        direct = self.free[a] & self.free[b] & allowed & self.unfilled
        if direct:
            self.place(wish, min(slots_in(direct), key=lambda slot: (self.load[slot], slot)))
            return True
        return self._insert_by_chain(wish, allowed)

    def _insert_by_chain(self, wish: int, allowed: int) -> bool:
        """Try every pair of a slot free for one end and a slot free for the other; keep the shortest chain that is
        legal.
        """
        best: list[int] | None = None
        best_pair = (0, 0)
        for near, far in ((self.a[wish], self.b[wish]), (self.b[wish], self.a[wish])):
            for slot in slots_in(self.free[near] & allowed & ~self.free[far]):
                for other in slots_in(self.free[far] & ~self.free[near]):
                    chain = self._chain(far, slot, other, near, _LONGEST_CHAIN if best is None else len(best))
                    if chain is not None and self._fits(chain, slot, other):
                        best, best_pair = chain, (slot, other)
        if best is None:
            return False
        self._flip(best, *best_pair)
        self.place(wish, best_pair[0])
        return True

    def _chain(self, start: int, slot: int, other: int, avoid: int, longest: int) -> list[int] | None:
        """Meetings on the path from `start` that alternates slot, other, slot, ...; None if too long, illegal or via
        `avoid`.
        """
        chain: list[int] = []
        party, here, there = start, slot, other
        while here in self.at[party]:
            wish = self.at[party][here]
            if len(chain) >= longest or not self.may(wish) >> there & 1:
                return None
            chain.append(wish)
            party = self.b[wish] if self.a[wish] == party else self.a[wish]
            if party == avoid:
                return None
            here, there = there, here
        return chain if self.open[party] >> here & 1 else None

    def _fits(self, chain: list[int], slot: int, other: int) -> bool:
        """Whether the tables suffice once the chain has moved and the new meeting sits in `slot`."""
        gain = len(chain) % 2
        return self.load[slot] - gain + 1 <= self.limit and self.load[other] + gain <= self.limit

    def _flip(self, chain: list[int], slot: int, other: int) -> None:
        old = [self.slot_of[wish] for wish in chain]
        for wish in chain:
            self.remove(wish)
        for wish, before in zip(chain, old, strict=True):
            self.place(wish, other if before == slot else slot)

    def insert_all(self, wishes: Iterable[int]) -> None:
        for wish in wishes:
            self.insert(wish)

    def snapshot(self) -> dict[int, int]:
        """{wish: slot} of all meetings, to come back to."""
        return dict(self.slot_of)

    def restore(self, snapshot: dict[int, int]) -> None:
        """Make the meetings exactly those of a snapshot."""
        for wish in [w for w, slot in self.slot_of.items() if snapshot.get(w) != slot]:
            self.remove(wish)
        for wish, slot in snapshot.items():
            if wish not in self.slot_of:
                self.place(wish, slot)

    def arrays(self) -> tuple[IntArray, IntArray]:
        """Wish and slot of every meeting, by wish."""
        return arrays_of(self.slot_of)


def arrays_of(slots: dict[int, int]) -> tuple[IntArray, IntArray]:
    """Wish and slot of every meeting of {wish: slot}, by wish."""
    wish = np.fromiter(slots, dtype=np.int64, count=len(slots))
    slot = np.fromiter(slots.values(), dtype=np.int64, count=len(slots))
    order = np.argsort(wish)
    return wish[order], slot[order]


def bit_sets(problem: MeetingProblem) -> list[int]:
    """[parties] slots a party is available in, as bit sets; none for a party that may have no meeting."""
    everything = (1 << problem.n_slots) - 1
    if problem.available is None:
        return [everything if most > 0 else 0 for most in problem.maximum.tolist()]
    return bits_of(problem.available & (problem.maximum > 0)[:, None])


def bits_of(matrix: BoolArray) -> list[int]:
    """The rows [sets, slots] as bit sets."""
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(matrix, axis=1, bitorder="little")]


def matrix_of(bits: list[int], n_slots: int) -> BoolArray:
    """[sets, slots] what is in each bit set."""
    width = -(-n_slots // 8)
    packed = np.frombuffer(b"".join(row.to_bytes(width, "little") for row in bits), dtype=np.uint8)
    return np.unpackbits(packed.reshape(len(bits), width), axis=1, count=n_slots, bitorder="little").astype(bool)


def pinned_sets(problem: MeetingProblem) -> dict[int, int]:
    """{wish: the slots its pins allow} for wishes pinned to a slot."""
    result: dict[int, int] = {}
    for pin in problem.pins:
        wish = problem.wish_of(pin.a, pin.b)
        if wish is not None and pin.slot is not None:
            result[wish] = result.get(wish, -1) & (1 << pin.slot)
    return result


def slots_in(bits: int) -> list[int]:
    """Positions of the set bits, ascending."""
    result = []
    while bits:
        low = bits & -bits
        result.append(low.bit_length() - 1)
        bits ^= low
    return result
