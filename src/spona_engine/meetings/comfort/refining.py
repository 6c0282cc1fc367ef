"""The last stage of a plan: the same worth, more pleasant days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings import costs
from spona_engine.meetings.comfort.exchanges import Exchanges
from spona_engine.meetings.comfort.figures import Rhythm, busy_slots, repeated, same_sector
from spona_engine.meetings.comfort.proof import MOST_VARIABLES, ComfortModel, size_of
from spona_engine.meetings.comfort.swaps import Swaps
from spona_engine.meetings.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Collection

    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

SHARE, SHARE_UNASKED = 0.1, 0.02
"""Part of the time limit that comfort may take where a fair asks for it and where not, in steps of agreed price."""
LOOKS_PER_SECOND = 150_000
"""Looks at exchanges of partners that one second of this time buys: a third of it goes there."""
UNASKED_UP_TO = 5_000
"""Meetings up to which a fair that asks for no comfort gets it all the same."""


@dataclass(frozen=True, eq=False)
class Refined:
    """Wish and slot of every meeting, by wish; `proven`: no plan of this worth is more comfortable but for tables."""

    wish: IntArray
    slot: IntArray
    proven: bool = False


def share_of(problem: MeetingProblem) -> float:
    """The part of the time limit that is kept for comfort."""
    return SHARE if problem.comfort is not None else SHARE_UNASKED


def preferred(problem: MeetingProblem) -> MeetingProblem:
    """The problem in which a pair that met before is worth a little less: too little to outweigh any score."""
    again = repeated(problem)
    if not again.any() or not problem.score.any():
        return problem
    return replace(problem, score=np.maximum(problem.score * (int(again.sum()) + 1) - again, 0))


def refine(
    problem: MeetingProblem, wish: IntArray, slot: IntArray, kept: Collection[int], seed: int, watch: Watch
) -> Refined:
    """A plan of at least the same shortfall, musts and score whose comfort is no worse, goal by goal.

    `kept` are wishes of an earlier plan: their meetings stay as they are, and nothing is proven then. Nothing is begun
    that would not end in time.
    """
    unasked = problem.comfort is None and len(wish) > UNASKED_UP_TO
    if not len(wish) or unasked or not watch.affords(costs.to_refine(problem)):
        return Refined(wish, slot, proven=not len(wish))
    seconds = share_of(problem) * watch.time_limit
    if repeated(problem)[wish].any() or same_sector(problem, wish):
        wish, slot = _exchange(problem, wish, slot, set(kept), int(seconds * LOOKS_PER_SECOND), watch)
    swaps = Swaps(problem, wish, slot, np.isin(wish, list(kept)))
    swaps.run(seconds, seed, watch)
    found = Refined(wish, swaps.slot)
    if kept or size_of(problem) > MOST_VARIABLES:
        return found
    if _burden(problem, found) == (0, 0, 0):
        return replace(found, proven=True)
    plan = dict(zip(wish.tolist(), swaps.slot.tolist(), strict=True))
    better, proven = ComfortModel(problem, plan).improve(seconds, seed, watch)
    rows = np.array(sorted(better.items()), dtype=np.int64).reshape(-1, 2)
    other = Refined(rows[:, 0].copy(), rows[:, 1].copy(), proven)
    return other if _burden(problem, other) <= _burden(problem, found) else found


def _exchange(
    problem: MeetingProblem, wish: IntArray, slot: IntArray, kept: set[int], steps: int, watch: Watch
) -> tuple[IntArray, IntArray]:
    timetable = Timetable(problem)
    for w, s in zip(wish.tolist(), slot.tolist(), strict=True):
        timetable.place(w, s)
    Exchanges(problem, timetable, kept).run(steps, watch)
    return timetable.arrays()


def _burden(problem: MeetingProblem, plan: Refined) -> tuple[int, int, int]:
    costs = Rhythm(problem).costs(busy_slots(problem, plan.wish, plan.slot), problem.open_slots)
    return int(repeated(problem)[plan.wish].sum()), same_sector(problem, plan.wish), int(costs.sum())
