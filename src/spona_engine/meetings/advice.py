"""What to change when minimums are missed, and by how much it helps: every number comes from solving the changed
problem.

On two sides with everybody there the flow is exact, and the number is what a new plan reaches. Elsewhere a changed plan
is looked for from the plan at hand, and what it reaches is said; where none is found but the relaxation leaves room,
its bound is said as "at most".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.contents import Slot
from spona_engine.meetings.nearby import Neighbourhood
from spona_engine.meetings.selection import Goals, degrees, filled, select, sides_of
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.outcome import Outcome
    from spona_engine.meetings.problem import MeetingProblem

_TRIED_EACH = 8
_WISHES_TRIED = 400_000
"""Wishes that may go through the flow for one kind of change: eight changes up to 50,000 wishes, then fewer."""
_RANKS = ("wishes", "max", "tables", "hour", "ban", "slots", "lower_min")


@dataclass(frozen=True)
class _Tip:
    gain: int
    sentence: Sentence

    @property
    def order(self) -> tuple[int, int]:
        """The largest gain first; of equal ones what is easiest to arrange."""
        kind = self.sentence.code.removeprefix("advice_").removesuffix("_bound")
        return -self.gain, _RANKS.index(kind)


def advise(result: Outcome) -> tuple[Sentence, ...]:
    """Changes that reduce the shortfall of a plan, the strongest first. Empty if nothing is short."""
    degree = degrees(result.problem, result.wish)
    short = np.flatnonzero(degree < result.problem.minimum)
    if not len(short):
        return ()
    adviser = _Adviser(result, degree, short)
    return tuple(tip.sentence for tip in sorted(adviser.tips(), key=lambda tip: tip.order))


@dataclass(frozen=True)
class _Change:
    """A changed problem and how it is said: the sentence's code and its own parameters."""

    code: str
    problem: MeetingProblem
    params: dict[str, object]


