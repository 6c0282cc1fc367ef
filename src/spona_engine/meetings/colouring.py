"""Slots for a chosen set of meetings between two sides: edge colouring of a bipartite multigraph with its maximum
degree, every colour with as many edges as any other, or one more.

Sources: König 1916 (a regular bipartite graph falls into perfect matchings) and de Werra 1971 (into matchings of equal
size, which here comes out of how the graph is made regular). A few colours are taken out one perfect matching after
another; many are halved first (Euler splits, Gabow 1976), all parts at once with array operations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from spona_engine.meetings.potentials import grouped

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

_PEELED = 40


def colour(left: IntArray, right: IntArray, colours: int) -> IntArray:
    """[edges] a colour 0..colours-1 so that no vertex sees a colour twice and no colour has over ceil(edges / colours)
    edges.

    `left` and `right` number the two sides separately. Needs colours >= maximum degree.
    """
    if not len(left):
        return np.zeros(0, dtype=np.int64)
    padded_left, padded_right = _regular(_joined(left, colours), _joined(right, colours), colours)
    return _split(padded_left, padded_right, colours)[: len(left)]


def _joined(end: IntArray, degree: int) -> IntArray:
    """The ends of the edges once vertices of few edges are one vertex, as many as `degree` edges allow.

    What is properly coloured at the joined vertex is so at each of its parts, and there is less to make regular.
    """
    edges = np.bincount(end)
    used = np.flatnonzero(edges)
    used = used[np.argsort(edges[used], kind="stable")]
    size = edges[used]
    sizes, first, count = np.unique(size, return_index=True, return_counts=True)
    together = degree // sizes
    start = np.concatenate([[0], np.cumsum(-(-count // together))[:-1]])
    place = np.arange(len(used)) - np.repeat(first, count)
    name = np.zeros(len(edges), dtype=np.int64)
    name[used] = np.repeat(start, count) + place // np.repeat(together, count)
    return name[end]


def _regular(left: IntArray, right: IntArray, degree: int) -> tuple[IntArray, IntArray]:
    """The edges plus enough dummy ones (at the end) that every vertex of both sides has exactly this degree and every
    perfect matching equally many of the others.

    With `most` = ceil(edges / degree): one vertex a side is added whose parallel edges fill up `most` a colour; what
    is missing at the left vertices goes to all but `most` new vertices on the right, and the other way round. A perfect
    matching covers these new ones by dummy edges, so exactly `most` edges are left for the rest.
    """
    most = -(-len(left) // degree)
    extra = most * degree - len(left)
    n_left, n_right = int(left.max()) + 1, int(right.max()) + 1
    if extra:
        left = np.concatenate([left, np.full(extra, n_left)])
        right = np.concatenate([right, np.full(extra, n_right)])
        n_left, n_right = n_left + 1, n_right + 1
    missing_left = np.repeat(np.arange(n_left), degree - np.bincount(left, minlength=n_left))
    missing_right = np.repeat(np.arange(n_right), degree - np.bincount(right, minlength=n_right))
    return (
        np.concatenate([left, missing_left, n_left + np.arange(len(missing_right)) // degree]),
        np.concatenate([right, n_right + np.arange(len(missing_left)) // degree, missing_right]),
    )


def _split(left: IntArray, right: IntArray, degree: int) -> IntArray:
    """Colours of a regular graph of this degree; works on all parts of one degree at once.

    `part` numbers the subgraphs, each regular of degree `width`; colours are handed out as parts reach degree one.
    """
    result = np.empty(len(left), dtype=np.int64)
    n = int(left.max()) + 1
    edges = grouped(right, n)[0]
    edges = edges[grouped(left[edges], n)[0]]
    part = np.zeros(len(left), dtype=np.int64)
    width, parts, used = degree, 1, 0
    while width > 1:
        key_left, key_right = part[edges] * n + left[edges], part[edges] * n + right[edges]
        if width % 2 or width <= _PEELED:
            picked = _perfect_matching(key_left, key_right, parts * n)
            result[edges[picked]] = used + part[edges[picked]]
            used += parts
            edges = np.delete(edges, picked)
            width -= 1
        else:
            part[edges] = 2 * part[edges] + _euler_split(key_left, key_right)
            parts, width = 2 * parts, width // 2
            edges = edges[grouped(part[edges] * n + left[edges], parts * n)[0]]
    result[edges] = used + part[edges]
    return result


def _euler_split(left: IntArray, right: IntArray) -> BoolArray:
    """[edges] halves of an even bipartite graph in which every vertex has half its degree.

    Pairing the edges at every vertex, on the left and on the right, links edges into even cycles; walking a cycle the
    halves alternate. "Alternate" is read off the double cover of the pairing: an edge and its opposite copy lie in two
    components.
    """
    count = len(left)
    by_left, by_right = (grouped(end, int(end.max()) + 1)[0] for end in (left, right))
    first = np.concatenate([by_left[0::2], by_right[0::2]])
    second = np.concatenate([by_left[1::2], by_right[1::2]])
    cover = coo_array(
        (
            np.ones(2 * len(first), dtype=np.int8),
            (np.concatenate([first, first + count]), np.concatenate([second + count, second])),
        ),
        shape=(2 * count, 2 * count),
    )
    _, label = connected_components(cover, directed=False)
    return np.asarray(label[:count] < label[count:], dtype=bool)


def _perfect_matching(left: IntArray, right: IntArray, n: int) -> IntArray:
    """Positions of the edges of a perfect matching of a regular graph; the edges come in the order of `left`, then of
    `right`.
    """
    same = (left[1:] == left[:-1]) & (right[1:] == right[:-1])
    single = np.flatnonzero(np.concatenate([[True], ~same]))
    left, right = left[single], right[single]
    start = np.concatenate([[0], np.cumsum(np.bincount(left, minlength=n))])
    graph = csr_array(
        (np.ones(len(right), dtype=np.int8), right.astype(np.int32), start.astype(np.int32)), shape=(n, n)
    )
    partner = np.asarray(maximum_bipartite_matching(graph, perm_type="column"), dtype=np.int64)
    matched: IntArray = single[right == partner[left]]
    return matched


def balance(left: IntArray, right: IntArray, found: IntArray, colours: int, most: int) -> None:
    """Recolour in place until no colour has more than `most` edges (needs edges <= colours * most).

    Two colours form paths and even cycles; exchanging the colours along a path with one edge more of the larger colour
    moves one edge. The larger colour always has enough such paths (de Werra 1971).
    """
    while True:
        size = np.bincount(found, minlength=colours)
        high, low = int(size.argmax()), int(size.argmin())
        if size[high] <= most:
            return
        move = min(int(size[high]) - most, (int(size[high]) - int(size[low]) + 1) // 2)
        exchange(left, right, found, (high, low), move)


def exchange(left: IntArray, right: IntArray, found: IntArray, pair: tuple[int, int], move: int) -> None:
    """Exchange the two colours along the shortest paths that each move one edge from the first to the second."""
    edges = np.flatnonzero((found == pair[0]) | (found == pair[1]))
    offset = int(left.max()) + 1
    nodes, ends = np.unique(np.concatenate([left[edges], right[edges] + offset]), return_inverse=True)
    a, b = ends[: len(edges)], ends[len(edges) :]
    graph = coo_array((np.ones(len(edges), dtype=np.int8), (a, b)), shape=(len(nodes), len(nodes)))
    count, label = connected_components(graph, directed=False)
    of_edge = label[a]
    excess = np.bincount(of_edge, weights=np.where(found[edges] == pair[0], 1, -1), minlength=count)
    length = np.bincount(of_edge, minlength=count)
    gaining = np.flatnonzero(excess == 1)
    chosen = gaining[np.argsort(length[gaining], kind="stable")][:move]
    swap = edges[np.isin(of_edge, chosen)]
    found[swap] = pair[0] + pair[1] - found[swap]
