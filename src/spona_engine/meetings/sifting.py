"""Approximate prices of a relaxation's rows, by a first-order method (PDLP: Applegate et al. 2021) on sifted columns.

Most (wish, slot) are far from being worth their prices, and rough prices say so already. So a few iterations over all
columns come first; the best third of them is then solved accurately, from where those left off (sifting: Bixby,
Gregory, Lustig, Marsten, Shanno 1992). The certificate is over all columns, so the bound is true in any case; columns
that would lower it join, and the method goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csc_matrix

from spona_engine.meetings import costs
from spona_engine.meetings.relaxation import Certificate, Relaxation, certificate

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray
    from spona_engine.watch import Watch

_MOST_ITERATIONS = 20_000
_ROUGH_ITERATIONS = 256
_LOOK_EVERY = 32
_SIFTED_FROM = 10_000
"""Columns below which sifting costs more than it saves."""
_KEPT_SHARE = 1 / 3
_USED = 1e-3
_ROUNDS = 3
_DOUBT = 0.5
"""Points of the goal that are left open before more columns join."""


@dataclass(frozen=True, eq=False)
class Point:
    """Approximate solution [columns] and prices [rows, those of wishes last]."""

    share: FloatArray
    price: FloatArray


def prove(relaxation: Relaxation, watch: Watch, share_of_time: float = 1.0, near: Point | None = None) -> Certificate:
    """Approximate prices within a share of the time left (rarely reached: the effort is counted in iterations), made
    exact; `near` is where to begin. Prices of nothing (those of `near`), which still prove a bound, where the time is
    too short for any.
    """
    n = relaxation.n_meetings
    needed = costs.to_set_up(n) + costs.to_iterate(n)
    part = watch.within(share_of_time)
    watch = part if part.affords(needed) else watch
    if not watch.affords(needed):
        price = np.zeros(len(relaxation.limit)) if near is None else near.price[: len(relaxation.limit)]
        return certificate(relaxation, price, np.zeros(len(relaxation.gain)) if near is None else near.share)
    with watch.stage(costs.to_write(n)):
        program = Program(relaxation)
    if n < _SIFTED_FROM:
        return program.certified(program.solve(None, near, _MOST_ITERATIONS, watch))
    point = program.solve(None, None, _ROUGH_ITERATIONS, watch) if near is None else near
    proof = found = program.certified(point)
    kept = np.zeros(len(relaxation.gain), dtype=bool)
    for _ in range(_ROUNDS):
        if not watch.affords(needed):
            break
        kept |= promising(relaxation, found)
        point = program.solve(kept, point, _MOST_ITERATIONS, watch)
        found = program.certified(point)
        proof = min(found, proof, key=lambda one: one.total / one.scale)
        if found.total - int(relaxation.gain @ point.share * found.scale) <= _DOUBT * found.scale:
            break
    return proof


def point_of(relaxation: Relaxation, proof: Certificate) -> Point:
    """The solution and the prices of a proof."""
    wish_price = proof.wish_price[np.unique(relaxation.wish)]
    return Point(proof.share, np.concatenate([proof.price, wish_price]) / proof.scale)


def promising(relaxation: Relaxation, proof: Certificate) -> BoolArray:
    """[columns] those in use, the third that loses least, and all shortfalls."""
    n = relaxation.n_meetings
    most = np.partition(proof.loss[:n], int(n * _KEPT_SHARE))[int(n * _KEPT_SHARE)]
    kept: BoolArray = (proof.loss <= most) | (proof.share > _USED)
    kept[n:] = True
    return kept


class Program:
    """The linear program as a minimisation, with the rows of wishes at its end."""

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        n, columns = relaxation.n_meetings, len(relaxation.gain)
        names, wish_row = np.unique(relaxation.wish, return_inverse=True)
        once = coo_array((np.ones(n), (wish_row, np.arange(n))), shape=(len(names), columns))
        matrix = coo_array(relaxation.matrix)
        self.height = matrix.shape[0]
        rows = self.height + len(names)
        places = (np.concatenate([matrix.row, once.row + self.height]), np.concatenate([matrix.col, once.col]))
        entries = np.concatenate([matrix.data, once.data])
        self.matrix = csc_matrix((entries, places), shape=(rows, columns), dtype=np.float64)
        self.most = np.concatenate([relaxation.limit, np.ones(len(names))]).astype(np.float64)
        self.least = np.full(rows, -np.inf)
        self.least[self.height :][relaxation.forced[names]] = 1.0

    def solve(
        self,
        kept: BoolArray | None,
        near: Point | None,
        iterations: int,
        watch: Watch,
        reward: FloatArray | None = None,
    ) -> Point:
        """The point after so many iterations over the kept columns (None: all), or sooner if accurate or out of
        time. `reward` [columns] counts beside what is gained.
        """
        from ortools.pdlp import solvers_pb2
        from ortools.pdlp.python import pdlp

        columns = np.arange(len(self.relaxation.gain)) if kept is None else np.flatnonzero(kept)
        program = pdlp.QuadraticProgram()
        program.resize_and_initialize(len(columns), len(self.most))
        gain = self.relaxation.gain if reward is None else self.relaxation.gain + reward
        program.objective_vector = -gain[columns].astype(np.float64)
        program.constraint_matrix = self.matrix if kept is None else self.matrix[:, columns]
        program.constraint_upper_bounds, program.constraint_lower_bounds = self.most, self.least
        program.variable_lower_bounds = np.zeros(len(columns))
        program.variable_upper_bounds = self.relaxation.upper[columns].astype(np.float64)
        begin = pdlp.PrimalAndDualSolution()
        begin.primal_solution = np.zeros(len(columns)) if near is None else near.share[columns]
        begin.dual_solution = np.zeros(len(self.most)) if near is None else -near.price
        options = solvers_pb2.PrimalDualHybridGradientParams()
        options.num_threads = 1
        options.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = 1e-3
        options.termination_criteria.simple_optimality_criteria.eps_optimal_relative = 1e-6
        options.termination_criteria.iteration_limit = iterations
        seconds = watch.spare(costs.to_iterate(len(columns)))
        options.termination_criteria.time_sec_limit = max(seconds, 0.01)
        options.termination_check_frequency = _LOOK_EVERY
        answer = pdlp.primal_dual_hybrid_gradient(program, options, begin)
        share = np.zeros(len(self.relaxation.gain))
        share[columns] = np.nan_to_num(np.asarray(answer.primal_solution, dtype=np.float64), nan=0.0)
        price = -np.asarray(answer.dual_solution, dtype=np.float64)
        return Point(share, np.nan_to_num(price, nan=0.0, posinf=0.0, neginf=0.0))

    def certified(self, point: Point) -> Certificate:
        return certificate(self.relaxation, point.price[: self.height], point.share)
