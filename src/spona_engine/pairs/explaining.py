"""Why two parties got each other or did not, and what the opposite would cost.

The opposite is solved: the pair forced, or set in conflict. For the highest total without crossing limits that is
exact, and a third goal of the flow, to keep as many old pairs as possible, gives the nearest of the best assignments.
Elsewhere what is proven of the opposite is said as a bound. A stable matching is explained by who would not have whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spona_engine.meetings.reading import known
from spona_engine.pairs.clash import clash_advice, smallest_clash
from spona_engine.pairs.network import pair_network
from spona_engine.pairs.sentences import PairSentence, say
from spona_engine.pairs.solving import solve_pairs
from spona_engine.pairs.value import missing, worst_of
from spona_engine.watch import Watch

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.pairs.result import PairResult

_MOST_CHANGES = 6


@dataclass(frozen=True)
class PairExplanation:
    """Whether the two have each other, and why, most important first."""

    left: str
    right: str
    chosen: bool
    sentences: tuple[PairSentence, ...]

    @property
    def text(self) -> str:
        return "; ".join(str(sentence) for sentence in self.sentences)


class _Opposite(NamedTuple):
    """An assignment of the other problem and what no assignment of it is better than; scores in points."""

    chosen: IntArray
    shortfall_bound: int
    score_bound: float
    worst_bound: float
    exact: bool


def explain_pair(
    problem: PairProblem, result: PairResult, left: str, right: str, time_limit: float = 10.0
) -> PairExplanation:
    """Why the result gives these two to each other or not. Raises ProblemError for ids the problem does not have."""
    couple = (
        known(left, "left", problem.left_index, "left party"),
        known(right, "right", problem.right_index, "right party"),
    )
    pair = problem.pair_index.get(couple)
    chosen = pair is not None and bool(np.isin(pair, result.chosen))
    names = {"left": left, "right": right}
    if pair is None:
        said = [say("asked_unlisted", **names)]
    elif result.status == "infeasible":
        said = [say("no_assignment")]
    elif couple in problem.conflicts:
        said = [say("asked_conflict", **names)]
    else:
        score = problem.points(int(problem.units[pair]))
        said = [say("has" if chosen else "has_not", **names, score=score)]
        said += _reasons(problem, result, couple, pair, Watch(time_limit), chosen=chosen)
    return PairExplanation(left, right, chosen, tuple(said))


def _reasons(
    problem: PairProblem, result: PairResult, couple: tuple[int, int], pair: int, watch: Watch, *, chosen: bool
) -> list[PairSentence]:
    names = {"left": problem.left_ids[couple[0]], "right": problem.right_ids[couple[1]]}
    if chosen and couple in problem.forced:
        return [say("asked_forced", **names)]
    if problem.cap is not None:
        most = int(problem.cap[pair]) / problem.parts
        return [say("by_lot", **names, probability=float(result.probability[pair]), most=most)]
    if problem.objective == "stable":
        return [] if chosen else _content(problem, result, pair, names)
    other = problem.with_conflict(*couple) if chosen else problem.with_forced(*couple)
    clash = smallest_clash(other)
    if clash:
        return [clash_advice(clash)]
    opposite = _opposite(other, result, watch)
    way = "without" if chosen else "with"
    return [*_cost(problem, result, opposite, way), *_changes(problem, result.chosen, opposite.chosen)]


def _content(problem: PairProblem, result: PairResult, pair: int, names: dict[str, str]) -> list[PairSentence]:
    """Which of the two has only partners it likes no less; in a stable matching at least one."""
    said = []
    rank = problem.units if problem.rank is None else problem.rank
    for party, liking, most, who in (
        (problem.left, problem.units, problem.demand, "left"),
        (problem.right, rank, problem.capacity, "right"),
    ):
        mine = result.chosen[party[result.chosen] == party[pair]]
        if len(mine) >= most[party[pair]] and (liking[mine] >= liking[pair]).all():
            other = names["right" if who == "left" else "left"]
            said.append(say("content", party=names[who], other=other, partners=len(mine)))
    return said


def _opposite(other: PairProblem, result: PairResult, watch: Watch) -> _Opposite:
    """The best assignment of the other problem, as near to the result as the method can tell."""
    if other.objective == "total" and len(other.limits) <= 1:
        net = pair_network(other)
        kept = np.zeros(other.n_pairs, dtype=np.int64)
        kept[result.chosen] = 1
        goals = [net.shortfall_goal(), net.value_goal(other.units), net.value_goal(kept)]
        chosen = net.chosen(net.best_flow(goals))
        score, worst = int(other.units[chosen].sum()), worst_of(other, chosen)
        points = other.points
        return _Opposite(chosen, missing(other, chosen).total, points(score), points(worst), exact=True)
    found = solve_pairs(other, result.seed, watch)
    proven = found.status == "optimal"
    return _Opposite(found.chosen, found.shortfall_bound, found.score_bound, found.worst_bound, exact=proven)


def _cost(problem: PairProblem, result: PairResult, opposite: _Opposite, way: str) -> list[PairSentence]:
    """What the opposite is proven to cost; nothing where no bound says so."""
    more = opposite.shortfall_bound - result.shortfall
    if more > 0:
        return [say(f"{way}_missing", missing=more)]
    if problem.objective == "leximin":
        if opposite.worst_bound < result.worst:
            return [say(f"{way}_worst", worst=opposite.worst_bound, now=result.worst)]
        return []
    loss, exact = _rounded(result.score - opposite.score_bound), opposite.exact and result.status == "optimal"
    if loss > 0:
        return [say(f"{way}_loss" if exact else f"{way}_loss_least", loss=loss)]
    if loss == 0:
        return [say(f"{way}_no_loss")] if exact else []
    return [say(f"{way}_gain", gain=-loss)] if opposite.exact and more == 0 else []


def _rounded(points: float) -> float:
    """A difference of sums without the noise of its last digits."""
    return round(points, 9) if isinstance(points, float) else points


def _changes(problem: PairProblem, old: IntArray, new: IntArray) -> list[PairSentence]:
    """The other assignment as what changes; nothing where nothing does."""
    steps = [("loses", pair) for pair in np.setdiff1d(old, new).tolist()]
    steps += [("gets", pair) for pair in np.setdiff1d(new, old).tolist()]
    words = [
        str(say(code, left=problem.left_ids[problem.left[pair]], right=problem.right_ids[problem.right[pair]]))
        for code, pair in steps[:_MOST_CHANGES]
    ]
    if len(steps) > _MOST_CHANGES:
        words.append(str(say("more_changes", count=len(steps) - _MOST_CHANGES)))
    return [say("opposite", changes="; ".join(words))] if words else []
