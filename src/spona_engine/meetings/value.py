"""How good a plan is, in the order of the goals, and what is proven about the best one."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spona_engine.meetings.selection import Goals, Selection, degrees, select, shortfall_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spona_engine.meetings.contents import BoolArray
    from spona_engine.meetings.problem import MeetingProblem


class Value(NamedTuple):
    """Compares as the goals do: the larger the better. `shortfall` is negated for that; `kept` matters to re-plans
    alone.
    """

    less_shortfall: int
    must: int
    kept: int
    score: int

    @property
    def shortfall(self) -> int:
        return -self.less_shortfall


@dataclass(frozen=True)
class Bounds:
    """No plan has a smaller shortfall; none with that shortfall more musts; none with both a higher score.

    Where the plan at hand does not reach an earlier bound, the later ones hold for every plan whatever its shortfall
    and musts.
    """

    shortfall: int
    must: int
    score: int

    def reached(self, value: Value) -> bool:
        return (value.shortfall, value.must, value.score) == (self.shortfall, self.must, self.score)


def value_of(problem: MeetingProblem, wishes: Iterable[int], keep: BoolArray | None = None) -> Value:
    """`wishes`: indices of the wishes met; `keep` marks those that count as kept."""
    met = wishes if isinstance(wishes, np.ndarray) else np.fromiter(wishes, dtype=np.int64)
    kept = 0 if keep is None else int(keep[met].sum())
    shortfall = shortfall_of(problem, degrees(problem, met))
    return Value(-shortfall, int(problem.must[met].sum()), kept, int(problem.score[met].sum()))


def bounds_for(problem: MeetingProblem, side: BoolArray | None, best: Selection, value: Value) -> Bounds:
    """Bounds around a plan of this value, from the relaxation `best` (all goals) and weaker ones where it leaves a
    gap.
    """
    shortfall = ceil(best.shortfall)
    short_proven, must_proven = best.shortfall == value.shortfall, best.must == value.must
    musts = int(problem.must.sum())
    if short_proven and must_proven:
        return Bounds(shortfall, value.must, floor(best.score))
    if short_proven:
        loose = select(problem, side, Goals(must=False))
        return Bounds(shortfall, min(floor(best.must), musts), floor(loose.score))
    loose = select(problem, side, Goals(minimum=False, must=False))
    must = floor(select(problem, side, Goals(minimum=False)).must) if musts else 0
    return Bounds(shortfall, must, floor(loose.score))
