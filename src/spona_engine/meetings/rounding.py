"""A plan from the fractional solution of a relaxation: a few neighbouring slots at a time, each stretch exactly.

Within a stretch the relaxation bounds and the puzzle reaches (reopening.py), as everywhere. What a meeting there is
worth to the whole is its score less what it takes from the slots still to come: the price of its wish, by the share
the fractional solution still meets it later, and the prices of its parties' maximums and minimums. In the last stretch
of a wish its score counts in full.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.odd_slots import ONE_BY_ONE_FROM
from spona_engine.meetings.relaxation import Settled
from spona_engine.meetings.reopening import STRETCH_COLUMNS, better_part, block
from spona_engine.meetings.search import fill
from spona_engine.meetings.timetable import Timetable, arrays_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import FloatArray, IntArray
    from spona_engine.meetings.relaxation import Certificate, Relaxation
    from spona_engine.watch import Watch

_GRAIN = 16
"""Parts of a point in which worths are rounded."""
_NOTHING = -(2**40)


def rounded(
    relaxation: Relaxation, proof: Certificate, slots: dict[int, int], seed: int, watch: Watch
) -> dict[int, int]:
    """A plan {wish: slot} near the bound, pins where `slots` has them. Stretches for which no time is left keep the
    meetings of `slots` that still fit.
    """
    problem = relaxation.problem
    share = _shares(relaxation, proof)
    worth, later = _worths(relaxation, proof), proof.wish_price / proof.scale
    pinned = {w for pin in problem.pins if (w := problem.wish_of(pin.a, pin.b)) is not None}
    plan = {wish: slot for wish, slot in slots.items() if wish in pinned}
    for opened in _stretches(relaxation):
        kept = {wish: slot for wish, slot in plan.items() if slot not in set(opened.tolist())}
        part, rest = block(problem, kept, opened)
        now, ahead = share[rest][:, opened].sum(axis=1), share[rest][:, opened[-1] + 1 :].sum(axis=1)
        postponed = ahead / np.maximum(now + ahead, 1e-9)
        score = np.rint((worth[rest] - later[rest] * postponed) * _GRAIN).astype(np.int64)
        none = np.zeros(problem.n_parties, dtype=np.int64)
        found = better_part(replace(part, score=score, minimum=none), "score", Settled(), _NOTHING, seed, watch)
        if found is None:
            break
        plan = kept | {int(rest[wish]): slot for wish, slot in found.items()}
    timetable = Timetable(problem)
    timetable.place_all(*arrays_of(plan))
    timetable.place_all(*arrays_of(slots))
    fill(timetable)
    return timetable.snapshot()


def _shares(relaxation: Relaxation, proof: Certificate) -> FloatArray:
    """[wishes, slots] how much of each wish the fractional solution meets where."""
    share = np.zeros((relaxation.problem.n_wishes, relaxation.problem.n_slots))
    share[relaxation.wish, relaxation.slot] = np.maximum(proof.share[: relaxation.n_meetings], 0.0)
    return share


def _worths(relaxation: Relaxation, proof: Certificate) -> FloatArray:
    """[wishes] the score less the prices of all rows that don't belong to a slot."""
    whole = max(len(relaxation.place), relaxation.table_rows.stop)
    prices = relaxation.matrix[whole:].T @ proof.price[whole:]
    worth = relaxation.problem.score.astype(np.float64)
    worth[relaxation.wish] -= prices[: relaxation.n_meetings] / proof.scale
    return worth


def _stretches(relaxation: Relaxation) -> list[IntArray]:
    """The slots in their order, in stretches of about the size that a puzzle settles quickly; with odd cycles one by
    one, small fairs aside.
    """
    n_slots = relaxation.problem.n_slots
    count = -(-relaxation.n_meetings // STRETCH_COLUMNS)
    if relaxation.side is None and relaxation.n_meetings > ONE_BY_ONE_FROM:
        count = n_slots
    return [part for part in np.array_split(np.arange(n_slots), min(count, n_slots)) if len(part)]
