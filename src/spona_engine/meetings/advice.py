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
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.outcome import Outcome
    from spona_engine.meetings.problem import MeetingProblem

_TRIED_EACH = 8
_WISHES_TRIED = 400_000
"""Wishes that may go through the flow for one kind of change: eight changes up to 50,000 wishes, then fewer."""
_TRIES_EACH = 80
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
    """A changed problem and how it is said: the sentence's code and its own parameters. `parties`: whom it concerns,
    None for everybody.
    """

    code: str
    problem: MeetingProblem
    params: dict[str, object]
    parties: tuple[int, ...] | None = None


class _Adviser:
    """One plan that leaves some parties (`short`, indices) below their minimum."""

    def __init__(self, result: Outcome, degree: IntArray, short: IntArray) -> None:
        self.problem, self.degree, self.short = result.problem, degree, short
        self.tried = min(_TRIED_EACH, _WISHES_TRIED // max(self.problem.n_wishes, 1))
        self.side = sides_of(self.problem)
        free = self.problem.available is None and all(pin.slot is None for pin in self.problem.pins)
        self.exact = self.side is not None and free
        self.least = ceil(select(self.problem, self.side, Goals(must=False)).shortfall)
        self.shortfall, self.wish, self.slot = self.least, result.wish, result.slot
        if not self.exact:
            better = Neighbourhood(self.problem, result.wish, result.slot).serving_minimums()
            self.shortfall = better.value.shortfall
            rows = np.array(sorted(better.slots.items()), dtype=np.int64).reshape(-1, 2)
            self.wish, self.slot = rows[:, 0], rows[:, 1]

    def tips(self) -> Iterator[_Tip]:
        """Every change that helps, in no order."""
        yield from self._hopeless()
        for change in (self._one_more_slot(), *self._maximums(), *self._hours(), *self._bans()):
            yield from self._tip(change)
        tables = [tip for change in self._tables() for tip in self._tip(change)]
        yield from (tip for place, tip in enumerate(tables) if all(tip.gain > other.gain for other in tables[:place]))
        yield from self._lower()

    def _tip(self, change: _Change) -> Iterator[_Tip]:
        return self._exact_tip(change) if self.exact else self._found_tip(change)

    def _exact_tip(self, change: _Change) -> Iterator[_Tip]:
        best = select(change.problem, self.side, Goals(must=False))
        yield from self._sure(change, self.shortfall - ceil(best.shortfall), filled(best))

    def _found_tip(self, change: _Change) -> Iterator[_Tip]:
        """What a plan near this one reaches; where it reaches nothing, the bound if the change lowers it."""
        near = Neighbourhood(change.problem, self.wish, self.slot).serving_minimums(change.parties, _TRIES_EACH)
        if (gain := self.shortfall - near.value.shortfall) > 0:
            yield from self._sure(change, gain, np.array(sorted(near.slots), dtype=np.int64))
            return
        side = self.side if change.code != "advice_ban" else sides_of(change.problem)
        least = ceil(select(change.problem, side, Goals(must=False)).shortfall)
        if least < self.least:
            said = say(
                f"{change.code}_bound", meetings=self.shortfall - least, shortfall=self.shortfall, **change.params
            )
            yield _Tip(self.least - least, said)

    def _sure(self, change: _Change, gain: int, met: IntArray) -> Iterator[_Tip]:
        """A change after which a plan (`met`: its wishes) lacks so many meetings less."""
        params = dict(change.params)
        if change.code == "advice_max" and change.parties:
            party = change.parties[0]
            needed = int(self.problem.maximum[party]) + gain if self.exact else int(degrees(change.problem, met)[party])
            params["raised"] = min(int(change.problem.maximum[party]), needed)
        if change.code == "advice_slots":
            enough = degrees(change.problem, met)[self.short] >= self.problem.minimum[self.short]
            params["parties"] = int(enough.sum())
        if gain > 0:
            yield _Tip(gain, say(change.code, meetings=gain, shortfall=self.shortfall, **params))

    def _one_more_slot(self) -> _Change:
        problem = self.problem
        available = problem.available
        if available is not None:
            available = np.hstack([available, np.ones((len(available), 1), dtype=bool)])
        longer = replace(problem, slots=(*problem.slots, Slot("+")), available=available)
        return _Change("advice_slots", longer, {})

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
            yield _Change("advice_max", replace(problem, maximum=maximum), params, (party,))

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
                yield _Change("advice_hour", replace(problem, available=available), params, (party,))

    def _bans(self) -> Iterator[_Change]:
        problem, lacking = self.problem, self.degree < self.problem.minimum
        helpful = np.flatnonzero(problem.banned & (lacking[problem.a] | lacking[problem.b]))
        for wish in helpful[: self.tried].tolist():
            a, b = problem.party_ids[problem.a[wish]], problem.party_ids[problem.b[wish]]
            parties = (int(problem.a[wish]), int(problem.b[wish]))
            yield _Change("advice_ban", problem.without_ban(a, b), {"a": a, "b": b}, parties)

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
        beyond = np.maximum(problem.minimum - possible, 0)
        for party in np.argsort(-beyond, kind="stable")[:_TRIED_EACH].tolist():
            if beyond[party]:
                numbers = {"possible": int(possible[party]), "minimum": int(problem.minimum[party])}
                yield _Tip(int(beyond[party]), say("advice_wishes", party=problem.party_ids[party], **numbers))

    def _lower(self) -> Iterator[_Tip]:
        for party in self.short[:_TRIED_EACH].tolist():
            numbers = {"minimum": int(self.problem.minimum[party]), "meetings": int(self.degree[party])}
            yield _Tip(0, say("advice_lower_min", party=self.problem.party_ids[party], **numbers))
