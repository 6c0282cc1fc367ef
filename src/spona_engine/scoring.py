"""Scores from what people said: the field's usual combinations, as functions of arrays. Pure NumPy.

The engine itself asks for one whole number a pair and does not know where it comes from. Every function here refuses
values that are not finite or not in the range it names with `ProblemError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from spona_engine.errors import ProblemError
from spona_engine.meetings.contents import MAX_SCORE

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]
NO = -1


@dataclass(frozen=True, eq=False)
class MutualScores:
    """[pairs] what both sides' words make of a pair: its score, whether it is a must, whether it is ruled out."""

    score: IntArray
    must: BoolArray
    banned: BoolArray


@dataclass(frozen=True, eq=False)
class Calibration:
    """Marks taken apart: `quality` [works] freed of the jurors' habits, `leniency` [jurors] what each adds on average.

    A work or juror without marks has 0.
    """

    quality: FloatArray
    leniency: FloatArray


def mutual_scores(
    left: npt.ArrayLike, right: npt.ArrayLike, bases: npt.ArrayLike, tie_break: npt.ArrayLike = 0
) -> MutualScores:
    """Read a table of scores by what each side said of the other.

    `left`, `right` [pairs]: -1 no, 0 nothing, then rising levels of wanting (1 yes, 2 must). `bases` [levels, levels]
    is the table, the same for (i, j) and (j, i), never falling along a row. A "no" of either side rules a pair out with
    score 0; the highest level of either side makes it a must. `tie_break` [pairs] is added to the base, for instance
    a suggestion's strength.
    """
    table = _whole(bases, "bases", 0, MAX_SCORE)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not table.size:
        raise ProblemError("bases", f"has shape {table.shape}", "give one row and one column a level")
    if (table != table.T).any() or (np.diff(table, axis=1) < 0).any():
        raise ProblemError("bases", "is not symmetric or falls along a row", "give more for more wanting, either way")
    top = len(table) - 1
    one, two = _whole(left, "left", NO, top), _whole(right, "right", NO, top)
    extra = np.broadcast_to(_whole(tie_break, "tie_break", 0, MAX_SCORE), one.shape)
    _same_shape(one, two)
    banned = (one == NO) | (two == NO)
    score = np.where(banned, 0, table[np.maximum(one, 0), np.maximum(two, 0)] + extra)
    if score.max(initial=0) > MAX_SCORE:
        raise ProblemError(
            "tie_break", f"lifts a score to {score.max()}", f"keep bases and tie_break within {MAX_SCORE}"
        )
    return MutualScores(score, ~banned & (np.maximum(one, two) == top) & (top > 0), banned)


def arithmetic_mean(left: npt.ArrayLike, right: npt.ArrayLike, left_share: float = 0.5) -> FloatArray:
    """Both sides' weights (0 or more), so that a lot on one side makes up for little on the other."""
    one, two, share = _weights(left, right, left_share)
    return share * one + (1 - share) * two


def geometric_mean(left: npt.ArrayLike, right: npt.ArrayLike, left_share: float = 0.5) -> FloatArray:
    """Both sides' weights multiplied: 0 where either side has 0.

    Compared with other means for reciprocal recommendation by Neve, Palomares, *Latent factor models and aggregation
    operators for collaborative filtering in reciprocal recommender systems* (2019).
    """
    one, two, share = _weights(left, right, left_share)
    return np.asarray(one**share * two ** (1 - share), dtype=np.float64)


def harmonic_mean(left: npt.ArrayLike, right: npt.ArrayLike, left_share: float = 0.5) -> FloatArray:
    """Both sides' weights, near the smaller one; 0 where either side has 0.

    Source: Pizzato, Rej, Chung, Koprinska, Kay, *RECON: a reciprocal recommender for online dating* (2010).
    """
    one, two, share = _weights(left, right, left_share)
    larger = np.maximum(one, two)
    scale = np.where(larger > 0, larger, 1.0)
    one, two = one / scale, two / scale
    weighted = share * two + (1 - share) * one
    return scale * one * two / np.where(larger > 0, weighted, 1.0)


def borda_shares(chooser: npt.ArrayLike, value: npt.ArrayLike) -> FloatArray:
    """[choices] the share of a chooser's other choices that it values less (equal ones count half); 1 if it has no
    other.

    Borda's count (1781) over the length of each list: only the order of a chooser's values matters, not their scale.
    """
    who, worth = _labels(chooser, "chooser"), _finite(value, "value")
    _same_shape(who, worth)
    order = np.lexsort((worth, who))
    mine, sorted_worth = who[order], worth[order]
    first = np.searchsorted(mine, mine, side="left")
    count = np.searchsorted(mine, mine, side="right") - first
    tie = np.ones(len(order), dtype=bool)
    tie[1:] = (mine[1:] != mine[:-1]) | (sorted_worth[1:] != sorted_worth[:-1])
    starts = np.flatnonzero(tie)
    group = np.cumsum(tie) - 1
    sizes = np.diff(np.append(starts, len(order)))
    below, equal = starts[group] - first, sizes[group] - 1
    share = np.ones(len(order))
    share[order] = np.where(count > 1, (below + equal / 2) / np.maximum(count - 1, 1), 1.0)
    return share


def reciprocal_ranks(rank: npt.ArrayLike) -> FloatArray:
    """1 for a first choice, 1/2 for a second, 1/3 for a third: early choices count most (Voorhees 1999)."""
    place = _whole(rank, "rank", 1, 2**53)
    return np.asarray(1.0 / place, dtype=np.float64)


