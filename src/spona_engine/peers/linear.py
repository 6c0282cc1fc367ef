"""One integer program, two solvers: the plain model a competent person writes first, given to CP-SAT and to HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import numpy.typing as npt

    IntArray = npt.NDArray[np.int64]

_WITHIN = 0.01
MOST_COLUMNS = 400_000


class DoesNotFit(ValueError):
    """The peer cannot take the problem; the message says why."""


@dataclass(frozen=True)
class Program:
    """Maximise `value @ x` over whole numbers 0 <= x <= `most` with `low` <= rows <= `high`.

    `row`, `column`, `factor` list the entries of the rows; `low` and `high` have one entry a row.
    """

    value: IntArray
    most: IntArray
    row: IntArray
    column: IntArray
    factor: IntArray
    low: IntArray
    high: IntArray


@dataclass(frozen=True)
class Found:
    """A solver's answer: `x` is None where it has none, `bound` is never below the optimum and may be infinite."""

    proven: bool
    infeasible: bool
    x: IntArray | None
    bound: float


def refuse_too_large(columns: int) -> None:
    """Raise DoesNotFit before a model is built that fills memory and time without being solved."""
    if columns > MOST_COLUMNS:
        raise DoesNotFit(f"{columns:,} columns, at most {MOST_COLUMNS:,} are tried")


def by_highs(program: Program, time_limit: float) -> Found:
    """HiGHS through SciPy, one thread, no relative gap allowed."""
    if not len(program.value):
        return Found(proven=True, infeasible=False, x=np.zeros(0, dtype=np.int64), bound=0.0)
    shape = (len(program.low), len(program.value))
    matrix = csr_array((program.factor.astype(float), (program.row, program.column)), shape=shape)
    answer = milp(
        c=-program.value.astype(float),
        integrality=np.ones(len(program.value), dtype=np.int64),
        bounds=Bounds(0, program.most.astype(float)),
        constraints=LinearConstraint(matrix, program.low.astype(float), program.high.astype(float)),
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )
    bound = inf if answer.mip_dual_bound is None else -float(answer.mip_dual_bound)
    x = None if answer.x is None else np.rint(answer.x).astype(np.int64)
    return Found(proven=answer.status == 0, infeasible=answer.status == 2, x=x, bound=bound)


def by_cp_sat(program: Program, time_limit: float, seed: int, workers: int) -> Found:
    """CP-SAT with its default search on so many threads."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [model.new_int_var(0, most, "") for most in program.most.tolist()]
    order = np.argsort(program.row, kind="stable")
    first = np.searchsorted(program.row[order], np.arange(len(program.low) + 1)).tolist()
    columns, factors = program.column[order].tolist(), program.factor[order].tolist()
    low, high = program.low.tolist(), program.high.tolist()
    for number in range(len(low)):
        part = slice(first[number], first[number + 1])
        entries = [x[column] for column in columns[part]]
        total = cp_model.LinearExpr.weighted_sum(entries, factors[part])
        model.add_linear_constraint(total, low[number], high[number])
    model.maximize(cp_model.LinearExpr.weighted_sum(x, program.value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Found(proven=False, infeasible=True, x=None, bound=-inf)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Found(proven=False, infeasible=False, x=None, bound=inf)
    values = np.array([solver.value(one) for one in x], dtype=np.int64)
    return Found(proven=status == cp_model.OPTIMAL, infeasible=False, x=values, bound=solver.best_objective_bound)


def first_then_second(first: int, bound: float, weight: int, most: int) -> tuple[int, int]:
    """(least first goal, most second goal) proven by a bound of `second - weight * first`.

    The second holds for every answer whose first goal is at most `first`; `most` is more than it can ever be.
    """
    if bound == inf:
        return 0, most
    least = max(0, ceil(-bound / weight - _WITHIN))
    return least, min(most, floor(bound + weight * first + _WITHIN))
