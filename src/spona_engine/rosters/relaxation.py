"""What no roster can exceed: the linear relaxation, its bound recomputed in whole numbers from the multipliers.

For multipliers y >= 0 of the rows A z <= b, every roster has value @ z <= y @ b + sum of max over the column's range of
(value - y A) z. That holds whatever y is, so a solver's rounding cannot make the bound wrong (Neumaier and Shcherbina
2004 do the same with intervals); y is rounded to multiples of 2**-20 and the rest is integer arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

if TYPE_CHECKING:
    from spona_engine.rosters.contents import FloatArray, IntArray
    from spona_engine.rosters.model import RosterModel

_PARTS = 2**20


@dataclass(frozen=True)
class Relaxed:
    """`bound` is never below the best value; `share` [candidates] how much of each the relaxation uses, None if it
    was not solved in time.
    """

    bound: int
    share: FloatArray | None


def relax(model: RosterModel, value: IntArray, shortfall: int | None, time_limit: float) -> Relaxed:
    """The best `value` [columns] over fractional rosters, with at most this shortfall in all (None = any)."""
    low = np.zeros(len(model.highest), dtype=np.int64)
    low[: model.count] = model.pinned
    matrix, high = model.matrix, np.array([row.high for row in model.rows], dtype=np.int64)
    if shortfall is not None:
        lacking = np.zeros((1, len(low)), dtype=np.int64)
        lacking[0, model.count :] = 1
        matrix = csr_array(vstack([matrix, csr_array(lacking)]))
        high = np.append(high, shortfall)
    if not len(low) or not len(high):
        return Relaxed(
            int(np.maximum(value * low, value * model.highest).sum()), model.highest[: model.count].astype(float)
        )
    bounds = np.stack([low, model.highest], axis=1).astype(float)
    options = {"time_limit": max(time_limit, 0.01)}
    answer = linprog(  # type: ignore[call-overload]  # its types leave out sparse matrices, which it takes
        -value.astype(float), matrix.astype(float), high.astype(float), bounds=bounds, options=options
    )
    if answer.status != 0:
        return Relaxed(_certified(matrix, high, low, model.highest, value, np.zeros(len(high))), None)
    bound = _certified(matrix, high, low, model.highest, value, -np.asarray(answer.ineqlin.marginals))
    return Relaxed(bound, np.asarray(answer.x)[: model.count])


def _certified(
    matrix: csr_array, high: IntArray, low: IntArray, most: IntArray, value: IntArray, multiplier: FloatArray
) -> int:
    y = np.maximum(np.rint(multiplier * _PARTS), 0).astype(np.int64)
    reduced = value * _PARTS - y @ matrix
    total = int(y @ high) + int(np.maximum(reduced * low, reduced * most).sum())
    return total // _PARTS
