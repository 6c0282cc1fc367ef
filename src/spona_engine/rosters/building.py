"""A first roster from the relaxation: the candidates it uses most first, then whatever still helps and fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.rosters.contents import FloatArray
    from spona_engine.rosters.model import RosterModel


def build(model: RosterModel, share: FloatArray | None) -> list[int]:
    """Candidates that keep every limit: the pinned ones, then by share of the relaxation, by help to what is short,
    by score.
    """
    roster = _Roster(model)
    for candidate in np.flatnonzero(model.pinned).tolist():
        roster.add(candidate)
    order = np.lexsort((np.arange(model.count), -model.score))
    if share is not None:
        order = order[np.argsort(-np.round(share[order], 6), kind="stable")]
        for candidate in order.tolist():
            if share[candidate] > 0.5 and roster.fits(candidate):
                roster.add(candidate)
    for helpful in (True, False):
        for candidate in order.tolist():
            wanted = roster.helps(candidate) if helpful else model.score[candidate] > 0
            if wanted and roster.fits(candidate):
                roster.add(candidate)
    return sorted(roster.used)


class _Roster:
    """Candidates in use, and how much every row has left."""

    def __init__(self, model: RosterModel) -> None:
        self.used: set[int] = set()
        self._left = [row.high for row in model.rows]
        self._least = [row.kind == "least" for row in model.rows]
        self._rows: list[list[tuple[int, int]]] = [[] for _ in range(model.count)]
        for number, row in enumerate(model.rows):
            for column, factor in zip(row.column, row.factor, strict=True):
                if column < model.count:
                    self._rows[column].append((number, factor))

    def fits(self, candidate: int) -> bool:
        if candidate in self.used:
            return False
        return all(self._least[row] or factor <= self._left[row] for row, factor in self._rows[candidate])

    def helps(self, candidate: int) -> bool:
        """Whether a minimum or a need still lacks somebody whom this candidate brings."""
        return any(self._least[row] and self._left[row] < 0 for row, _ in self._rows[candidate])

    def add(self, candidate: int) -> None:
        self.used.add(candidate)
        for row, factor in self._rows[candidate]:
            self._left[row] -= factor
