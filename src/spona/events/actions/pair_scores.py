"""How much a meeting is worth, from what both sides said about it. Written once, used by planning and by the figures.

The engine maximises, in this order: pins and bans, promised minimums, the number of ``must`` pairs, the sum of scores.
A score of 0 to 1,000,000 is made of one base per pair of statements, and Spona's own suggestion (0 to 1000) as the
last word between equals:

================  =========  ========================================================================================
what was said     base       reasoning
================  =========  ========================================================================================
must and must     960,000    both sides would leave disappointed without it
must and yes      840,000    one would, the other is glad: more than any three meetings one side wants
yes and yes       600,000    a mutual wish is worth more than two meetings that only one side asked for (480,000)
must, silence     420,000    wanted dearly by one; the other may not have looked: below any mutual wish
yes, silence      240,000    worth having; three of them outweigh one mutual wish, so quiet parties are not forgotten
nobody said       0          fills free time only, in the order of the suggestions
any "no"          0, a ban   nobody is made to meet; the pair stays listed so that its absence has a reason
================  =========  ========================================================================================

An accepted request stands for a "yes" of both. Two bases are at least 120,000 apart, so suggestions decide between
equal wishes and would have to gather more than a hundred and twenty full marks to outweigh one. ``must`` is set where
either side says must and neither says no. Why the engine's own function for this is not called: decision 0042.
"""

from __future__ import annotations

from dataclasses import dataclass

from spona.events.models import WishLevel
from spona.events.states import MUTUAL_YES

ONE_SIDED = 240_000
"""From here on at least one side wants the meeting; below are suggestions only."""

FAVOURED = 30_000
"""What planning adds to pairs it prefers because they met at an earlier fair, or because they did not: more than any
suggestion, and four of them are still worth less than one step between answers."""

_RANK = {None: 0, WishLevel.YES.value: 1, WishLevel.MUST.value: 2}
BASES = {(2, 2): 960_000, (1, 2): 840_000, (1, 1): MUTUAL_YES, (0, 2): 420_000, (0, 1): ONE_SIDED, (0, 0): 0}


@dataclass(frozen=True)
class PairScore:
    """What a pair is worth: ``score`` 0..1,000,000, whether it is a must, whether it is ruled out."""

    score: int
    is_must: bool = False
    is_banned: bool = False


def pair_score(
    one: str | None, other: str | None, *, asked: bool = False, suggestion: int = 0, favoured: bool = False
) -> PairScore:
    """Combine what each side said (must, yes, no, None: nothing), an accepted request and a suggestion (0 to 1000).

    ``favoured``: the fair prefers such pairs; it says nothing for a pair that is worth nothing.
    """
    if WishLevel.NO in {one, other}:
        return PairScore(0, is_banned=True)
    floor = 1 if asked else 0
    low, high = sorted((max(_RANK[one], floor), max(_RANK[other], floor)))
    worth = BASES[low, high] + suggestion
    return PairScore(worth + (FAVOURED if favoured and worth else 0), is_must=high == 2)
