"""What a result is made of: plain fields, which its readers fill, and its reasons and views are worked out from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.proof_document import StatedProof
    from spona_engine.meetings.score_proof import ScoreProof
    from spona_engine.meetings.selection import Selection
    from spona_engine.sentences import Sentence


@dataclass(frozen=True)
class Meeting:
    a: str
    b: str
    slot: str
    table: int
    score: int
    must: bool


@dataclass(frozen=True)
class Unmet:
    """A wish that is not met, and the reason as a code and a sentence."""

    a: str
    b: str
    score: int
    code: str
    why: Sentence


@dataclass(frozen=True, eq=False)
class Outcome:
    """A plan and what is proven about it.

    `wish`, `slot` and `table` have one entry a meeting, ordered by wish. `must_bound` and `score_bound` are never
    below, and `shortfall_bound` never above, what any plan with the same or better earlier goals can reach. `kept` and
    `moved` count meetings of the plan a re-plan started from; `stays_proven`: no plan with as few missing meetings and
    as many musts touches fewer of them (with a number of moves: none that touches at most so many is better).
    `comfort_proven`: no plan of equal worth is more comfortable, tables aside.
    """

    problem: MeetingProblem
    status: str
    wish: IntArray
    slot: IntArray
    table: IntArray
    score: int
    score_bound: int
    shortfall: int
    shortfall_bound: int
    must_met: int
    must_bound: int
    seed: int
    seconds: float
    kept: int = 0
    moved: int = 0
    stays_proven: bool = False
    comfort_proven: bool = False
    selection: Selection | None = field(default=None, repr=False)
    score_proof: ScoreProof | None = field(default=None, repr=False)
    given_proof: StatedProof | None = field(default=None, repr=False)
    given_unmet: tuple[Unmet, ...] | None = field(default=None, repr=False)
    given_advice: tuple[Sentence, ...] | None = field(default=None, repr=False)
