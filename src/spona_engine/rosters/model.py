"""A roster as a linear system: who could work when as one column, every limit as one row.

Volunteers who stay together are one column with their size. Shifts that exclude each other for somebody are covered by
cliques of which one may be worked; a single row a clique is stronger than a row a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from spona_engine.rosters.contents import UNLIMITED

if TYPE_CHECKING:
    from spona_engine.rosters.contents import BoolArray, IntArray
    from spona_engine.rosters.problem import RosterProblem


@dataclass(frozen=True)
class Row:
    """`factor @ column <= high`; `kind` says which limit it is."""

    kind: str
    column: list[int]
    factor: list[int]
    high: int


class RosterModel:
    """Columns: first one a candidate (unit, shift), worked or not; then what each minimum and each need lacks.

    `unit`, `shift`, `size`, `score` have one entry a candidate, `offers` the numbers of its offers.
    """

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        found = self._candidates()
        self.offers = [offers for _, _, offers in found]
        self.unit = np.array([unit for unit, _, _ in found], dtype=np.int64)
        self.shift = np.array([shift for _, shift, _ in found], dtype=np.int64)
        self.size = np.array([len(offers) for offers in self.offers], dtype=np.int64)
        self.score = np.array([sum(problem.score[list(one)].tolist()) for one in self.offers], dtype=np.int64)
        mine: list[list[int]] = [[] for _ in problem.units]
        for candidate, unit in enumerate(self.unit.tolist()):
            mine[unit].append(candidate)
        self.of_unit = mine
        self.rows = [*self._unit_rows(), *self._shift_rows()]

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return len(self.offers)

    @cached_property
    def pinned(self) -> BoolArray:
        """[candidates] True where a pin demands it, of the unit or of anybody in it."""
        pins = set(self.problem.pins)
        units = self.problem.units
        pairs = zip(self.unit.tolist(), self.shift.tolist(), strict=True)
        return np.array([any((v, s) in pins for v in units[u]) for u, s in pairs], dtype=bool)

    @cached_property
    def lacks(self) -> list[tuple[int, int | None, int]]:
        """(shift, skill or None, how many) of every minimum and need, in the order of their columns."""
        problem = self.problem
        minimums = [(s, None, int(problem.minimum[s])) for s in np.flatnonzero(problem.minimum).tolist()]
        needs = [(int(s), int(k), int(problem.needs[s, k])) for s, k in np.argwhere(problem.needs > 0)]
        return [*minimums, *needs]

    @cached_property
    def highest(self) -> IntArray:
        """[columns] the largest value of each; the lowest is 0, for pinned candidates 1."""
        return np.array([1] * self.count + [most for _, _, most in self.lacks], dtype=np.int64)

    @cached_property
    def matrix(self) -> csr_array:
        """[rows, columns]."""
        row = np.repeat(np.arange(len(self.rows)), [len(one.column) for one in self.rows])
        column = np.array([c for one in self.rows for c in one.column], dtype=np.int64)
        factor = np.array([f for one in self.rows for f in one.factor], dtype=np.int64)
        return csr_array((factor, (row, column)), shape=(len(self.rows), len(self.highest)))

    def chosen(self, candidates: list[int]) -> IntArray:
        """Numbers of the offers these candidates stand for, ascending."""
        return np.array(sorted(offer for one in candidates for offer in self.offers[one]), dtype=np.int64)

    def _candidates(self) -> list[tuple[int, int, tuple[int, ...]]]:
        """(unit, shift, offers) of what nothing forbids by itself."""
        problem = self.problem
        bans = set(problem.bans)
        offered: list[dict[int, int]] = [{} for _ in range(problem.n_volunteers)]
        for offer, (v, s) in enumerate(zip(problem.volunteer.tolist(), problem.shift.tolist(), strict=True)):
            fits = problem.max_shifts[v] > 0 and problem.minutes[s] <= problem.max_minutes[v]
            if fits and (v, s) not in bans:
                offered[v][s] = offer
        return [
            (unit, s, tuple(offered[v][s] for v in members))
            for unit, members in enumerate(problem.units)
            for s in sorted(set.intersection(*(set(offered[v]) for v in members)))
            if len(members) <= problem.maximum[s]
        ]

    def _unit_rows(self) -> list[Row]:
        problem = self.problem
        rows = []
        for unit, mine in enumerate(self.of_unit):
            members = list(problem.units[unit])
            rows += [Row("clique", clique, [1] * len(clique), 1) for clique in self._cliques(mine)]
            shifts, minutes = int(problem.max_shifts[members].min()), int(problem.max_minutes[members].min())
            length = problem.minutes[self.shift[mine]].tolist()
            if len(mine) > shifts:
                rows.append(Row("shifts", mine, [1] * len(mine), shifts))
            if sum(length) > minutes:
                rows.append(Row("minutes", mine, length, minutes))
        return rows

    def _cliques(self, mine: list[int]) -> list[list[int]]:
        """Cliques of candidates of which one at most can be worked, covering every two that exclude each other."""
        problem = self.problem
        ordered = sorted(mine, key=lambda c: (int(problem.start[self.shift[c]]), c))
        shifts = self.shift[ordered]
        open_ = np.triu(problem.exclusive[np.ix_(shifts, shifts)], 1)
        both = open_ | open_.T
        cliques = []
        for first in range(len(ordered)):
            while open_[first].any():
                clique = [first, int(np.argmax(open_[first]))]
                others = both[first] & both[clique[1]]
                while others.any():
                    clique.append(int(np.argmax(others)))
                    others &= both[clique[-1]]
                open_[np.ix_(sorted(clique), sorted(clique))] = False
                cliques.append([ordered[position] for position in clique])
        return cliques

    def _shift_rows(self) -> list[Row]:
        problem = self.problem
        here: list[list[int]] = [[] for _ in range(problem.n_shifts)]
        for candidate, s in enumerate(self.shift.tolist()):
            here[s].append(candidate)
        rows = []
        for s, there in enumerate(here):
            most = int(problem.maximum[s])
            if most < UNLIMITED and int(self.size[there].sum()) > most:
                rows.append(Row("maximum", there, self.size[there].tolist(), most))
        for number, (s, skill, most) in enumerate(self.lacks):
            worth = self.size[here[s]].tolist() if skill is None else self._able(here[s], skill)
            able = [(c, w) for c, w in zip(here[s], worth, strict=True) if w]
            column = [*(c for c, _ in able), self.count + number]
            rows.append(Row("least", column, [*(-w for _, w in able), -1], -most))
        return rows

    def _able(self, candidates: list[int], skill: int) -> list[int]:
        """How many of each candidate's people have the skill."""
        problem = self.problem
        return [int(problem.skills[problem.volunteer[list(self.offers[c])], skill].sum()) for c in candidates]
