"""The most comfortable plan of a small fair among all that are worth the same, proven (CP-SAT).

One 0/1 variable a wish and slot; shortfall, musts and score are constraints, the figures of comfort are goals one
after another. The effort is deterministic time, so the same problem and seed give the same plan on any machine.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.meetings.comfort.figures import Rhythm, repeated, sector_numbers
from spona_engine.meetings.timetable import Timetable, slots_in
from spona_engine.meetings.value import value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

MOST_VARIABLES = 800
_EFFORT_PER_SECOND = 0.05
_LEAST_EFFORT = 0.02


class ComfortModel:
    """All plans of the value that `slots` ({wish: slot}) has, with every figure of comfort that was asked for."""

    def __init__(self, problem: MeetingProblem, slots: dict[int, int]) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.slots = problem, slots
        self.rhythm = Rhythm(problem)
        self.model: Any = cp_model.CpModel()
        self.x = {(w, s): self.model.new_bool_var("") for w, s in _places(problem)}
        self.busy: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
        self.meets: defaultdict[int, list[Any]] = defaultdict(list)
        for (w, s), var in self.x.items():
            self.meets[w].append(var)
            for party in (int(problem.a[w]), int(problem.b[w])):
                self.busy[party, s].append(var)
        self._keep_the_rules()
        self._keep_the_value()

    def _keep_the_rules(self) -> None:
        problem, model = self.problem, self.model
        pinned = {problem.wish_of(pin.a, pin.b) for pin in problem.pins}
        for wish, variables in self.meets.items():
            if wish in pinned:
                model.add_exactly_one(variables)
            else:
                model.add_at_most_one(variables)
        for variables in self.busy.values():
            model.add_at_most_one(variables)
        for party, most in enumerate(problem.maximum.tolist()):
            mine = self._load(party)
            if len(mine) > most:
                model.add(sum(mine) <= most)
        if problem.tables is not None:
            for slot in range(problem.n_slots):
                model.add(sum(var for (_, s), var in self.x.items() if s == slot) <= problem.tables)

    def _keep_the_value(self) -> None:
        problem, model = self.problem, self.model
        value = value_of(problem, self.slots)
        missing = []
        for party, least in enumerate(problem.minimum.tolist()):
            if least:
                missing.append(model.new_int_var(0, least, ""))
                model.add(missing[-1] + sum(self._load(party)) >= least)
        model.add(sum(missing) <= value.shortfall)
        model.add(sum(var for (w, _), var in self.x.items() if problem.must[w]) >= value.must)
        model.add(sum(int(problem.score[w]) * var for (w, _), var in self.x.items()) >= value.score)

    def _load(self, party: int) -> list[Any]:
        return [var for slot in range(self.problem.n_slots) for var in self.busy.get((party, slot), [])]

    def improve(self, seconds: float, seed: int, watch: Watch) -> tuple[dict[int, int], bool]:
        """({wish: slot}, whether no plan of this value is more comfortable) within an effort for so many seconds."""
        best = self.slots
        effort = max(_EFFORT_PER_SECOND * seconds, _LEAST_EFFORT)
        for goal in (self._repeats(), self._same_sector(), self._missing_breaks(), self._uneven_days(), self._idle()):
            if not goal:
                continue
            found = self._minimise(sum(goal), best, effort, seed, watch)
            if found is None:
                return best, False
            best, least, spent = found
            effort = max(effort - spent, _LEAST_EFFORT)
            self.model.add(sum(goal) <= least)
        return best, True

    def _minimise(
        self, goal: Any, best: dict[int, int], effort: float, seed: int, watch: Watch
    ) -> tuple[dict[int, int], int, float] | None:
        """(plan, least value, deterministic time spent); None unless proven."""
        from ortools.sat.python import cp_model

        if watch.stopped():
            return None
        self.model.clear_hints()
        for (w, s), var in self.x.items():
            self.model.add_hint(var, best.get(w) == s)
        self.model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(watch.remaining, 0.01)
        if solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        plan = {w: s for (w, s), var in self.x.items() if solver.value(var)}
        return plan, round(solver.objective_value), solver.response_proto.deterministic_time

    def _repeats(self) -> list[Any]:
        again = repeated(self.problem)
        return [var for (w, _), var in self.x.items() if again[w]]

    def _same_sector(self) -> list[Any]:
        """k meetings with one sector are k (k - 1) / 2 pairs: the largest of the lines j k - j (j + 1) / 2."""
        problem, sector = self.problem, sector_numbers(self.problem).tolist()
        groups: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
        for w, variables in self.meets.items():
            a, b = int(problem.a[w]), int(problem.b[w])
            groups[a, sector[b]] += [sum(variables)]
            groups[b, sector[a]] += [sum(variables)]
        pairs = []
        for (_, kind), members in groups.items():
            if kind >= 0 and len(members) > 1:
                count = len(members)
                pairs.append(self.model.new_int_var(0, count * (count - 1) // 2, ""))
                for j in range(1, count):
                    self.model.add(pairs[-1] >= j * sum(members) - j * (j + 1) // 2)
        return pairs

    def _missing_breaks(self) -> list[Any]:
        found = []
        for party in range(self.problem.n_parties):
            for stretch in self.rhythm.stretches:
                cells = [self.busy.get((party, int(s)), []) for s in stretch]
                if all(cells):
                    found.append(self.model.new_bool_var(""))
                    self.model.add(sum(sum(cell) for cell in cells) <= len(cells) - 1 + found[-1])
        return found

    def _uneven_days(self) -> list[Any]:
        found = []
        if not self.rhythm.goals.balance_days:
            return []
        for party, there in enumerate(self.problem.open_slots):
            days = [block for block in self.rhythm.blocks if there[block].any()]
            counts = [sum(sum(self.busy.get((party, int(s)), [])) for s in block) for block in days]
            if len(days) > 1:
                found.append(self.model.new_int_var(0, self.problem.n_slots, ""))
                for one, two in combinations(counts, 2):
                    self.model.add(found[-1] >= one - two - 1)
                    self.model.add(found[-1] >= two - one - 1)
        return found

    def _idle(self) -> list[Any]:
        """A free slot is waiting where the party has begun its day and is not at its end."""
        found = []
        for party, there in enumerate(self.problem.open_slots):
            for block in self.rhythm.blocks:
                here = [int(s) for s in block if there[s]]
                cells = [sum(self.busy.get((party, s), [])) for s in here]
                begun = self._ever(cells)
                to_come = self._ever(cells[::-1])[::-1]
                for place in range(1, len(here) - 1):
                    found.append(self.model.new_bool_var(""))
                    self.model.add(found[-1] >= begun[place] + to_come[place] - cells[place] - 1)
        return found

    def _ever(self, cells: list[Any]) -> list[Any]:
        """Whether any cell so far is taken."""
        so_far: list[Any] = []
        for cell in cells:
            so_far.append(self.model.new_bool_var(""))
            self.model.add(so_far[-1] >= cell)
            if len(so_far) > 1:
                self.model.add(so_far[-1] >= so_far[-2])
        return so_far


def size_of(problem: MeetingProblem) -> int:
    """Wish-slot variables of the model, pins to slots not counted out."""
    allowed = ~problem.banned
    a, b = problem.a[allowed], problem.b[allowed]
    return sum(int((here[a] & here[b]).sum()) for here in problem.open_slots.T)


def _places(problem: MeetingProblem) -> list[tuple[int, int]]:
    """(wish, slot) wherever a meeting may be."""
    timetable = Timetable(problem)
    wishes: IntArray = np.flatnonzero(~problem.banned)
    return [(w, s) for w in wishes.tolist() for s in slots_in(timetable.may(w))]
