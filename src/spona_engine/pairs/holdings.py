"""Who holds whom while exchanges are tried: sums, loads, group counts, and what each could take instead.

`NOBODY` stands for a free place: it is worth nothing and may be held by any number of left parties, so that a missing
partner moves between left parties as partners do.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.pairs.value import group_counts, left_sums

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem

NOBODY = -1


class Holdings:
    """A mutable assignment over candidate pairs; forced pairs count in sums and loads but cannot be given."""

    def __init__(self, problem: PairProblem, chosen: IntArray, candidates: IntArray) -> None:
        self.problem = problem
        self.looked_at = 0
        self.sums: list[int] = left_sums(problem, chosen).tolist()
        self._load: list[int] = np.bincount(problem.right[chosen], minlength=problem.n_right).tolist()
        self._capacity, self._min_load = problem.capacity.tolist(), problem.min_load.tolist()
        self._group = [limit.group.tolist() for limit in problem.limits]
        self._least = [limit.at_least.tolist() for limit in problem.limits]
        self._most = [limit.at_most.tolist() for limit in problem.limits]
        self._count = [group_counts(problem, limit, chosen).tolist() for limit in problem.limits]
        forced = problem.forced_pairs
        free = np.setdiff1d(chosen, forced)
        self._fixed = forced
        pool = np.setdiff1d(np.union1d(candidates, free), forced)
        self._pair_of: list[dict[int, int]] = [{} for _ in range(problem.n_left)]
        self._units: list[dict[int, int]] = [{} for _ in range(problem.n_left)]
        order = pool[np.lexsort((pool, -problem.units[pool], problem.left[pool]))]
        columns = (problem.left[order], problem.right[order], problem.units[order], order)
        for i, j, units, pair in zip(*(column.tolist() for column in columns), strict=True):
            self._pair_of[i][j] = pair
            self._units[i][j] = units
        self._rights = [list(mine) for mine in self._units]
        self._falling = [[-units for units in mine.values()] for mine in self._units]
        self._held: list[set[int]] = [set() for _ in range(problem.n_left)]
        self._holders: list[dict[int, None]] = [{} for _ in range(problem.n_right)]
        for i, j in zip(problem.left[free].tolist(), problem.right[free].tolist(), strict=True):
            self._held[i].add(j)
            self._holders[j][i] = None
        got = np.bincount(problem.left[chosen], minlength=problem.n_left)
        self._vacant: list[int] = (problem.demand - got).tolist()
        self._short: dict[int, None] = {i: None for i, places in enumerate(self._vacant) if places > 0}

    def chosen(self) -> IntArray:
        """Numbers of the chosen pairs, ascending."""
        pairs = [self._pair_of[i][j] for i, held in enumerate(self._held) for j in held]
        return np.sort(np.concatenate([self._fixed, np.array(pairs, dtype=np.int64)]))

    def givable(self, i: int) -> list[int]:
        """What a left party can give up, the least worth first."""
        mine = self._units[i]
        held = sorted(self._held[i], key=lambda j: (mine[j], j))
        return [NOBODY, *held] if self._vacant[i] > 0 else held

    def holders(self, right: int) -> Iterable[tuple[int, int]]:
        """(left party, units) of everybody who holds it and may give it up."""
        if right == NOBODY:
            return [(i, 0) for i in self._short]
        return [(i, self._units[i][right]) for i in self._holders[right]]

    def worth(self, i: int, right: int) -> int:
        """Units a right party would bring; -1 if it is no candidate or held already."""
        if right == NOBODY:
            return 0
        return -1 if right in self._held[i] else self._units[i].get(right, -1)

    def worth_of_held(self, i: int, right: int) -> int:
        return 0 if right == NOBODY else self._units[i][right]

    def offers(self, i: int, given: int, level: int) -> tuple[list[int], list[int]]:
        """(right parties, sums afterwards) that lift i above the level in exchange for `given`, best first."""
        rest = self.sums[i] - self.worth_of_held(i, given)
        mine = self._units[i]
        rights = self.untried(i, given, level, ())
        return rights, [rest if j == NOBODY else rest + mine[j] for j in rights]

    def untried(self, i: int, given: int, level: int, reached: Container[int]) -> list[int]:
        """The right parties of `offers` that are not among those reached."""
        rest = self.sums[i] - self.worth_of_held(i, given)
        stop = bisect_right(self._falling[i], rest - level - 1)
        self.looked_at += stop + 1
        held = self._held[i]
        rights = [j for j in self._rights[i][:stop] if j not in reached and j not in held]
        if rest > level and given != NOBODY and NOBODY not in reached:
            rights.append(NOBODY)
        return rights

    def shifts(self, given: int, taken: int) -> bool:
        """Whether one partner less here and one more there keeps capacities and every minimum load now kept."""
        if taken == NOBODY:
            return given == NOBODY
        if self._load[taken] >= self._capacity[taken]:
            return False
        spare = given == NOBODY or self._load[given] > self._min_load[given]
        return spare or self._load[taken] < self._min_load[taken]

    def keeps_groups(self, i: int, given: int, taken: int) -> bool:
        """Whether the exchange keeps i's group limits and every group minimum now kept."""
        for group, least, most, count in zip(self._group, self._least, self._most, self._count, strict=True):
            old = -1 if given == NOBODY else group[given]
            new = -1 if taken == NOBODY else group[taken]
            if old == new:
                continue
            if new >= 0 and count[i][new] >= most[new]:
                return False
            gains = new >= 0 and count[i][new] < least[new]
            if old >= 0 and count[i][old] <= least[old] and not gains:
                return False
        return True

    def apply(self, i: int, given: int, taken: int) -> None:
        for right, change in ((given, -1), (taken, 1)):
            if right == NOBODY:
                self._vacant[i] += change
            else:
                self._change(i, right, change)
        if self._vacant[i] > 0:
            self._short[i] = None
        else:
            self._short.pop(i, None)

    def _change(self, i: int, right: int, change: int) -> None:
        self.sums[i] += change * self._units[i][right]
        self._load[right] += change
        for group, count in zip(self._group, self._count, strict=True):
            if group[right] >= 0:
                count[i][group[right]] += change
        if change > 0:
            self._held[i].add(right)
            self._holders[right][i] = None
        else:
            self._held[i].discard(right)
            del self._holders[right][i]
