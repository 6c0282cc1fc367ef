"""Every rule of a roster, written once, as the sentence that names its violation. Shares no code with the solver.

A rule takes the problem and the assignments as they stand in a document (ids, not indices: a result may name anything)
and yields what is wrong. `RULES` are never broken; `CLAIMS` hold a result to its own numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import entries, field, load_document, text
from spona_engine.rosters.sentences import RosterSentence, say

if TYPE_CHECKING:
    from spona_engine.rosters.problem import RosterProblem

Work = tuple[str, str]
Rule = Callable[["RosterProblem", list[Work]], Iterator[RosterSentence]]
Claim = Callable[["RosterProblem", list[Work], Mapping[str, Any]], Iterator[RosterSentence]]


def check_roster(problem: RosterProblem, result: Mapping[str, Any] | str | bytes) -> list[RosterSentence]:
    """Everything wrong with a result document: broken rules first, then claims its own assignments contradict.

    Raises ProblemError if it is no result document at all.
    """
    document = load_document(result, "rosters")
    work = []
    for number, entry in enumerate(entries(document, "assignments", required=True)):
        place = f"assignments[{number}]"
        ids = [text(field(entry, place, key), f"{place}.{key}") for key in ("volunteer", "shift")]
        work.append((ids[0], ids[1]))
    if document.get("status") == "infeasible":
        return list(infeasible_explains_itself(work, document))
    found = [sentence for rule in RULES for sentence in rule(problem, work)]
    return found + [sentence for claim in CLAIMS for sentence in claim(problem, work, document)]


def _known(problem: RosterProblem, work: list[Work]) -> Iterator[tuple[str, str, int, int]]:
    """Each assignment once, with its indices; what the problem does not know is another rule's matter."""
    for volunteer, shift in dict.fromkeys(work):
        v, s = problem.volunteer_index.get(volunteer), problem.shift_index.get(shift)
        if v is not None and s is not None:
            yield volunteer, shift, v, s


def _shifts_of(problem: RosterProblem, work: list[Work]) -> dict[int, list[int]]:
    """{volunteer: shifts by start}."""
    mine: dict[int, list[int]] = {}
    for _, _, v, s in _known(problem, work):
        mine.setdefault(v, []).append(s)
    return {v: sorted(shifts, key=lambda s: (int(problem.start[s]), s)) for v, shifts in mine.items()}


