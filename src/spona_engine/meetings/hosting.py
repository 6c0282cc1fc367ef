"""Tables for a plan whose slots are fixed: whoever hosts stays at one table where the number of tables allows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem


def seat(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> IntArray:
    """[meetings] table numbers from 1, never two meetings at one table in one slot and never more tables than there
    are.

    Hosts, the busiest first, take the first table that is free in all their slots; meetings of hosts that find none
    are put at whatever tables are free in their slot, which always exist because no slot has more meetings than tables.
    """
    if not len(wish):
        return np.zeros(0, dtype=np.int64)
    tables = int(np.bincount(slot).max()) if problem.tables is None else problem.tables
    host = hosts(problem, wish)
    by_host = np.argsort(host, kind="stable")
    names, first = np.unique(host[by_host], return_index=True)
    groups = np.split(by_host, first[1:])
    if problem.tables is None:
        tables = max(tables, len(names))
    tables = min(tables, max(len(names), int(np.bincount(slot).max())))
    taken = np.zeros((problem.n_slots, tables), dtype=bool)
    table = np.zeros(len(wish), dtype=np.int64)
    for group in sorted(groups, key=lambda rows: (-len(rows), int(host[rows[0]]))):
        free = np.atleast_1d(~taken[slot[group]].any(axis=0))
        place = int(free.argmax())
        if free[place]:
            table[group] = place + 1
            taken[slot[group], place] = True
    for row in np.flatnonzero(table == 0).tolist():
        place = int(taken[slot[row]].argmin())
        table[row] = place + 1
        taken[slot[row], place] = True
    return table


def hosts(problem: MeetingProblem, wish: IntArray) -> IntArray:
    """[meetings] the party that keeps its table: the one of the side with fewer parties, else the one named first."""
    size = Counter(problem.sides)
    rank = np.array([size[side] for side in problem.sides], dtype=np.int64)
    a, b = problem.a[wish], problem.b[wish]
    return np.where(rank[a] <= rank[b], a, b)
