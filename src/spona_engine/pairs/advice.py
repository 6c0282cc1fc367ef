"""What to change where partners are missing: first what the lists rule out, then where places or demands run short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.pairs.sentences import PairSentence, say
from spona_engine.pairs.value import group_counts, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spona_engine.pairs.contents import BoolArray, IntArray
    from spona_engine.pairs.problem import PairProblem

_MOST_OF_A_KIND = 5
_MOST_NAMES = 5


def advise(problem: PairProblem, chosen: IntArray) -> tuple[PairSentence, ...]:
    """Sentences for an assignment that leaves something missing; empty where it does not."""
    if missing(problem, chosen).total == 0:
        return ()
    return (*_lists_too_short(problem), *_places_too_few(problem, chosen))


def _lists_too_short(problem: PairProblem) -> Iterator[PairSentence]:
    pairs = np.flatnonzero(problem.open)
    left = np.bincount(problem.left[pairs], minlength=problem.n_left)
    lacking = problem.demand - left
    for i in _strongest(lacking):
        name, count = problem.left_ids[i], int(left[i])
        yield say("advice_candidates", left=name, demand=int(problem.demand[i]), candidates=count)
    right = np.bincount(problem.right[pairs], minlength=problem.n_right)
    for j in _strongest(problem.min_load - right):
        name, count = problem.right_ids[j], int(right[j])
        yield say("advice_right_candidates", right=name, least=int(problem.min_load[j]), candidates=count)
    for limit in problem.limits:
        counts = group_counts(problem, limit, pairs)
        short = np.where(problem.asking[:, None], limit.at_least[None] - counts, 0)
        for cell in _strongest(short.ravel()):
            i, g = divmod(cell, len(limit.names))
            least, count = int(limit.at_least[g]), int(counts[i, g])
            names = {"left": problem.left_ids[i], "limit": limit.name, "group": limit.names[g]}
            yield say("advice_group_candidates", **names, least=least, candidates=count)


def _places_too_few(problem: PairProblem, chosen: IntArray) -> Iterator[PairSentence]:
    """What no re-arrangement can mend: all whom the short parties could reach by exchanges are full."""
    lack = missing(problem, chosen)
    lists = np.bincount(problem.left[problem.open], minlength=problem.n_left)
    short = (lack.demand > 0) & (lists > problem.demand - lack.demand)
    if short.any():
        rights = _reach(problem, chosen, short, np.zeros(problem.n_right, dtype=bool))
        full = np.bincount(problem.right[chosen], minlength=problem.n_right) >= problem.capacity
        if rights.any() and full[rights].all():
            amount = int(lack.demand[short].sum())
            yield say("advice_capacity", missing=amount, rights=_names(problem, rights))
    candidates = np.bincount(problem.right[problem.open], minlength=problem.n_right)
    idle = (lack.load > 0) & (candidates >= problem.min_load)
    if idle.any():
        yield say("advice_load", missing=int(lack.load[idle].sum()), rights=_names(problem, idle))


def _reach(problem: PairProblem, chosen: IntArray, lefts: BoolArray, rights: BoolArray) -> BoolArray:
    """Right parties that exchanges could draw on to help these left parties (alternating search)."""
    taken = np.zeros(problem.n_pairs, dtype=bool)
    taken[chosen] = True
    free = problem.open & ~taken
    while True:
        wider = rights.copy()
        wider[problem.right[free & lefts[problem.left]]] = True
        further = lefts.copy()
        further[problem.left[taken & wider[problem.right]]] = True
        if (wider == rights).all() and (further == lefts).all():
            return rights
        lefts, rights = further, wider


def _strongest(lacking: IntArray) -> list[int]:
    order = np.argsort(-lacking, kind="stable")[:_MOST_OF_A_KIND]
    return [int(n) for n in order if lacking[n] > 0]


def _names(problem: PairProblem, rights: BoolArray) -> str:
    found = np.flatnonzero(rights)
    names = ", ".join(problem.right_ids[j] for j in found[:_MOST_NAMES])
    return names if len(found) <= _MOST_NAMES else f"{names} and {len(found) - _MOST_NAMES} more"
