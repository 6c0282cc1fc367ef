"""Whether the pins can all be met, and if not the smallest set of demands that clash.

Only pinned pairs matter: every other meeting is optional. The smallest clash is found by implicit hitting sets
(Ignatiev, Previti, Liffiton, Marques-Silva 2015): a smallest set that hits every known correction set is either a
clash, and then no clash is smaller, or it can hold together with as much else as possible, and what is left out is a
new correction set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spona_engine.errors import ProblemError
from spona_engine.meetings.timetable import Timetable
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem

_EFFORT = 20.0
Pair = tuple[int, int]


@dataclass(frozen=True)
class Demand:
    """One thing somebody asked for; `pair` or `party` says whom it binds."""

    sentence: Sentence
    kind: str
    pair: Pair | None = None
    party: int | None = None
    slot: int | None = None


@dataclass(frozen=True)
class PinPlan:
    """Slots that meet all pins together ({wish: slot}), or the demands that make it impossible."""

    slots: dict[int, int]
    clash: tuple[Demand, ...] = ()

    def advice(self, problem: MeetingProblem) -> tuple[Sentence, ...]:
        """The clash in words."""
        lines = [say("clash", count=len(self.clash), demands=[demand.sentence for demand in self.clash])]
        if all(demand.kind == "pin" for demand in self.clash):
            lines.append(say("demand_one_at_a_time", slots=problem.n_slots))
        return tuple(lines)


def place_pins(problem: MeetingProblem, prefer: dict[int, int] | None = None) -> PinPlan:
    """Slots for all pins, near `prefer` ({wish: slot}) where possible; or the smallest clash.

    Raises ProblemError if the question stays open within the effort allowed.
    """
    if not problem.pins:
        return PinPlan({})
    quick = _place_greedily(problem, prefer or {})
    if quick is not None:
        return PinPlan(quick)
    demands = demands_on_pins(problem)
    model = _PinModel(problem, demands)
    found = model.solve(set(range(len(demands))))
    if found is not None:
        return PinPlan(found)
    return PinPlan({}, tuple(demands[i] for i in sorted(_smallest_clash(model, len(demands)))))


def _place_greedily(problem: MeetingProblem, prefer: dict[int, int]) -> dict[int, int] | None:
    """Slots by plain insertion, those bound to a slot first; None says nothing about the existence of a plan."""
    timetable = Timetable(problem)
    free: list[int] = []
    for pin in problem.pins:
        wish = problem.wish_of(pin.a, pin.b)
        if wish is None or problem.banned[wish]:
            return None
        if pin.slot is None:
            free.append(wish)
        elif timetable.slot_of.get(wish) != pin.slot and not timetable.try_place(wish, pin.slot):
            return None
    for wish in free:
        if wish not in timetable.slot_of and wish in prefer:
            timetable.try_place(wish, prefer[wish])
    for wish in free:
        if wish not in timetable.slot_of and not timetable.insert(wish):
            return None
    return timetable.snapshot()


def demands_on_pins(problem: MeetingProblem) -> list[Demand]:
    """The pins and everything asked for that binds a pinned pair."""
    ids = problem.party_ids
    pairs = {(min(pin.a, pin.b), max(pin.a, pin.b)): None for pin in problem.pins}
    demands = []
    for pin in problem.pins:
        names: dict[str, Any] = {"a": ids[pin.a], "b": ids[pin.b]}
        pair = (min(pin.a, pin.b), max(pin.a, pin.b))
        said = say("demand_pin", **names)
        if pin.slot is not None:
            said = say("demand_pin_slot", **names, slot=problem.slots[pin.slot].id)
        demands.append(Demand(said, "pin", pair=pair, slot=pin.slot))
    banned = {(min(ban), max(ban)) for ban in problem.bans}
    for pair in pairs:
        if pair in banned:
            demands.append(Demand(say("demand_ban", a=ids[pair[0]], b=ids[pair[1]]), "ban", pair=pair))
        if problem.wish_of(*pair) is None:
            demands.append(Demand(say("demand_no_wish", a=ids[pair[0]], b=ids[pair[1]]), "ban", pair=pair))
    for party in sorted({party for pair in pairs for party in pair}):
        most = int(problem.maximum[party])
        if sum(party in pair for pair in pairs) > most:
            demands.append(Demand(say("demand_max", party=ids[party], maximum=most), "max", party=party))
        closed = [slot.id for slot, here in zip(problem.slots, problem.open_slots[party], strict=True) if not here]
        if closed:
            said = say("demand_unavailable", party=ids[party], slots=", ".join(closed))
            demands.append(Demand(said, "unavailable", party=party))
    if problem.tables is not None:
        demands.append(Demand(say("demand_tables", tables=problem.tables), "tables"))
    return demands


class _PinModel:
    """Pinned pairs in slots, with any subset of the demands switched on."""

    def __init__(self, problem: MeetingProblem, demands: list[Demand]) -> None:
        self.problem = problem
        self.demands = demands
        self.pairs = sorted({demand.pair for demand in demands if demand.kind == "pin" and demand.pair is not None})

    def solve(self, held: set[int]) -> dict[int, int] | None:
        """{wish: slot} with these demands held; None if they clash."""
        answer = self._run(held, maximise=False)
        return None if answer is None else answer[1]

    def most_with(self, held: set[int]) -> set[int] | None:
        """A largest set of demands that can hold together and includes these; None if these clash."""
        answer = self._run(held, maximise=True)
        return None if answer is None else answer[0]

    def _run(self, held: set[int], *, maximise: bool) -> tuple[set[int], dict[int, int]] | None:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        on = [model.new_bool_var("") for _ in self.demands]
        slots = range(self.problem.n_slots)
        meets = {(pair, slot): model.new_bool_var("") for pair in self.pairs for slot in slots}
        parties = sorted({party for pair in self.pairs for party in pair})
        for pair in self.pairs:
            model.add_at_most_one(meets[pair, slot] for slot in slots)
        for party in parties:
            for slot in slots:
                model.add_at_most_one(meets[pair, slot] for pair in self.pairs if party in pair)
        for demand, literal in zip(self.demands, on, strict=True):
            self._add(model, demand, literal, meets)
        for index in held:
            model.add(on[index] == 1)
        if maximise:
            model.maximize(sum(on))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = _EFFORT
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            raise ProblemError("pins", "could be neither placed nor refuted", "pin fewer meetings or fewer slots")
        wish_of = self.problem.wish_of
        placed = {w: s for (p, s), var in meets.items() if solver.value(var) and (w := wish_of(*p)) is not None}
        return {i for i, literal in enumerate(on) if solver.value(literal)}, placed

    def _add(self, model: Any, demand: Demand, literal: Any, meets: dict[tuple[Pair, int], Any]) -> None:
        slots = range(self.problem.n_slots)
        if demand.kind == "pin" and demand.pair is not None:
            places = slots if demand.slot is None else [demand.slot]
            model.add_bool_or([meets[demand.pair, slot] for slot in places]).only_enforce_if(literal)
        elif demand.kind == "ban" and demand.pair is not None:
            model.add(sum(meets[demand.pair, slot] for slot in slots) == 0).only_enforce_if(literal)
        elif demand.kind == "max" and demand.party is not None:
            mine = [meets[pair, slot] for pair in self.pairs for slot in slots if demand.party in pair]
            model.add(sum(mine) <= int(self.problem.maximum[demand.party])).only_enforce_if(literal)
        elif demand.kind == "unavailable" and demand.party is not None:
            closed = [slot for slot in slots if not self.problem.open_slots[demand.party, slot]]
            mine = [meets[pair, slot] for pair in self.pairs for slot in closed if demand.party in pair]
            model.add(sum(mine) == 0).only_enforce_if(literal)
        elif demand.kind == "tables" and self.problem.tables is not None:
            for slot in slots:
                here = [meets[pair, slot] for pair in self.pairs]
                model.add(sum(here) <= self.problem.tables).only_enforce_if(literal)


def _smallest_clash(model: _PinModel, count: int) -> set[int]:
    corrections: list[set[int]] = []
    while True:
        candidate = _smallest_hitting(corrections, count)
        together = model.most_with(candidate)
        if together is None:
            return candidate
        corrections.append(set(range(count)) - together)


def _smallest_hitting(sets: list[set[int]], count: int) -> set[int]:
    """A smallest set of numbers below `count` that meets every given set."""
    from ortools.sat.python import cp_model

    if not sets:
        return set()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(count)]
    for members in sets:
        model.add_bool_or([chosen[i] for i in sorted(members)])
    model.minimize(sum(chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.solve(model)
    return {i for i, literal in enumerate(chosen) if solver.value(literal)}
