"""What is different between two plans of one problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spona_engine.meetings.outcome import Meeting
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.result import MeetingResult


@dataclass(frozen=True)
class Move:
    """A pair that meets in both plans, at different times."""

    a: str
    b: str
    old_slot: str
    new_slot: str
    score: int


@dataclass(frozen=True)
class Comparison:
    """Differences, second plan minus first; `kept` counts meetings of the same pair in the same slot."""

    score: int
    shortfall: int
    must: int
    kept: int
    moved: tuple[Move, ...]
    added: tuple[Meeting, ...]
    removed: tuple[Meeting, ...]


def compare(problem: MeetingProblem, result_a: MeetingResult, result_b: MeetingResult) -> Comparison:
    """How the second plan differs from the first; both may belong to variants of `problem`, meetings are matched by
    ids.
    """
    first = {frozenset((m.a, m.b)): m for m in result_a.meetings}
    second = {frozenset((m.a, m.b)): m for m in result_b.meetings}
    order = {slot.id: position for position, slot in enumerate(problem.slots)}
    both = [(first[pair], meeting) for pair, meeting in second.items() if pair in first]
    moved = [Move(new.a, new.b, old.slot, new.slot, new.score) for old, new in both if old.slot != new.slot]
    return Comparison(
        score=result_b.score - result_a.score,
        shortfall=result_b.shortfall - result_a.shortfall,
        must=result_b.must_met - result_a.must_met,
        kept=len(both) - len(moved),
        moved=tuple(sorted(moved, key=lambda move: (order.get(move.new_slot, len(order)), move.a, move.b))),
        added=tuple(meeting for pair, meeting in second.items() if pair not in first),
        removed=tuple(meeting for pair, meeting in first.items() if pair not in second),
    )
