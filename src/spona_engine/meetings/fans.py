"""Slots for a chosen set of meetings where the wish graph has odd cycles: edge colouring by fans.

Vizing 1964: one colour more than the highest degree always suffices; Misra and Gries 1992: with fans it is found edge
by edge. Here every vertex of the fan is tried, not only its last, so that the same step also serves with as many
colours as the highest degree, where it may fail; paths of two colours exchanged at random then change the ground and
it is tried again.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.timetable import slots_in

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray

_TRIES = 60
_EXCHANGES = 8
_NONE = -1


def colour_by_fans(a: IntArray, b: IntArray, colours: int, most: int | None = None, seed: int = 0) -> IntArray:
    """[edges] a colour 0..colours-1 so that no vertex sees a colour twice; -1 where none was found.

    `a` and `b` number the ends of the edges of a simple graph. None is -1 where `colours` exceeds the highest degree.
    No colour has more than `most` edges, if given (needs edges <= colours * most).
    """
    if not len(a):
        return np.zeros(0, dtype=np.int64)
    colouring = _Colouring(a.tolist(), b.tolist(), colours)
    random = np.random.default_rng(seed)
    left = [edge for edge in range(len(a)) if not colouring.insert(edge)]
    for _ in range(_TRIES if colours else 0):
        if not left:
            break
        for edge in left:
            for _ in range(_EXCHANGES):
                first, second = random.integers(0, colours, 2).tolist()
                colouring.exchange(colouring.ends[edge][int(random.integers(2))], first, second)
        left = [edge for edge in left if not colouring.insert(edge)]
    if most is not None:
        colouring.even_out(most)
    return np.array(colouring.colour, dtype=np.int64)


class _Colouring:
    """Edges coloured so far: `at` [vertices][colours] the edge there, `free` [vertices] unused colours as bit sets."""

    def __init__(self, a: list[int], b: list[int], colours: int) -> None:
        n = max(*a, *b) + 1
        self.ends = list(zip(a, b, strict=True))
        self.colour = [_NONE] * len(a)
        self.at = [[_NONE] * colours for _ in range(n)]
        self.free = [(1 << colours) - 1] * n

    def other(self, edge: int, vertex: int) -> int:
        a, b = self.ends[edge]
        return b if a == vertex else a

    def paint(self, edge: int, colour: int) -> None:
        self.colour[edge] = colour
        for vertex in self.ends[edge]:
            self.at[vertex][colour] = edge
            self.free[vertex] &= ~(1 << colour)

    def strip(self, edge: int) -> None:
        colour = self.colour[edge]
        self.colour[edge] = _NONE
        for vertex in self.ends[edge]:
            self.at[vertex][colour] = _NONE
            self.free[vertex] |= 1 << colour

    def insert(self, edge: int) -> bool:
        """Colour the edge, recolouring others where needed; False, and only paths exchanged, if no fan helps."""
        a, b = self.ends[edge]
        common = self.free[a] & self.free[b]
        if common:
            self.paint(edge, slots_in(common)[0])
            return True
        return self._by_fan(edge, a) or self._by_fan(edge, b)

    def _by_fan(self, edge: int, centre: int) -> bool:
        """Free a colour of the centre at a vertex of the fan, then turn the fan up to there."""
        fan = self._fan(edge, centre)
        for last, leaf in enumerate(self.other(e, centre) for e in fan):
            for theirs in slots_in(self.free[leaf]):
                if self.free[centre] >> theirs & 1:
                    self._turn(fan[: last + 1], theirs)
                    return True
                for ours in slots_in(self.free[centre]):
                    if self.exchange(leaf, ours, theirs, avoid=centre):
                        if self._is_fan(fan[: last + 1], centre):
                            self._turn(fan[: last + 1], ours)
                            return True
                        self.exchange(leaf, theirs, ours, avoid=centre)
        return False

    def _fan(self, edge: int, centre: int) -> list[int]:
        """Edges of the centre, each of a colour that is free at the leaf before it; as many as there are."""
        fan, seen = [edge], {edge}
        while True:
            open_ = slots_in(self.free[self.other(fan[-1], centre)] & ~self.free[centre])
            following = next((e for c in open_ if (e := self.at[centre][c]) not in seen), None)
            if following is None:
                return fan
            fan.append(following)
            seen.add(following)

    def _is_fan(self, fan: list[int], centre: int) -> bool:
        return all(self.free[self.other(e, centre)] >> self.colour[after] & 1 for e, after in pairwise(fan))

    def _turn(self, fan: list[int], colour: int) -> None:
        """Give each edge of the fan the colour of the next, and the last this one."""
        new = [*(self.colour[edge] for edge in fan[1:]), colour]
        for edge in fan[1:]:
            self.strip(edge)
        for edge, own in zip(fan, new, strict=True):
            self.paint(edge, own)

    def even_out(self, most: int) -> None:
        """Exchange colours until none has more than `most` edges: two colours form paths and even cycles, and as many
        paths as the larger is ahead begin and end with it (de Werra 1971).
        """
        vertices = range(len(self.at))
        while True:
            size = np.bincount([c for c in self.colour if c != _NONE], minlength=len(self.at[0]))
            high, low = int(size.argmax()), int(size.argmin())
            ahead = min(int(size[high]) - most, (int(size[high]) - int(size[low])) // 2)
            if ahead <= 0:
                return
            for vertex in vertices:
                path = [] if self.at[vertex][low] != _NONE else self._path(vertex, high, low)
                if ahead and len(path) % 2:
                    self._flip(path, high + low)
                    ahead -= 1

    def exchange(self, start: int, first: int, second: int, avoid: int = _NONE) -> bool:
        """Exchange two colours along the path from `start` that begins with `first`; False, and nothing done, if it
        meets `avoid` or if `start` is in its middle.
        """
        path = self._path(start, first, second)
        if first == second or any(avoid in self.ends[edge] for edge in path):
            return False
        if self.at[start][second] != _NONE and self.at[start][second] not in path:
            return False
        self._flip(path, first + second)
        return True

    def _path(self, start: int, first: int, second: int) -> list[int]:
        """Edges of the colours first, second, first, ... from `start` on; once around if they close."""
        path: list[int] = []
        vertex, colour = start, first
        while (edge := self.at[vertex][colour]) != _NONE and (not path or edge != path[0]):
            path.append(edge)
            vertex = self.other(edge, vertex)
            colour = first + second - colour
        return path

    def _flip(self, path: list[int], both: int) -> None:
        """Give every edge of a path the other of the two colours whose sum is `both`."""
        before = [self.colour[edge] for edge in path]
        for edge in path:
            self.strip(edge)
        for edge, own in zip(path, before, strict=True):
            self.paint(edge, both - own)
