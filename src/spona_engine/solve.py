"""The two doors to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spona_engine.errors import ProblemError
from spona_engine.meetings.problem import MeetingProblem
from spona_engine.meetings.result import MeetingResult
from spona_engine.meetings.solving import solve_meetings
from spona_engine.watch import Progress, ShouldStop, Watch


def solve(
    problem: MeetingProblem,
    seed: int = 0,
    time_limit: float = 10.0,
    start: MeetingResult | Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> MeetingResult:
    """The best plan found within `time_limit` seconds.

    `start` is an earlier plan to stay near: it ranks after shortfall and musts and before the score. The limit is
    checked between steps, so a large fair may overrun it by one step. When `should_stop` answers true the best plan so
    far is returned. Raises ProblemError for a start that is no result document or a
    limit that is not positive.
    """
    if not time_limit > 0:
        raise ProblemError("time_limit", f"is {time_limit}", "give a positive number of seconds")
    return solve_meetings(problem, seed, start, Watch(time_limit, progress, should_stop))


def replan(
    problem: MeetingProblem,
    old_result: MeetingResult | Mapping[str, Any],
    seed: int = 0,
    time_limit: float = 10.0,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> MeetingResult:
    """A plan for the changed problem that keeps as much of the old one as the minimums and musts allow."""
    return solve(problem, seed, time_limit, old_result, progress, should_stop)
