"""What to change when minimums are missed, and by how much it helps: every number comes from solving the changed
problem.

Where the flow is exact the numbers are what a new plan would reach; elsewhere they are upper bounds and say "at most".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.contents import Slot
from spona_engine.meetings.selection import Goals, Selection, degrees, filled, select
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem

_TRIED_PARTIES = 8
_LARGE = 50_000


@dataclass(frozen=True)
class _Tip:
    gain: int
    sentence: Sentence


def advise(problem: MeetingProblem, side: BoolArray | None, wish: IntArray, *, exact: bool) -> tuple[Sentence, ...]:
    """Changes that reduce the shortfall of a plan (`wish`: indices met), the strongest first. Empty if nothing is
    short.
    """
    degree = degrees(problem, wish)
    short = np.flatnonzero(degree < problem.minimum)
    if not len(short):
        return ()
    shortfall = int((problem.minimum - degree)[short].sum())
    tips = [*_hopeless(problem, short)]
    suffix = "" if exact else "_bound"
    longer = replace(problem, slots=(*problem.slots, Slot("+")), available=_one_more(problem.available))
    more = select(longer, side, Goals(must=False))
    if (gain := shortfall - ceil(more.shortfall)) > 0:
        helped = int((degrees(longer, filled(more))[short] >= problem.minimum[short]).sum())
        tips.append(_Tip(gain, say(f"advice_slots{suffix}", meetings=gain, shortfall=shortfall, parties=helped)))
    if problem.n_wishes <= _LARGE:
        tips += _tables(problem, side, shortfall, suffix)
        tips += _maximums(problem, side, degree, shortfall, suffix)
    tips += _lower(problem, degree, short[:_TRIED_PARTIES])
    return tuple(tip.sentence for tip in sorted(tips, key=lambda tip: -tip.gain))


def _one_more(available: BoolArray | None) -> BoolArray | None:
    return None if available is None else np.hstack([available, np.ones((len(available), 1), dtype=bool)])


def _hopeless(problem: MeetingProblem, short: IntArray) -> list[_Tip]:
    """Parties that no plan can serve: too few allowed wishes or slots for their minimum."""
    allowed = ~problem.banned & problem.share_slot
    allowed &= (problem.maximum[problem.a] > 0) & (problem.maximum[problem.b] > 0)
    wishes = degrees(problem, np.flatnonzero(allowed))
    possible = np.minimum(problem.capacity, wishes)
    tips = []
    for party in short.tolist():
        if possible[party] < problem.minimum[party]:
            numbers = {"possible": int(possible[party]), "minimum": int(problem.minimum[party])}
            said = say("advice_wishes", party=problem.party_ids[party], **numbers)
            tips.append(_Tip(numbers["minimum"] - numbers["possible"], said))
    return tips


def _tables(problem: MeetingProblem, side: BoolArray | None, shortfall: int, suffix: str) -> list[_Tip]:
    if problem.tables is None:
        return []
    extra = max(1, ceil(shortfall / max(problem.n_slots, 1)))
    gain = shortfall - ceil(_solve(replace(problem, tables=problem.tables + extra), side).shortfall)
    said = say(f"advice_tables{suffix}", extra=extra, meetings=gain, shortfall=shortfall)
    return [_Tip(gain, said)] if gain > 0 else []


def _maximums(
    problem: MeetingProblem, side: BoolArray | None, degree: IntArray, shortfall: int, suffix: str
) -> list[_Tip]:
    """Raise one full party at a time, those with the most short partners first."""
    lacking = degree < problem.minimum
    calls = np.bincount(
        np.concatenate([problem.a[lacking[problem.b]], problem.b[lacking[problem.a]]]), minlength=problem.n_parties
    )
    there = problem.open_slots.sum(axis=1)
    full = np.flatnonzero((degree >= problem.maximum) & (problem.maximum > 0) & (there > problem.maximum) & (calls > 0))
    tips = []
    for party in full[np.argsort(-calls[full], kind="stable")][:_TRIED_PARTIES].tolist():
        old = int(problem.maximum[party])
        raised = min(int(there[party]), old + min(int(calls[party]), shortfall))
        maximum = problem.maximum.copy()
        maximum[party] = raised
        gain = shortfall - ceil(_solve(replace(problem, maximum=maximum), side).shortfall)
        if gain > 0:
            numbers = {"maximum": old, "raised": min(raised, old + gain), "meetings": gain, "shortfall": shortfall}
            tips.append(_Tip(gain, say(f"advice_max{suffix}", party=problem.party_ids[party], **numbers)))
    return tips


def _lower(problem: MeetingProblem, degree: IntArray, short: IntArray) -> list[_Tip]:
    return [
        _Tip(
            0,
            say(
                "advice_lower_min",
                party=problem.party_ids[party],
                minimum=int(problem.minimum[party]),
                meetings=int(degree[party]),
            ),
        )
        for party in short.tolist()
    ]


def _solve(problem: MeetingProblem, side: BoolArray | None) -> Selection:
    return select(problem, side, Goals(must=False))
