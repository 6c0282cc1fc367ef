"""Numbers as people write them, turned into whole ones, so that every sum and every comparison is exact.

Whole scores stay as they are. Other scores are read as decimals: to nine digits of the largest, trailing zeros dropped
(0.25, 1.5 becomes 25, 150 with 100 units a point). A proof of optimality is a proof for the scores as read; what
reading changes is at most 5e-10 of the largest score a pair.
"""

from __future__ import annotations

from math import floor, log10
from typing import Any

import numpy as np
import numpy.typing as npt

from spona_engine.errors import ProblemError
from spona_engine.meetings.contents import MAX_SCORE
from spona_engine.pairs.contents import IntArray

_MOST_UNITS = 10**9
MOST_PARTS = 1000
_LARGEST_COUNT = 2**31 - 1


def whole_column(values: npt.ArrayLike, place: str, size: int, low: int = 0, high: int = _LARGEST_COUNT) -> IntArray:
    """[size] whole numbers within the limits, from one number or one an entry; raises ProblemError otherwise."""
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise ProblemError(place, f"holds values of type {array.dtype}", "give whole numbers")
    column = _stretched(array, place, size)
    if size and (column.min() < low or column.max() > high):
        first = int(np.flatnonzero((column < low) | (column > high))[0])
        raise ProblemError(f"{place}[{first}]", f"is {column[first]}", f"keep within {low} to {high}")
    return column.astype(np.int64)


def score_column(values: npt.ArrayLike, place: str, size: int) -> tuple[IntArray, int]:
    """([size] scores in units, units a point); raises ProblemError for what is no number from 0 to MAX_SCORE."""
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iuf":
        raise ProblemError(place, f"holds values of type {array.dtype}", "give numbers")
    column = _stretched(array, place, size)
    wrong = ~((column >= 0) & (column <= MAX_SCORE))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        remedy = f"keep within 0 to {MAX_SCORE}; a pair that may not be is a conflict"
        raise ProblemError(f"{place}[{first}]", f"is {column[first]}", remedy)
    if column.dtype.kind != "f":
        return column.astype(np.int64), 1
    return _decimals(column.astype(np.float64))


def _decimals(column: npt.NDArray[np.float64]) -> tuple[IntArray, int]:
    top = float(column.max(initial=0.0))
    places = 0 if top == 0 else min(max(floor(log10(_MOST_UNITS / top)), 0), 15)
    units = np.rint(column * 10.0**places).astype(np.int64)
    while places and not (units % 10).any():
        units //= 10
        places -= 1
    return units, 10**places


def probability_column(values: npt.ArrayLike, place: str, size: int) -> tuple[IntArray, int]:
    """([size] largest probabilities in parts, parts a whole); never above what was given.

    The whole has as few parts as express all values exactly, at most a thousand, where the rest is rounded down.
    """
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iuf":
        raise ProblemError(place, f"holds values of type {array.dtype}", "give numbers from 0 to 1")
    column = _stretched(array, place, size).astype(np.float64)
    wrong = ~((column >= 0) & (column <= 1))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ProblemError(f"{place}[{first}]", f"is {column[first]}", "give a probability from 0 to 1")
    distinct = np.unique(column)
    for parts in range(1, MOST_PARTS + 1):
        if (np.abs(distinct * parts - np.rint(distinct * parts)) < 1e-12 * parts).all():
            return np.rint(column * parts).astype(np.int64), parts
    return np.floor(column * MOST_PARTS).astype(np.int64), MOST_PARTS


def _stretched(array: npt.NDArray[Any], place: str, size: int) -> npt.NDArray[Any]:
    if array.ndim > 1 or (array.ndim == 1 and array.size != size):
        raise ProblemError(place, f"has shape {array.shape}", f"give {size} values")
    return np.broadcast_to(array, (size,))
