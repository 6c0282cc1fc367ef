"""Fewer walks between tables, the times as they are: one slot after another gets its best tables, the rest as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.comfort.figures import table_changes
from spona_engine.meetings.hosting import hosts

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem

_ROUNDS = 4
_MOST_CELLS = 4_000_000


def settle(problem: MeetingProblem, wish: IntArray, slot: IntArray, table: IntArray) -> IntArray:
    """[meetings] tables with at most as many changes as the given ones; no slot uses a table twice.

    A slot's meetings against the tables is an assignment problem: a table costs one for every neighbouring meeting of
    the host (before and after) that is elsewhere. Fairs whose assignments are too large keep what they have.
    """
    if not len(wish) or problem.n_slots * int(table.max()) ** 2 > _MOST_CELLS:
        return table
    best, fewest = table, int(table_changes(problem, wish, slot, table).sum())
    current = table.copy()
    before, after = _neighbours(problem, wish, slot)
    by_slot = [np.flatnonzero(slot == number) for number in np.unique(slot).tolist()]
    for _ in range(_ROUNDS):
        if not fewest:
            break
        for rows in by_slot:
            _assign(current, rows, before, after)
        found = int(table_changes(problem, wish, slot, current).sum())
        if found >= fewest:
            break
        best, fewest = current.copy(), found
    return best


def _neighbours(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> tuple[IntArray, IntArray]:
    """[meetings] the host's meeting before and after, -1 where there is none."""
    host = hosts(problem, wish)
    order = np.lexsort((slot, host))
    same = host[order[1:]] == host[order[:-1]]
    before, after = np.full(len(wish), -1), np.full(len(wish), -1)
    before[order[1:][same]] = order[:-1][same]
    after[order[:-1][same]] = order[1:][same]
    return before, after


def _assign(table: IntArray, rows: IntArray, before: IntArray, after: IntArray) -> None:
    """Give the meetings of one slot the tables that fit their hosts' neighbouring meetings best. In place.

    Half a change less counts for the table a meeting has, so that nothing moves without a gain.
    """
    from scipy.optimize import linear_sum_assignment

    cost = np.zeros((len(rows), int(table.max())))
    for neighbour in (before[rows], after[rows]):
        has = np.flatnonzero(neighbour >= 0)
        cost[has, table[neighbour[has]] - 1] -= 1
    cost[np.arange(len(rows)), table[rows] - 1] -= 1 / (2 * len(rows))
    table[rows] = linear_sum_assignment(cost)[1] + 1
