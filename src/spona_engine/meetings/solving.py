"""The way from a problem to a plan: pins, choice, slots, tables, proof, advice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings import costs
from spona_engine.meetings.clash import PinPlan, place_pins
from spona_engine.meetings.colouring import balance, colour
from spona_engine.meetings.comfort.refining import preferred, refine, share_of
from spona_engine.meetings.comfort.tables import settle
from spona_engine.meetings.earlier import old_meetings
from spona_engine.meetings.exact import MOST_VARIABLES, ExactModel
from spona_engine.meetings.hosting import seat
from spona_engine.meetings.one_side import choose_then_place
from spona_engine.meetings.proving import MOST_COLUMNS, Prover
from spona_engine.meetings.relaxation import columns_of
from spona_engine.meetings.relaxing import relaxations
from spona_engine.meetings.result import MeetingResult
from spona_engine.meetings.search import build, fill, improve
from spona_engine.meetings.selection import Goals, Selection, degrees, filled, select, sides_of
from spona_engine.meetings.staying import Stay, staying
from spona_engine.meetings.timetable import Timetable, arrays_of
from spona_engine.meetings.value import Bounds, bounds_for, value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.earlier import Start
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.score_proof import ScoreProof
    from spona_engine.watch import Watch


@dataclass(frozen=True)
class Job:
    """One run: what is asked, from where it starts, how long it may take. `old` is {wish: slot} of the plan to stay
    near. The search ends with `watch`, its last touches with `end`.
    """

    problem: MeetingProblem
    seed: int
    watch: Watch
    end: Watch
    old: dict[int, int]

    @property
    def keep(self) -> BoolArray | None:
        """[wishes] True where a meeting would be a kept one; None without an old plan."""
        if not self.old:
            return None
        keep = np.zeros(self.problem.n_wishes, dtype=bool)
        keep[list(self.old)] = True
        return keep


@dataclass(frozen=True)
class Plan:
    """Meetings in slots and what is known about the best ones."""

    wish: IntArray
    slot: IntArray
    bounds: Bounds
    best: Selection
    proof: ScoreProof | None = None


def solve_meetings(
    problem: MeetingProblem, seed: int, start: Start | None, watch: Watch, moves: int | None = None
) -> MeetingResult:
    """The best plan within the time; a re-plan near `start` if given, with at most `moves` old meetings touched if that
    is given too (see docs/engine.md for what it guarantees).
    """
    old = {} if start is None else old_meetings(problem, start)
    ending = costs.to_finish(problem) + costs.to_fill(problem) + costs.to_refine(problem)
    end = watch.keep(costs.to_finish(problem))
    job = Job(problem, seed, watch.until(1 - share_of(problem)).keep(ending), end, old)
    watch.report(0.0, 0, int(problem.score.sum()))
    pins = place_pins(problem, old)
    if pins.clash:
        return _infeasible(job, pins)
    side = sides_of(problem)
    best = select(problem, side, Goals())
    near = staying(Stay(problem, old, moves, seed, job.watch), best) if old else None
    if near is not None:
        found = _result(job, _as_plan(problem, side, best, near.slots), watch)
        return replace(found, stays_proven=near.proven)
    wanted, liked = best, preferred(problem)
    if job.keep is not None or liked is not problem:
        wanted = select(liked, side, Goals(keep=job.keep))
    watch.report(0.2, 0, int(best.score))
    free = problem.available is None and all(pin.slot is None for pin in problem.pins)
    if free and side is not None:
        plan = _two_sided(job, side, best, wanted)
    elif free and not old:
        plan = _one_sided(job, pins, best, wanted)
    else:
        plan = _limited(job, pins, side, best, wanted)
    found = _result(job, plan, watch)
    return replace(found, stays_proven=start is not None and moves is None and found.kept == len(old))


def _as_plan(problem: MeetingProblem, side: BoolArray | None, best: Selection, slots: dict[int, int]) -> Plan:
    wish, slot = arrays_of(slots)
    return Plan(wish, slot, bounds_for(problem, side, best, value_of(problem, wish)), best)


def _two_sided(job: Job, side: BoolArray | None, best: Selection, wanted: Selection) -> Plan:
    """Everybody there all the time, two sides: the flow's choice always fits the slots, so its value is the optimum."""
    problem = job.problem
    wish = filled(wanted)
    slot = _stay(job, side, wish) if job.old else _colour(problem, side, wish)
    value = value_of(problem, wish)
    return Plan(wish, slot, bounds_for(problem, side, best, value), best)


def _ends(problem: MeetingProblem, side: BoolArray | None, wish: IntArray) -> tuple[IntArray, IntArray]:
    """The meetings' parties on the one side and on the other."""
    a, b = problem.a[wish], problem.b[wish]
    flip = np.zeros(len(wish), dtype=bool) if side is None else side[a]
    return np.where(flip, b, a), np.where(flip, a, b)


