"""Packages that people would reach for, each asked only what it was made for.

They are not installed with Spona (`requirements-bench.lock` names them); where one is missing, importing it raises
ModuleNotFoundError, which the benchmark reports.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.peers.linear import DoesNotFit
from spona_engine.peers.meetings import MeetingAnswer

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem

_FIRST = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001 - the package compares times without zones
_MINUTES = 20


def conference_scheduler(problem: MeetingProblem) -> MeetingAnswer:
    """`conference-scheduler` 3: every wish is an event, every table in every slot a place for one event.

    It schedules all events or none and knows neither scores nor maximums. Raises DoesNotFit where that would not do.
    """
    if problem.tables is None:
        raise DoesNotFit("it needs a number of tables")
    wished = np.bincount(np.concatenate([problem.a, problem.b]), minlength=problem.n_parties)
    if (problem.capacity < wished).any() or problem.n_wishes > problem.n_slots * problem.tables:
        raise DoesNotFit("it schedules every wish or none")
    from conference_scheduler import scheduler
    from conference_scheduler.resources import Event, Slot

    places = [(slot, table) for slot in range(problem.n_slots) for table in range(problem.tables)]
    slots = [
        Slot(f"table {table}", _FIRST + timedelta(minutes=_MINUTES * slot), _MINUTES, 0, f"slot {slot}")
        for slot, table in places
    ]
    events = [Event(str(wish), _MINUTES, 0) for wish in range(problem.n_wishes)]
    usable = problem.open_slots[problem.a] & problem.open_slots[problem.b]
    for wish, event in enumerate(events):
        here = {int(problem.a[wish]), int(problem.b[wish])}
        clashing = [
            events[other]
            for other in range(problem.n_wishes)
            if other != wish and here & {int(problem.a[other]), int(problem.b[other])}
        ]
        closed = [place for place, (slot, _) in zip(slots, places, strict=True) if not usable[wish, slot]]
        event.add_unavailability(*clashing, *closed)
    try:
        found = scheduler.solution(events, slots)
    except ValueError:  # its word for "no valid solution"
        return MeetingAnswer("infeasible", {})
    return MeetingAnswer("feasible", {int(event): places[place][0] for event, place in found})
