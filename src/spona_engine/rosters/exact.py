"""Rosters to proof where that is possible: the goals one after another in CP-SAT, warm from the best roster known.

The effort is the solver's deterministic time, so that the same problem and seed give the same roster on any machine;
the clock only ever cuts it short.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.meetings.exact import interrupting

if TYPE_CHECKING:
    from spona_engine.rosters.model import RosterModel
    from spona_engine.watch import Watch

NO_BOUND = 2**60


class ExactRoster:
    """The model with its goals; every `improve` leaves behind that no later goal costs this one."""

    def __init__(self, model: RosterModel, seed: int) -> None:
        from ortools.sat.python import cp_model

        self._model: Any = cp_model.CpModel()
        self._seed = seed
        self._x = [self._model.new_bool_var("") for _ in range(model.count)]
        lacks = [self._model.new_int_var(0, most, "") for _, _, most in model.lacks]
        columns = [*self._x, *lacks]
        for row in model.rows:
            entries = [columns[c] for c in row.column]
            if row.kind == "clique":
                self._model.add_at_most_one(entries)
            else:
                self._model.add(cp_model.LinearExpr.weighted_sum(entries, row.factor) <= row.high)
        for candidate in np.flatnonzero(model.pinned).tolist():
            self._model.add(self._x[candidate] == 1)
        self.less_shortfall = -cp_model.LinearExpr.sum(lacks)
        self.score = cp_model.LinearExpr.weighted_sum(self._x, model.score.tolist())
        self.evenness = self._less_unevenness(model)

    def _less_unevenness(self, model: RosterModel) -> Any:
        """Minus the sum of squared loads: the k-th shift of a person adds 2 k - 1, so the levels fill up from below."""
        from ortools.sat.python import cp_model

        levels, weights = [], []
        for unit, mine in enumerate(model.of_unit):
            size = len(model.problem.units[unit])
            most = min(len(mine), int(model.problem.max_shifts[list(model.problem.units[unit])].min()))
            mine_at = [self._model.new_bool_var("") for _ in range(most)]
            if mine:
                self._model.add(cp_model.LinearExpr.sum([self._x[c] for c in mine]) == cp_model.LinearExpr.sum(mine_at))
            levels += mine_at
            weights += [-size * (2 * level + 1) for level in range(most)]
        return cp_model.LinearExpr.weighted_sum(levels, weights)

    def keep(self, goal: Any, value: int) -> None:
        """From now on no roster in which the goal is below this."""
        self._model.add(goal >= value)

    def improve(self, goal: Any, best: list[int], effort: float, watch: Watch) -> tuple[list[int], int, float]:
        """(candidates, bound on the goal, deterministic time spent)."""
        from ortools.sat.python import cp_model

        used = set(best)
        self._model.clear_hints()
        for candidate, variable in enumerate(self._x):
            self._model.add_hint(variable, candidate in used)
        self._model.maximize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed % 2**31
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(watch.remaining, 0.01)
        status = solver.solve(self._model, interrupting(watch))
        spent = solver.response_proto.deterministic_time
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return best, NO_BOUND, spent
        bound = floor(solver.best_objective_bound + 1e-6)
        return [c for c, variable in enumerate(self._x) if solver.value(variable)], bound, spent
