"""Why a wish is not met: a code, and a sentence that is true of the plan it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.meetings.outcome import Outcome, Unmet
from spona_engine.meetings.selection import Goals, degrees, select, sides_of
from spona_engine.meetings.timetable import Timetable, slots_in
from spona_engine.sentences import TEMPLATES, Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem


def unmet_wishes(result: Outcome) -> tuple[Unmet, ...]:
    """A reason for every wish without a meeting, in the order of the wishes."""
    reasons = Reasons(result)
    return tuple(Unmet(a, b, score, *reasons.of(wish)) for wish, a, b, score in _without_meeting(result))


def unmet_entries(result: Outcome) -> list[dict[str, Any]]:
    """The same as a document's entries, without an object for each: a large fair has hundreds of thousands."""
    reasons = Reasons(result)
    found = []
    for wish, a, b, score in _without_meeting(result):
        code, why = reasons.written(wish)
        found.append({"a": a, "b": b, "score": score, "code": code, "why": why})
    return found


def _without_meeting(result: Outcome) -> Iterator[tuple[int, str, str, int]]:
    """(wish, a, b, score) in the order of the wishes."""
    problem = result.problem
    unmet = np.ones(problem.n_wishes, dtype=bool)
    unmet[result.wish] = False
    wishes = np.flatnonzero(unmet)
    ids = np.array(problem.party_ids, dtype=object)
    columns = (wishes, ids[problem.a[wishes]], ids[problem.b[wishes]], problem.score[wishes])
    return zip(*(column.tolist() for column in columns), strict=True)


class Reasons:
    """Answers for one plan; what many wishes share is worked out once."""

    def __init__(self, result: Outcome) -> None:
        problem = result.problem
        self.problem: MeetingProblem = problem
        self.result = result
        self.infeasible = result.status == "infeasible"
        self.degree = degrees(problem, result.wish)
        both = np.concatenate([problem.a[result.wish], problem.b[result.wish]])
        self.least = np.full(problem.n_parties, 2**62)
        np.minimum.at(self.least, both, np.tile(problem.score[result.wish], 2))
        self.musts = np.bincount(both, weights=np.tile(problem.must[result.wish], 2), minlength=problem.n_parties)
        self.blocker = self._blockers().tolist()

    @cached_property
    def timetable(self) -> Timetable:
        """The plan as a timetable, for wishes both of whose parties could have more meetings."""
        timetable = Timetable(self.problem)
        for wish, slot in zip(self.result.wish.tolist(), self.result.slot.tolist(), strict=True):
            timetable.place(wish, slot)
        return timetable

    @cached_property
    def loss(self) -> tuple[IntArray, list[int]] | None:
        """What the proof of optimality says of every wish; None where it says nothing of this plan. A plan that was
        stored came without it: the selection is worked out again.
        """
        result = self.result
        if result.status != "optimal":
            return None
        proven = result.selection
        if proven is None:
            proven = select(self.problem, sides_of(self.problem), Goals())
        return proven.loss if proven.bipartite and proven.score == result.score else None

    def _blockers(self) -> IntArray:
        """[wishes] a party all of whose places are taken by meetings worth no less, the first party first; else -1.

        A must is worth more than what is none.
        """
        problem = self.problem
        asked = (
            ~problem.banned & problem.share_slot & (problem.maximum[problem.a] > 0) & (problem.maximum[problem.b] > 0)
        )
        if self.infeasible:
            asked[:] = False
        full, all_musts = self.degree >= problem.capacity, self.musts == self.degree
        blocker = np.full(problem.n_wishes, -1)
        for party in (problem.b, problem.a):
            worth_less = (self.least[party] >= problem.score) & (~problem.must | all_musts[party])
            by = asked & full[party] & (worth_less | (~problem.must & all_musts[party]))
            blocker[by] = party[by]
        return blocker

    def of(self, wish: int) -> tuple[str, Sentence]:
        """(code, sentence) of one unmet wish."""
        problem = self.problem
        if self.blocker[wish] >= 0:
            code, params = self._blocked(wish)
            return "capacity", Sentence(code, params)
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
        return ("better_use", self._price(wish, full[0])) if full else self._of_room(a, b, names, wish)

    def written(self, wish: int) -> tuple[str, str]:
        """(code, words) of one unmet wish."""
        if self.blocker[wish] >= 0:
            template, params = self._blocked(wish)
            return "capacity", TEMPLATES[template].format_map(params)
        code, why = self.of(wish)
        return code, str(why)

    def _blocked(self, wish: int) -> tuple[str, dict[str, Any]]:
        """(code, parameters) of the sentence on a wish with a blocker."""
        name, meetings, least, all_musts = self._standings[self.blocker[wish]]
        score, must = self._worth[wish]
        if all_musts and not must:
            return "why_capacity_must", {"party": name, "meetings": meetings}
        return "why_capacity", {"party": name, "meetings": meetings, "least": least, "score": score}

    @cached_property
    def _worth(self) -> list[tuple[int, bool]]:
        """[wishes] (score, whether it is a must)."""
        return list(zip(self.problem.score.tolist(), self.problem.must.tolist(), strict=True))

    @cached_property
    def _standings(self) -> list[tuple[str, int, int, bool]]:
        """[parties] (id, meetings, least score of one, whether all are musts)."""
        columns = (self.degree, self.least, self.musts == self.degree)
        return list(zip(self.problem.party_ids, *(column.tolist() for column in columns), strict=True))

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