def standardised(juror: npt.ArrayLike, mark: npt.ArrayLike) -> FloatArray:
    """[marks] each juror's marks with mean 0 and standard deviation 1 (z-scores); 0 for a juror who gives one mark only
    or the same to all.

    Takes away a juror's level and spread. It also takes away that some jurors were given better works: `calibrated`
    does not.
    """
    who, marks = _labels(juror, "juror"), _finite(mark, "mark")
    _same_shape(who, marks)
    jurors, row = np.unique(who, return_inverse=True)
    count = np.bincount(row, minlength=len(jurors))
    mean = np.bincount(row, weights=marks, minlength=len(jurors)) / np.maximum(count, 1)
    centred = marks - mean[row]
    deviation = np.sqrt(np.bincount(row, weights=centred**2, minlength=len(jurors)) / np.maximum(count, 1))
    scale = np.abs(marks).max(initial=1.0)
    spread = deviation[row] > 1e-12 * scale
    return np.where(spread, centred / np.where(spread, deviation[row], 1.0), 0.0)


def calibrated(juror: npt.ArrayLike, work: npt.ArrayLike, mark: npt.ArrayLike, ridge: float = 0.0) -> Calibration:
    """Least squares for mark = quality of the work + leniency of the juror, jurors and works numbered from 0.

    The additive case of Roos, Rothe, Scheuermann, *How to calibrate the scores of biased reviewers by quadratic
    programming* (AAAI 2011). `ridge` > 0 draws leniencies to 0 as in Platt, Burges, *Regularized least squares to
    remove reviewer bias* (2012): for few marks a juror. With 0, the leniencies of jurors who are linked by common works
    sum to 0; works of groups that share no juror can't be compared. Memory grows with the square of the number of
    jurors.
    """
    who, what, marks = _whole(juror, "juror", 0, 2**31), _whole(work, "work", 0, 2**31), _finite(mark, "mark")
    _same_shape(who, marks)
    _same_shape(what, marks)
    if not ridge >= 0 or not np.isfinite(ridge):
        raise ProblemError("ridge", f"is {ridge}", "give a number from 0 upwards")
    jurors, works = int(who.max(initial=-1)) + 1, int(what.max(initial=-1)) + 1
    per_work = np.maximum(np.bincount(what, minlength=works), 1)
    work_mean = np.bincount(what, weights=marks, minlength=works) / per_work
    normal = np.diag(np.bincount(who, minlength=jurors) + float(ridge))
    order = np.argsort(what, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(what[order])) + 1):
        np.subtract.at(normal, (np.repeat(who[rows], len(rows)), np.tile(who[rows], len(rows))), 1 / max(len(rows), 1))
    surplus = np.bincount(who, weights=marks - work_mean[what], minlength=jurors)
    leniency = np.asarray(np.linalg.lstsq(normal, surplus, rcond=None)[0], dtype=np.float64)
    quality = work_mean - np.bincount(what, weights=leniency[who], minlength=works) / per_work
    return Calibration(quality, leniency)


def to_scores(value: npt.ArrayLike, low: float | None = None, high: float | None = None) -> IntArray:
    """Whole numbers 0 to 1,000,000 in the order of the values, `low` (default: the smallest) as 0, `high` (default: the
    largest) as 1,000,000, values beyond them cut off. Equal values throughout give 1,000,000.
    """
    values = _finite(value, "value")
    least = float(values.min(initial=np.inf)) if low is None else float(low)
    most = float(values.max(initial=-np.inf)) if high is None else float(high)
    if values.size and not (np.isfinite(least) and np.isfinite(most) and least <= most):
        raise ProblemError("low", f"is {least}, high is {most}", "give low <= high")
    if not values.size or most == least:
        return np.where(values >= most, MAX_SCORE, 0).astype(np.int64)
    share = np.clip(values / 2 - least / 2, 0.0, None) / (most / 2 - least / 2)
    return np.asarray(np.rint(np.minimum(share, 1.0) * MAX_SCORE), dtype=np.int64)


def _finite(values: npt.ArrayLike, place: str) -> FloatArray:
    array = np.asarray(values)
    if array.dtype.kind not in "iuf" and array.size:
        raise ProblemError(place, f"holds values of type {array.dtype}", "give numbers")
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise ProblemError(place, "holds values that are not finite", "leave out what is missing")
    return numbers


def _weights(left: npt.ArrayLike, right: npt.ArrayLike, left_share: float) -> tuple[FloatArray, FloatArray, float]:
    one, two = _finite(left, "left"), _finite(right, "right")
    _same_shape(one, two)
    for side, values in (("left", one), ("right", two)):
        if values.min(initial=0.0) < 0:
            raise ProblemError(side, f"holds {values.min()}", "give weights from 0 upwards")
    if not 0 < left_share < 1:
        raise ProblemError("left_share", f"is {left_share}", "give a share between 0 and 1")
    return one, two, left_share


def _whole(values: npt.ArrayLike, place: str, low: int, high: int) -> IntArray:
    array = np.asarray(values)
    if array.dtype.kind not in "iu" and array.size:
        raise ProblemError(place, f"holds values of type {array.dtype}", "give whole numbers")
    if array.size and (int(array.min()) < low or int(array.max()) > high):
        raise ProblemError(place, f"holds values from {array.min()} to {array.max()}", f"keep within {low} to {high}")
    return array.astype(np.int64)


def _labels(values: npt.ArrayLike, place: str) -> IntArray:
    """Whole numbers for whatever labels people use, equal for equal labels."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ProblemError(place, f"has shape {array.shape}", "give one value an entry")
    return np.unique(array, return_inverse=True)[1].astype(np.int64)


def _same_shape(one: npt.NDArray[np.generic], two: npt.NDArray[np.generic]) -> None:
    if one.shape != two.shape or one.ndim != 1:
        raise ProblemError("arrays", f"have shapes {one.shape} and {two.shape}", "give lists of equal length")
