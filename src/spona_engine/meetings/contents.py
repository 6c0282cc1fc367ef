"""What a problem is made of: plain fields, which its readers fill and its views are worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

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


@dataclass(frozen=True)
class ComfortGoals:
    """What makes a day pleasant; every goal here ranks after shortfall, musts and score and never costs any of them.

    In their order: `repeats` are pairs (party indices) that met before and would rather not meet again, `sectors`
    names each party's field of work (empty, or one entry a party, None unknown) so that nobody meets only one kind,
    `in_a_row` is the number of meetings after which a party wants a free slot, `balance_days` spreads a party's
    meetings evenly over the days it is there. Waiting between meetings and changes of tables come last and need no
    asking.
    """

    repeats: tuple[tuple[int, int], ...] = ()
    sectors: tuple[str | None, ...] = ()
    in_a_row: int | None = None
    balance_days: bool = False


@dataclass(frozen=True, eq=False)
class ProblemContents:
    """The fields of a problem.

    Arrays over parties: `minimum`, `maximum` (not above the number of slots unless the author wrote so), `available`
    (bool [parties, slots], None = always). Arrays over wishes: `a`, `b` (party indices), `score`, `must`. `comfort`
    None: nothing was asked for.
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
    comfort: ComfortGoals | None = None
