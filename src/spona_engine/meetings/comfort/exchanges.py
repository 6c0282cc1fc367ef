"""Other meetings of equal worth: partners change places where that ends repeats or mixes sectors.

Two meetings in one slot exchange partners (a-b, c-d become a-d, c-b), or one meeting gets another partner who is free
then. Musts and the sum of scores stay what they are, nobody gains or loses a meeting that counts for a minimum, so no
goal of the contract changes. Neither does anybody's day in the first kind; the second is only done where both partners'
numbers of meetings stay within their limits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spona_engine.meetings.comfort.figures import repeated, sector_numbers
from spona_engine.meetings.timetable import Timetable

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

_ROUNDS = 5


class Exchanges:
    """A plan whose meetings are replaced by others of equal worth; the timetable is changed in place."""

    def __init__(self, problem: MeetingProblem, timetable: Timetable, held: set[int]) -> None:
        """`held`: wishes (indices) whose meetings stay."""
        self.problem, self.timetable = problem, timetable
        pinned = {problem.wish_of(pin.a, pin.b) for pin in problem.pins}
        self.held = held | {wish for wish in pinned if wish is not None}
        self.repeats: list[bool] = repeated(problem).tolist()
        self.sector: list[int] = sector_numbers(problem).tolist()
        self.worth = list(zip(problem.must.tolist(), problem.score.tolist(), strict=True))
        self.minimum: list[int] = problem.minimum.tolist()
        self.possible: list[bool] = (~problem.banned).tolist()
        self.kinds: list[defaultdict[int, int]] = [defaultdict(int) for _ in range(problem.n_parties)]
        for wish in timetable.slot_of:
            self._count(wish, 1)
        self.wishes_of: list[list[int]] = [[] for _ in range(problem.n_parties)]
        for wish, (a, b) in enumerate(zip(timetable.a, timetable.b, strict=True)):
            self.wishes_of[a].append(wish)
            self.wishes_of[b].append(wish)

    def run(self, steps: int, watch: Watch) -> None:
        """Look at every meeting that is a repeat or shares its partner's sector with another, for a number of looks."""
        for _ in range(_ROUNDS):
            changed = False
            for wish in sorted(self.timetable.slot_of):
                if steps <= 0 or watch.stopped():
                    return
                if wish in self.timetable.slot_of and wish not in self.held and any(self._burden([wish])):
                    looked, done = self._better(wish)
                    steps -= looked
                    changed |= done
            if not changed:
                return

    def _better(self, wish: int) -> tuple[int, bool]:
        """(looks taken, whether the meeting was replaced): the first exchange that gains is made."""
        slot = self.timetable.slot_of[wish]
        looks = 0
        for a, b in (self._ends(wish), self._ends(wish)[::-1]):
            for other in self.wishes_of[a]:
                looks += 1
                d = self.timetable.b[other] if self.timetable.a[other] == a else self.timetable.a[other]
                if d == b or other in self.timetable.slot_of or not self.possible[other]:
                    continue
                if not self.timetable.may(other) >> slot & 1:
                    continue
                rival = self.timetable.at[d].get(slot)
                if rival is None:
                    if self._replaceable(b, d, wish, other) and self._try([wish], [other], slot):
                        return looks, True
                    continue
                c = self.timetable.b[rival] if self.timetable.a[rival] == d else self.timetable.a[rival]
                fourth = self.problem.wish_of(c, b)
                if rival in self.held or fourth is None or fourth in self.timetable.slot_of:
                    continue
                legal = self.possible[fourth] and self.timetable.may(fourth) >> slot & 1
                if (
                    legal
                    and self._equal([wish, rival], [other, fourth])
                    and self._try([wish, rival], [other, fourth], slot)
                ):
                    return looks, True
        return looks, False

    def _ends(self, wish: int) -> tuple[int, int]:
        return self.timetable.a[wish], self.timetable.b[wish]

    def _replaceable(self, old: int, new: int, wish: int, other: int) -> bool:
        """Whether `old` can spare the meeting and `new` has room for one that fills no minimum either."""
        there = len(self.timetable.at[old])
        return there > self.minimum[old] and self.timetable.room[new] > 0 and self._equal([wish], [other])

    def _equal(self, before: list[int], after: list[int]) -> bool:
        return all(
            sum(self.worth[w][goal] for w in before) == sum(self.worth[w][goal] for w in after) for goal in (0, 1)
        )

    def _try(self, before: list[int], after: list[int], slot: int) -> bool:
        """Make the exchange; undone unless it has fewer repeats, or as many and a better mix."""
        old = self._replace(before, after)
        new = self._replace(after, before)
        if new >= old:
            return False
        self._replace(before, after)
        for wish in before:
            self.timetable.remove(wish)
        for wish in after:
            self.timetable.place(wish, slot)
        return True

    def _replace(self, before: list[int], after: list[int]) -> tuple[int, int]:
        """Count one set of meetings for another; returns (repeats, pairs of one sector) they had together before."""
        burden = self._burden(before)
        for wish in before:
            self._count(wish, -1)
        for wish in after:
            self._count(wish, 1)
        return burden

    def _burden(self, wishes: list[int]) -> tuple[int, int]:
        """(repeats, pairs of one sector) that would go with these meetings, all others staying."""
        mixed = 0
        for wish in wishes:
            mixed += self._count(wish, -1)
        for wish in wishes:
            self._count(wish, 1)
        return sum(self.repeats[wish] for wish in wishes), mixed

    def _count(self, wish: int, sign: int) -> int:
        """Add or take away a meeting; returns the pairs of one sector that it makes with those that are there."""
        pairs = 0
        a, b = self._ends(wish)
        for party, partner in ((a, b), (b, a)):
            sector = self.sector[partner]
            if sector >= 0:
                here = self.kinds[party][sector]
                pairs += here if sign > 0 else here - 1
                self.kinds[party][sector] = here + sign
        return pairs
