"""From a legal plan to one that is proven: bound by relaxation, plan by completion, the rest by re-opening slots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings import costs
from spona_engine.meetings.completion import attain
from spona_engine.meetings.relaxation import Settled, relax
from spona_engine.meetings.reopening import reopen
from spona_engine.meetings.rounding import rounded
from spona_engine.meetings.score_proof import ScoreProof
from spona_engine.meetings.sifting import point_of, prove
from spona_engine.meetings.spreading import spread
from spona_engine.meetings.value import Bounds, bounds_for, value_of

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.relaxation import Certificate, Relaxation
    from spona_engine.meetings.selection import Selection
    from spona_engine.watch import Watch

MOST_COLUMNS = 1_500_000
_DESCENTS = 14
_ONE_BY_ONE = 5
_SHARE_OF_TIME = 0.5
_SHARE_OF_PRICES = 0.3
"""For the prices of a large fair with tables, which are asked for again once most tables are reserved."""
_SHARE_OF_PUZZLES = 0.7
_EXACT = 1e-5
_EFFORT = 0.5
_EFFORT_A_COLUMN = 1e-5
_NEAR = 0.0015
_FEW = 10
_ROUGH, _TRIED_UP_TO = 1e-3, 30_000
"""Prices so rough (as a share of the bound) have no plan at their bound; the puzzle is tried all the same on fairs with
so few columns.
"""
_COUNTED_UP_TO = 60_000
"""Columns above which the puzzle with a priced table limit is not tried before most tables are reserved."""
_RESERVED_EFFORT = 3.0
"""Effort of the puzzle with reserved tables, as a multiple of the usual."""


@dataclass(frozen=True)
class Proven:
    """A plan ({wish: slot}) and bounds that hold around it."""

    slots: dict[int, int]
    bounds: Bounds
    score_proof: ScoreProof | None = None


class Prover:
    """One fair with limits in time. `side` is its bipartition (None with odd cycles), `best` the selection without
    slots.
    """

    def __init__(
        self, problem: MeetingProblem, side: BoolArray | None, best: Selection, seed: int, watch: Watch
    ) -> None:
        self.problem, self.side, self.best = problem, side, best
        self.seed, self.watch = seed, watch
        self._score_proof: ScoreProof | None = None

    def settle(self, slots: dict[int, int]) -> Proven:
        """The best plan found from `slots` on, and its bounds.

        First as if the selection's shortfall and musts could be had; where the plan misses them, their own
        relaxations say whether anybody could have them, and the score is bounded again for what they leave.
        """
        settled = Settled(ceil(self.best.shortfall), min(floor(self.best.must), int(self.problem.must.sum())))
        slots = self._nearly_there(slots)
        value = value_of(self.problem, slots)
        known = bounds_for(self.problem, self.side, self.best, value)
        while not known.reached(value):
            slots, score = self._reach(slots, settled)
            value = value_of(self.problem, slots)
            known = bounds_for(self.problem, self.side, self.best, value)
            if (value.shortfall, value.must) == (settled.shortfall, settled.must):
                return self._proven(slots, Bounds(value.shortfall, value.must, min(known.score, score)))
            tighter = self._tighter(settled, value.shortfall, value.must)
            if tighter == settled or self.watch.stopped():
                return self._proven(slots, self._missed(known, tighter, value.shortfall))
            settled = tighter
        return self._proven(slots, known)

    def _proven(self, slots: dict[int, int], bounds: Bounds) -> Proven:
        return Proven(slots, bounds, self._score_proof)

    def _nearly_there(self, slots: dict[int, int]) -> dict[int, int]:
        """The plan after a few blocks where the selection's own bound is so near that it may well be reached."""
        bounds = bounds_for(self.problem, self.side, self.best, value_of(self.problem, slots))
        value = value_of(self.problem, slots)
        earlier = (value.shortfall, value.must) == (bounds.shortfall, bounds.must)
        if not earlier or bounds.score - value.score > _NEAR * bounds.score:
            return slots
        wanted = self._degrees(self.best.doubled_share / 2.0)
        return reopen(self.problem, slots, bounds, wanted, self.seed, self.watch, _FEW)

    def _degrees(self, share: FloatArray) -> FloatArray:
        """[parties] meetings of each, from the shares of wishes."""
        n = self.problem.n_parties
        ends = np.bincount(self.problem.a, share, n) + np.bincount(self.problem.b, share, n)
        return np.asarray(ends, dtype=np.float64)

    def _missed(self, known: Bounds, settled: Settled, shortfall: int) -> Bounds:
        """Bounds of a plan that misses an earlier goal: what the goals by themselves allow."""
        least = max(known.shortfall, settled.shortfall or 0)
        if least < shortfall:
            return replace(known, shortfall=least)
        must = known.must if settled.must is None else min(known.must, settled.must)
        return Bounds(least, must, known.score)

    def _tighter(self, settled: Settled, shortfall: int, must: int) -> Settled:
        """The earlier goals' values after their own relaxations; unchanged where the plan has them or time is short."""
        if settled.shortfall is not None and shortfall > settled.shortfall:
            most = self._bound("shortfall", Settled())
            if most is None or -most <= settled.shortfall:
                return settled
            held = Settled(-most)
            return replace(held, must=self._bound("must", held) if settled.must else 0)
        most = self._bound("must", replace(settled, must=None))
        if most is None:
            return settled
        return replace(settled, must=max(most if settled.must is None else min(settled.must, most), must))

    def _reach(self, slots: dict[int, int], settled: Settled) -> tuple[dict[int, int], int]:
        """(a plan, score bound of plans that reach what is settled: below 0 if none does)."""
        relaxation = self._relax("score", settled)
        if relaxation is None:
            return slots, int(self.problem.score.sum())
        crowded = self.problem.tables is not None and relaxation.n_meetings > _COUNTED_UP_TO
        proof = prove(relaxation, self.watch, _SHARE_OF_PRICES if crowded else _SHARE_OF_TIME)
        if proof.bound < 0:
            return slots, proof.bound
        counted = self.side is not None and bool(proof.price[relaxation.table_rows].any())
        first, bound = None, proof.bound
        if not ((counted and crowded) or (self.side is None and relaxation.n_meetings > _TRIED_UP_TO)):
            first, bound = self._descend(relaxation, proof)
        if first is None and counted:
            first = self._spread(relaxation, proof)
            proof = proof if first is None else self._finished(relaxation, proof, first)
            bound = min(bound, proof.bound)
        self._score_proof = ScoreProof(relaxation, proof, settled)
        if first is not None and value_of(self.problem, first) > value_of(self.problem, slots):
            slots = first
        bounds = Bounds(settled.shortfall or 0, settled.must or 0, bound)
        share = np.bincount(relaxation.wish, proof.share[: relaxation.n_meetings], self.problem.n_wishes)
        wanted = self._degrees(share.astype(np.float64))
        slots = self._rounded(relaxation, proof, slots, bounds, wanted)
        return reopen(self.problem, slots, bounds, wanted, self.seed, self.watch), bound

    def _rounded(
        self,
        relaxation: Relaxation,
        proof: Certificate,
        slots: dict[int, int],
        bounds: Bounds,
        wanted: FloatArray,
    ) -> dict[int, int]:
        """The fractional solution rounded, if that is better than `slots`; they themselves where they are near
        enough.
        """
        value = value_of(self.problem, slots)
        if value.score >= (1 - _NEAR) * bounds.score and (value.shortfall, value.must) == (
            bounds.shortfall,
            bounds.must,
        ):
            return slots
        found = rounded(relaxation, proof, slots, self.seed, self.watch)
        watch = self.watch.within(_SHARE_OF_TIME)
        found = reopen(self.problem, found, bounds, wanted, self.seed, watch, _FEW)
        return max(slots, found, key=lambda plan: value_of(self.problem, plan))

    def _relax(self, goal: str, settled: Settled) -> Relaxation | None:
        """The relaxation of the fair; None where the time is too short for it."""
        agreed = costs.to_relax(self.problem)
        if not self.watch.affords(agreed):
            return None
        with self.watch.stage(agreed):
            return relax(self.problem, goal, settled)

    def _proof(self, relaxation: Relaxation) -> Certificate:
        return prove(relaxation, self.watch, _SHARE_OF_TIME)

    def _bound(self, goal: str, settled: Settled) -> int | None:
        """The bound of a goal by itself; None where the time is too short for it."""
        relaxation = self._relax(goal, settled)
        return None if relaxation is None else self._proof(relaxation).bound

    def _spread(self, relaxation: Relaxation, proof: Certificate) -> dict[int, int] | None:
        """A plan by reserving tables to those who host; None if that finds none or the time is too short."""
        spared = spread(relaxation, proof, self.watch.within(_SHARE_OF_TIME))
        if spared is None:
            return None
        narrow = spared.relaxation
        return self._descend(narrow, prove(narrow, self.watch, _SHARE_OF_TIME, spared.near), _RESERVED_EFFORT)[0]

    def _finished(self, relaxation: Relaxation, proof: Certificate, slots: dict[int, int]) -> Certificate:
        """The proof, carried on where it stopped early for a plan that took precedence and doesn't reach it."""
        doubt = abs(int(proof.bound - relaxation.gain @ proof.share))
        if doubt <= _EXACT * proof.bound or value_of(self.problem, slots).score >= proof.bound:
            return proof
        later = prove(relaxation, self.watch, _SHARE_OF_TIME, point_of(relaxation, proof))
        return min(proof, later, key=lambda one: one.bound)

    def _descend(
        self, relaxation: Relaxation, proof: Certificate, patience: float = 1.0
    ) -> tuple[dict[int, int] | None, int]:
        """(a plan worth the bound or a little less, the bound that is left after what was refuted).

        One by one at first, so that a plan found is proven; then in longer steps. Where the prices are rough (the
        solution they belong to is worth something else) all steps are longer.
        """
        bound, effort = proof.bound, patience * (_EFFORT + _EFFORT_A_COLUMN * relaxation.n_meetings)
        doubt = abs(int(bound - relaxation.gain @ proof.share))
        if doubt > _ROUGH * bound and relaxation.n_meetings > _TRIED_UP_TO:
            return None, bound
        step = max(doubt // _DESCENTS, 1)
        target, best, worth = bound, None, -(2**62)
        watch = self.watch.within(_SHARE_OF_PUZZLES)
        for descent in range(_DESCENTS):
            if watch.stopped() or effort <= 0 or target <= worth:
                break
            attempt = attain(relaxation, proof, target, self.seed, effort, watch)
            effort -= attempt.effort
            if attempt.slots is not None and attempt.worth > worth:
                best, worth = attempt.slots, attempt.worth
            if attempt.reached:
                break
            if attempt.impossible:
                bound = target - 1
            target = min(bound, target - step * 2 ** max(descent - _ONE_BY_ONE, 0))
        return best, bound
