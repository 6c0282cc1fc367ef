"""Rosters to proof where that is possible: the goals one after another in a branch and bound over the linear system.

HiGHS (through SciPy) on one thread: on rosters with tight minimums it proves in two seconds what CP-SAT on one thread
had not closed in twenty (docs/engine.md). It has no random choices to seed, and the clock only ever cuts it short.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

if TYPE_CHECKING:
    from spona_engine.rosters.contents import IntArray
    from spona_engine.rosters.model import RosterModel

_WITHIN = 0.01


class ExactRoster:
    """The goals over the model's columns: `less_shortfall` and `score` say what each column adds.

    For evenness there are more columns, the levels of everybody's load: the k-th shift of a person has level k and
    costs 2 k - 1, so the levels fill up from below and add up to the squares of the loads. They come in only for that
    goal: with them the others take several times as long.
    """

    def __init__(self, model: RosterModel) -> None:
        self._model = model
        self._rows = [model.matrix]
        self._low = [np.full(len(model.rows), -np.inf)]
        self._high = [np.array([row.high for row in model.rows], dtype=float)]
        self.less_shortfall, self.score = np.zeros((2, len(model.highest)), dtype=np.int64)
        self.less_shortfall[model.count :] = -1
        self.score[: model.count] = model.score

    def keep(self, goal: IntArray, value: int) -> None:
        """From now on no roster in which the goal is below this."""
        self._rows.append(csr_array(goal.reshape(1, -1)))
        self._low.append(np.array([float(value)]))
        self._high.append(np.array([np.inf]))

    def best(self, goal: IntArray, time_limit: float) -> tuple[list[int] | None, int | None]:
        """(candidates of the best roster found, bound on the goal); either is None where there is none in time."""
        none = csr_array((0, 0))
        return self._solve(goal, none, none, time_limit)

    def most_even(self, time_limit: float) -> tuple[list[int] | None, int | None]:
        """The same for minus the sum of squared loads."""
        model = self._model
        row: list[int] = []
        cost: list[int] = []
        for unit, mine in enumerate(model.of_unit):
            members = list(model.problem.units[unit])
            most = min(len(mine), int(model.problem.max_shifts[members].min()))
            row += [unit] * most
            cost += [-len(members) * (2 * level + 1) for level in range(most)]
        units, ones = len(model.of_unit), np.ones(model.count)
        loads = csr_array((ones, (model.unit, np.arange(model.count))), shape=(units, len(model.highest)))
        levels = csr_array((np.full(len(cost), -1.0), (row, np.arange(len(cost)))), shape=(units, len(cost)))
        goal = np.concatenate([np.zeros(len(model.highest), dtype=np.int64), np.array(cost, dtype=np.int64)])
        return self._solve(goal, loads, levels, time_limit)

    def _solve(
        self, goal: IntArray, loads: csr_array, levels: csr_array, time_limit: float
    ) -> tuple[list[int] | None, int | None]:
        model, more = self._model, levels.shape[1]
        matrix = vstack(self._rows)
        if more:
            matrix = vstack([hstack([matrix, csr_array((matrix.shape[0], more))]), hstack([loads, levels])])
        equal = np.zeros(levels.shape[0])
        answer = milp(
            c=-goal.astype(float),
            integrality=np.ones(len(goal), dtype=np.int64),
            bounds=Bounds(
                np.concatenate([model.pinned, np.zeros(len(goal) - model.count)]),
                np.concatenate([model.highest, np.ones(more)]),
            ),
            constraints=LinearConstraint(
                csr_array(matrix), np.concatenate([*self._low, equal]), np.concatenate([*self._high, equal])
            ),
            options={"time_limit": max(time_limit, 0.01), "mip_rel_gap": 0.0},
        )
        bound = answer.mip_dual_bound
        proven = None if bound is None or not np.isfinite(bound) else floor(-bound + _WITHIN)
        if answer.x is None:
            return None, proven
        return np.flatnonzero(np.rint(answer.x[: model.count])).tolist(), proven
