"""Better times for the same meetings: two slots at a time, each pair of slots to its optimum.

The meetings of two slots form paths and even cycles (Kempe 1879). Exchanging the two slots along any of them breaks no
rule but possibly availability, pins or the number of tables, and changes the days of nobody but the ends of a path:
everybody else has a meeting in both slots before and after. A party lies on one of them only, so each is judged by
itself.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.comfort.figures import Rhythm
from spona_engine.meetings.timetable import pinned_sets

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

STEP = 300e-6
CELL = 20e-9
"""Seconds that one pair of slots is reckoned to take, and each party in each slot on top: an agreed price, so that the
same limit buys the same steps on any machine."""
_IDLE_ROUNDS = 4


class Swaps:
    """The times of a plan's meetings while they get better.

    `partner` [parties, slots] says whom a party meets, itself where it is free.
    """

    def __init__(self, problem: MeetingProblem, wish: IntArray, slot: IntArray, held: BoolArray) -> None:
        """`held` [meetings] marks those that stay where they are."""
        self.problem, self.wish = problem, wish
        self.themselves = np.arange(problem.n_parties)
        self.partner = np.repeat(self.themselves[:, None], problem.n_slots, axis=1)
        a, b = problem.a[wish], problem.b[wish]
        self.partner[a, slot], self.partner[b, slot] = b, a
        fixed = held | np.isin(wish, list(pinned_sets(problem)))
        self.fixed = np.zeros_like(self.partner, dtype=bool)
        self.fixed[a[fixed], slot[fixed]] = True
        self.fixed[b[fixed], slot[fixed]] = True
        self.there = problem.open_slots
        self.load = np.bincount(slot, minlength=problem.n_slots)
        self.limit = problem.n_parties if problem.tables is None else problem.tables
        self.rhythm = Rhythm(problem)
        self.cost = self.rhythm.costs(self.partner != self.themselves[:, None], self.there)

    @property
    def total(self) -> int:
        return int(self.cost.sum())

    @property
    def slot(self) -> IntArray:
        """[meetings] where they are now."""
        a, b = self.problem.a[self.wish], self.problem.b[self.wish]
        slot: IntArray = (self.partner[a] == b[:, None]).argmax(axis=1).astype(np.int64)
        return slot

    def run(self, seconds: float, seed: int, watch: Watch) -> None:
        """Rounds over all pairs of slots until several change nothing, nothing is left to gain or the effort is spent.

        Exchanges that cost nothing are made at random (seeded): they open the way to others.
        """
        random = np.random.default_rng(seed)
        pairs = list(combinations(range(self.problem.n_slots), 2))
        steps = int(seconds / (STEP + CELL * self.partner.size))
        idle_rounds = 0
        while pairs and idle_rounds < _IDLE_ROUNDS:
            before = self.total
            for number in random.permutation(len(pairs)).tolist():
                if steps <= 0 or self.total == 0 or watch.stopped():
                    return
                steps -= 1
                one, two = pairs[number]
                self.improve_pair(one, two, random)
            idle_rounds = idle_rounds + 1 if self.total == before else 0

    def improve_pair(self, one: int, two: int, random: np.random.Generator) -> None:
        """Exchange the two slots along every path where that gains."""
        first, second = self.partner[:, one], self.partner[:, two]
        in_one, in_two = first != self.themselves, second != self.themselves
        path_of = _components(first, second, self.themselves)
        stuck = in_one & (~self.there[:, two] | self.fixed[:, one]) | in_two & (
            ~self.there[:, one] | self.fixed[:, two]
        )
        legal = np.ones(len(path_of), dtype=bool)
        legal[path_of[stuck]] = False
        tips = np.flatnonzero(in_one != in_two)
        rows = self.partner[tips] != tips[:, None]
        rows[:, [one, two]] = rows[:, [two, one]]
        after = self.rhythm.costs(rows, self.there[tips])
        gain = np.zeros(len(path_of), dtype=np.int64)
        np.add.at(gain, path_of[tips], self.cost[tips] - after)
        shift = np.zeros(len(path_of), dtype=np.int64)
        np.add.at(shift, path_of[tips], np.where(in_one[tips], 1, -1))
        shift //= 2
        chosen = legal & ((gain > 0) | ((gain == 0) & (random.random(len(path_of)) < 0.5)))
        self._respect_tables(chosen, gain, shift, one, two)
        moving = np.flatnonzero(chosen[path_of])
        self.partner[moving, one], self.partner[moving, two] = second[moving], first[moving]
        changed = chosen[path_of[tips]]
        self.cost[tips[changed]] = after[changed]
        moved = int(shift[chosen].sum())
        self.load[one] -= moved
        self.load[two] += moved

    def _respect_tables(self, chosen: BoolArray, gain: IntArray, shift: IntArray, one: int, two: int) -> None:
        """Leave out the least useful paths that would fill one of the two slots beyond the tables. In place."""
        for slot, sign in ((one, -1), (two, 1)):
            over = int(self.load[slot]) + sign * int(shift[chosen].sum()) - self.limit
            if over > 0:
                filling = np.flatnonzero(chosen & (shift * sign > 0))
                chosen[filling[np.argsort(gain[filling], kind="stable")[:over]]] = False


def _components(first: IntArray, second: IntArray, themselves: IntArray) -> IntArray:
    """[parties] the smallest party on the path or cycle that each lies on.

    Labels spread to both partners and jump to the label's own label, so that long paths take few rounds (Shiloach,
    Vishkin 1982).
    """
    label = themselves
    while True:
        found = np.minimum(label, np.minimum(label[first], label[second]))
        found = found[found]
        if (found == label).all():
            return label
        label = found
