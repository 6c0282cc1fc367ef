"""What planning a roster returns: arrays for programs, ids and sentences for people, one document for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.gaps import gap

if TYPE_CHECKING:
    from spona_engine.rosters.contents import IntArray
    from spona_engine.rosters.problem import RosterProblem
    from spona_engine.sentences import Sentence


@dataclass(frozen=True)
class Assignment:
    volunteer: str
    shift: str
    score: int


@dataclass(frozen=True, eq=False)
class RosterResult:
    """A roster and what is proven about it. `chosen`: numbers of the offers used, ascending.

    No roster has less shortfall than `shortfall_bound`; none with this shortfall or less has a higher score than
    `score_bound`; none with also this score or more has less unevenness than `unevenness_bound`.
    """

    problem: RosterProblem
    status: str
    chosen: IntArray
    shortfall: int
    shortfall_bound: int
    score: int
    score_bound: int
    unevenness: int
    unevenness_bound: int
    seed: int
    seconds: float
    advice: tuple[Sentence, ...] = ()

    @property
    def gap(self) -> float:
        """The share of the score bound that is not reached, 0 where the bound is 0."""
        return gap(self.score, self.score_bound)

    @property
    def load(self) -> IntArray:
        """[volunteers] how many shifts each works on."""
        return np.bincount(self.problem.volunteer[self.chosen], minlength=self.problem.n_volunteers).astype(np.int64)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """By shift as listed, then volunteer."""
        problem = self.problem
        order = np.lexsort((problem.volunteer[self.chosen], problem.shift[self.chosen]))
        return tuple(
            Assignment(
                problem.volunteer_ids[problem.volunteer[offer]],
                problem.shift_ids[problem.shift[offer]],
                int(problem.score[offer]),
            )
            for offer in self.chosen[order].tolist()
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": "rosters",
            "version": 1,
            "status": self.status,
            "shortfall": self.shortfall,
            "shortfall_bound": self.shortfall_bound,
            "score": self.score,
            "score_bound": self.score_bound,
            "gap": self.gap,
            "unevenness": self.unevenness,
            "unevenness_bound": self.unevenness_bound,
            "assignments": [{"volunteer": one.volunteer, "shift": one.shift} for one in self.assignments],
            "advice": [str(sentence) for sentence in self.advice],
            "seed": self.seed,
            "seconds": self.seconds,
        }
