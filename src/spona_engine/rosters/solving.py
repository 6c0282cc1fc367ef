"""The way from a roster problem to a roster: pins, relaxation, a first roster, proof goal by goal, advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spona_engine.rosters.advice import advise
from spona_engine.rosters.building import build
from spona_engine.rosters.clash import clash_in_words, smallest_clash
from spona_engine.rosters.exact import ExactRoster
from spona_engine.rosters.model import RosterModel
from spona_engine.rosters.problem import shortfall_of, unevenness_of
from spona_engine.rosters.relaxation import relax
from spona_engine.rosters.result import RosterResult

if TYPE_CHECKING:
    from spona_engine.rosters.contents import IntArray
    from spona_engine.rosters.problem import RosterProblem
    from spona_engine.rosters.sentences import RosterSentence
    from spona_engine.watch import Watch

MOST_CANDIDATES = 60_000
_SHARES = (0.4, 0.7, 1.0)


class Value(NamedTuple):
    """Compares as the goals do: the larger the better."""

    less_shortfall: int
    score: int
    less_unevenness: int


@dataclass
class _Known:
    """The best roster so far (candidates) and the bounds of the goals, in the order of `Value`."""

    best: list[int]
    value: Value
    bounds: list[int]

    def take(self, candidates: list[int], value: Value) -> None:
        if value > self.value:
            self.best, self.value = candidates, value


def solve_roster(problem: RosterProblem, seed: int, watch: Watch) -> RosterResult:
    """The best roster within the time: least shortfall, then highest score, then least unevenness."""
    clash = smallest_clash(problem)
    if clash is not None:
        return _infeasible(problem, seed, watch, clash_in_words(problem, clash))
    model = RosterModel(problem)
    known = _relaxed(model, watch)
    watch.report(0.3, known.value.score, known.bounds[1])
    if list(known.value) != known.bounds and model.count <= MOST_CANDIDATES and not watch.stopped():
        _prove(model, known, watch)
    chosen = model.chosen(known.best)
    watch.report(1.0, known.value.score, known.bounds[1])
    return RosterResult(
        problem=problem,
        status="optimal" if list(known.value) == known.bounds else "feasible",
        chosen=chosen,
        shortfall=-known.value.less_shortfall,
        shortfall_bound=-known.bounds[0],
        score=known.value.score,
        score_bound=known.bounds[1],
        unevenness=-known.value.less_unevenness,
        unevenness_bound=-known.bounds[2],
        seed=seed,
        seconds=round(watch.elapsed, 3),
        advice=advise(problem, chosen),
    )


def value_of(model: RosterModel, candidates: list[int]) -> Value:
    chosen = model.chosen(candidates)
    problem = model.problem
    score = int(problem.score[chosen].sum())
    return Value(-shortfall_of(problem, chosen), score, -unevenness_of(problem, chosen))


def _relaxed(model: RosterModel, watch: Watch) -> _Known:
    """The relaxation's bounds and the roster rounded from it; the score's bound is for the roster's own shortfall."""
    lacking, score = _goal_columns(model)
    short = min(relax(model, lacking, None, watch.remaining).bound, 0)
    wanted = relax(model, score, -short, watch.remaining)
    best = build(model, wanted.share)
    value = value_of(model, best)
    bound = wanted.bound
    if value.less_shortfall < short:
        bound = relax(model, score, -value.less_shortfall, watch.remaining).bound
    return _Known(best, value, [short, max(bound, value.score), _least_unevenness(model)])


def _goal_columns(model: RosterModel) -> tuple[IntArray, IntArray]:
    """[columns] what each adds to the goals "less shortfall" and "score"."""
    lacking = np.zeros(len(model.highest), dtype=np.int64)
    lacking[model.count :] = -1
    score = np.zeros(len(model.highest), dtype=np.int64)
    score[: model.count] = model.score
    return lacking, score


def _least_unevenness(model: RosterModel) -> int:
    """Minus what every roster has: nobody works less than their pins say."""
    load = np.bincount(model.unit[model.pinned], minlength=len(model.problem.units))
    return -sum(len(unit) * int(count) ** 2 for unit, count in zip(model.problem.units, load, strict=True))


def _prove(model: RosterModel, known: _Known, watch: Watch) -> None:
    """Goal by goal: improve it within its share of the time left, tighten its bound, hold what was reached."""
    exact = ExactRoster(model)
    for position, goal in enumerate((exact.less_shortfall, exact.score, None)):
        if watch.stopped():
            return
        if known.value[position] < known.bounds[position]:
            seconds = _SHARES[position] * watch.remaining
            found, bound = exact.most_even(seconds) if goal is None else exact.best(goal, seconds)
            before = known.value
            if found is not None:
                known.take(found, value_of(model, found))
            if known.value.less_shortfall != before.less_shortfall:
                _, score = _goal_columns(model)
                known.bounds[1] = relax(model, score, -known.value.less_shortfall, watch.remaining).bound
            if bound is not None:
                known.bounds[position] = max(min(known.bounds[position], bound), known.value[position])
        if goal is not None:
            exact.keep(goal, known.value[position])
        watch.report(0.3 + 0.2 * (position + 1), known.value.score, known.bounds[1])


def _infeasible(problem: RosterProblem, seed: int, watch: Watch, advice: tuple[RosterSentence, ...]) -> RosterResult:
    none = np.zeros(0, dtype=np.int64)
    missing = shortfall_of(problem, none)
    return RosterResult(
        problem=problem,
        status="infeasible",
        chosen=none,
        shortfall=missing,
        shortfall_bound=missing,
        score=0,
        score_bound=0,
        unevenness=0,
        unevenness_bound=0,
        seed=seed,
        seconds=round(watch.elapsed, 3),
        advice=advice,
    )
