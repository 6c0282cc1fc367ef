"""What one change by hand would do to a plan, before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spona_engine.errors import ProblemError
from spona_engine.meetings.comparing import Comparison, compare
from spona_engine.meetings.solving import solve_meetings
from spona_engine.watch import Watch

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.result import MeetingResult


@dataclass(frozen=True)
class Change:
    """`kind`: "pin" (slot optional), "ban", "move" (a pin to `slot`) of the pair, or "absent" of party `a`."""

    kind: str
    a: str
    b: str = ""
    slot: str | None = None


@dataclass(frozen=True)
class Effect:
    """The changed problem, its plan near the old one, and the differences new minus old."""

    problem: MeetingProblem
    result: MeetingResult
    score: int
    shortfall: int
    must: int
    changes: Comparison


def changed(problem: MeetingProblem, change: Change) -> MeetingProblem:
    """The problem with the change in it. Raises ProblemError for unknown kinds, ids or a move without a slot."""
    if change.kind == "absent":
        return problem.without_party(change.a)
    if change.kind == "ban":
        return problem.with_ban(change.a, change.b)
    if change.kind == "pin":
        return problem.with_pin(change.a, change.b, change.slot)
    if change.kind == "move":
        if change.slot is None:
            raise ProblemError("change.slot", "is missing", "say which slot the meeting moves to")
        return problem.with_pin(change.a, change.b, change.slot)
    raise ProblemError("change.kind", f"is {change.kind!r}", "use pin, ban, move or absent")


def effect(
    problem: MeetingProblem, result: MeetingResult, change: Change, seed: int = 0, time_limit: float = 10.0
) -> Effect:
    """Re-plan with the change, staying near `result`; nothing is stored."""
    new_problem = changed(problem, change)
    new = solve_meetings(new_problem, seed, result, Watch(time_limit))
    changes = compare(new_problem, result, new)
    return Effect(new_problem, new, changes.score, changes.shortfall, changes.must, changes)
