"""A fair with odd cycles where everybody is there all the time: first the choice, then its slots.

What holds for two sides by König is nearly true here: a choice of at most T - 1 meetings a party always fits T slots
(Vizing 1964), one of T meetings nearly always. Where all of it found a slot, and it is worth the bound of the odd sets,
the plan is optimal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.fans import colour_by_fans
from spona_engine.meetings.odd_sets import choose
from spona_engine.meetings.relaxation import Settled
from spona_engine.meetings.search import fill
from spona_engine.meetings.selection import pinned_wishes
from spona_engine.meetings.timetable import Timetable
from spona_engine.meetings.value import Bounds

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.selection import Selection
    from spona_engine.meetings.value import Value
    from spona_engine.watch import Watch

_MOST_WISHES = 40_000


@dataclass(frozen=True)
class Found:
    """`slots` {wish: slot} of a legal plan, None if none was found; `bounds` hold for plans that reach the first two of
    them.
    """

    slots: dict[int, int] | None
    bounds: Bounds

    def tightened(self, bounds: Bounds, value: Value) -> Bounds:
        """The tighter of these and other bounds around a plan of this value."""
        if (value.shortfall, value.must) != (self.bounds.shortfall, self.bounds.must):
            return bounds
        return Bounds(value.shortfall, value.must, min(self.bounds.score, bounds.score))


def choose_then_place(problem: MeetingProblem, best: Selection, seed: int, watch: Watch) -> Found | None:
    """A plan from the best choice, without availability and slot pins; None where the odd sets say nothing.

    `best` is the selection without slots, whose shortfall and musts are taken as what can be had.
    """
    if problem.n_wishes > _MOST_WISHES or not problem.n_slots:
        return None
    settled = Settled(ceil(best.shortfall), min(floor(best.must), int(problem.must.sum())))
    choice = choose(problem, settled, watch.within(0.5))
    if choice is None:
        return None
    slots = None if choice.wishes is None else _placed(problem, choice.wishes, seed)
    return Found(slots, Bounds(settled.shortfall or 0, settled.must or 0, choice.bound))


def _placed(problem: MeetingProblem, wishes: IntArray, seed: int) -> dict[int, int] | None:
    """Slots for the choice and for what still fits; None if a pinned pair found none."""
    found = colour_by_fans(problem.a[wishes], problem.b[wishes], problem.n_slots, problem.tables, seed)
    met = found >= 0
    if not np.isin(pinned_wishes(problem), wishes[met]).all():
        return None
    timetable = Timetable(problem)
    timetable.place_all(wishes[met], found[met])
    fill(timetable)
    return timetable.snapshot()
