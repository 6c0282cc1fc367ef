"""Which single changes make a fair possible whose demands clash, each proven by placing the changed fair's pins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.clash import place_pins
from spona_engine.meetings.contents import Slot
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.clash import Demand
    from spona_engine.meetings.problem import MeetingProblem

Change = tuple[Sentence, "MeetingProblem"]
_HOURS_TRIED = 12


def relaxations(problem: MeetingProblem, clash: tuple[Demand, ...]) -> tuple[Sentence, ...]:
    """Changes of one demand of the clash after which there is a plan; those that keep every meeting asked for first.

    In their order: another time for a pin, a higher maximum, more tables, one more time of somebody's, one more slot, a
    ban lifted, a pin given up. Only the smallest sufficient number of meetings or tables is said. Where no single
    change is enough, because demands clash elsewhere too, that is said.
    """
    ways = (_other_times, _maximums, _tables, _hours, _one_more_slot, _bans, _pins)
    found = [said for way in ways for said in _sufficient(way(problem, clash))]
    return tuple(found) or (say("relax_none"),)


def _sufficient(changes: Iterator[list[Change]]) -> Iterator[Sentence]:
    """The first of each list of growing changes that leaves no clash."""
    for growing in changes:
        for said, changed in growing:
            if not place_pins(changed).clash:
                yield said
                break


def _of_kind(clash: tuple[Demand, ...], kind: str) -> Iterator[Demand]:
    return (demand for demand in clash if demand.kind == kind)


def _names(problem: MeetingProblem, demand: Demand) -> dict[str, str]:
    a, b = demand.pair or (0, 0)
    return {"a": problem.party_ids[a], "b": problem.party_ids[b]}


def _other_times(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for demand in _of_kind(clash, "pin"):
        if demand.slot is not None:
            names = _names(problem, demand)
            yield [(say("relax_any_time", **names), problem.with_pin(**names))]


def _maximums(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for demand in _of_kind(clash, "max"):
        party = demand.party or 0
        old, pinned = int(problem.maximum[party]), sum(party in {pin.a, pin.b} for pin in problem.pins)
        growing = []
        for raised in range(old + 1, pinned + 1):
            maximum = problem.maximum.copy()
            maximum[party] = raised
            said = say("relax_max", party=problem.party_ids[party], maximum=old, raised=raised)
            growing.append((said, replace(problem, maximum=maximum)))
        yield growing


def _tables(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for _ in _of_kind(clash, "tables"):
        tables = problem.tables or 0
        extra = range(1, max(len(problem.pins) - tables, 0) + 1)
        yield [(say("relax_tables", extra=more), replace(problem, tables=tables + more)) for more in extra]


def _hours(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for demand in _of_kind(clash, "unavailable"):
        party = demand.party or 0
        for slot in np.flatnonzero(~problem.open_slots[party])[:_HOURS_TRIED].tolist():
            available = problem.open_slots.copy()
            available[party, slot] = True
            said = say("relax_hour", party=problem.party_ids[party], slot=problem.slots[slot].id)
            yield [(said, replace(problem, available=available))]


def _one_more_slot(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    if not any(_of_kind(clash, "ban")):
        available = problem.available
        if available is not None:
            available = np.hstack([available, np.ones((len(available), 1), dtype=bool)])
        longer = replace(problem, slots=(*problem.slots, Slot("+")), available=available)
        yield [(say("relax_slot"), longer)]


def _bans(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for demand in _of_kind(clash, "ban"):
        names = _names(problem, demand)
        yield [(say("relax_ban", **names), problem.without_ban(**names))]


def _pins(problem: MeetingProblem, clash: tuple[Demand, ...]) -> Iterator[list[Change]]:
    for demand in _of_kind(clash, "pin"):
        names = _names(problem, demand)
        yield [(say("relax_pin", **names), problem.without_pin(**names))]
