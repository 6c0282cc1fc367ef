"""The fairest assignment of a small problem, exactly: one level of the sorted sums after another with CP-SAT.

Raise the least sum as far as it goes; then let as few parties as possible stay on that level; hold both and go on with
the others. Which parties stay low is decided anew at every level, only their number is held (as leximin asks).
Ogryczak, Sliwinski 2006 describe the scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.watch import Watch

MOST_PAIRS = 400
_EFFORT = 1.0


@dataclass(frozen=True)
class Exact:
    """`worst_bound`: units, None if the first level was not settled."""

    chosen: IntArray
    worst_bound: int | None
    proven: bool


@dataclass(frozen=True)
class _Level:
    """At most `low` left parties may have less than `above`."""

    above: int
    low: int


def fairest_exactly(problem: PairProblem, start: IntArray, shortfall: int, watch: Watch) -> Exact:
    """From a legal `start` with the least `shortfall`; proven unless effort or time run out."""
    asking = np.flatnonzero(problem.asking).tolist()
    chosen, worst = start, None
    levels: list[_Level] = []
    settled = 0
    search = _Search(watch)
    while settled < len(asking):
        model = _Model(problem, asking, shortfall, levels)
        found = model.highest_next(chosen, search)
        if found is None:
            return Exact(chosen, worst, proven=False)
        chosen, value = found
        worst = value if worst is None else worst
        levels.append(_Level(value, settled))
        model = _Model(problem, asking, shortfall, levels)
        fewest = model.fewest_at(value, chosen, search)
        if fewest is None:
            return Exact(chosen, worst, proven=False)
        chosen, settled = fewest
        levels.append(_Level(value + 1, settled))
    return Exact(chosen, worst, proven=True)


class _Search:
    """CP-SAT with one budget of deterministic time for all levels, so that the clock matters only if it runs out."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.left = _EFFORT

    def run(self, model: Any, x: list[Any], hint: IntArray) -> tuple[IntArray, int] | None:
        """(numbers of the chosen pairs, value) of a proven optimum; None if it was not found in time."""
        from ortools.sat.python import cp_model

        hinted = set(hint.tolist())
        for pair, var in enumerate(x):
            model.add_hint(var, pair in hinted)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        # with sums of nine digits the presolve of OR-Tools 9.15 called a model infeasible that has solutions
        solver.parameters.cp_model_presolve = False
        solver.parameters.max_deterministic_time = max(self.left, 0.01)
        solver.parameters.max_time_in_seconds = max(self.watch.remaining, 0.01)
        status = solver.solve(model)
        self.left -= solver.response_proto.deterministic_time
        if status != cp_model.OPTIMAL or self.watch.stopped():
            return None
        chosen = np.array([pair for pair, var in enumerate(x) if solver.value(var)], dtype=np.int64)
        return chosen, round(solver.objective_value)


class _Model:
    """Assignments with the least shortfall whose sums keep the levels settled so far."""

    def __init__(self, problem: PairProblem, asking: list[int], shortfall: int, levels: list[_Level]) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.asking = problem, asking
        self.model = cp_model.CpModel()
        self.x = [self.model.new_bool_var("") for _ in range(problem.n_pairs)]
        closed = ~problem.open
        forced = set(problem.forced_pairs.tolist())
        for pair, var in enumerate(self.x):
            if pair in forced or closed[pair]:
                self.model.add(var == int(pair in forced))
        self._add_limits(shortfall)
        units = problem.units.tolist()
        self.top = int(problem.units.sum()) + 1
        self.sums: dict[int, Any] = dict.fromkeys(asking, 0)
        for pair, i in enumerate(problem.left.tolist()):
            if i in self.sums:
                self.sums[i] += units[pair] * self.x[pair]
        low_before: dict[int, Any] = {}
        for level in levels:
            low = {i: self._may_be_below(i, level.above) for i in asking}
            self.model.add(sum(low.values()) <= level.low)
            for i, before in low_before.items():
                self.model.add_implication(before, low[i])
            low_before = low
        self.low = low_before

    def highest_next(self, hint: IntArray, search: _Search) -> tuple[IntArray, int] | None:
        """The highest next level: everybody but those settled as low reaches it."""
        level = self.model.new_int_var(0, self.top, "")
        for i in self.asking:
            line = self.model.add(self.sums[i] >= level)
            if i in self.low:
                line.only_enforce_if(self.low[i].negated())
        self.model.maximize(level)
        return search.run(self.model, self.x, hint)

    def fewest_at(self, value: int, hint: IntArray, search: _Search) -> tuple[IntArray, int] | None:
        """The least number of parties at or below the value."""
        low = {i: self._may_be_below(i, value + 1) for i in self.asking}
        for i, before in self.low.items():
            self.model.add_implication(before, low[i])
        self.model.minimize(sum(low.values()))
        return search.run(self.model, self.x, hint)

    def _may_be_below(self, i: int, above: int) -> Any:
        low = self.model.new_bool_var("")
        self.model.add(self.sums[i] >= above).only_enforce_if(low.negated())
        return low

    def _add_limits(self, shortfall: int) -> None:
        problem = self.problem
        of_left: dict[int, list[Any]] = {}
        of_right: dict[int, list[Any]] = {}
        for i, j, var in zip(problem.left.tolist(), problem.right.tolist(), self.x, strict=True):
            of_left.setdefault(i, []).append(var)
            of_right.setdefault(j, []).append(var)
        short = []
        for i, most in enumerate(problem.demand.tolist()):
            self.model.add(sum(of_left.get(i, [])) <= most)
            short.append(self._short(of_left.get(i, []), most))
        for j, (least, most) in enumerate(zip(problem.min_load.tolist(), problem.capacity.tolist(), strict=True)):
            self.model.add(sum(of_right.get(j, [])) <= most)
            short.append(self._short(of_right.get(j, []), least))
        for limit in problem.limits:
            cells: dict[tuple[int, int], list[Any]] = {(i, g): [] for i in self.asking for g in range(len(limit.names))}
            for i, j, var in zip(problem.left.tolist(), problem.right.tolist(), self.x, strict=True):
                if limit.group[j] >= 0 and (i, int(limit.group[j])) in cells:
                    cells[i, int(limit.group[j])].append(var)
            for (_, g), members in cells.items():
                self.model.add(sum(members) <= int(limit.at_most[g]))
                short.append(self._short(members, int(limit.at_least[g])))
        self.model.add(sum(short) <= shortfall)

    def _short(self, members: list[Any], least: int) -> Any:
        if least <= 0:
            return 0
        short = self.model.new_int_var(0, least, "")
        self.model.add(sum(members) + short >= least)
        return short