class _Adviser:
    """One plan that leaves some parties (`short`, indices) below their minimum."""

    def __init__(self, result: Outcome, degree: IntArray, short: IntArray) -> None:
        self.problem, self.result, self.degree, self.short = result.problem, result, degree, short
        self.tried = min(_TRIED_EACH, _WISHES_TRIED // max(self.problem.n_wishes, 1))
        self.side = sides_of(self.problem)
        free = self.problem.available is None and all(pin.slot is None for pin in self.problem.pins)
        self.exact = self.side is not None and free
        self.shortfall = self._reached(self.problem, self.side)[0]

    def tips(self) -> Iterator[_Tip]:
        """Every change that helps, in no order."""
        yield from self._hopeless()
        for change in (self._one_more_slot(), *self._tables(), *self._maximums(), *self._hours(), *self._bans()):
            yield from self._tip(change)
        yield from self._lower()

    def _tip(self, change: _Change) -> Iterator[_Tip]:
        """What the changed problem gives: proven by a plan, else as a bound."""
        side = self.side if change.code != "advice_ban" else sides_of(change.problem)
        found, helped = self._reached(change.problem, side)
        params = change.params
        if (gain := self.shortfall - found) > 0:
            if change.code == "advice_slots":
                params = {"parties": helped}
            if "raised" in params:
                params = params | {"raised": min(int(str(params["raised"])), int(str(params["maximum"])) + gain)}
            yield _Tip(gain, say(change.code, meetings=gain, shortfall=self.shortfall, **params))
        elif not self.exact:
            most = self.shortfall - ceil(select(change.problem, side, Goals(must=False)).shortfall)
            if most > 0:
                yield _Tip(most, say(f"{change.code}_bound", meetings=most, shortfall=self.shortfall, **params))

    def _reached(self, problem: MeetingProblem, side: BoolArray | None) -> tuple[int, int]:
        """(shortfall of a plan of this problem, short parties that get their minimum): the best plan where flow finds
        it, else one near the plan at hand.
        """
        if self.exact and side is not None:
            best = select(problem, side, Goals(must=False))
            met = filled(best)
            missing = ceil(best.shortfall)
        else:
            found = Neighbourhood(problem, self.result.wish, self.result.slot).serving_minimums()
            met = np.array(sorted(found.slots), dtype=np.int64)
            missing = found.value.shortfall
        enough = degrees(problem, met)[self.short] >= self.problem.minimum[self.short]
        return missing, int(enough.sum())

    def _one_more_slot(self) -> _Change:
        problem = self.problem
        available = problem.available
        if available is not None:
            available = np.hstack([available, np.ones((len(available), 1), dtype=bool)])
        longer = replace(problem, slots=(*problem.slots, Slot("+")), available=available)
        return _Change("advice_slots", longer, {"parties": 0} if self.exact else {})

    def _tables(self) -> Iterator[_Change]:
        tables = self.problem.tables
        if tables is not None and self.tried:
            for extra in sorted({1, max(1, ceil(self.shortfall / max(self.problem.n_slots, 1)))}):
                yield _Change("advice_tables", replace(self.problem, tables=tables + extra), {"extra": extra})

    def _maximums(self) -> Iterator[_Change]:
        """Raise one full party at a time, those with the most short partners first."""
        problem, calls = self.problem, self._calls()
        there = problem.open_slots.sum(axis=1)
        at_maximum = (self.degree >= problem.maximum) & (problem.maximum > 0) & (there > problem.maximum)
        full = np.flatnonzero(at_maximum & (calls > 0))
        for party in full[np.argsort(-calls[full], kind="stable")][: self.tried].tolist():
            old = int(problem.maximum[party])
            raised = min(int(there[party]), old + min(int(calls[party]), self.shortfall))
            maximum = problem.maximum.copy()
            maximum[party] = raised
            params: dict[str, object] = {"party": problem.party_ids[party], "maximum": old, "raised": raised}
            yield _Change("advice_max", replace(problem, maximum=maximum), params)

    def _hours(self) -> Iterator[_Change]:
        """Let one party come at one more time, where most of those who could meet it then are there."""
        problem = self.problem
        if problem.available is None or not problem.n_slots:
            return
        calls = self._calls()
        wanted = np.union1d(self.short, np.flatnonzero((calls > 0) & (self.degree >= problem.capacity)))
        partners = np.zeros((problem.n_parties, problem.n_slots), dtype=np.int64)
        allowed = ~problem.banned
        a, b = problem.a[allowed], problem.b[allowed]
        np.add.at(partners, a, problem.available[b])
        np.add.at(partners, b, problem.available[a])
        partners[problem.available] = 0
        best = partners.argmax(axis=1)
        ranked = sorted(wanted.tolist(), key=lambda party: (-int(partners[party, best[party]]), party))
        for party in ranked[: self.tried]:
            slot = int(best[party])
            if partners[party, slot]:
                available = problem.available.copy()
                available[party, slot] = True
                params: dict[str, object] = {"party": problem.party_ids[party], "slot": problem.slots[slot].id}
                yield _Change("advice_hour", replace(problem, available=available), params)

    def _bans(self) -> Iterator[_Change]:
        problem, lacking = self.problem, self.degree < self.problem.minimum
        helpful = np.flatnonzero(problem.banned & (lacking[problem.a] | lacking[problem.b]))
        for wish in helpful[: self.tried].tolist():
            a, b = problem.party_ids[problem.a[wish]], problem.party_ids[problem.b[wish]]
            yield _Change("advice_ban", problem.without_ban(a, b), {"a": a, "b": b})

    def _calls(self) -> IntArray:
        """[parties] how many short parties wish for each."""
        problem, lacking = self.problem, self.degree < self.problem.minimum
        wishing = np.concatenate([problem.a[lacking[problem.b]], problem.b[lacking[problem.a]]])
        return np.bincount(wishing, minlength=problem.n_parties)

    def _hopeless(self) -> Iterator[_Tip]:
        """Parties that no plan can serve: too few allowed wishes or slots for their minimum."""
        problem = self.problem
        allowed = ~problem.banned & problem.share_slot
        allowed &= (problem.maximum[problem.a] > 0) & (problem.maximum[problem.b] > 0)
        possible = np.minimum(problem.capacity, degrees(problem, np.flatnonzero(allowed)))
        for party in self.short.tolist():
            if possible[party] < problem.minimum[party]:
                numbers = {"possible": int(possible[party]), "minimum": int(problem.minimum[party])}
                said = say("advice_wishes", party=problem.party_ids[party], **numbers)
                yield _Tip(numbers["minimum"] - numbers["possible"], said)

    def _lower(self) -> Iterator[_Tip]:
        for party in self.short[:_TRIED_EACH].tolist():
            numbers = {"minimum": int(self.problem.minimum[party]), "meetings": int(self.degree[party])}
            yield _Tip(0, say("advice_lower_min", party=self.problem.party_ids[party], **numbers))
