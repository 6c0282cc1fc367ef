"""Plans that reach a proven bound: what the proof leaves open is a puzzle without a goal.

Complementary slackness, made exact by the integer losses of a certificate (relaxation.py): a plan worth at least
`target` loses at most `room` = bound - target. So columns that lose more are out, rows and wishes whose open unit
loses more are full. Near the bound this leaves few columns and mostly equalities, which a clause-learning solver
(CP-SAT) fills or refutes quickly where the same model with the goal as an objective takes it minutes. "Impossible" is
a proof that no plan reaches the target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.meetings import costs
from spona_engine.meetings.clauses import run

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray
    from spona_engine.meetings.relaxation import Certificate, Relaxation
    from spona_engine.watch import Watch


@dataclass(frozen=True)
class Attempt:
    """`slots` {wish: slot} of the best plan found, if any; `reached`: it is worth the target or more; `impossible`: no
    plan is. `effort` in the solver's deterministic time.
    """

    slots: dict[int, int] | None
    worth: int = 0
    reached: bool = False
    impossible: bool = False
    effort: float = 0.0


def attain(relaxation: Relaxation, proof: Certificate, target: int, seed: int, effort: float, watch: Watch) -> Attempt:
    """A plan worth at least `target`, with at most `effort` of the solver's deterministic time.

    Asked first for no more than what the proof demands of such a plan, the solver may find one that is worth a little
    less: that one is returned if demanding the target itself leads to nothing.
    """
    from ortools.sat.python import cp_model

    if proof.room(target) < 0:
        return Attempt(None, impossible=True)
    size = relaxation.n_meetings
    if not watch.affords(costs.to_puzzle(size) + costs.to_search(size)):
        return Attempt(None)
    with watch.stage(costs.to_puzzle(size)):
        puzzle = _Puzzle(relaxation, proof, target)
    if puzzle.contradicts:
        return Attempt(None, impossible=True)
    best, spent = Attempt(None), 0.0
    for counted in (False, True):
        if not watch.affords(costs.to_search(len(puzzle.x))):
            break
        if counted:
            puzzle.count(target)
        status, solver = run(
            puzzle.model, seed, effort - spent, watch.keep(costs.to_search(len(puzzle.x))), puzzle=True
        )
        spent += solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return replace(best, impossible=True, effort=spent)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            break
        worth = puzzle.worth(solver)
        best = Attempt(puzzle.read(solver), worth, reached=worth >= target)
        if best.reached:
            break
    return replace(best, effort=spent)


class _Puzzle:
    """The constraints that remain; the goal itself is only counted if leaving it out gave too little."""

    def __init__(self, relaxation: Relaxation, proof: Certificate, target: int) -> None:
        from ortools.sat.python import cp_model

        self.relaxation, self.proof = relaxation, proof
        self.room = proof.room(target)
        self.model = cp_model.CpModel()
        self.contradicts = self.room < 0
        n = relaxation.n_meetings
        self.column: list[int] = np.flatnonzero(proof.loss[:n] <= self.room).tolist()
        self.x: dict[int, Any] = {j: self.model.new_bool_var("") for j in self.column}
        self._shortfalls()
        self._wishes()
        self._rows()

    def _shortfalls(self) -> None:
        n, room = self.relaxation.n_meetings, self.room
        for j in range(n, len(self.relaxation.gain)):
            loss, upper = int(self.proof.loss[j]), int(self.relaxation.upper[j])
            most = min(upper, room // loss) if loss > 0 else upper
            least = max(0, upper - room // -loss) if loss < 0 else 0
            self.x[j] = self.model.new_int_var(least, max(most, least), "")
            self.contradicts = self.contradicts or most < least

    def _wishes(self) -> None:
        places: dict[int, list[Any]] = {}
        for j in self.column:
            places.setdefault(int(self.relaxation.wish[j]), []).append(self.x[j])
        sure = (self.proof.wish_price > self.room) | self.relaxation.forced
        for wish in np.flatnonzero(sure).tolist():
            self.model.add_exactly_one(places.pop(wish, []))
        for variables in places.values():
            self.model.add_at_most_one(variables)

    def _rows(self) -> None:
        limit, tables = self.relaxation.limit, self.relaxation.table_rows
        tight: BoolArray = self.proof.price > self.room
        idle = self._places(tight)
        for row in range(len(self.relaxation.place), len(limit)):
            if tables.start <= row < tables.stop:
                self._tables(idle[row - tables.start], int(limit[row]), full=bool(tight[row]))
            else:
                self._row(row, int(limit[row]), full=bool(tight[row]))

    def _variables(self, row: int) -> list[Any]:
        matrix = self.relaxation.matrix
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        return [self.x[j] for j in columns.tolist() if j in self.x]

    def _places(self, tight: BoolArray) -> list[list[Any]]:
        """At most one meeting a party and slot; [slots] what says of each host that it has none then."""
        relaxation = self.relaxation
        n_slots = relaxation.problem.n_slots
        counted = self._counted()
        idle: list[list[Any]] = [[] for _ in range(n_slots)]
        for row, place in enumerate(relaxation.place.tolist()):
            variables, party, slot = self._variables(row), place // n_slots, place % n_slots
            if tight[row]:
                self.model.add_exactly_one(variables)
            elif counted[party, slot]:
                none = self.model.new_bool_var("")
                self.model.add_exactly_one([*variables, none])
                idle[slot].append(none)
            else:
                self.model.add_at_most_one(variables)
            if tight[row] and counted[party, slot]:
                idle[slot].append(0)
        return idle

    def _counted(self) -> BoolArray:
        """[parties, slots] places of hosts whose meetings a table row counts."""
        relaxation, problem = self.relaxation, self.relaxation.problem
        columns = relaxation.matrix[relaxation.table_rows].indices
        wish, slot = relaxation.wish[columns], relaxation.slot[columns]
        counted = np.zeros((problem.n_parties, problem.n_slots), dtype=bool)
        counted[problem.a[wish], slot] = counted[problem.b[wish], slot] = True
        return counted & relaxation.hosts[:, None]

    def _tables(self, idle: list[Any], limit: int, *, full: bool) -> None:
        """At most `limit` meetings in a slot, counted by the hosts that have none: a short sum, often of one."""
        least = len(idle) - limit * (1 if self.relaxation.side is not None else 2)
        if full:
            self.contradicts = self.contradicts or least < 0
            self.model.add(sum(idle) == max(least, 0))
        elif least > 0:
            self.model.add(sum(idle) >= least)

    def _row(self, row: int, limit: int, *, full: bool) -> None:
        """The row as a sum of its columns, with equality if `full`."""
        variables = self._variables(row)
        first = self.relaxation.matrix.indptr[row]
        sign = int(self.relaxation.matrix.data[first]) if variables else 1
        if full:
            self.model.add(sum(variables) == sign * limit)
        else:
            self.model.add(sign * sum(variables) <= limit)

    def _sum(self) -> Any:
        gain = self.relaxation.gain
        return sum(int(gain[j]) * variable for j, variable in self.x.items() if gain[j])

    def count(self, target: int) -> None:
        """Demand the target itself: what is left may lose a little in many places."""
        self.model.add(self._sum() >= target)

    def worth(self, solver: Any) -> int:
        gain = self.relaxation.gain
        return sum(int(gain[j]) * int(solver.value(variable)) for j, variable in self.x.items() if gain[j])

    def read(self, solver: Any) -> dict[int, int]:
        wish, slot = self.relaxation.wish, self.relaxation.slot
        return {int(wish[j]): int(slot[j]) for j in self.column if solver.value(self.x[j])}
