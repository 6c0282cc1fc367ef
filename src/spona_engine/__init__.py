"""Optimisation for fairs, pairs and rosters, as functions of data: a frozen problem, a seed and a limit in, a result
out. See README.md.
"""

from spona_engine.checking import check
from spona_engine.errors import ProblemError
from spona_engine.meetings.comfort.figures import ComfortFigures
from spona_engine.meetings.comparing import Comparison, Move, compare
from spona_engine.meetings.constraints import broken_rules
from spona_engine.meetings.contents import ComfortGoals
from spona_engine.meetings.effects import Change, Effect, effect
from spona_engine.meetings.explaining import Explanation, explain
from spona_engine.meetings.outcome import Meeting, Unmet
from spona_engine.meetings.problem import MeetingProblem
from spona_engine.meetings.result import MeetingResult
from spona_engine.pairs.contents import GroupLimit
from spona_engine.pairs.explaining import PairExplanation, explain_pair
from spona_engine.pairs.problem import PairProblem
from spona_engine.pairs.result import PairResult
from spona_engine.rosters.problem import RosterProblem
from spona_engine.rosters.result import RosterResult
from spona_engine.sentences import Sentence
from spona_engine.solve import replan, solve

__all__ = [
    "Change",
    "ComfortFigures",
    "ComfortGoals",
    "Comparison",
    "Effect",
    "Explanation",
    "GroupLimit",
    "Meeting",
    "MeetingProblem",
    "MeetingResult",
    "Move",
    "PairExplanation",
    "PairProblem",
    "PairResult",
    "ProblemError",
    "RosterProblem",
    "RosterResult",
    "Sentence",
    "Unmet",
    "broken_rules",
    "check",
    "compare",
    "effect",
    "explain",
    "explain_pair",
    "replan",
    "solve",
]
