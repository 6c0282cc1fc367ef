"""What planning a roster returns: arrays for programs, ids and sentences for people, one document for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.gaps import gap
from spona_engine.meetings.reading import entries, field, known, load_document, whole
from spona_engine.rosters.sentences import say
from spona_engine.stated import each_once, stated_seconds, stated_status

if TYPE_CHECKING:
    from spona_engine.rosters.contents import IntArray
    from spona_engine.rosters.problem import RosterProblem
    from spona_engine.sentences import Sentence

_MANY = 2**62


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

    @classmethod
    def from_json(cls, problem: RosterProblem, data: Mapping[str, Any] | str | bytes) -> RosterResult:
        """Read a result of this problem; raises ProblemError where it names what the problem doesn't have."""
        document = load_document(data, "rosters")
        rows = entries(document, "assignments", required=True)
        names = ("shortfall", "shortfall_bound", "score", "score_bound", "unevenness", "unevenness_bound")
        return cls(
            problem=problem,
            status=stated_status(document),
            chosen=each_once((_offer(problem, row, f"assignments[{n}]") for n, row in enumerate(rows)), "assignments"),
            **{name: whole(field(document, "document", name), name, 0, _MANY) for name in names},
            seed=whole(document.get("seed", 0), "seed", -_MANY, _MANY),
            seconds=stated_seconds(document),
            advice=tuple(say("as_written", words=str(line)) for line in entries(document, "advice")),
        )


def _offer(problem: RosterProblem, entry: Any, place: str) -> int:
    """The number of the offer an assignment uses; raises ProblemError if nobody made it."""
    v = known(field(entry, place, "volunteer"), f"{place}.volunteer", problem.volunteer_index, "volunteer")
    s = known(field(entry, place, "shift"), f"{place}.shift", problem.shift_index, "shift")
    offer = problem.offer_index.get((v, s))
    if offer is None:
        said = f"puts {entry['volunteer']!r} on {entry['shift']!r}, which was not offered"
        raise ProblemError(place, said, "check the problem")
    return offer
