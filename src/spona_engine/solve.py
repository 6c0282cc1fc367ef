"""The doors to a plan; which solver answers depends on the kind of the problem."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from numbers import Real
from typing import Any, overload

from spona_engine.errors import ProblemError
from spona_engine.meetings.problem import MeetingProblem
from spona_engine.meetings.reading import whole
from spona_engine.meetings.result import MeetingResult
from spona_engine.meetings.solving import solve_meetings
from spona_engine.pairs.problem import PairProblem
from spona_engine.pairs.result import PairResult
from spona_engine.pairs.solving import solve_pairs
from spona_engine.rosters.problem import RosterProblem
from spona_engine.rosters.result import RosterResult
from spona_engine.rosters.solving import solve_roster
from spona_engine.watch import Progress, ShouldStop, Watch

_LARGEST_SEED = 2**63 - 1


@overload
def solve(
    problem: MeetingProblem,
    seed: int = 0,
    time_limit: float = 10.0,
    start: MeetingResult | Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> MeetingResult: ...


@overload
def solve(
    problem: PairProblem,
    seed: int = 0,
    time_limit: float = 10.0,
    start: None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> PairResult: ...


@overload
def solve(
    problem: RosterProblem,
    seed: int = 0,
    time_limit: float = 10.0,
    start: None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> RosterResult: ...


def solve(
    problem: MeetingProblem | PairProblem | RosterProblem,
    seed: int = 0,
    time_limit: float = 10.0,
    start: MeetingResult | Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> MeetingResult | PairResult | RosterResult:
    """The best plan found within `time_limit` seconds.

    `start` is an earlier plan of meetings to stay near: it ranks after shortfall and musts and before the score. The
    limit is checked between steps, and with availability no step is begun that would end after it; a large fair without
    may overrun it by one step. When `should_stop` answers true the best plan so far is returned. Raises ProblemError
    for a start that is no result document or a limit that is not positive.
    """
    _require_limits(seed, time_limit)
    watch = Watch(time_limit, progress, should_stop)
    if isinstance(problem, PairProblem):
        if start is not None:
            raise ProblemError("start", "is given for pairs", "leave it out; force the pairs that should stay")
        return solve_pairs(problem, seed, watch)
    if isinstance(problem, RosterProblem):
        if start is not None:
            raise ProblemError("start", "is given for a roster", "leave it out; pin the shifts that should stay")
        return solve_roster(problem, seed, watch)
    if not isinstance(problem, MeetingProblem):
        raise ProblemError("problem", f"is a {type(problem).__name__}", "read it with from_json or from_arrays")
    return solve_meetings(problem, seed, start, watch)


def _require_limits(seed: object, time_limit: object) -> None:
    whole(seed, "seed", 0, _LARGEST_SEED)
    if isinstance(time_limit, bool) or not isinstance(time_limit, Real) or not 0 < float(time_limit) < inf:
        raise ProblemError("time_limit", f"is {time_limit!r}", "give a positive number of seconds")


def replan(
    problem: MeetingProblem,
    old_result: MeetingResult | Mapping[str, Any],
    seed: int = 0,
    time_limit: float = 10.0,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
    moves: int | None = None,
) -> MeetingResult:
    """A plan for the changed problem that touches as few old meetings as the minimums and musts allow.

    With `moves`: the best plan among those that touch at most so many. Raises ProblemError as `solve` does.
    """
    _require_limits(seed, time_limit)
    if moves is not None:
        whole(moves, "moves", 0, _LARGEST_SEED)
    return solve_meetings(problem, seed, old_result, Watch(time_limit, progress, should_stop), moves)
