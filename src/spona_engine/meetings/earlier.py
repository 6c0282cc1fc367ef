"""What is left of an earlier plan: its meetings as far as a changed problem still allows each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import entries, load_document
from spona_engine.meetings.result import MeetingResult
from spona_engine.meetings.timetable import pinned_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spona_engine.meetings.contents import BoolArray, IntArray
    from spona_engine.meetings.problem import MeetingProblem

Start = MeetingResult | Mapping[str, Any]

_UNKNOWN = -1


def old_meetings(problem: MeetingProblem, start: Start) -> dict[int, int]:
    """{wish: slot} of an earlier plan as far as this problem still allows each meeting by itself.

    Meetings of parties, wishes or slots that are gone are left out, as are banned pairs and slots no longer open to
    both. Raises ProblemError for a document whose meetings are no list of objects.
    """
    wish, slot = _rows(problem, start)
    allowed = _allowed(problem, wish, slot)
    return dict(zip(wish[allowed].tolist(), slot[allowed].tolist(), strict=True))


def _rows(problem: MeetingProblem, start: Start) -> tuple[IntArray, IntArray]:
    """([meetings] wish, [meetings] slot) of those the problem knows, in the order of the plan."""
    if isinstance(start, MeetingResult) and start.problem is problem:
        return start.wish, start.slot
    a, b, slot = _of_result(problem, start) if isinstance(start, MeetingResult) else _of_document(problem, start)
    wish = problem.wishes_of(a, b)
    known = (wish >= 0) & (slot != _UNKNOWN)
    return wish[known], slot[known]


def _of_result(problem: MeetingProblem, result: MeetingResult) -> tuple[IntArray, IntArray, IntArray]:
    """The parties and slots of the result's meetings in the numbers of `problem`, by slot, then table."""
    order = np.lexsort((result.table, result.slot))
    wish, before = result.wish[order], result.problem
    party = _renumbered(before.party_ids, problem.party_index)
    slot = _renumbered([slot.id for slot in before.slots], problem.slot_index)
    return party[before.a[wish]], party[before.b[wish]], slot[result.slot[order]]


def _renumbered(ids: Sequence[str], index: Mapping[str, int]) -> IntArray:
    return np.array([index.get(identity, _UNKNOWN) for identity in ids], dtype=np.int64)


def _of_document(problem: MeetingProblem, document: Mapping[str, Any]) -> tuple[IntArray, IntArray, IntArray]:
    """The parties and slots of the document's meetings, in its order."""
    rows = []
    for number, entry in enumerate(entries(load_document(document), "meetings", required=True)):
        if not isinstance(entry, dict):
            raise ProblemError(f"meetings[{number}]", "is not an object", "write {...} with named values")
        ends = (_known(problem.party_index, entry.get("a")), _known(problem.party_index, entry.get("b")))
        rows.append((*ends, _known(problem.slot_index, entry.get("slot"))))
    a, b, slot = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return a, b, slot


def _known(index: Mapping[str, int], identity: object) -> int:
    return index.get(identity, _UNKNOWN) if isinstance(identity, str) else _UNKNOWN


def _allowed(problem: MeetingProblem, wish: IntArray, slot: IntArray) -> BoolArray:
    """[meetings] True where bans, availability, maximums of 0 and slot pins leave the meeting possible."""
    there = problem.open_slots & (problem.maximum > 0)[:, None]
    allowed: BoolArray = ~problem.banned[wish] & there[problem.a[wish], slot] & there[problem.b[wish], slot]
    pinned = pinned_sets(problem)
    for row in np.flatnonzero(np.isin(wish, list(pinned))).tolist():
        allowed[row] &= bool(pinned[int(wish[row])] >> int(slot[row]) & 1)
    return allowed
