"""The pair problem as frozen arrays, with ids only at its edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.pairs.contents import GroupLimit, PairContents
from spona_engine.pairs.documents import read_document, write_document
from spona_engine.pairs.reading import Wants, read_arrays

if TYPE_CHECKING:
    import numpy.typing as npt

    from spona_engine.pairs.contents import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class PairProblem(PairContents):
    """Which left party may get which right party, and within which limits: the fields, and views worked out once.

    Left parties ask (organisations, submissions, panels), right parties give (mentors, reviewers, jurors). Equality is
    identity: compare `to_json()` where contents matter.
    """

    @classmethod
    def from_arrays(  # noqa: PLR0917 - the contract's signature, arrays in the order people name them
        cls,
        n_left: int,
        n_right: int,
        left: npt.ArrayLike,
        right: npt.ArrayLike,
        score: npt.ArrayLike,
        demand: npt.ArrayLike = 1,
        capacity: npt.ArrayLike = 2,
        min_load: npt.ArrayLike = 0,
        objective: str = "total",
        *,
        conflicts: npt.ArrayLike | None = None,
        forced: npt.ArrayLike | None = None,
        limits: Sequence[GroupLimit] = (),
        right_score: npt.ArrayLike | None = None,
        max_probability: npt.ArrayLike | None = None,
    ) -> PairProblem:
        """A problem from arrays; parties become L0.., R0... Raises ProblemError(place, message, remedy).

        `left`, `right`, `score`: one entry a pair, each pair once; scores are numbers from 0 to 1,000,000, whole or not
        (see numbers.py). `demand` [left]: partners wanted, never exceeded. `capacity` [right]: most partners,
        `min_load`: least. `conflicts`, `forced` [count, 2]: pairs that may not and that must be. `limits`: partners by
        group. `objective`: "total", "leximin" or "stable"; the last ranks pairs by `score` for the left and by
        `right_score` for the right party. `max_probability` (one number or one a pair) asks for a lottery: the result's
        `probability` never exceeds it, `chosen` is one draw.
        """
        wants = Wants(objective, conflicts, forced, limits, right_score, max_probability)
        return cls(**vars(read_arrays((n_left, n_right), (left, right, score), (demand, capacity, min_load), wants)))

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | str | bytes) -> PairProblem:
        """Read a document of kind "pairs"; raises ProblemError at the first thing that cannot be meant."""
        return cls(**vars(read_document(data)))

    def to_json(self) -> dict[str, Any]:
        """The document; reading it back gives an equal problem."""
        return write_document(self)

    def with_forced(self, left: int, right: int) -> PairProblem:
        """The problem in which these two (indices) must have each other."""
        return replace(self, forced=(*self.forced, (left, right)))

    def with_conflict(self, left: int, right: int) -> PairProblem:
        """The problem in which these two (indices) may not have each other."""
        return replace(self, conflicts=(*self.conflicts, (left, right)))

    @property
    def n_left(self) -> int:
        return len(self.left_ids)

    @property
    def n_right(self) -> int:
        return len(self.right_ids)

    @property
    def n_pairs(self) -> int:
        return len(self.left)

    @cached_property
    def left_index(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.left_ids)}

    @cached_property
    def right_index(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.right_ids)}

    @cached_property
    def pair_index(self) -> dict[tuple[int, int], int]:
        """Pair of (left, right) indices -> its number."""
        return {couple: n for n, couple in enumerate(zip(self.left.tolist(), self.right.tolist(), strict=True))}

    @cached_property
    def open(self) -> BoolArray:
        """[pairs] True where nothing forbids the pair by itself: no conflict, somebody asks, somebody can."""
        allowed = (self.demand[self.left] > 0) & (self.capacity[self.right] > 0)
        if self.conflicts:
            couples = np.array(self.conflicts, dtype=np.int64)
            width = max(self.n_right, 1)
            allowed &= ~np.isin(self.left * width + self.right, couples[:, 0] * width + couples[:, 1])
        result: BoolArray = allowed
        return result

    @cached_property
    def forced_pairs(self) -> IntArray:
        """Numbers of the forced pairs that are listed, ascending."""
        if not self.forced:
            return np.zeros(0, dtype=np.int64)
        couples = np.array(self.forced, dtype=np.int64)
        width = max(self.n_right, 1)
        return np.flatnonzero(np.isin(self.left * width + self.right, couples[:, 0] * width + couples[:, 1]))

    @cached_property
    def asking(self) -> BoolArray:
        """[left parties] True where anything is asked for; the others have no part in fairness or group limits."""
        return self.demand > 0

    def points(self, units: int) -> int | float:
        """A sum of scores as people read it: whole where all scores are."""
        return units if self.per_point == 1 else units / self.per_point
