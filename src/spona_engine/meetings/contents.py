"""What a problem is made of: plain fields, which its readers fill and its views are worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

MAX_SCORE = 1_000_000


@dataclass(frozen=True)
class Slot:
    """A stretch of the fair; `start` is kept as written (ISO 8601) because only its order in the list matters here."""

    id: str
    start: str | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Pin:
    """A demand that two parties (indices) meet, in `slot` (index) or anywhere (None)."""

    a: int
    b: int
    slot: int | None = None


@dataclass(frozen=True, eq=False)
class ProblemContents:
    """The fields of a problem.

    Arrays over parties: `minimum`, `maximum` (not above the number of slots unless the author wrote so), `available`
    (bool [parties, slots], None = always). Arrays over wishes: `a`, `b` (party indices), `score`, `must`.
    """

    slots: tuple[Slot, ...]
    party_ids: tuple[str, ...]
    sides: tuple[str, ...]
    minimum: IntArray
    maximum: IntArray
    available: BoolArray | None
    a: IntArray
    b: IntArray
    score: IntArray
    must: BoolArray
    bans: tuple[tuple[int, int], ...] = ()
    pins: tuple[Pin, ...] = ()
    tables: int | None = None
