"""A pair problem from arrays: every array is checked for length, type and range before anything is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import whole
from spona_engine.pairs.contents import OBJECTIVES, GroupLimit, Limit, PairContents
from spona_engine.pairs.numbers import probability_column, score_column, whole_column

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray

_MOST_PARTIES = 2**31 - 1
_UNLIMITED = 2**31 - 1


@dataclass(frozen=True)
class Wants:
    """What else may be asked for beside demands, capacities and loads; see PairProblem.from_arrays."""

    objective: str = "total"
    conflicts: npt.ArrayLike | None = None
    forced: npt.ArrayLike | None = None
    limits: Sequence[GroupLimit] = ()
    right_score: npt.ArrayLike | None = None
    max_probability: npt.ArrayLike | None = None


def read_arrays(
    sizes: tuple[int, int],
    pairs: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    amounts: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    wants: Wants,
) -> PairContents:
    """`pairs`: left, right, score; `amounts`: demand, capacity, min_load. Raises ProblemError with place and remedy."""
    n_left, n_right = (whole(n, name, 0, _MOST_PARTIES) for n, name in zip(sizes, ("n_left", "n_right"), strict=True))
    count = int(np.asarray(pairs[0]).size)
    left = whole_column(pairs[0], "left", count, 0, n_left - 1)
    right = whole_column(pairs[1], "right", count, 0, n_right - 1)
    units, per_point = score_column(pairs[2], "score", count)
    no_pair_twice(left, right, n_right)
    demand = whole_column(amounts[0], "demand", n_left)
    capacity = whole_column(amounts[1], "capacity", n_right)
    min_load = whole_column(amounts[2], "min_load", n_right)
    loads_fit(min_load, capacity)
    rank, rank_per_point = None, 1
    if wants.right_score is not None:
        rank, rank_per_point = score_column(wants.right_score, "right_score", count)
    cap, parts = None, 1
    if wants.max_probability is not None:
        cap, parts = probability_column(wants.max_probability, "max_probability", count)
    contents = PairContents(
        left_ids=tuple(f"L{i}" for i in range(n_left)),
        right_ids=tuple(f"R{j}" for j in range(n_right)),
        demand=demand,
        capacity=capacity,
        min_load=min_load,
        left=left,
        right=right,
        units=units,
        per_point=per_point,
        objective=wants.objective,
        conflicts=_couples(wants.conflicts, "conflicts", n_left, n_right),
        forced=_couples(wants.forced, "forced", n_left, n_right),
        limits=tuple(_limit(limit, f"limits[{n}]", n_right) for n, limit in enumerate(wants.limits)),
        rank=rank,
        rank_per_point=rank_per_point,
        cap=cap,
        parts=parts,
    )
    wants_agree(contents)
    return contents


def no_pair_twice(left: IntArray, right: IntArray, n_right: int) -> None:
    keys = left * max(n_right, 1) + right
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(again):
        first, second = int(order[again[0]]), int(order[again[0] + 1])
        raise ProblemError(f"pairs[{second}]", f"repeats the pair of pairs[{first}]", "list every pair once")


def loads_fit(min_load: IntArray, capacity: IntArray) -> None:
    over = np.flatnonzero(min_load > capacity)
    if len(over):
        j = int(over[0])
        message = f"is {min_load[j]}, above the capacity {capacity[j]}"
        raise ProblemError(f"min_load[{j}]", message, f"write a min_load of at most {capacity[j]}")


def wants_agree(contents: PairContents) -> None:
    """Refuse what no objective can mean together."""
    if not isinstance(contents.objective, str) or contents.objective not in OBJECTIVES:
        raise ProblemError("objective", f"is {contents.objective!r}", f"write one of {', '.join(OBJECTIVES)}")
    if contents.objective == "stable":
        if contents.rank is None and len(contents.left):
            raise ProblemError(
                "right_score", "is missing", "say how much the right party wants each pair, or ask for total"
            )
        asked = {"forced": contents.forced, "limits": contents.limits, "min_load": contents.min_load.any()}
        for place, value in asked.items():
            if value:
                message = "goes beyond what a stable matching can promise"
                raise ProblemError(place, message, "leave it out, or ask for the objective total")
    elif contents.rank is not None:
        raise ProblemError(
            "right_score", f"means nothing for {contents.objective}", 'leave it out, or ask for "stable"'
        )
    if contents.cap is not None and contents.objective != "total":
        message = f"means nothing for {contents.objective}"
        raise ProblemError("max_probability", message, "leave it out, or ask for the objective total")


def _couples(values: npt.ArrayLike | None, place: str, n_left: int, n_right: int) -> tuple[tuple[int, int], ...]:
    """Pairs of indices, each once, in the order given."""
    array = np.asarray([] if values is None else values)
    if array.size == 0:
        return ()
    if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "iu":
        raise ProblemError(place, f"has shape {array.shape} and type {array.dtype}", "give whole numbers [count, 2]")
    rows: list[tuple[int, int]] = [(int(i), int(j)) for i, j in array.tolist()]
    for number, (i, j) in enumerate(rows):
        if not (0 <= i < n_left and 0 <= j < n_right):
            remedy = f"keep left within 0 to {n_left - 1} and right within 0 to {n_right - 1}"
            raise ProblemError(f"{place}[{number}]", f"names the unknown pair ({i}, {j})", remedy)
    return tuple(dict.fromkeys(rows))


def _limit(limit: GroupLimit, place: str, n_right: int) -> Limit:
    if not isinstance(limit, GroupLimit):
        raise ProblemError(place, f"is of type {type(limit).__name__}", "give a GroupLimit")
    group = whole_column(limit.group, f"{place}.group", n_right, -1)
    count = int(group.max(initial=-1)) + 1
    if count > n_right:
        raise ProblemError(
            f"{place}.group", f"numbers groups up to {count - 1}", f"number them from 0 to {n_right - 1}"
        )
    names = tuple(str(g) for g in range(count))
    at_most = _UNLIMITED if limit.at_most is None else limit.at_most
    return limit_of(place, limit.name, group, (limit.at_least, at_most), names)


def limit_of(
    place: str, name: str, group: IntArray, bounds: tuple[npt.ArrayLike, npt.ArrayLike], names: tuple[str, ...]
) -> Limit:
    """A limit with its bounds read and compared."""
    at_least = whole_column(bounds[0], f"{place}.at_least", len(names))
    at_most = whole_column(bounds[1], f"{place}.at_most", len(names))
    over = np.flatnonzero(at_least > at_most)
    if len(over):
        g = int(over[0])
        message = f"is {at_least[g]} for group {names[g]}, above at_most {at_most[g]}"
        raise ProblemError(f"{place}.at_least", message, f"write at most {at_most[g]}")
    return Limit(name, group, at_least, at_most, names)
