"""Why two parties do or don't meet, in sentences that hold for the plan at hand.

What the opposite decision costs is said twice: by what any plan could reach with it (proven), and by a plan that makes
it with few changes (found, and legal).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.clash import place_pins
from spona_engine.meetings.nearby import Nearby, Neighbourhood
from spona_engine.meetings.reasons import Reasons
from spona_engine.meetings.relaxation import Settled
from spona_engine.meetings.score_proof import score_bound
from spona_engine.meetings.selection import Goals, degrees, select, sides_of
from spona_engine.sentences import Sentence, say
from spona_engine.watch import Watch

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.result import MeetingResult

_TRY_UP_TO = 50_000
_CHANGES_SAID = 6
_PRICED_UP_TO = 200_000
"""Wishes times slots up to which an explanation looks for prices of its own."""
_SECONDS_TO_PRICE = 1.0


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


def explain(problem: MeetingProblem, result: MeetingResult, a: str, b: str) -> Explanation:
    """Why `a` and `b` (ids) meet or don't. On fairs of human size with what the opposite would cost and change.

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
    pinned = any(problem.wish_of(pin.a, pin.b) == wish for pin in problem.pins)
    if not problem.banned[wish] and not pinned and result.status != "infeasible" and problem.n_wishes <= _TRY_UP_TO:
        sentences += _opposite(problem, result, wish, met=met)
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


def _load(problem: MeetingProblem, degree: IntArray, party: int) -> Sentence:
    numbers = {"meetings": degree[party], "minimum": problem.minimum[party], "capacity": problem.capacity[party]}
    return say("load", party=problem.party_ids[party], **{key: int(value) for key, value in numbers.items()})


def _opposite(problem: MeetingProblem, result: MeetingResult, wish: int, *, met: bool) -> list[Sentence]:
    """What the opposite decision costs at least, and the nearest plan that makes it."""
    ids = problem.party_ids
    a, b = ids[problem.a[wish]], ids[problem.b[wish]]
    other = problem.with_ban(a, b) if met else problem.with_pin(a, b)
    if not problem.share_slot[wish] or problem.capacity[[problem.a[wish], problem.b[wish]]].min() == 0:
        return [say("with_it_impossible")]
    around = Neighbourhood(problem, result.wish, result.slot)
    found = around.without_meeting(wish) if met else around.with_meeting(wish)
    if found is None and place_pins(other).clash:
        return [say("with_it_impossible")]
    said = _price(other, result, wish, met=met)
    return said if found is None else [*said, _nearest(problem, result, found)]


def _price(other: MeetingProblem, result: MeetingResult, wish: int, *, met: bool) -> list[Sentence]:
    """What every plan of the other problem lacks against this one, as far as its relaxations prove it.

    Where everybody is there all the time on two sides the relaxation is a plan, and the price exact.
    """
    way = "without" if met else "with"
    side = sides_of(other)
    best = select(other, side, Goals())
    exact = side is not None and other.available is None and all(pin.slot is None for pin in other.pins)
    missing = ceil(best.shortfall) - result.shortfall
    musts = result.must_met - floor(best.must)
    if missing > 0:
        return [say(f"{way}_min", missing=missing)]
    if best.shortfall == result.shortfall and musts > 0:
        return [say(f"{way}_must", musts=musts)]
    agree = best.shortfall == result.shortfall and best.must == result.must_met
    flow = [floor(best.score)] if agree else []
    if not exact:
        return _at_least(way, result, [*flow, *_priced(other, result, wish, met=met)])
    return [_exactly(way, result.score - flow[0])] if flow else []


def _exactly(way: str, loss: int) -> Sentence:
    if loss > 0:
        return say(f"{way}_cost", loss=loss)
    return say(f"{way}_gain", gain=-loss) if loss < 0 else say(f"{way}_no_cost")


def _at_least(way: str, result: MeetingResult, bounds: list[int]) -> list[Sentence]:
    """The price that the least of the score bounds proves; a bound below 0 says that no plan is as good at all."""
    bound = min(bounds, default=result.score)
    if bound < 0:
        return [say(f"{way}_min", missing=1)] if not result.must_met else []
    return [say(f"{way}_cost_least", loss=result.score - bound)] if bound < result.score else []


def _priced(other: MeetingProblem, result: MeetingResult, wish: int, *, met: bool) -> list[int]:
    """Score bounds of the other problem's plans as good for minimums and musts: by the prices kept with the plan, and
    by prices of its own where they are soon found.
    """
    bounds, proof = [], result.proof
    if proof is not None and proof.covers(result.shortfall, result.must_met):
        bounds.append(proof.bound_without(wish) if met else proof.bound_with(wish))
    if other.n_wishes * other.n_slots <= _PRICED_UP_TO:
        settled = Settled(result.shortfall, result.must_met)
        bounds.append(score_bound(other, settled, Watch(_SECONDS_TO_PRICE)))
    return bounds


def _nearest(problem: MeetingProblem, result: MeetingResult, found: Nearby) -> Sentence:
    """The found plan against this one, change by change: what ends, what begins, what moves."""
    before = dict(zip(result.wish.tolist(), result.slot.tolist(), strict=True))
    changes = [_change("change_removed", problem, w) for w in sorted(before.keys() - found.slots.keys())]
    changes += [
        _change("change_added", problem, w, slot=problem.slots[found.slots[w]].id)
        for w in sorted(found.slots.keys() - before.keys())
    ]
    changes += [
        _change("change_moved", problem, w, slot=problem.slots[s].id, old=problem.slots[before[w]].id)
        for w, s in sorted(found.slots.items())
        if before.get(w, s) != s
    ]
    if len(changes) > _CHANGES_SAID:
        changes[_CHANGES_SAID:] = [say("change_more", count=len(changes) - _CHANGES_SAID)]
    value = found.value
    differences = (
        ("score", value.score - result.score),
        ("shortfall", value.shortfall - result.shortfall),
        ("must", value.must - result.must_met),
    )
    return say("nearest", changes=changes, **{name: f"{number:+d}" for name, number in differences})


def _change(code: str, problem: MeetingProblem, wish: int, **places: str) -> Sentence:
    ids = problem.party_ids
    return say(code, a=ids[problem.a[wish]], b=ids[problem.b[wish]], **places)