def _colour(problem: MeetingProblem, side: BoolArray | None, wish: IntArray) -> IntArray:
    """Slots for new meetings: as few as the busiest party and the tables allow, equally full, the fullest first."""
    if not len(wish):
        return np.zeros(0, dtype=np.int64)
    used = int(degrees(problem, wish).max())
    if problem.tables is not None:
        used = max(used, -(-len(wish) // problem.tables))
    found = colour(*_ends(problem, side, wish), used)
    order = np.argsort(-np.bincount(found, minlength=used), kind="stable")
    rank = np.empty(used, dtype=np.int64)
    rank[order] = np.arange(used)
    return rank[found]


def _stay(job: Job, side: BoolArray | None, wish: IntArray) -> IntArray:
    """Slots for a re-plan: old meetings where they were, new ones in gaps, others moved only along chains that make
    room.
    """
    problem = job.problem
    roomy = replace(problem, tables=None)
    timetable = Timetable(roomy)
    chosen = wish.tolist()
    rows = np.array([(w, job.old[w]) for w in chosen if w in job.old], dtype=np.int64).reshape(-1, 2)
    timetable.place_all(rows[:, 0], rows[:, 1])
    for w in chosen:
        if w not in timetable.slot_of:
            timetable.insert(w)
    slot = timetable.arrays()[1]
    if problem.tables is not None and len(wish):
        balance(*_ends(problem, side, wish), slot, problem.n_slots, problem.tables)
    return slot


def _one_sided(job: Job, pins: PinPlan, best: Selection, wanted: Selection) -> Plan:
    """Everybody there all the time, odd cycles: the best choice with slots, or where that is not proven the better of
    it and a plan found as with availability.
    """
    problem = job.problem
    found = choose_then_place(problem, best, job.seed, job.watch)
    if found is not None and found.slots is not None:
        placed = Plan(*arrays_of(found.slots), found.bounds, best)
        if found.bounds.reached(value_of(problem, placed.wish)):
            return placed
    plan = _limited(job, pins, None, best, wanted)
    if found is None:
        return plan
    if found.slots is not None and value_of(problem, found.slots) > value_of(problem, plan.wish):
        plan = replace(plan, wish=placed.wish, slot=placed.slot)
    return replace(plan, bounds=found.tightened(plan.bounds, value_of(problem, plan.wish)))


def _limited(job: Job, pins: PinPlan, side: BoolArray | None, best: Selection, wanted: Selection) -> Plan:
    """Availability, slot pins or odd cycles: build, improve slot by slot, prove small cases."""
    problem, watch, keep = job.problem, job.watch, job.keep
    with watch.stage(costs.to_build(problem)):
        timetable = build(problem, pins.slots, job.old, wanted)
    if job.old and watch.affords(costs.to_build(problem)):
        near = build(problem, pins.slots, job.old, wanted, stay=True)
        timetable = max(near, timetable, key=lambda plan: value_of(problem, plan.slot_of, keep))
    slots, score_proof = timetable.snapshot(), None
    bounds = bounds_for(problem, side, best, value_of(problem, slots))
    if not bounds.reached(value_of(problem, slots)):
        if keep is None and len(columns_of(problem)[0]) <= MOST_COLUMNS:
            proven = Prover(problem, side, best, job.seed, watch).settle(slots)
            timetable.restore(proven.slots)
            bounds, score_proof = proven.bounds, proven.score_proof
        else:
            improve(timetable, bounds, side, keep, job.seed, watch)
            bounds = bounds_for(problem, side, best, value_of(problem, timetable.slot_of))
        if job.end.affords(costs.to_fill(problem)):
            with job.end.stage(costs.to_fill(problem)):
                fill(timetable)
        slots = timetable.snapshot()
    size = len(columns_of(problem)[0])
    small = size <= MOST_VARIABLES and watch.affords(costs.to_puzzle(size) + costs.to_search(size))
    if small and not bounds.reached(value_of(problem, slots)):
        watch.report(0.6, value_of(problem, slots).score, bounds.score)
        proof = ExactModel(problem).improve(slots, bounds, keep, job.seed, watch.keep(costs.to_search(size)))
        slots, bounds = proof.slots, proof.bounds
    return Plan(*arrays_of(slots), bounds, best, score_proof)


def _result(job: Job, plan: Plan, watch: Watch) -> MeetingResult:
    problem = job.problem
    refined = refine(problem, plan.wish, plan.slot, job.old, job.seed, job.end)
    plan = replace(plan, wish=refined.wish, slot=refined.slot)
    value = value_of(problem, plan.wish)
    table = settle(problem, plan.wish, plan.slot, seat(problem, plan.wish, plan.slot))
    before = np.full(problem.n_wishes, -1, dtype=np.int64)
    wish, slot = arrays_of(job.old)
    before[wish] = slot
    both = int((before[plan.wish] >= 0).sum())
    kept = int((before[plan.wish] == plan.slot).sum())
    watch.report(1.0, value.score, plan.bounds.score)
    return MeetingResult(
        problem=problem,
        status="optimal" if plan.bounds.reached(value) else "feasible",
        wish=plan.wish,
        slot=plan.slot,
        table=table,
        score=value.score,
        score_bound=plan.bounds.score,
        shortfall=value.shortfall,
        shortfall_bound=plan.bounds.shortfall,
        must_met=value.must,
        must_bound=plan.bounds.must,
        seed=job.seed,
        kept=kept,
        moved=both - kept,
        seconds=round(watch.elapsed, 3),
        selection=plan.best,
        score_proof=plan.proof,
        comfort_proven=refined.proven,
    )


def _infeasible(job: Job, pins: PinPlan) -> MeetingResult:
    problem = job.problem
    none = np.zeros(0, dtype=np.int64)
    missing = int(problem.minimum.sum())
    return MeetingResult(
        problem=problem,
        status="infeasible",
        wish=none,
        slot=none,
        table=none,
        score=0,
        score_bound=0,
        shortfall=missing,
        shortfall_bound=missing,
        must_met=0,
        must_bound=0,
        seed=job.seed,
        seconds=round(job.watch.elapsed, 3),
        given_advice=(*pins.advice(problem), *relaxations(problem, pins.clash)),
    )
