"""Potentials of a residual graph, found by relaxing only what still changes.

Source: Bellman 1958, Ford 1956, Moore 1959, with the queue of changed nodes taken a whole round at a time: most rounds
touch a handful of nodes, so what counts is the number of arcs that change anything and not rounds times arcs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray


class Arcs(NamedTuple):
    """Arcs of a residual graph, one entry an arc: where from, where to, at what cost a unit."""

    tail: IntArray
    head: IntArray
    length: IntArray


def grouped(key: IntArray, n: int) -> tuple[IntArray, IntArray]:
    """(order, start): positions of `key` sorted by its values 0..n-1, stable; those of value i are
    `order[start[i]:start[i + 1]]`.

    A counting sort, about five times as fast as a comparison sort here.
    """
    count = len(key)
    here = np.arange(count)
    rows = coo_array((np.ones(count, dtype=np.int8), (key, here)), shape=(n, count)).tocsr()
    return rows.indices.astype(np.int64), rows.indptr.astype(np.int64)


def relaxed(n_nodes: int, arcs: Arcs, start: IntArray) -> IntArray:
    """The largest potentials not above `start` with potential[head] <= potential[tail] + length on every arc.

    Raises RuntimeError if there are none because the graph has a negative cycle.
    """
    potential = relaxed_within(n_nodes, arcs, start, n_nodes + 1, (n_nodes + 1) * len(arcs.tail))
    if potential is None:
        raise RuntimeError("the residual graph has a negative cycle: the flow is not optimal")
    return potential


def relaxed_within(n_nodes: int, arcs: Arcs, start: IntArray, rounds: int, looks: int) -> IntArray | None:
    """The same, or None if so many rounds, or looks at an arc, did not suffice.

    Without a negative cycle one round more than there are nodes suffices, looking at every arc in each.
    """
    potential = start.copy()
    if not len(arcs.tail):
        return potential
    order, first = grouped(arcs.tail, n_nodes)
    head, length = arcs.head[order], arcs.length[order]
    changed = _lower(potential, head, potential[arcs.tail[order]] + length)
    for _ in range(rounds):
        if not len(changed):
            return potential
        out = first[changed + 1] - first[changed]
        ends = np.cumsum(out)
        looks -= int(ends[-1])
        if looks < 0:
            return None
        arc = np.arange(int(ends[-1])) + np.repeat(first[changed] - ends + out, out)
        changed = _lower(potential, head[arc], np.repeat(potential[changed], out) + length[arc])
    return None if len(changed) else potential


def _lower(potential: IntArray, head: IntArray, reached: IntArray) -> IntArray:
    """Lower the potentials of the heads to what was reached; the nodes that changed, ascending."""
    better = reached < potential[head]
    head, reached = head[better], reached[better]
    np.minimum.at(potential, head, reached)
    if len(head) < len(potential) // 8:
        return np.unique(head)
    changed = np.zeros(len(potential), dtype=bool)
    changed[head] = True
    return np.flatnonzero(changed)
