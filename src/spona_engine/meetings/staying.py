"""Re-plans that touch as few old meetings as can be: one is touched if its pair no longer meets in its slot.

Order of goals: shortfall, musts, fewest touched, score; with a number of `moves` allowed: at most so many touched (or
as few as pins and limits leave possible), then shortfall, musts, score, and among equal plans the fewest touched.

Where every old meeting can stay, only additions are open: few variables, whatever the size of the fair. If they reach
the relaxation's shortfall and musts nothing better exists. Else a fair of human size is asked as a whole. Both by
CP-SAT: goals that count additions weighted into one, then the score, each fixed at its optimum before the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.meetings.clauses import run
from spona_engine.meetings.selection import degrees
from spona_engine.meetings.timetable import Timetable, arrays_of, matrix_of, slots_in
from spona_engine.meetings.value import value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.selection import Selection
    from spona_engine.watch import Watch

_MOST_VARIABLES = 6_000
_EFFORT = 4.0


@dataclass(frozen=True)
class Stay:
    """What a re-plan starts from: `old` {wish: slot} as far as the problem still allows each, `moves` allowed or None
    for as few as the minimums and musts leave.
    """

    problem: MeetingProblem
    old: dict[int, int]
    moves: int | None
    seed: int
    watch: Watch


@dataclass(frozen=True)
class Stayed:
    """A re-plan {wish: slot}; `proven`: no other is better in the order of the goals."""

    slots: dict[int, int]
    proven: bool = True


def staying(stay: Stay, best: Selection) -> Stayed | None:
    """The proven best re-plan, or None if it is too large a question or stays open within the effort.

    With `moves` and a question too large: the best plan that touches none, if there is one; that is not proven.

    `best` is the relaxation of the problem without the old plan.
    """
    held = _all_old(stay)
    if held is not None:
        found = _best_with(stay, held)
        if found is not None:
            value = value_of(stay.problem, found)
            served = best.shortfall == value.shortfall and best.must == value.must
            if stay.moves == 0 or (stay.moves is None and served):
                return Stayed(found)
            whole = _best_with(stay, Timetable(stay.problem))
            if whole is None and stay.moves is not None:
                return Stayed(found, proven=False)
            return None if whole is None else Stayed(whole)
    whole = _best_with(stay, Timetable(stay.problem))
    return None if whole is None else Stayed(whole)


def _all_old(stay: Stay) -> Timetable | None:
    """Pins bound to a slot, and all old meetings where they were that can stay beside them.

    An old meeting in the way of such a pin is touched in every plan. Where a pin leaves a party no room for all its old
    meetings, these are left out, to be chosen from. None if tables are in the way: which meeting gives way is then a
    question to the whole fair.
    """
    problem = stay.problem
    timetable = Timetable(problem)
    pinned = _pinned(problem)
    for bound, allowed in timetable.allowed.items():
        slots = slots_in(allowed & ((1 << problem.n_slots) - 1))
        if len(slots) != 1 or not timetable.try_place(bound, slots[0]):
            return None
    wish, slot = _beside(timetable, stay.old)
    to_come = np.array(sorted(pinned - timetable.slot_of.keys()), dtype=np.int64)
    full = degrees(problem, np.union1d(wish, to_come)) > np.array(timetable.room, dtype=np.int64)
    stays = ~(full[problem.a[wish]] | full[problem.b[wish]])
    return timetable if timetable.place_all(wish[stays], slot[stays]) else None


def _beside(timetable: Timetable, old: dict[int, int]) -> tuple[IntArray, IntArray]:
    """([meetings] wish, [meetings] slot) of the old meetings whose two parties are still free then."""
    problem = timetable.problem
    wish, slot = arrays_of({wish: slot for wish, slot in old.items() if wish not in timetable.slot_of})
    free = matrix_of(timetable.free, problem.n_slots)
    both = free[problem.a[wish], slot] & free[problem.b[wish], slot]
    return wish[both], slot[both]


def _best_with(stay: Stay, held: Timetable) -> dict[int, int] | None:
    """The best plan that contains the held meetings as they are; None if that is too large, impossible or open."""
    open_ = _openings(held)
    if open_ is None:
        return None
    if not open_:
        return held.snapshot() if _pinned(held.problem) <= held.slot_of.keys() else None
    model = _Model(stay, held, open_)
    return model.solve()


def _openings(held: Timetable) -> dict[int, list[int]] | None:
    """{wish: slots} of what could be added to the held meetings, one wish at a time; None if that is too much to ask
    about.
    """
    problem = held.problem
    room = np.array(held.room, dtype=np.int64) > 0
    possible = ~problem.banned & problem.share_slot & room[problem.a] & room[problem.b]
    found: dict[int, list[int]] = {}
    count = 0
    for wish in np.flatnonzero(possible).tolist():
        slots = held.free[held.a[wish]] & held.free[held.b[wish]] & held.may(wish) & held.unfilled
        if slots and wish not in held.slot_of:
            found[wish] = slots_in(slots)
            count += len(found[wish])
            if count > _MOST_VARIABLES:
                return None
    return found


def _pinned(problem: MeetingProblem) -> set[int]:
    return {wish for pin in problem.pins if (wish := problem.wish_of(pin.a, pin.b)) is not None}


class _Model:
    """Additions to held meetings as 0-1 variables, one for a wish in a slot."""

    def __init__(self, stay: Stay, held: Timetable, open_: dict[int, list[int]]) -> None:
        from ortools.sat.python import cp_model

        self.stay = stay
        self.held = held
        self.model = cp_model.CpModel()
        self.x = {(w, s): self.model.new_bool_var("") for w, slots in open_.items() for s in slots}
        self._limit()

    def _limit(self) -> None:
        problem, held = self.stay.problem, self.held
        by_wish: dict[int, list[Any]] = {}
        by_party: dict[int, list[Any]] = {}
        by_cell: dict[tuple[int, int], list[Any]] = {}
        by_slot: dict[int, list[Any]] = {}
        for (wish, slot), variable in self.x.items():
            by_wish.setdefault(wish, []).append(variable)
            by_slot.setdefault(slot, []).append(variable)
            for party in (held.a[wish], held.b[wish]):
                by_party.setdefault(party, []).append(variable)
                by_cell.setdefault((party, slot), []).append(variable)
        pinned = _pinned(problem)
        for wish, variables in by_wish.items():
            self.model.add(sum(variables) == 1) if wish in pinned else self.model.add_at_most_one(variables)
        if not pinned <= by_wish.keys() | held.slot_of.keys():
            self.model.add_bool_or([])
        for variables in by_cell.values():
            self.model.add_at_most_one(variables)
        for party, variables in by_party.items():
            self.model.add(sum(variables) <= held.room[party])
        for slot, variables in by_slot.items():
            self.model.add(sum(variables) <= held.limit - held.load[slot])
        self.missing = [self._missing(party, variables) for party, variables in by_party.items()]

    def _missing(self, party: int, variables: list[Any]) -> Any:
        """How far the party stays below its minimum."""
        least = int(self.stay.problem.minimum[party]) - len(self.held.at[party])
        if least <= 0:
            return 0
        missing = self.model.new_int_var(0, least, "")
        self.model.add(missing + sum(variables) >= least)
        return missing

    def solve(self) -> dict[int, int] | None:
        """{wish: slot} with the held ones; None unless every goal was settled."""
        problem, stay = self.stay.problem, self.stay
        short = -sum(self.missing)
        must = sum(variable for (wish, _), variable in self.x.items() if problem.must[wish])
        stays = sum(variable for (wish, slot), variable in self.x.items() if stay.old.get(wish) == slot)
        score = sum(int(problem.score[wish]) * variable for (wish, _), variable in self.x.items())
        tiers: list[tuple[list[Any], int | None]]
        if stay.moves is None:
            tiers = [([short, must, stays], None), ([score], None)]
        else:
            enough = len(stay.old) - len(stay.old.keys() & self.held.slot_of.keys()) - stay.moves
            tiers = [([stays], enough), ([short, must], None), ([score], None), ([stays], None)]
        found: dict[int, int] | None = None
        for tier, enough_of_it in tiers:
            goals = [goal for goal in tier if not isinstance(goal, int)]
            if goals:
                found = self._best(goals, enough_of_it, found)
                if found is None:
                    return None
        return None if found is None else self.held.snapshot() | found

    def _best(self, goals: list[Any], enough: int | None, hint: dict[int, int] | None) -> dict[int, int] | None:
        """Additions that reach the most of the goals in their order, each of which is then fixed (no more than `enough`
        of it, if given).

        Several goals at once are counts of additions, so that a unit of one outweighs all that later ones can reach.
        """
        from ortools.sat.python import cp_model

        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (wish, slot), variable in self.x.items():
            self.model.add_hint(variable, hint is not None and hint.get(wish) == slot)
        base = len(self.x) + 1
        self.model.maximize(sum(base**place * goal for place, goal in enumerate(reversed(goals))))
        status, solver = run(self.model, self.stay.seed, _EFFORT, self.stay.watch)
        if status != cp_model.OPTIMAL:
            return None
        for goal in goals:
            reached = int(solver.value(goal))
            self.model.add(goal >= (reached if enough is None else min(reached, enough)))
        return {wish: slot for (wish, slot), variable in self.x.items() if solver.value(variable)}
