"""Plans where availability, slot pins or odd cycles forbid the exact way: build, then re-plan slot by slot.

One slot with all others fixed is a maximum-weight matching, solved exactly by flow; taking the slots in turn never
makes a plan worse. Where the wish graph has odd cycles, parties are split into two sides at random (seeded) for each
step and the slot's meetings within a side stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings import costs
from spona_engine.meetings.flow import Goal, Network, circulate
from spona_engine.meetings.timetable import Timetable
from spona_engine.meetings.value import value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.selection import Selection
    from spona_engine.meetings.value import Bounds, Value
    from spona_engine.watch import Watch

_ROUNDS = 6
_CHAINS_UP_TO = 100_000


def build(
    problem: MeetingProblem, pins: dict[int, int], old: dict[int, int], best: Selection, *, stay: bool = False
) -> Timetable:
    """A first plan: the pins where they were found to fit, old meetings where they were, the relaxation's choice, then
    the rest.

    `pins` and `old` are {wish: slot}. Old meetings the relaxation does not choose give way to it: they come back last,
    unless all are to `stay`.
    """
    timetable = Timetable(problem)
    for wish, slot in pins.items():
        timetable.place(wish, slot)
    share = best.doubled_share
    was, place = np.array(list(old.items()), dtype=np.int64).reshape(-1, 2).T
    first = (share[was] > 0) | stay
    timetable.place_all(was[first], place[first])
    for wish in old:
        if share[wish] > 0 and wish not in timetable.slot_of:
            timetable.insert(wish)
    timetable.insert_all(_by_urgency(problem, np.flatnonzero(share > 0), share))
    timetable.place_all(was, place)
    fill(timetable)
    return timetable


def fill(timetable: Timetable) -> None:
    """Add every wish that still fits, the most urgent first."""
    problem = timetable.problem
    rest = np.flatnonzero(~problem.banned & problem.share_slot)
    rest = rest[[timetable.has_room(w) and w not in timetable.slot_of for w in rest.tolist()]] if len(rest) else rest
    timetable.insert_all(_by_urgency(problem, rest, np.zeros(problem.n_wishes, dtype=np.int64)))


def _by_urgency(problem: MeetingProblem, wishes: IntArray, share: IntArray) -> list[int]:
    """Chosen in full first, then those of parties with a minimum, musts, few common slots, high scores."""
    common = np.zeros(len(wishes), dtype=np.int64)
    if problem.available is not None:
        for slot in range(problem.n_slots):
            here = problem.available[:, slot]
            common += here[problem.a[wishes]] & here[problem.b[wishes]]
    needed = (problem.minimum[problem.a[wishes]] > 0).astype(int) + (problem.minimum[problem.b[wishes]] > 0)
    keys = (wishes, -problem.score[wishes], common, -needed, ~problem.must[wishes], -share[wishes])
    return [int(w) for w in wishes[np.lexsort(keys)]]


def improve(
    timetable: Timetable, bounds: Bounds, side: BoolArray | None, keep: BoolArray | None, seed: int, watch: Watch
) -> Timetable:
    """Re-plan every slot in turn until a whole round changes nothing, the bounds are met or time is up. In place."""
    problem = timetable.problem
    random = np.random.default_rng(seed)
    value = value_of(problem, timetable.slot_of, keep)
    for round_ in range(_ROUNDS):
        before = value
        for slot in random.permutation(problem.n_slots).tolist():
            if bounds.reached(value) or not watch.affords(costs.to_match(problem)):
                return timetable
            cut = random.random(problem.n_parties) < 0.5 if side is None else side
            with watch.stage(costs.to_match(problem)):
                value = _replan_slot(timetable, slot, cut, keep, value)
        watch.report(0.2 + 0.4 * (round_ + 1) / _ROUNDS, value.score, bounds.score)
        if side is not None and value == before:
            return timetable
    return timetable


def _replan_slot(timetable: Timetable, slot: int, side: BoolArray, keep: BoolArray | None, value: Value) -> Value:
    """Give the slot its best meetings across the cut, all other slots as they are; undone unless better. Returns the
    value.
    """
    problem = timetable.problem
    snapshot = timetable.snapshot()
    pinned = {problem.wish_of(pin.a, pin.b) for pin in problem.pins}
    crossing = side[problem.a] != side[problem.b]
    for wish in [w for w, s in snapshot.items() if s == slot and w not in pinned and crossing[w]]:
        timetable.remove(wish)
    for wish in _best_of_slot(timetable, slot, side, crossing, keep):
        timetable.try_place(wish, slot)
    if len(timetable.slot_of) < _CHAINS_UP_TO:
        fill(timetable)
    found = value_of(problem, timetable.slot_of, keep)
    if found > value:
        return found
    timetable.restore(snapshot)
    return value


def _best_of_slot(
    timetable: Timetable, slot: int, side: BoolArray, crossing: BoolArray, keep: BoolArray | None
) -> list[int]:
    """A best matching of this slot over the wishes that could still be met in it."""
    problem = timetable.problem
    bit = 1 << slot
    ready = np.array([bool(f & bit) and r > 0 for f, r in zip(timetable.free, timetable.room, strict=True)], dtype=bool)
    possible = crossing & ~problem.banned & ready[problem.a] & ready[problem.b]
    possible[list(timetable.slot_of)] = False
    wishes = np.flatnonzero(possible)
    if not len(wishes):
        return []
    room = np.array(timetable.room, dtype=np.int64)
    short = problem.minimum > problem.capacity - room
    flip = side[problem.a[wishes]]
    left, left_of = np.unique(np.where(flip, problem.b[wishes], problem.a[wishes]), return_inverse=True)
    right, right_of = np.unique(np.where(flip, problem.a[wishes], problem.b[wishes]), return_inverse=True)
    n_left, n_right = len(left), len(right)
    source, sink = n_left + n_right, n_left + n_right + 1
    one = np.ones(len(wishes) + n_left + n_right + 1, dtype=np.int64)
    one[-1] = max(timetable.limit - timetable.load[slot], 0)
    network = Network(
        n_nodes=n_left + n_right + 2,
        tail=np.concatenate([left_of, np.full(n_left, source), n_left + np.arange(n_right), [sink]]).astype(np.int64),
        head=np.concatenate([n_left + right_of, np.arange(n_left), np.full(n_right, sink), [source]]).astype(np.int64),
        capacity=one,
    )
    values = [
        short[problem.a[wishes]].astype(np.int64) + short[problem.b[wishes]],
        problem.must[wishes].astype(np.int64),
    ]
    if keep is not None:
        values.append(keep[wishes].astype(np.int64))
    values.append(problem.score[wishes])
    goals = []
    for gain in values:
        cost = np.zeros(len(one), dtype=np.int64)
        cost[: len(wishes)] = -gain
        if gain.any():
            goals.append(Goal(cost, (min(n_left, n_right) + 1) * int(gain.max())))
    if not goals:
        return wishes.tolist()
    flow = circulate(network, goals)
    return [int(w) for w in wishes[flow[: len(wishes)] == 1]]
