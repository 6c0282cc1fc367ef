"""The door to the checkers; each kind of problem has its own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spona_engine.meetings.constraints import check as check_meetings
from spona_engine.meetings.result import MeetingResult
from spona_engine.pairs.constraints import check_pairs
from spona_engine.pairs.problem import PairProblem
from spona_engine.pairs.result import PairResult
from spona_engine.rosters.constraints import check_roster
from spona_engine.rosters.problem import RosterProblem
from spona_engine.rosters.result import RosterResult

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.sentences import Sentence


def check(
    problem: MeetingProblem | PairProblem | RosterProblem,
    result: MeetingResult | PairResult | RosterResult | Mapping[str, Any],
) -> list[Sentence]:
    """Everything wrong with a result: broken rules first, then claims it contradicts itself. Empty = nothing.

    Shares no code with the solvers. Raises ProblemError if the result is no result of this kind of problem.
    """
    if isinstance(problem, RosterProblem):
        own = MeetingResult | PairResult | RosterResult
        return [*check_roster(problem, result.to_json() if isinstance(result, own) else result)]
    if isinstance(problem, PairProblem):
        return [*check_pairs(problem, result.to_json() if isinstance(result, MeetingResult | RosterResult) else result)]
    return check_meetings(problem, result.to_json() if isinstance(result, PairResult | RosterResult) else result)
