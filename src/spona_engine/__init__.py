"""Optimisation for fairs, as functions of data: a frozen problem, a seed and a limit in, a result out. See
README.md.
"""

from spona_engine.errors import ProblemError
from spona_engine.meetings.comparing import Comparison, Move, compare
from spona_engine.meetings.constraints import check
from spona_engine.meetings.effects import Change, Effect, effect
from spona_engine.meetings.explaining import Explanation, explain
from spona_engine.meetings.outcome import Meeting, Unmet
from spona_engine.meetings.problem import MeetingProblem
from spona_engine.meetings.result import MeetingResult
from spona_engine.sentences import Sentence
from spona_engine.solve import replan, solve

__all__ = [
    "Change",
    "Comparison",
    "Effect",
    "Explanation",
    "Meeting",
    "MeetingProblem",
    "MeetingResult",
    "Move",
    "ProblemError",
    "Sentence",
    "Unmet",
    "check",
    "compare",
    "effect",
    "explain",
    "replan",
    "solve",
]
