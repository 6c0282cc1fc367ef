"""The way from a pair problem to a result: clash, choice, fairness, proof, advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.flow import circulate
from spona_engine.pairs.advice import advise
from spona_engine.pairs.clash import clash_advice, smallest_clash
from spona_engine.pairs.insertion import insert_greedily
from spona_engine.pairs.leximin import fairest
from spona_engine.pairs.lottery import draw
from spona_engine.pairs.network import pair_network
from spona_engine.pairs.packing import Choice, pack
from spona_engine.pairs.result import PairResult
from spona_engine.pairs.stable import stable_matching
from spona_engine.pairs.value import best_alone, missing, worst_of

if TYPE_CHECKING:
    from spona_engine.pairs.contents import FloatArray, IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.pairs.sentences import PairSentence
    from spona_engine.watch import Watch


@dataclass(frozen=True, eq=False)
class Solved:
    """An assignment, what is proven about it (units), and whether that proves the objective."""

    chosen: IntArray
    shortfall_bound: int
    score_bound: int
    worst_bound: int
    proven: bool
    probability: FloatArray | None = None
    expected: float | None = None


def solve_pairs(problem: PairProblem, seed: int, watch: Watch) -> PairResult:
    """The best assignment within the time; what each objective guarantees says docs/engine.md."""
    watch.report(0.0, 0, 0)
    clash = smallest_clash(problem)
    if clash:
        return _result(problem, _nothing(problem), seed, watch, status="infeasible", advice=(clash_advice(clash),))
    solved = _interrupted(problem) if watch.stopped() else _solve(problem, seed, watch)
    status = "optimal" if solved.proven else "feasible"
    return _result(problem, solved, seed, watch, status=status, advice=advise(problem, solved.chosen))


def _solve(problem: PairProblem, seed: int, watch: Watch) -> Solved:
    if problem.objective == "stable":
        return _stable(problem)
    if problem.cap is not None:
        return _lottery(problem, seed)
    choice = highest_total(problem, watch)
    reached = missing(problem, choice.chosen).total == choice.shortfall_bound
    score = int(problem.units[choice.chosen].sum())
    if problem.objective == "total":
        worst = _worst_alone(problem)
        proven = reached and score == choice.score_bound
        return Solved(choice.chosen, choice.shortfall_bound, choice.score_bound, worst, proven)
    watch.report(0.3, score, choice.score_bound)
    fair = fairest(problem, choice, watch, reached=reached)
    score_bound = int(problem.units[fair.chosen].sum()) if fair.proven else choice.score_bound
    return Solved(fair.chosen, choice.shortfall_bound, score_bound, fair.worst_bound, fair.proven)


def highest_total(problem: PairProblem, watch: Watch) -> Choice:
    """Least shortfall, then highest total: proven by flow with up to one group limit, else by integer programming."""
    if len(problem.limits) > 1:
        return pack(problem, watch)
    net = pair_network(problem)
    chosen = net.chosen(net.best_flow([net.shortfall_goal(), net.value_goal(problem.units)]))
    return Choice(chosen, missing(problem, chosen).total, int(problem.units[chosen].sum()))


def _worst_alone(problem: PairProblem) -> int:
    return int(best_alone(problem)[problem.asking].min()) if problem.asking.any() else 0


def _interrupted(problem: PairProblem) -> Solved:
    """What stands when there was no time at all."""
    alone = best_alone(problem)
    return Solved(insert_greedily(problem), 0, int(alone.sum()), _worst_alone(problem), proven=False)


def _nothing(problem: PairProblem) -> Solved:
    nothing = np.zeros(0, dtype=np.int64)
    return Solved(nothing, missing(problem, nothing).total, 0, 0, proven=False)


def _stable(problem: PairProblem) -> Solved:
    found = stable_matching(problem)
    score = int(problem.units[found.chosen].sum())
    bound = score
    if found.ties:
        net = pair_network(problem)
        bound = int(problem.units[net.chosen(circulate(net.network, [net.value_goal(problem.units)]))].sum())
    short = missing(problem, found.chosen).total
    worst = worst_of(problem, found.chosen) if not found.ties else _worst_alone(problem)
    return Solved(found.chosen, 0 if found.ties else short, bound, worst, proven=not found.ties)


def _lottery(problem: PairProblem, seed: int) -> Solved:
    lottery = draw(problem, seed)
    return Solved(
        lottery.chosen,
        lottery.shortfall_bound,
        lottery.score_bound,
        _worst_alone(problem),
        proven=True,
        probability=lottery.probability,
        expected=lottery.expected / problem.per_point,
    )


def _result(
    problem: PairProblem, solved: Solved, seed: int, watch: Watch, *, status: str, advice: tuple[PairSentence, ...]
) -> PairResult:
    score, points = int(problem.units[solved.chosen].sum()), problem.points
    probability = solved.probability
    if probability is None:
        probability = np.zeros(problem.n_pairs)
        probability[solved.chosen] = 1.0
    watch.report(1.0, score, solved.score_bound)
    return PairResult(
        problem=problem,
        status=status,
        chosen=solved.chosen,
        score=points(score),
        score_bound=points(solved.score_bound),
        worst=points(worst_of(problem, solved.chosen)),
        worst_bound=points(solved.worst_bound),
        shortfall=missing(problem, solved.chosen).total,
        shortfall_bound=solved.shortfall_bound,
        probability=probability,
        expected_score=points(score) if solved.expected is None else solved.expected,
        seed=seed,
        seconds=round(watch.elapsed, 3),
        advice=advice,
    )
