"""Other meetings of equal worth: partners change places where that ends repeats or mixes sectors.

Two meetings exchange partners (a-b, c-d become a-d, c-b), or one meeting gets another partner who has room. Musts and
the sum of scores stay what they are and nobody loses a meeting that counts for a minimum, so no goal of the contract
changes. The new meetings take the slots of the old ones or others that are free for both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spona_engine.meetings.comfort.figures import repeated, sector_numbers
from spona_engine.meetings.timetable import Timetable, slots_in

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

_ROUNDS = 5


class Exchanges:
    """A plan whose meetings are replaced by others of equal worth; the timetable is changed in place."""

    def __init__(self, problem: MeetingProblem, timetable: Timetable, held: set[int]) -> None:
        """`held`: wishes (indices) whose meetings stay."""
        self.problem, self.timetable = problem, timetable
        self.looks = 0
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

    def run(self, looks: int, watch: Watch) -> None:
        """Try to replace every repeat, then every meeting that shares its partner's sector with another, for a number
        of looks at exchanges.
        """
        self.looks = looks
        for _ in range(_ROUNDS):
            burdened = [(self._burden([w]), w) for w in sorted(self.timetable.slot_of) if w not in self.held]
            changed = False
            for burden, wish in sorted(burdened, key=lambda entry: (-entry[0][0], -entry[0][1], entry[1])):
                if self.looks <= 0 or watch.stopped():
                    return
                if any(burden) and wish in self.timetable.slot_of:
                    changed |= any(self._replace_by(wish, *ends) for ends in (self._ends(wish), self._ends(wish)[::-1]))
            if not changed:
                return

    def _replace_by(self, wish: int, a: int, b: int) -> bool:
        """Give `a` another partner than `b`, and `b` that partner's; the first exchange that gains is made."""
        timetable = self.timetable
        for other in self.wishes_of[a]:
            d = self._partner(other, a)
            if other in timetable.slot_of or not self.possible[other]:
                continue
            self.looks -= 1
            if self._replaceable(b, d, wish, other) and self._try([wish], [other]):
                return True
            for rival in list(timetable.at[d].values()):
                self.looks -= 1
                if rival in self.held:
                    continue
                fourth = self.problem.wish_of(self._partner(rival, d), b)
                if fourth is None or fourth in timetable.slot_of or not self.possible[fourth]:
                    continue
                if self._equal([wish, rival], [other, fourth]) and self._try([wish, rival], [other, fourth]):
                    return True
        return False

    def _partner(self, wish: int, party: int) -> int:
        a, b = self._ends(wish)
        return b if a == party else a

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

    def _try(self, before: list[int], after: list[int]) -> bool:
        """Make the exchange; undone unless it has fewer repeats, or as many and a better mix, and finds free slots."""
        old = self._replace(before, after)
        new = self._replace(after, before)
        if new >= old:
            return False
        slots = [self.timetable.slot_of[wish] for wish in before]
        for wish in before:
            self.timetable.remove(wish)
        if all(self._place(wish, slots) for wish in after):
            self._replace(before, after)
            return True
        for wish in after:
            if wish in self.timetable.slot_of:
                self.timetable.remove(wish)
        for wish, slot in zip(before, slots, strict=True):
            self.timetable.place(wish, slot)
        return False

    def _place(self, wish: int, slots: list[int]) -> bool:
        """Put a meeting in one of these slots or in any other that is free for both."""
        timetable = self.timetable
        a, b = self._ends(wish)
        free = timetable.free[a] & timetable.free[b] & timetable.unfilled & timetable.may(wish)
        return any(timetable.try_place(wish, slot) for slot in [*slots, *slots_in(free)])

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
