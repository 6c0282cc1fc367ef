"""Tables for a plan whose slots are fixed: whoever hosts stays at one table where the number of tables allows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem


def seat(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> IntArray:
    """[meetings] table numbers from 1, never two meetings at one table in one slot and never more tables than there
    are.

    Hosts, the busiest first, take the first table that is free in all their slots; meetings of hosts that find none
    are put at whatever tables are free in their slot, which always exist because no slot has more meetings than tables.
    """
    if not len(wish):
        return np.zeros(0, dtype=np.int64)
    crowd = int(np.bincount(slot).max())
    _, host = np.unique(hosts(problem, wish), return_inverse=True)
    n_hosts = int(host.max()) + 1
    tables = n_hosts if problem.tables is None else min(problem.tables, n_hosts)
    busy = np.zeros((n_hosts, problem.n_slots), dtype=bool)
    busy[host, slot] = True
    place, taken = _own_tables(busy, max(tables, crowd))
    table = place[host]
    for row in np.flatnonzero(table < 0).tolist():
        table[row] = int(taken[:, slot[row]].argmin())
        taken[table[row], slot[row]] = True
    return table + 1


def _own_tables(busy: BoolArray, tables: int) -> tuple[IntArray, BoolArray]:
    """([hosts] a table free in all slots a host is busy in, -1 where none is left, [tables, slots] what is taken then).

    Hosts busy in the same slots are served together: each takes a table of its own.
    """
    words = -(-busy.shape[1] // 64)
    padded = np.zeros((len(busy), 64 * words), dtype=bool)
    padded[:, : busy.shape[1]] = busy
    alike, group, size = np.unique(
        np.packbits(padded, axis=1).view(np.uint64), axis=0, return_inverse=True, return_counts=True
    )
    members = np.split(np.argsort(group.ravel(), kind="stable"), np.cumsum(size)[:-1])
    load = np.bitwise_count(alike).sum(axis=1, dtype=np.int64)
    place = np.full(len(busy), -1, dtype=np.int64)
    taken = np.zeros((words, tables), dtype=np.uint64)
    for number in np.argsort(-load, kind="stable").tolist():
        clash = taken[0] & alike[number, 0]
        for word in range(1, words):
            clash |= taken[word] & alike[number, word]
        free = np.flatnonzero(clash == 0)[: size[number]]
        place[members[number][: len(free)]] = free
        taken[:, free] |= alike[number][:, None]
    bits = np.unpackbits(np.ascontiguousarray(taken.T).view(np.uint8), axis=1, count=busy.shape[1])
    return place, bits.astype(bool)


def hosts(problem: MeetingProblem, wish: IntArray) -> IntArray:
    """[meetings] the party that keeps its table: the one of the side with fewer parties, else the one named first."""
    size = Counter(problem.sides)
    rank = np.array([size[side] for side in problem.sides], dtype=np.int64)
    a, b = problem.a[wish], problem.b[wish]
    return np.where(rank[a] <= rank[b], a, b)
