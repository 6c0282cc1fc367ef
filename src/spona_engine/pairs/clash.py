"""Whether the forced pairs can all hold, and if not the smallest set of demands that clash.

Everything but a forced pair is optional or an upper limit, so what clashes with forced pairs is always one limit: a
conflict, a missing entry, a demand, a capacity, a group limit or a cap on probability, and one forced pair more than it
allows. The smallest clash is the smallest of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spona_engine.pairs.sentences import PairSentence, say

if TYPE_CHECKING:
    from spona_engine.pairs.problem import PairProblem

Couple = tuple[int, int]
Clash = tuple[PairSentence, ...]


def smallest_clash(problem: PairProblem) -> Clash:
    """The demands of a smallest clash, the forced pairs first; empty if there is none."""
    found = min(_clashes(problem), key=len, default=())
    return tuple(found)


def clash_advice(clash: Clash) -> PairSentence:
    return say("demands_clash", count=len(clash), demands="; ".join(str(demand) for demand in clash))


def _clashes(problem: PairProblem) -> Iterator[list[PairSentence]]:
    conflicts = set(problem.conflicts)
    for couple in problem.forced:
        names = _names(problem, couple)
        pair = problem.pair_index.get(couple)
        if couple in conflicts:
            yield [_asked(problem, couple), say("asked_conflict", **names)]
        if pair is None:
            yield [_asked(problem, couple), say("asked_unlisted", **names)]
        elif problem.cap is not None and problem.cap[pair] < problem.parts:
            most = int(problem.cap[pair]) / problem.parts
            yield [_asked(problem, couple), say("asked_probability", **names, most=most)]
    yield from _crowded(problem)


def _crowded(problem: PairProblem) -> Iterator[list[PairSentence]]:
    """Limits with more forced pairs than they allow."""
    of_left: dict[int, list[Couple]] = {}
    of_right: dict[int, list[Couple]] = {}
    for couple in problem.forced:
        of_left.setdefault(couple[0], []).append(couple)
        of_right.setdefault(couple[1], []).append(couple)
    for i, couples in of_left.items():
        limit = say("asked_demand", left=problem.left_ids[i], demand=int(problem.demand[i]))
        yield from _over(problem, couples, int(problem.demand[i]), limit)
        for number in range(len(problem.limits)):
            yield from _over_groups(problem, i, couples, number)
    for j, couples in of_right.items():
        limit = say("asked_capacity", right=problem.right_ids[j], capacity=int(problem.capacity[j]))
        yield from _over(problem, couples, int(problem.capacity[j]), limit)


def _over_groups(problem: PairProblem, i: int, couples: list[Couple], number: int) -> Iterator[list[PairSentence]]:
    limit = problem.limits[number]
    of_group: dict[int, list[Couple]] = {}
    for couple in couples:
        of_group.setdefault(int(limit.group[couple[1]]), []).append(couple)
    for g, inside in of_group.items():
        if g >= 0:
            most = int(limit.at_most[g])
            asked = say("asked_group", left=problem.left_ids[i], most=most, limit=limit.name, group=limit.names[g])
            yield from _over(problem, inside, most, asked)


def _over(problem: PairProblem, couples: list[Couple], most: int, limit: PairSentence) -> Iterator[list[PairSentence]]:
    if len(couples) > most:
        yield [*(_asked(problem, couple) for couple in couples[: most + 1]), limit]


def _asked(problem: PairProblem, couple: Couple) -> PairSentence:
    return say("asked_forced", **_names(problem, couple))


def _names(problem: PairProblem, couple: Couple) -> dict[str, str]:
    return {"left": problem.left_ids[couple[0]], "right": problem.right_ids[couple[1]]}
