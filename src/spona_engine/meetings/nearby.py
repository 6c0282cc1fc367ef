"""The nearest legal plan after one decision: a pair meets after all, or does not.

A plan is taken as it is; as few meetings as possible give way, the least missed first, and whoever lost one gets the
best that fits. What comes out is a plan, not a proof: how good any plan could be is what `explaining` reads off the
relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.timetable import Timetable
from spona_engine.meetings.value import Value, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem

_WAYS_TRIED = 60
_WAYS_KEPT = 5
_REFILLED = 60
_TRIES = 600
_WAYS_SERVED = 8


@dataclass(frozen=True)
class Nearby:
    """A plan as {wish: slot}, and what it is worth."""

    slots: dict[int, int]
    value: Value


class Neighbourhood:
    """A plan from which single decisions are tried; every try leaves it as it was."""

    def __init__(self, problem: MeetingProblem, wish: IntArray, slot: IntArray) -> None:
        """Meetings that break a rule (edits by hand) are left out of the plan."""
        self.problem = problem
        self.timetable = Timetable(problem)
        for w, s in zip(wish.tolist(), slot.tolist(), strict=True):
            if not problem.banned[w]:
                self.timetable.try_place(w, s)
        self.before = self.timetable.snapshot()
        self.score: list[int] = problem.score.tolist()
        self.must: list[bool] = problem.must.tolist()
        self.minimum: list[int] = problem.minimum.tolist()
        self.pinned = {w for pin in problem.pins if (w := problem.wish_of(pin.a, pin.b)) is not None}

    def with_meeting(self, wish: int) -> Nearby | None:
        """The best of the nearest plans in which the wish is met; None if none was found."""
        found: list[Nearby] = []
        for given_up in self._ways(wish)[:_WAYS_TRIED]:
            for other in given_up:
                self.timetable.remove(other)
            if self.timetable.insert(wish):
                self._refill([wish, *given_up], fixed={wish})
                found.append(self._taken())
            self.timetable.restore(self.before)
            if len(found) == _WAYS_KEPT:
                break
        return max(found, key=self._preference, default=None)

    def without_meeting(self, wish: int) -> Nearby:
        """The nearest plan in which the wish is not met."""
        if wish in self.timetable.slot_of:
            self.timetable.remove(wish)
        self._refill([wish], fixed={wish})
        found = self._taken()
        self.timetable.restore(self.before)
        return found

    def serving_minimums(self, parties: Iterable[int] | None = None, tries: int = _TRIES) -> Nearby:
        """A plan with as few missing meetings as single exchanges reach; others lose meetings beyond their minimum.

        Only wishes of `parties` (default: all) are looked at, and so many ways to meet one.
        """
        lacking = {party: least - len(self.timetable.at[party]) for party, least in enumerate(self.minimum)}
        wanted = self._wishes_of({party for party in lacking if lacking[party] > 0})
        if parties is not None:
            named = set(parties)
            wanted = [w for w in wanted if self.timetable.a[w] in named or self.timetable.b[w] in named]
        for wish in wanted:
            if tries <= 0:
                break
            if wish not in self.timetable.slot_of and self._short_ends(wish):
                tries -= 1
                if not self.timetable.insert(wish):
                    tries -= self._insert_for(wish, tries)
        found = self._taken()
        self.timetable.restore(self.before)
        return found

    def _insert_for(self, wish: int, tries: int) -> int:
        """Meet the wish in the place of a meeting of its partner that nobody needs for a minimum; returns the tries."""
        short = self._short_ends(wish)
        ends = {self.timetable.a[wish], self.timetable.b[wish]}
        for number, given_up in enumerate(self._ways(wish)[: min(_WAYS_SERVED, tries)]):
            if self._loss(given_up, ends - set(short))[0]:
                continue
            places = [(other, self.timetable.slot_of[other]) for other in given_up]
            for other in given_up:
                self.timetable.remove(other)
            if self.timetable.insert(wish):
                return number + 1
            for other, slot in places:
                self.timetable.place(other, slot)
        return _WAYS_SERVED

    def _short_ends(self, wish: int) -> list[int]:
        ends = (self.timetable.a[wish], self.timetable.b[wish])
        return [party for party in ends if len(self.timetable.at[party]) < self.minimum[party]]

    def _taken(self) -> Nearby:
        slots = self.timetable.snapshot()
        return Nearby(slots, value_of(self.problem, sorted(slots)))

    def _preference(self, plan: Nearby) -> tuple[Value, int]:
        return plan.value, sum(self.before.get(w) == s for w, s in plan.slots.items())

    def _ways(self, wish: int) -> list[tuple[int, ...]]:
        """Sets of meetings that might give way, the cheapest first: at most one of either party and one for a table."""
        a, b = self.timetable.a[wish], self.timetable.b[wish]
        choices = [[(), *((m,) for m in self._free_to_go(self.timetable.at[party].values()))] for party in (a, b)]
        seats: list[tuple[int, ...]] = [()]
        if not self.timetable.unfilled:
            seats += [(m,) for m in self._cheapest_of_slots()]
        ways = {tuple(sorted({*one, *two, *seat})) for one, two, seat in product(*choices, seats)}
        needs = [party for party in (a, b) if self.timetable.room[party] <= 0]
        possible = [way for way in ways if all(any(self._touches(m, party) for m in way) for party in needs)]
        return sorted(possible, key=lambda way: (self._loss(way, {a, b}), way))

    def _touches(self, wish: int, party: int) -> bool:
        return party in {self.timetable.a[wish], self.timetable.b[wish]}

    def _free_to_go(self, wishes: Iterable[int]) -> list[int]:
        return [w for w in wishes if w not in self.pinned]

    def _cheapest_of_slots(self) -> list[int]:
        cheapest: dict[int, int] = {}
        for w in self._free_to_go(self.timetable.slot_of):
            slot = self.timetable.slot_of[w]
            if slot not in cheapest or self._loss((w,), set()) < self._loss((cheapest[slot],), set()):
                cheapest[slot] = w
        return list(cheapest.values())

    def _loss(self, way: tuple[int, ...], spared: set[int]) -> tuple[int, int, int, int]:
        """(minimums missed by others, musts, score, meetings) that go with these meetings."""
        ends = [party for w in way for party in (self.timetable.a[w], self.timetable.b[w]) if party not in spared]
        missed = sum(len(self.timetable.at[party]) <= self.minimum[party] for party in ends)
        return missed, sum(self.must[w] for w in way), sum(self.score[w] for w in way), len(way)

    def _refill(self, changed: list[int], fixed: set[int]) -> None:
        """Give the parties of these wishes the best meetings that fit now, minimums first."""
        parties = {party for w in changed for party in (self.timetable.a[w], self.timetable.b[w])}
        open_ = [w for w in self._wishes_of(parties) if w not in fixed and self.timetable.has_room(w)]
        for w in open_[:_REFILLED]:
            self.timetable.insert(w)

    def _wishes_of(self, parties: set[int]) -> list[int]:
        """Allowed wishes of these parties, those that fill minimums first, then by worth."""
        touched = np.isin(self.problem.a, list(parties)) | np.isin(self.problem.b, list(parties))
        wanted: list[int] = np.flatnonzero(touched & ~self.problem.banned).tolist()
        return sorted(wanted, key=self._urgency)

    def _urgency(self, wish: int) -> tuple[int, bool, int, int]:
        return -len(self._short_ends(wish)), not self.must[wish], -self.score[wish], wish
