"""Why two parties do or don't meet, in sentences that hold for the plan at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.effects import Change, effect
from spona_engine.meetings.reasons import Reasons
from spona_engine.meetings.selection import degrees
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.result import MeetingResult

_TRY_UP_TO = 20_000
_SECONDS = 3.0


@dataclass(frozen=True)
class Explanation:
    """`code` is "meets", "not_a_wish" or the code of the unmet wish; `sentences` are in the order to be read."""

    a: str
    b: str
    met: bool
    code: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return ". ".join(str(sentence) for sentence in self.sentences) + "."


def explain(
    problem: MeetingProblem, result: MeetingResult, a: str, b: str, time_limit: float = _SECONDS
) -> Explanation:
    """Why `a` and `b` (ids) meet or don't. On fairs of human size the alternative is planned, for at most `time_limit`
    seconds, and compared.

    Raises ProblemError for unknown ids.
    """
    first, second = problem.party(a), problem.party(b)
    wish = problem.wish_of(first, second)
    if wish is None:
        return Explanation(a, b, met=False, code="not_a_wish", sentences=(say("not_a_wish", a=a, b=b),))
    found = np.flatnonzero(result.wish == wish)
    met = bool(len(found))
    if met:
        code, sentences = "meets", _met(problem, result, (a, b), wish, int(found[0]))
    else:
        code, why = Reasons(result).of(wish)
        sentences = [why]
    degree = degrees(problem, result.wish)
    sentences += [_load(problem, degree, party) for party in (first, second)]
    if code != "ban" and result.status != "infeasible" and problem.n_wishes <= _TRY_UP_TO:
        sentences.append(_alternative(problem, result, (a, b), time_limit, met=met))
    return Explanation(a, b, met=met, code=code, sentences=tuple(sentences))


def _met(problem: MeetingProblem, result: MeetingResult, pair: tuple[str, str], wish: int, row: int) -> list[Sentence]:
    names = {
        "a": pair[0],
        "b": pair[1],
        "slot": problem.slots[int(result.slot[row])].id,
        "table": int(result.table[row]),
    }
    code = "meets_must" if problem.must[wish] else "meets"
    sentences = [say(code, **names, score=int(problem.score[wish]))]
    if any(problem.wish_of(pin.a, pin.b) == wish for pin in problem.pins):
        sentences.append(say("meets_pinned"))
    return sentences


def _load(problem: MeetingProblem, degree: np.ndarray[tuple[int], np.dtype[np.int64]], party: int) -> Sentence:
    numbers = {"meetings": degree[party], "minimum": problem.minimum[party], "capacity": problem.capacity[party]}
    return say("load", party=problem.party_ids[party], **{key: int(value) for key, value in numbers.items()})


def _alternative(
    problem: MeetingProblem, result: MeetingResult, pair: tuple[str, str], time_limit: float, *, met: bool
) -> Sentence:
    """The plan with the opposite decision, against this one."""
    other = effect(problem, result, Change("ban" if met else "pin", *pair), result.seed, time_limit)
    if other.result.status == "infeasible":
        return say("with_it_impossible")
    signs = {
        key: f"{value:+d}"
        for key, value in (("score", other.score), ("shortfall", other.shortfall), ("must", other.must))
    }
    return say("without_it" if met else "with_it", **signs)
