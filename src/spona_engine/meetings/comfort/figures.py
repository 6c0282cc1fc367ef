"""What a plan asks of the people in it: figures for a whole plan, and per party for the moves that lower them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.contents import ComfortGoals
from spona_engine.meetings.days import calendar_of
from spona_engine.meetings.hosting import hosts

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem


@dataclass(frozen=True, order=True)
class ComfortFigures:
    """In the order in which they count, the smaller the better.

    `repeats`: meetings of pairs that met before. `same_sector`: pairs of meetings of one party with partners of one
    sector. `missing_breaks`: times that a party has more meetings in a row than asked for, counted once for every
    meeting too many. `uneven_days`: the difference between a party's fullest and emptiest day beyond one meeting,
    summed. `idle`: slots in which a party is there without a meeting between its first and last meeting of a day.
    `table_changes`: times that a host's next meeting is at another table.
    """

    repeats: int = 0
    same_sector: int = 0
    missing_breaks: int = 0
    uneven_days: int = 0
    idle: int = 0
    table_changes: int = 0


@dataclass(frozen=True, eq=False)
class Rhythm:
    """The part of comfort that depends on when parties meet alone, as costs of rows of a party x slot matrix."""

    problem: MeetingProblem

    @cached_property
    def goals(self) -> ComfortGoals:
        return self.problem.comfort or ComfortGoals()

    @cached_property
    def blocks(self) -> list[IntArray]:
        return calendar_of(self.problem.slots).blocks

    @cached_property
    def stretches(self) -> list[IntArray]:
        """Runs of slots in which a party may not be busy throughout."""
        longest = self.goals.in_a_row
        return [] if longest is None else calendar_of(self.problem.slots).stretches(longest + 1)

    def figures(self, busy: BoolArray, there: BoolArray) -> tuple[IntArray, IntArray, IntArray]:
        """(missing breaks, uneven days, idle slots) [rows] of parties busy and there as given [rows, slots]."""
        rows = len(busy)
        idle, breaks, uneven = (np.zeros(rows, dtype=np.int64) for _ in range(3))
        for block in self.blocks:
            mine = busy[:, block]
            begun = np.logical_or.accumulate(mine, axis=1)
            to_come = np.logical_or.accumulate(mine[:, ::-1], axis=1)[:, ::-1]
            idle += (begun & to_come & ~mine & there[:, block]).sum(axis=1)
        for stretch in self.stretches:
            breaks += busy[:, stretch].all(axis=1)
        if self.goals.balance_days and len(self.blocks) > 1:
            count = np.stack([busy[:, block].sum(axis=1) for block in self.blocks])
            here = np.stack([there[:, block].any(axis=1) for block in self.blocks])
            fullest, emptiest = np.where(here, count, 0).max(axis=0), np.where(here, count, 2**40).min(axis=0)
            uneven = np.maximum(fullest - emptiest - 1, 0)
        return breaks, uneven, idle

    def costs(self, busy: BoolArray, there: BoolArray) -> IntArray:
        """[rows] one number each whose sum over all parties orders plans as the figures in turn do."""
        cells = self.problem.n_parties * max(self.problem.n_slots, 1) + 1
        breaks, uneven, idle = self.figures(busy, there)
        return (breaks * cells + uneven) * cells + idle


def figures_of(problem: MeetingProblem, wish: IntArray, slot: IntArray, table: IntArray) -> ComfortFigures:
    """The figures of a plan: wish, slot and table of every meeting."""
    rhythm = Rhythm(problem)
    breaks, uneven, idle = rhythm.figures(busy_slots(problem, wish, slot), problem.open_slots)
    return ComfortFigures(
        repeats=int(repeated(problem)[wish].sum()),
        same_sector=same_sector(problem, wish),
        missing_breaks=int(breaks.sum()),
        uneven_days=int(uneven.sum()),
        idle=int(idle.sum()),
        table_changes=int(table_changes(problem, wish, slot, table).sum()),
    )


def busy_slots(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> BoolArray:
    """[parties, slots] who is in a meeting when."""
    busy = np.zeros((problem.n_parties, problem.n_slots), dtype=bool)
    busy[problem.a[wish], slot] = True
    busy[problem.b[wish], slot] = True
    return busy


def repeated(problem: MeetingProblem) -> BoolArray:
    """[wishes] True where the pair met before."""
    repeats = () if problem.comfort is None else problem.comfort.repeats
    marked = np.zeros(problem.n_wishes, dtype=bool)
    marked[[w for pair in repeats if (w := problem.wish_of(*pair)) is not None]] = True
    return marked


def sector_numbers(problem: MeetingProblem) -> IntArray:
    """[parties] a number for each sector, -1 where it is unknown."""
    sectors = () if problem.comfort is None else problem.comfort.sectors
    numbers: dict[str | None, int] = {None: -1}
    return np.array(
        [numbers.setdefault(sector, len(numbers) - 1) for sector in sectors or [None] * problem.n_parties],
        dtype=np.int64,
    )


def same_sector(problem: MeetingProblem, wish: IntArray) -> int:
    """Pairs of meetings of one party with two partners of one sector."""
    sector = sector_numbers(problem)
    a, b = problem.a[wish], problem.b[wish]
    party, partner = np.concatenate([a, b]), np.concatenate([b, a])
    known = sector[partner] >= 0
    counts = np.unique(party[known] * (len(sector) + 1) + sector[partner[known]], return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def table_changes(problem: MeetingProblem, wish: IntArray, slot: IntArray, table: IntArray) -> IntArray:
    """[meetings] 1 where the host of a meeting sat at another table in its meeting before."""
    host = hosts(problem, wish)
    order = np.lexsort((slot, host))
    changed = np.zeros(len(wish), dtype=np.int64)
    changed[order[1:]] = (host[order[1:]] == host[order[:-1]]) & (table[order[1:]] != table[order[:-1]])
    return changed
