"""What solving pairs returns: arrays for programs, sentences for people, one JSON document for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.gaps import gap
from spona_engine.meetings.reading import entries, known, load_document, whole
from spona_engine.meetings.reading import field as field_of
from spona_engine.pairs.sentences import PairSentence, say
from spona_engine.pairs.value import left_sums, missing
from spona_engine.stated import each_once, stated_seconds, stated_status

if TYPE_CHECKING:
    from spona_engine.pairs.contents import FloatArray, IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.pairs.value import Missing

_MANY = 2**62


@dataclass(frozen=True, eq=False)
class PairResult:
    """An assignment and what is proven about it.

    `chosen`: numbers of the chosen pairs, ascending. `score`, `worst` (the least sum of a left party that asks for
    anything) and their bounds are sums of scores. No assignment with the least shortfall has a higher score than
    `score_bound` or a higher worst sum than `worst_bound`; where `shortfall` is above `shortfall_bound` both hold for
    every assignment. `status` is "optimal" where the objective is proven, "feasible" where not, "infeasible" where
    forced pairs clash.

    In a lottery `probability` [pairs] is proven best in expectation, `expected_score` is its mean, and `chosen` is one
    draw; otherwise it is 1 for the chosen pairs and `expected_score` is `score`.
    """

    problem: PairProblem
    status: str
    chosen: IntArray
    score: int | float
    score_bound: int | float
    worst: int | float
    worst_bound: int | float
    shortfall: int
    shortfall_bound: int
    probability: FloatArray
    expected_score: int | float
    seed: int
    seconds: float
    advice: tuple[PairSentence, ...] = ()

    @property
    def gap(self) -> float:
        """(score_bound - score) / score_bound, 0 where the bound is 0."""
        return gap(self.score, self.score_bound)

    @cached_property
    def sums(self) -> FloatArray | IntArray:
        """[left parties] the score each receives."""
        units = left_sums(self.problem, self.chosen)
        return units if self.problem.per_point == 1 else units / self.problem.per_point

    @cached_property
    def missing(self) -> Missing:
        """What `shortfall` consists of."""
        return missing(self.problem, self.chosen)

    def to_json(self) -> dict[str, Any]:
        """The document of kind "pairs"; `lottery` lists every pair with a chance where one was asked for."""
        problem = self.problem
        rows = zip(problem.left[self.chosen].tolist(), problem.right[self.chosen].tolist(), self.chosen, strict=True)
        document: dict[str, Any] = {
            "kind": "pairs",
            "version": 1,
            "status": self.status,
            "shortfall": self.shortfall,
            "shortfall_bound": self.shortfall_bound,
            "score": self.score,
            "score_bound": self.score_bound,
            "worst": self.worst,
            "worst_bound": self.worst_bound,
            "gap": self.gap,
            "pairs": [
                {"left": problem.left_ids[i], "right": problem.right_ids[j], "score": self._points(n)}
                for i, j, n in rows
            ],
            "advice": [str(sentence) for sentence in self.advice],
            "seed": self.seed,
            "seconds": self.seconds,
        }
        if problem.cap is not None:
            document["expected_score"] = self.expected_score
            document["lottery"] = [
                {
                    "left": problem.left_ids[problem.left[n]],
                    "right": problem.right_ids[problem.right[n]],
                    "probability": float(self.probability[n]),
                }
                for n in np.flatnonzero(self.probability).tolist()
            ]
        return document

    def _points(self, pair: int) -> int | float:
        return self.problem.points(int(self.problem.units[pair]))

    @classmethod
    def from_json(cls, problem: PairProblem, data: Mapping[str, Any] | str | bytes) -> PairResult:
        """Read a result of this problem; raises ProblemError where it names what the problem doesn't have."""
        return _read_result(problem, data)


def number(value: Any, place: str) -> int | float:
    """A finite number; raises ProblemError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ProblemError(place, f"is {value!r}", "write a number")
    return value


def couple_of(problem: PairProblem, entry: Any, place: str) -> int:
    """The number of the pair an entry names; raises ProblemError if the problem does not list it."""
    i = known(field_of(entry, place, "left"), f"{place}.left", problem.left_index, "left party")
    j = known(field_of(entry, place, "right"), f"{place}.right", problem.right_index, "right party")
    pair = problem.pair_index.get((i, j))
    if pair is None:
        names = f"{entry['left']!r} and {entry['right']!r}"
        raise ProblemError(place, f"pairs {names}, which the problem does not list", "check the problem")
    return pair


def _read_result(problem: PairProblem, data: Mapping[str, Any] | str | bytes) -> PairResult:
    document = load_document(data, "pairs")
    status = stated_status(document)
    rows = entries(document, "pairs", required=True)
    chosen = each_once((couple_of(problem, row, f"pairs[{n}]") for n, row in enumerate(rows)), "pairs")
    probability = np.zeros(problem.n_pairs)
    probability[chosen] = 1.0
    if "lottery" in document:
        probability[:] = 0.0
        for n, row in enumerate(entries(document, "lottery")):
            place = f"lottery[{n}]"
            value = field_of(row, place, "probability")
            probability[couple_of(problem, row, place)] = number(value, f"{place}.probability")
    numbers = {
        key: number(field_of(document, "document", key), key)
        for key in ("score", "score_bound", "worst", "worst_bound")
    }
    return PairResult(
        problem=problem,
        status=status,
        chosen=chosen,
        **numbers,
        shortfall=whole(field_of(document, "document", "shortfall"), "shortfall", 0, _MANY),
        shortfall_bound=whole(field_of(document, "document", "shortfall_bound"), "shortfall_bound", 0, _MANY),
        probability=probability,
        expected_score=number(document.get("expected_score", numbers["score"]), "expected_score"),
        seed=whole(document.get("seed", 0), "seed", -_MANY, _MANY),
        seconds=stated_seconds(document),
        advice=tuple(say("as_written", words=str(line)) for line in entries(document, "advice")),
    )
