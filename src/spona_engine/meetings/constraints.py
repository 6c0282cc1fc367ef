"""Every rule of a fair, written once, as the sentence that names its violation. Shares no code with the solvers.

A rule takes the problem and the meetings as they stand in a document (ids, not indices: a result may name anything)
and yields what is wrong. `RULES` are the rules of goal 1; `CLAIMS` hold a result to its own numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spona_engine.errors import ProblemError
from spona_engine.gaps import gap
from spona_engine.meetings.constraints_comfort import COMFORT, Row
from spona_engine.meetings.reading import entries, field, load_document, text
from spona_engine.meetings.result import MeetingResult
from spona_engine.sentences import Sentence, say

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem


Rule = Callable[["MeetingProblem", list[Row]], Iterator[Sentence]]
Claim = Callable[["MeetingProblem", list[Row], Mapping[str, Any]], Iterator[Sentence]]


def check(problem: MeetingProblem, result: MeetingResult | Mapping[str, Any]) -> list[Sentence]:
    """Everything wrong with a result: broken rules first, then claims its own meetings contradict. Empty = nothing.

    Raises ProblemError if the result is not a result document at all.
    """
    document = result.to_json() if isinstance(result, MeetingResult) else load_document(result)
    rows = _rows(document)
    if document.get("status") == "infeasible":
        return list(infeasible_explains_itself(rows, document))
    found = [sentence for rule in RULES for sentence in rule(problem, rows)]
    return found + [sentence for claim in CLAIMS for sentence in claim(problem, rows, document)]


def broken_rules(problem: MeetingProblem, plan: MeetingResult | Mapping[str, Any]) -> list[Sentence]:
    """What a plan breaks, whatever it says about itself: for plans edited by hand. Only its meetings are read."""
    rows = _rows(plan.to_json() if isinstance(plan, MeetingResult) else load_document(plan))
    return [sentence for rule in RULES for sentence in rule(problem, rows)]


def _rows(document: Mapping[str, Any]) -> list[Row]:
    return [_row(entry, f"meetings[{n}]") for n, entry in enumerate(entries(document, "meetings", required=True))]


def _row(entry: Any, place: str) -> Row:
    a, b, slot, table = (field(entry, place, key) for key in ("a", "b", "slot", "table"))
    texts = all(isinstance(value, str) for value in (a, b, slot))
    if not texts or isinstance(table, bool) or not isinstance(table, int):
        raise ProblemError(place, "has values of the wrong type", "write ids as text and the table as a whole number")
    return Row(a, b, slot, table)


def _wishes(problem: MeetingProblem) -> dict[frozenset[str], tuple[int, bool]]:
    ids = problem.party_ids
    rows = zip(problem.a.tolist(), problem.b.tolist(), problem.score.tolist(), problem.must.tolist(), strict=True)
    return {frozenset((ids[a], ids[b])): (score, must) for a, b, score, must in rows}


def _load(rows: list[Row]) -> Counter[str]:
    return Counter(party for row in rows for party in (row.a, row.b))


def only_wished_pairs_meet(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    wished = _wishes(problem)
    for row in rows:
        if row.pair not in wished:
            yield say("unknown_pair", a=row.a, b=row.b)


def a_pair_meets_once(_problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    for pair, times in Counter(row.pair for row in rows).items():
        if times > 1:
            a, b = [*sorted(pair), *pair][:2]
            yield say("pair_twice", a=a, b=b, times=times)


def meetings_are_in_slots_of_the_fair(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    for row in rows:
        if row.slot not in problem.slot_index:
            yield say("unknown_slot", a=row.a, b=row.b, slot=row.slot)


def banned_pairs_do_not_meet(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    banned = {frozenset((problem.party_ids[a], problem.party_ids[b])) for a, b in problem.bans}
    for row in rows:
        if row.pair in banned:
            yield say("banned_pair", a=row.a, b=row.b)


def a_party_is_in_one_meeting_at_a_time(_problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    busy = Counter((party, row.slot) for row in rows for party in (row.a, row.b))
    for (party, slot), times in busy.items():
        if times > 1:
            yield say("party_twice_in_slot", party=party, slot=slot, times=times)


def parties_are_available(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    for row in rows:
        for party in (row.a, row.b):
            index, slot = problem.party_index.get(party), problem.slot_index.get(row.slot)
            if index is not None and slot is not None and not problem.open_slots[index, slot]:
                yield say("party_unavailable", party=party, slot=row.slot)


def nobody_exceeds_the_maximum(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    for party, meetings in _load(rows).items():
        index = problem.party_index.get(party)
        if index is not None and meetings > problem.maximum[index]:
            yield say("over_maximum", party=party, meetings=meetings, maximum=int(problem.maximum[index]))


def pins_are_met(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    slot_of = {row.pair: row.slot for row in rows}
    for pin in problem.pins:
        a, b = problem.party_ids[pin.a], problem.party_ids[pin.b]
        actual = slot_of.get(frozenset((a, b)))
        if actual is None:
            yield say("pin_unmet", a=a, b=b)
        elif pin.slot is not None and problem.slots[pin.slot].id != actual:
            yield say("pin_elsewhere", a=a, b=b, slot=problem.slots[pin.slot].id, actual=actual)


def no_slot_needs_more_tables_than_there_are(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    if problem.tables is not None:
        for slot, meetings in Counter(row.slot for row in rows).items():
            if meetings > problem.tables:
                yield say("too_many_tables", slot=slot, meetings=meetings, tables=problem.tables)


def a_table_holds_one_meeting_at_a_time(problem: MeetingProblem, rows: list[Row]) -> Iterator[Sentence]:
    for (slot, table), times in Counter((row.slot, row.table) for row in rows).items():
        if times > 1:
            yield say("table_twice", table=table, slot=slot, times=times)
    for row in rows:
        if row.table < 1 or (problem.tables is not None and row.table > problem.tables):
            yield say("table_outside", a=row.a, b=row.b, table=row.table, tables=problem.tables or "any number")


RULES: tuple[Rule, ...] = (
    only_wished_pairs_meet,
    a_pair_meets_once,
    meetings_are_in_slots_of_the_fair,
    banned_pairs_do_not_meet,
    a_party_is_in_one_meeting_at_a_time,
    parties_are_available,
    nobody_exceeds_the_maximum,
    pins_are_met,
    no_slot_needs_more_tables_than_there_are,
    a_table_holds_one_meeting_at_a_time,
)


def infeasible_explains_itself(rows: list[Row], document: Mapping[str, Any]) -> Iterator[Sentence]:
    if rows:
        yield say("infeasible_with_meetings", meetings=len(rows))
    if not document.get("advice"):
        yield say("infeasible_without_reason")


def the_score_adds_up(problem: MeetingProblem, rows: list[Row], document: Mapping[str, Any]) -> Iterator[Sentence]:
    wished = _wishes(problem)
    actual = sum(wished[row.pair][0] for row in rows if row.pair in wished)
    if document.get("score") != actual:
        yield say("wrong_score", stated=document.get("score"), actual=actual)


def the_shortfall_adds_up(problem: MeetingProblem, rows: list[Row], document: Mapping[str, Any]) -> Iterator[Sentence]:
    load = _load(rows)
    actual = sum(max(0, int(m) - load[party]) for party, m in zip(problem.party_ids, problem.minimum, strict=True))
    if document.get("shortfall") != actual:
        yield say("wrong_shortfall", stated=document.get("shortfall"), actual=actual)


def bounds_do_not_contradict(
    _problem: MeetingProblem, _rows: list[Row], document: Mapping[str, Any]
) -> Iterator[Sentence]:
    score, bound, shortfall, least, stated = (
        _number(document, key) for key in ("score", "score_bound", "shortfall", "shortfall_bound", "gap")
    )
    if bound < score:
        yield say("score_above_bound", score=score, bound=bound)
    if least > shortfall:
        yield say("shortfall_below_bound", shortfall=shortfall, bound=least)
    actual = gap(int(score), int(bound))
    if abs(stated - actual) > 1e-9:
        yield say("wrong_gap", stated=stated, actual=actual)
    if document.get("status") == "optimal" and (score != bound or shortfall != least):
        yield say("false_optimal")


def _number(document: Mapping[str, Any], key: str) -> float:
    value = document.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError(key, f"is {value!r}", "write a number")
    return value


def every_unmet_wish_has_a_reason(
    problem: MeetingProblem, rows: list[Row], document: Mapping[str, Any]
) -> Iterator[Sentence]:
    wished, met = _wishes(problem), {row.pair for row in rows}
    listed = [
        tuple(text(field(entry, f"unmet[{n}]", key), f"unmet[{n}].{key}") for key in ("a", "b"))
        for n, entry in enumerate(entries(document, "unmet"))
    ]
    seen: set[frozenset[str]] = set()
    for a, b in listed:
        pair = frozenset((a, b))
        if pair in met or pair in seen or pair not in wished:
            yield say("unmet_wrong", a=a, b=b)
        seen.add(pair)
    for pair in wished:
        if pair not in met and pair not in seen:
            a, b = sorted(pair)
            yield say("unmet_missing", a=a, b=b)


def the_comfort_adds_up(problem: MeetingProblem, rows: list[Row], document: Mapping[str, Any]) -> Iterator[Sentence]:
    stated = document.get("comfort")
    if stated is None:
        return
    for name, figure in COMFORT.items():
        actual = figure(problem, rows)
        if (said := field(stated, "comfort", name)) != actual:
            yield say("wrong_comfort", figure=name, stated=said, actual=actual)


CLAIMS: tuple[Claim, ...] = (
    the_score_adds_up,
    the_shortfall_adds_up,
    bounds_do_not_contradict,
    every_unmet_wish_has_a_reason,
    the_comfort_adds_up,
)
