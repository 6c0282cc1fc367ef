"""What a pair problem is made of: plain fields, which its readers fill and its views are worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

OBJECTIVES = ("total", "leximin", "stable")


@dataclass(frozen=True)
class GroupLimit:
    """How many partners of each group a left party has: a juror of every country, at most one of a firm.

    `group` [right parties]: the group of each, -1 for none. `at_least` and `at_most`: one whole number for all groups
    or one a group; None means no limit. A limit holds in every left party that asks for anything.
    """

    group: npt.ArrayLike
    at_least: npt.ArrayLike = 0
    at_most: npt.ArrayLike | None = None
    name: str = "group"


@dataclass(frozen=True, eq=False)
class Limit:
    """A group limit as read: `group` [right parties] (-1 = none), `at_least`, `at_most` and `names` [groups]."""

    name: str
    group: IntArray
    at_least: IntArray
    at_most: IntArray
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PairContents:
    """The fields of a problem.

    Over left parties: `demand`. Over right parties: `capacity`, `min_load` (never above it). Over pairs: `left`,
    `right` (indices), `units` (the score times `per_point`, see numbers.py), `rank` (how much the right party wants the
    pair, None unless the objective is "stable"), `cap` (the pair's largest probability times `parts`, None = no
    lottery).
    """

    left_ids: tuple[str, ...]
    right_ids: tuple[str, ...]
    demand: IntArray
    capacity: IntArray
    min_load: IntArray
    left: IntArray
    right: IntArray
    units: IntArray
    per_point: int
    objective: str = "total"
    conflicts: tuple[tuple[int, int], ...] = ()
    forced: tuple[tuple[int, int], ...] = ()
    limits: tuple[Limit, ...] = ()
    rank: IntArray | None = None
    rank_per_point: int = 1
    cap: IntArray | None = None
    parts: int = 1
