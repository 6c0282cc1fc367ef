"""Fairer assignments by chains of exchanges: the worst-off left party takes a partner, whoever loses it takes another.

A chain starts where the party gives a partner up (or has a place free) and ends where that partner, or the last one
taken from nobody, is settled. It is applied only if every party it touches ends above the sum the worst one had, so
each step raises the sorted vector of sums in the lexicographic order; loads, demands and group limits stay kept. Single
moves and exchanges between two parties are tried first, the best of them taken; then longer chains, breadth first.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spona_engine.pairs.holdings import Holdings

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch


class Step(NamedTuple):
    """One left party gives one right party (or a free place) for another."""

    left: int
    given: int
    taken: int


Chain = list[Step]


def fairer(problem: PairProblem, chosen: IntArray, candidates: IntArray, effort: int, watch: Watch) -> IntArray:
    """An assignment whose sorted sums are at least as high, lexicographically, with the same shortfall or less.

    `candidates`: pairs that may be taken. `effort`: how many candidate entries are looked at, so that the result does
    not depend on the clock unless the watch stops the search.
    """
    holdings = Holdings(problem, chosen, candidates)
    queue = [(holdings.sums[i], i) for i in np.flatnonzero(problem.asking).tolist()]
    heapify(queue)
    while queue and holdings.looked_at < effort and not watch.stopped():
        level, i = heappop(queue)
        if level != holdings.sums[i]:
            continue
        chain = _short_chain(holdings, i) or _long_chain(holdings, i, effort)
        for step in chain:
            holdings.apply(step.left, step.given, step.taken)
            heappush(queue, (holdings.sums[step.left], step.left))
    return holdings.chosen()


def _short_chain(holdings: Holdings, i: int) -> Chain:
    """The move or exchange whose worse party ends best off; empty if none lifts both parties above i's sum."""
    best, found = holdings.sums[i], []
    for given in holdings.givable(i):
        rights, after = holdings.offers(i, given, best)
        for taken, sum_i in zip(rights, after, strict=True):
            if sum_i <= best:
                break
            if holdings.keeps_groups(i, given, taken):
                if holdings.shifts(given, taken):
                    best, found = sum_i, [Step(i, given, taken)]
                    break
                value, k = _best_partner(holdings, i, Step(i, given, taken), best)
                if min(value, sum_i) > best:
                    best, found = min(value, sum_i), [Step(i, given, taken), Step(k, taken, given)]
    return found


def _best_partner(holdings: Holdings, i: int, step: Step, least: int) -> tuple[int, int]:
    """(sum afterwards, left party) of the holder of `taken` who does best with `given` instead; (least, -1) if none."""
    best, partner = least, -1
    for k, units in holdings.holders(step.taken):
        worth = holdings.worth(k, step.given)
        if k == i or worth < 0:
            continue
        value = holdings.sums[k] - units + worth
        if value > best and holdings.keeps_groups(k, step.taken, step.given):
            best, partner = value, k
    return best, partner


def _long_chain(holdings: Holdings, i: int, effort: int) -> Chain:
    """Some chain that lifts everybody it touches above i's sum; empty if none was found."""
    for given in holdings.givable(i):
        chain = _search_from(holdings, i, given, effort)
        if chain:
            return chain
    return []


def _search_from(holdings: Holdings, i: int, given: int, effort: int) -> Chain:
    level = holdings.sums[i]
    rights, _ = holdings.offers(i, given, level)
    reached = {taken: Step(i, given, taken) for taken in rights if holdings.keeps_groups(i, given, taken)}
    waiting = deque(reached)
    while waiting and holdings.looked_at < effort:
        freed = waiting.popleft()
        before = _back(reached, freed, i)
        moved = {step.left for step in before}
        for k, _units in holdings.holders(freed):
            if k in moved:
                continue
            if _fits(holdings, Step(k, freed, given), level):
                return [*before, Step(k, freed, given)]
            for taken in holdings.untried(k, freed, level, reached):
                if taken != given and holdings.keeps_groups(k, freed, taken):
                    if holdings.shifts(given, taken):
                        return [*before, Step(k, freed, taken)]
                    reached[taken] = Step(k, freed, taken)
                    waiting.append(taken)
    return []


def _back(reached: dict[int, Step], freed: int, i: int) -> Chain:
    """The steps that free this right party, from i's on."""
    chain = [reached[freed]]
    while chain[-1].left != i:
        chain.append(reached[chain[-1].given])
    return chain[::-1]


def _fits(holdings: Holdings, step: Step, level: int) -> bool:
    """Whether the chain may end here: the party takes what i gave and ends above the level."""
    worth = holdings.worth(step.left, step.taken)
    if worth < 0:
        return False
    after = holdings.sums[step.left] - holdings.worth_of_held(step.left, step.given) + worth
    return after > level and holdings.keeps_groups(step.left, step.given, step.taken)
