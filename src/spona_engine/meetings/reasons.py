"""Why a wish is not met: a code, and a sentence that is true of the plan it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.outcome import Outcome, Unmet
from spona_engine.meetings.selection import degrees
from spona_engine.meetings.timetable import Timetable, slots_in
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem


def unmet_wishes(result: Outcome) -> tuple[Unmet, ...]:
    """A reason for every wish without a meeting, in the order of the wishes."""
    problem, ids = result.problem, result.problem.party_ids
    met = np.zeros(problem.n_wishes, dtype=bool)
    met[result.wish] = True
    reasons = Reasons(result)
    found = []
    for wish in np.flatnonzero(~met).tolist():
        code, why = reasons.of(wish)
        found.append(Unmet(ids[problem.a[wish]], ids[problem.b[wish]], int(problem.score[wish]), code, why))
    return tuple(found)


class Reasons:
    """Answers for one plan; what many wishes share is worked out once."""

    def __init__(self, result: Outcome) -> None:
        problem = result.problem
        self.problem: MeetingProblem = problem
        self.infeasible = result.status == "infeasible"
        self.degree = degrees(problem, result.wish)
        both = np.concatenate([problem.a[result.wish], problem.b[result.wish]])
        self.least = np.full(problem.n_parties, 2**62)
        np.minimum.at(self.least, both, np.tile(problem.score[result.wish], 2))
        self.musts = np.bincount(both, weights=np.tile(problem.must[result.wish], 2), minlength=problem.n_parties)
        self.timetable = Timetable(problem)
        for wish, slot in zip(result.wish.tolist(), result.slot.tolist(), strict=True):
            self.timetable.place(wish, slot)
        proven = result.selection if result.status == "optimal" and result.selection is not None else None
        exact = proven is not None and proven.bipartite and proven.score == result.score
        self.loss = proven.loss if proven is not None and exact else None

    def of(self, wish: int) -> tuple[str, Sentence]:
        """(code, sentence) of one unmet wish."""
        problem = self.problem
        a, b = int(problem.a[wish]), int(problem.b[wish])
        names = {"a": problem.party_ids[a], "b": problem.party_ids[b]}
        if problem.banned[wish]:
            return "ban", say("why_ban", **names)
        if self.infeasible:
            return "better_use", say("why_no_plan")
        for party in (a, b):
            if problem.maximum[party] == 0:
                return "capacity", say("why_closed", party=problem.party_ids[party])
        if not problem.share_slot[wish]:
            there = problem.open_slots.sum(axis=1)
            counts = {"slots_a": int(there[a]), "slots_b": int(there[b])}
            return "no_common_slot", say("why_no_common_slot", **names, **counts)
        full = [party for party in (a, b) if self.degree[party] >= problem.capacity[party]]
        return self._of_full(wish, full) if full else self._of_room(a, b, names, wish)

    def _of_full(self, wish: int, full: list[int]) -> tuple[str, Sentence]:
        """At least one side has no place left: is every meeting it has worth more, or does the whole plan decide?"""
        problem = self.problem
        score, must = int(problem.score[wish]), bool(problem.must[wish])
        for party in full:
            name = problem.party_ids[party]
            meetings = int(self.degree[party])
            if not must and self.musts[party] == meetings:
                return "capacity", say("why_capacity_must", party=name, meetings=meetings)
            if self.least[party] >= score and (not must or self.musts[party] == meetings):
                numbers = {"meetings": meetings, "least": int(self.least[party]), "score": score}
                return "capacity", say("why_capacity", party=name, **numbers)
        return "better_use", self._price(wish, full[0])

    def _price(self, wish: int, party: int) -> Sentence:
        """What meeting this wish would cost in all, as far as the optimality proof tells."""
        problem = self.problem
        name, meetings = problem.party_ids[party], int(self.degree[party])
        places = {"party": name, "meetings": meetings, "capacity": int(problem.capacity[party])}
        if self.loss is None:
            numbers = {"meetings": meetings, "least": int(self.least[party]), "score": int(problem.score[wish])}
            return say("why_better_use", party=name, **numbers)
        loss, weights = self.loss
        parts = split(int(loss[wish]), weights)
        if len(weights) > 1 and parts[0] > 0:
            return say("why_better_use_min", **places)
        if any(parts[1:-1]):
            return say("why_better_use_must", **places)
        if parts[-1] > 0 and not any(parts[:-1]):
            return say("why_better_use_score", **places, loss=parts[-1])
        return say("why_better_use_tie", **places)

    def _of_room(self, a: int, b: int, names: dict[str, str], wish: int) -> tuple[str, Sentence]:
        """Both could have more meetings: the slots they share are busy or without a table."""
        timetable = self.timetable
        shared = timetable.may(wish)
        if timetable.free[a] & timetable.free[b] & shared or (self.problem.tables is not None and self._seats_gone()):
            numbers = {"meetings_a": int(self.degree[a]), "meetings_b": int(self.degree[b])}
            return "tables", say("why_tables", **names, **numbers, tables=timetable.limit)
        return "no_common_slot", say("why_no_free_common_slot", **names, common=len(slots_in(shared)))

    def _seats_gone(self) -> bool:
        return not self.timetable.unfilled


def split(loss: int, weights: list[int]) -> list[int]:
    """A weighted loss as one loss a goal; a later goal may gain (negative) while an earlier one loses."""
    parts = []
    for weight in weights:
        part = (2 * loss + weight) // (2 * weight)
        parts.append(part)
        loss -= part * weight
    return parts
