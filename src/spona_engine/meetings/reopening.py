"""Better plans by planning a few slots anew, exactly, with everything else as it is.

The meetings of the other slots are taken out of the problem with the room they use; what remains is a small fair of
the same kind, so the same relaxation bounds it and the same puzzle reaches the bound. Which slots are opened is drawn
(seeded); a block whose bound is its value is settled at once. Equal plans are accepted too: they lead elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings import costs, odd_slots
from spona_engine.meetings.completion import attain
from spona_engine.meetings.relaxation import Settled, columns_of, most_each, relax
from spona_engine.meetings.selection import degrees, sides_of
from spona_engine.meetings.sifting import prove
from spona_engine.meetings.value import Value, value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import FloatArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.value import Bounds
    from spona_engine.watch import Watch

STRETCH_COLUMNS = 30_000
_PATIENCE = 12
_EFFORT = 0.25
_ODD = 4
"""Times more blocks with odd cycles, where they are smaller."""


def reopen(
    problem: MeetingProblem,
    slots: dict[int, int],
    bounds: Bounds,
    wanted: FloatArray,
    seed: int,
    watch: Watch,
    rounds: int = 150,
) -> dict[int, int]:
    """A plan at least as good as `slots` ({wish: slot}): until the bounds are met or larger blocks help no more.

    `wanted` [parties] is how much each would meet at the bound: slots in which those who meet less have time are drawn
    more often.
    """
    random = np.random.default_rng(seed)
    columns = max(len(columns_of(problem)[0]), 1)
    size = min(max(STRETCH_COLUMNS * problem.n_slots // columns, 3), max(problem.n_slots // 3, 2))
    patience = _PATIENCE
    if columns > odd_slots.ONE_BY_ONE_FROM and sides_of(problem) is None:
        size = odd_slots.MOST_SLOTS
        rounds, patience = _ODD * rounds, _ODD * patience
    value, stalled = value_of(problem, slots), 0
    for _ in range(rounds):
        if bounds.reached(value) or stalled >= 2 * patience or not watch.affords(costs.to_relax(problem)):
            break
        wider = min(size + 2 * (stalled // patience), problem.n_slots)
        opened = random.choice(problem.n_slots, size=wider, replace=False, p=_likely(problem, slots, wanted))
        slots = _replanned(problem, slots, opened, seed, watch)
        found = value_of(problem, slots)
        stalled = 0 if found > value else stalled + 1
        value = found
        watch.report(0.6, value.score, bounds.score)
    return slots


def _likely(problem: MeetingProblem, slots: dict[int, int], wanted: FloatArray) -> FloatArray:
    """[slots] how likely each is opened."""
    wishes = np.fromiter(slots, dtype=np.int64, count=len(slots))
    place = np.fromiter(slots.values(), dtype=np.int64, count=len(slots))
    idle = problem.open_slots.copy()
    idle[problem.a[wishes], place] = False
    idle[problem.b[wishes], place] = False
    lacking = wanted > degrees(problem, wishes) + 0.01
    idle_slots = idle[lacking].sum(axis=0)
    weight = 1.0 + 3.0 * idle_slots / max(float(idle_slots.mean()), 1.0)
    return np.asarray(weight / weight.sum(), dtype=np.float64)


def _replanned(
    problem: MeetingProblem, slots: dict[int, int], opened: IntArray, seed: int, watch: Watch
) -> dict[int, int]:
    """The plan with the opened slots planned anew, goal by goal; never a worse one."""
    free = set(opened.tolist())
    kept = {wish: slot for wish, slot in slots.items() if slot not in free}
    part, rest = block(problem, kept, opened)
    number = {wish: i for i, wish in enumerate(rest.tolist())}
    best = {number[wish]: slot for wish, slot in slots.items() if wish not in kept}
    settled = Settled()
    for goal in ("shortfall", "must", "score"):
        now = value_of(part, best)
        value = {"shortfall": now.less_shortfall, "must": now.must, "score": now.score}[goal]
        found = better_part(part, goal, settled, value, seed, watch) if _matters(part, goal, now) else None
        if found is not None and value_of(part, found) >= now:
            best, now = found, value_of(part, found)
        settled = Settled(now.shortfall, None if goal == "shortfall" else now.must)
    return kept | {int(rest[wish]): slot for wish, slot in best.items()}


def _matters(part: MeetingProblem, goal: str, now: Value) -> bool:
    """Whether a plan of the part could do better in this goal at all."""
    if goal == "shortfall":
        most = most_each(part, *columns_of(part))
        return now.shortfall > int(np.maximum(part.minimum - most, 0).sum())
    return goal == "score" or now.must < int(part.must.sum())


def block(problem: MeetingProblem, kept: dict[int, int], opened: IntArray) -> tuple[MeetingProblem, IntArray]:
    """(the fair that remains in the opened slots once the meetings `kept` elsewhere have their room, the wish in the
    whole problem of each of its wishes).
    """
    fixed = np.fromiter(kept, dtype=np.int64, count=len(kept))
    used = degrees(problem, fixed)
    there = np.zeros((problem.n_parties, problem.n_slots), dtype=bool)
    there[:, opened] = problem.open_slots[:, opened]
    free = ~problem.banned
    free[fixed] = False
    rest = np.flatnonzero(free)
    part = replace(
        problem,
        available=there,
        minimum=np.maximum(problem.minimum - used, 0),
        maximum=np.maximum(problem.capacity - used, 0),
        a=problem.a[rest],
        b=problem.b[rest],
        score=problem.score[rest],
        must=problem.must[rest],
        bans=(),
        pins=tuple(pin for pin in problem.pins if problem.wish_of(pin.a, pin.b) not in kept),
    )
    return part, rest


def better_part(
    part: MeetingProblem, goal: str, settled: Settled, value: int, seed: int, watch: Watch
) -> dict[int, int] | None:
    """A plan of the part worth more than `value` in this goal, for the score one worth as much; None if none is found.

    Where the bound is out of reach, targets ever further below it are tried, as far as the effort lasts; a few slots
    with odd cycles are an integer program instead.
    """
    if not watch.affords(costs.to_relax(part)):
        return None
    with watch.stage(costs.to_relax(part)):
        relaxation = relax(part, goal, settled)
    least = value if goal == "score" else value + 1
    if odd_slots.suited(relaxation):
        best = odd_slots.best_slots(relaxation, watch)
        return None if best is None or best[1] < least else best[0]
    proof = prove(relaxation, watch)
    target, step, effort = proof.bound, 1, _EFFORT
    found, worth = None, least - 1
    while target > worth and effort > 0 and not watch.stopped():
        attempt = attain(relaxation, proof, target, seed, effort, watch)
        if attempt.slots is not None and attempt.worth > worth:
            found, worth = attempt.slots, attempt.worth
        target, step, effort = target - step, 2 * step, effort - attempt.effort
    return found
