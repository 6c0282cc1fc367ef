"""The cuts of a cut tree: for any two vertices one of them is a least cut between the two (Gomory and Hu 1961).

Gusfield 1990: one maximum flow a vertex, always in the whole graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray, IntArray

_UNIT = 1_000_000


def tree_cuts(n: int, a: IntArray, b: IntArray, weight: FloatArray) -> list[BoolArray]:
    """One side ([vertices]) of each of the n - 1 cuts of a tree; `a`, `b`, `weight` [edges], weights of about 1, taken
    to six digits.
    """
    capacity = np.rint(np.maximum(weight, 0.0) * _UNIT).astype(np.int32)
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    graph = csr_array(coo_array((np.tile(capacity, 2), ends), shape=(n, n)))
    graph.sum_duplicates()
    parent = np.zeros(n, dtype=np.int64)
    cuts = []
    for vertex in range(1, n):
        towards = int(parent[vertex])
        side = _side_of(graph, vertex, towards)
        cuts.append(side)
        hanging = side & (parent == towards)
        hanging[: vertex + 1] = False
        parent[hanging] = vertex
        if side[parent[towards]]:
            parent[vertex], parent[towards] = parent[towards], vertex
    return cuts


def _side_of(graph: csr_array, source: int, sink: int) -> BoolArray:
    """[vertices] the source's side of a least cut."""
    flow = maximum_flow(graph, source, sink).flow
    residual = csr_array(graph - flow)
    residual.eliminate_zeros()
    side = np.zeros(graph.shape[0], dtype=bool)
    side[breadth_first_order(residual, source, return_predecessors=False)] = True
    return side
