"""Small fairs with limits in time, solved to proof: one 0/1 variable a wish and slot, the goals one after another
(CP-SAT).

The effort is measured in the solver's deterministic time, so that the same problem and seed give the same plan on any
machine; the clock only ever cuts it short.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from spona_engine.meetings.clauses import run
from spona_engine.meetings.timetable import bit_sets, pinned_sets, slots_in
from spona_engine.meetings.value import Bounds, Value, value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.watch import Watch

MOST_VARIABLES = 30_000
EFFORT_PER_SECOND = 0.3


@dataclass(frozen=True)
class Proof:
    """The best plan found ({wish: slot}) and the bounds proven on the way."""

    slots: dict[int, int]
    bounds: Bounds


class ExactModel:
    """The whole problem as constraints; goals are added by `improve`."""

    def __init__(self, problem: MeetingProblem) -> None:
        self.problem = problem
        open_, pinned = bit_sets(problem), pinned_sets(problem)
        ends = zip(problem.a.tolist(), problem.b.tolist(), problem.banned.tolist(), strict=True)
        self.places = [
            [] if banned else slots_in(open_[a] & open_[b] & pinned.get(w, -1)) for w, (a, b, banned) in enumerate(ends)
        ]

    def improve(self, start: dict[int, int], bounds: Bounds, keep: BoolArray | None, seed: int, watch: Watch) -> Proof:
        """Better plans than `start`, goal by goal; `bounds` are what is known already."""
        from ortools.sat.python import cp_model

        problem = self.problem
        model = cp_model.CpModel()
        x, missing = self._constrain(model)
        must = [var for (w, _), var in x.items() if problem.must[w]]
        kept = [] if keep is None else [var for (w, _), var in x.items() if keep[w]]
        scores = problem.score.tolist()
        goals = [
            ("shortfall", -sum(missing), -bounds.shortfall),
            ("must", sum(must), bounds.must),
            ("kept", sum(kept), len(kept)),
            ("score", sum(scores[w] * var for (w, _), var in x.items()), bounds.score),
        ]
        best, proven, exact = start, {}, True
        effort = EFFORT_PER_SECOND * watch.time_limit
        for name, goal, bound in goals:
            reached = getattr(value_of(problem, best, keep), "less_shortfall" if name == "shortfall" else name)
            if isinstance(goal, int) or (exact and reached >= bound) or watch.stopped():
                exact = exact and (isinstance(goal, int) or reached >= bound)
                proven[name] = bound if exact else None
            else:
                found, limit, spent = self._run(model, x, goal, best, seed, effort, watch)
                if value_of(problem, found, keep) > value_of(problem, best, keep):
                    best = found
                reached = getattr(value_of(problem, best, keep), "less_shortfall" if name == "shortfall" else name)
                effort = max(effort - spent, 0.1)
                proven[name] = min(bound, limit) if exact else None
                exact = exact and limit <= reached
            if not isinstance(goal, int):
                model.add(goal >= reached)
        if kept:
            proven["score"] = None
        return Proof(best, self._bounds(proven, bounds, value_of(problem, best, keep)))

    def _constrain(self, model: Any) -> tuple[dict[tuple[int, int], Any], list[Any]]:
        problem = self.problem
        x = {(w, s): model.new_bool_var("") for w, places in enumerate(self.places) for s in places}
        at: dict[tuple[int, int], list[Any]] = {}
        mine: list[list[Any]] = [[] for _ in range(problem.n_parties)]
        here: list[list[Any]] = [[] for _ in range(problem.n_slots)]
        for (w, s), var in x.items():
            here[s].append(var)
            for party in (int(problem.a[w]), int(problem.b[w])):
                at.setdefault((party, s), []).append(var)
                mine[party].append(var)
        for variables in at.values():
            model.add_at_most_one(variables)
        pinned = {problem.wish_of(pin.a, pin.b) for pin in problem.pins}
        for w, places in enumerate(self.places):
            variables = [x[w, s] for s in places]
            if w in pinned:
                model.add_exactly_one(variables)
            elif variables:
                model.add_at_most_one(variables)
        missing = []
        for party, variables in enumerate(mine):
            if len(variables) > problem.maximum[party]:
                model.add(sum(variables) <= int(problem.maximum[party]))
            if least := int(problem.minimum[party]):
                missing.append(model.new_int_var(0, least, ""))
                model.add(missing[-1] + sum(variables) >= least)
        if problem.tables is not None:
            for variables in here:
                model.add(sum(variables) <= problem.tables)
        return x, missing

    def _run(
        self,
        model: Any,
        x: dict[tuple[int, int], Any],
        goal: Any,
        best: dict[int, int],
        seed: int,
        effort: float,
        watch: Watch,
    ) -> tuple[dict[int, int], int, float]:
        """(plan, bound, deterministic time spent) for one goal, warm from `best`."""
        from ortools.sat.python import cp_model

        model.clear_hints()
        for (w, s), var in x.items():
            model.add_hint(var, best.get(w) == s)
        model.maximize(goal)
        status, solver = run(model, seed, effort, watch)
        bound = floor(solver.best_objective_bound + 1e-6) if status != cp_model.UNKNOWN else 2**60
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            found = {w: s for (w, s), var in x.items() if solver.value(var)}
            return found, bound, solver.response_proto.deterministic_time
        return best, bound, effort

    def _bounds(self, proven: dict[str, int | None], known: Bounds, value: Value) -> Bounds:
        """Bounds of the goals as far as the earlier ones were settled, else what the relaxation says."""
        shortfall, must, score = proven["shortfall"], proven["must"], proven["score"]
        return Bounds(
            known.shortfall if shortfall is None else max(known.shortfall, ceil(-shortfall)),
            known.must if must is None else max(min(known.must, must), value.must),
            known.score if score is None else max(min(known.score, score), value.score),
        )
