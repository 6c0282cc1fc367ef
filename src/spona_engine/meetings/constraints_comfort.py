"""Every figure of comfort, counted once on ids for the checker. Shares no code with the solvers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from spona_engine.meetings.days import calendar_of

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem


@dataclass(frozen=True)
class Row:
    """One meeting of the plan under check."""

    a: str
    b: str
    slot: str
    table: int

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.a, self.b))


Figure = Callable[["MeetingProblem", list[Row]], int]


def _times(problem: MeetingProblem, rows: list[Row]) -> dict[str, dict[int, Row]]:
    """{party: {position of the slot: its meeting}}; slots the fair does not have are another rule's business."""
    times: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        if row.slot in problem.slot_index:
            for party in (row.a, row.b):
                times[party][problem.slot_index[row.slot]] = row
    return times


def _days(problem: MeetingProblem) -> list[list[int]]:
    """The positions of the slots of each day, in order."""
    days: defaultdict[int, list[int]] = defaultdict(list)
    for position, day in enumerate(calendar_of(problem.slots).day.tolist()):
        days[day].append(position)
    return list(days.values())


def _there(problem: MeetingProblem, party: str, slot: int) -> bool:
    return party in problem.party_index and bool(problem.open_slots[problem.party_index[party], slot])


def meetings_of_pairs_that_met_before(problem: MeetingProblem, rows: list[Row]) -> int:
    before = () if problem.comfort is None else problem.comfort.repeats
    pairs = {frozenset((problem.party_ids[a], problem.party_ids[b])) for a, b in before}
    return sum(row.pair in pairs for row in rows)


def pairs_of_meetings_with_one_sector(problem: MeetingProblem, rows: list[Row]) -> int:
    known = () if problem.comfort is None else problem.comfort.sectors
    sector = dict(zip(problem.party_ids, known, strict=False))
    met = Counter(
        (me, sector[them]) for row in rows for me, them in ((row.a, row.b), (row.b, row.a)) if sector.get(them)
    )
    return sum(times * (times - 1) // 2 for times in met.values())


def breaks_that_are_missing(problem: MeetingProblem, rows: list[Row]) -> int:
    longest = None if problem.comfort is None else problem.comfort.in_a_row
    if longest is None:
        return 0
    joined, missing = calendar_of(problem.slots).joined.tolist(), 0
    for mine in _times(problem, rows).values():
        run = 0
        for position in range(problem.n_slots):
            run = 0 if position not in mine else run + 1 if joined[position] else 1
            missing += run > longest
    return missing


def uneven_days(problem: MeetingProblem, rows: list[Row]) -> int:
    if problem.comfort is None or not problem.comfort.balance_days:
        return 0
    times, uneven = _times(problem, rows), 0
    for party in problem.party_ids:
        days = [day for day in _days(problem) if any(_there(problem, party, slot) for slot in day)]
        loads = [sum(slot in times.get(party, {}) for slot in day) for day in days]
        uneven += max(0, max(loads, default=0) - min(loads, default=0) - 1)
    return uneven


def slots_spent_waiting(problem: MeetingProblem, rows: list[Row]) -> int:
    waiting = 0
    for party, mine in _times(problem, rows).items():
        for day in _days(problem):
            taken = [slot for slot in day if slot in mine]
            between = [slot for slot in day if taken and taken[0] < slot < taken[-1] and slot not in mine]
            waiting += sum(_there(problem, party, slot) for slot in between)
    return waiting


def changes_of_table(problem: MeetingProblem, rows: list[Row]) -> int:
    """Hosts are the smaller side of a meeting, or the party the wish names first where the sides are as large."""
    size = Counter(problem.sides)
    side = dict(zip(problem.party_ids, problem.sides, strict=True))
    named_first = {(problem.party_ids[a], problem.party_ids[b]) for a, b in zip(problem.a, problem.b, strict=True)}
    placed = []
    for row in rows:
        a, b = (row.a, row.b) if (row.a, row.b) in named_first else (row.b, row.a)
        if row.slot in problem.slot_index and {a, b} <= side.keys():
            host = a if size[side[a]] <= size[side[b]] else b
            placed.append((host, problem.slot_index[row.slot], row.table))
    hosted = groupby(sorted(placed), key=lambda meeting: meeting[0])
    return sum(one[2] != two[2] for _, meetings in hosted for one, two in pairwise(meetings))


COMFORT: dict[str, Figure] = {
    "repeats": meetings_of_pairs_that_met_before,
    "same_sector": pairs_of_meetings_with_one_sector,
    "missing_breaks": breaks_that_are_missing,
    "uneven_days": uneven_days,
    "idle": slots_spent_waiting,
    "table_changes": changes_of_table,
}