def only_offered_shifts_are_worked(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    ids = problem.volunteer_ids, problem.shift_ids
    offered = {(ids[0][v], ids[1][s]) for v, s in zip(problem.volunteer.tolist(), problem.shift.tolist(), strict=True)}
    for volunteer, shift in dict.fromkeys(work):
        if (volunteer, shift) not in offered:
            yield say("not_offered", volunteer=volunteer, shift=shift)


def nobody_is_listed_twice(_problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for (volunteer, shift), times in Counter(work).items():
        if times > 1:
            yield say("listed_twice", volunteer=volunteer, shift=shift, times=times)


def bans_hold(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for volunteer, shift, v, s in _known(problem, work):
        if (v, s) in problem.bans:
            yield say("banned_shift", volunteer=volunteer, shift=shift)


def pins_hold(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    there = set(work)
    for v, s in problem.pins:
        if (problem.volunteer_ids[v], problem.shift_ids[s]) not in there:
            yield say("pin_missing", volunteer=problem.volunteer_ids[v], shift=problem.shift_ids[s])


def one_shift_at_a_time_and_time_for_the_way(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for v, shifts in _shifts_of(problem, work).items():
        for position, second in enumerate(shifts):
            for first in shifts[:position]:
                between = int(problem.start[second] - problem.end[first])
                travel = int(problem.travel[problem.place[first], problem.place[second]])
                names = {"first": problem.shift_ids[first], "second": problem.shift_ids[second]}
                if between < 0:
                    yield say("overlap", volunteer=problem.volunteer_ids[v], **names)
                elif between < travel:
                    yield say("too_far", volunteer=problem.volunteer_ids[v], **names, between=between, travel=travel)


def no_shift_exceeds_its_maximum(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for shift, count in Counter(shift for _, shift in dict.fromkeys(work)).items():
        s = problem.shift_index.get(shift)
        if s is not None and count > problem.maximum[s]:
            yield say("over_shift_maximum", shift=shift, count=count, maximum=int(problem.maximum[s]))


def nobody_works_on_more_shifts_than_wanted(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for v, shifts in _shifts_of(problem, work).items():
        if len(shifts) > problem.max_shifts[v]:
            most = int(problem.max_shifts[v])
            yield say("over_shifts", volunteer=problem.volunteer_ids[v], count=len(shifts), maximum=most)


def nobody_works_longer_than_wanted(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    for v, shifts in _shifts_of(problem, work).items():
        minutes = sum(int(problem.end[s] - problem.start[s]) for s in shifts)
        if minutes > problem.max_minutes[v]:
            most = int(problem.max_minutes[v])
            yield say("over_minutes", volunteer=problem.volunteer_ids[v], minutes=minutes, maximum=most)


def groups_stay_together(problem: RosterProblem, work: list[Work]) -> Iterator[RosterSentence]:
    there = {(v, s) for _, _, v, s in _known(problem, work)}
    for group in problem.groups:
        names = ", ".join(problem.volunteer_ids[v] for v in group)
        for s in sorted({s for v, s in there if v in group}):
            for v in group:
                if (v, s) not in there:
                    shift = problem.shift_ids[s]
                    yield say("group_apart", volunteer=problem.volunteer_ids[v], shift=shift, group=names)


RULES: tuple[Rule, ...] = (
    only_offered_shifts_are_worked,
    nobody_is_listed_twice,
    bans_hold,
    pins_hold,
    one_shift_at_a_time_and_time_for_the_way,
    no_shift_exceeds_its_maximum,
    nobody_works_on_more_shifts_than_wanted,
    nobody_works_longer_than_wanted,
    groups_stay_together,
)


def infeasible_explains_itself(work: list[Work], document: Mapping[str, Any]) -> Iterator[RosterSentence]:
    if work:
        yield say("infeasible_with_work", count=len(work))
    if not document.get("advice"):
        yield say("infeasible_unexplained")


def the_score_adds_up(
    problem: RosterProblem, work: list[Work], document: Mapping[str, Any]
) -> Iterator[RosterSentence]:
    offers = zip(problem.volunteer.tolist(), problem.shift.tolist(), problem.score.tolist(), strict=True)
    worth = {(v, s): score for v, s, score in offers}
    actual = sum(worth.get((v, s), 0) for _, _, v, s in _known(problem, work))
    if document.get("score") != actual:
        yield say("wrong_score", stated=document.get("score"), actual=actual)


def the_shortfall_adds_up(
    problem: RosterProblem, work: list[Work], document: Mapping[str, Any]
) -> Iterator[RosterSentence]:
    here: Counter[int] = Counter()
    able: Counter[tuple[int, int]] = Counter()
    for _, _, v, s in _known(problem, work):
        here[s] += 1
        able.update((s, k) for k in range(problem.n_skills) if problem.skills[v, k])
    actual = sum(max(0, int(problem.minimum[s]) - here[s]) for s in range(problem.n_shifts))
    for s in range(problem.n_shifts):
        actual += sum(max(0, int(problem.needs[s, k]) - able[s, k]) for k in range(problem.n_skills))
    if document.get("shortfall") != actual:
        yield say("wrong_shortfall", stated=document.get("shortfall"), actual=actual)


def the_unevenness_adds_up(
    problem: RosterProblem, work: list[Work], document: Mapping[str, Any]
) -> Iterator[RosterSentence]:
    actual = sum(len(shifts) ** 2 for shifts in _shifts_of(problem, work).values())
    if document.get("unevenness") != actual:
        yield say("wrong_unevenness", stated=document.get("unevenness"), actual=actual)


def bounds_do_not_contradict(
    _problem: RosterProblem, _work: list[Work], document: Mapping[str, Any]
) -> Iterator[RosterSentence]:
    open_ = False
    for name, sign in (("shortfall", -1), ("score", 1), ("unevenness", -1)):
        value, bound = _number(document, name), _number(document, f"{name}_bound")
        if sign * bound < sign * value:
            yield say("bound_contradicts", name=name, bound=bound, value=value)
        open_ |= value != bound
    if document.get("status") == "optimal" and open_:
        yield say("false_optimal")


def _number(document: Mapping[str, Any], key: str) -> int:
    value = document.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemError(key, f"is {value!r}", "write a whole number")
    return value


CLAIMS: tuple[Claim, ...] = (
    the_score_adds_up,
    the_shortfall_adds_up,
    the_unevenness_adds_up,
    bounds_do_not_contradict,
)
