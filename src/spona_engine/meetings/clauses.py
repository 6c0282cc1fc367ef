"""One run of CP-SAT that ends when its deterministic effort is spent, when time is up or when it is asked to."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spona_engine.watch import Watch

_LOOK_EVERY = 0.05


def run(model: Any, seed: int, effort: float, watch: Watch, *, puzzle: bool = False) -> tuple[int, Any]:
    """(status, solver). One worker and an effort in deterministic time: the same model and seed give the same answer.

    `puzzle`: there is no goal and the constraints are nearly all of them clauses, so linear relaxations and a long
    presolve only cost time.

    The solver works in a thread of its own so that this one can look at the watch, and take a keyboard interrupt.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.linearization_level = 0 if puzzle else 2
    if puzzle:
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_presolve_iterations = 1
    solver.parameters.max_deterministic_time = max(effort, 0.01)
    solver.parameters.max_time_in_seconds = max(watch.remaining, 0.01)
    solver.parameters.catch_sigint_signal = False
    status: list[Any] = []
    work = Thread(target=lambda: status.append(solver.solve(model)))
    work.start()
    try:
        while work.is_alive():
            work.join(_LOOK_EVERY)
            if watch.stopped():
                solver.stop_search()
    except BaseException:
        solver.stop_search()
        work.join()
        raise
    return status[0], solver
