"""Changes by hand: their effect shown first, then saved as the next draft; and two timetables side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.actions.demands import ban_pair, pin_pair, require_of_fair
from spona.events.actions.drafts import write_draft
from spona.events.actions.planning import build_problem, result_document
from spona.events.models import Fair, Meeting, MeetingState, Party, Slot, Timetable
from spona.events.states import TimetableState
from spona.kernel.actions import action, lock
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.actions import sentence_json

if TYPE_CHECKING:
    from spona_engine import Effect, MeetingProblem, MeetingResult

CHANGE_KINDS = ("pin", "ban", "move", "swap")
SECONDS_TO_TRY = 1.0
"""How long the engine looks for the plan after a change before it takes the best it has: somebody waits in front of the
page. Measured on one core: fairs of 100 to 480 parties, with and without absences, 0.1 to 0.7 s."""


@dataclass(frozen=True)
class TimetableChange:
    """What somebody would do by hand.

    ``kind``: "pin" (``a`` and ``b`` meet, at ``slot`` if named), "ban" (they do not), "move" (their meeting goes to
    ``slot``) or "swap" (the meeting of ``a`` and ``b`` and that of ``c`` and ``d`` exchange their times).
    """

    kind: str
    a: Party
    b: Party
    slot: Slot | None = None
    c: Party | None = None
    d: Party | None = None


@dataclass(frozen=True)
class MovedMeeting:
    """A pair that meets in both timetables, at another time or table."""

    a_id: UUID
    b_id: UUID
    old_slot_id: UUID
    new_slot_id: UUID
    old_table: int | None
    new_table: int | None


@dataclass(frozen=True)
class PairMeeting:
    """A meeting that is in one of two timetables only."""

    a_id: UUID
    b_id: UUID
    slot_id: UUID
    table_number: int | None


@dataclass(frozen=True)
class TimetableComparison:
    """What is different in the second of two timetables. ``loads``: parties whose number of meetings changes, and by
    how much.
    """

    score: int
    shortfall: int
    kept: int
    moved: tuple[MovedMeeting, ...]
    added: tuple[PairMeeting, ...]
    removed: tuple[PairMeeting, ...]
    loads: dict[UUID, int]

    @property
    def party_ids(self) -> set[UUID]:
        """Everybody whose day differs."""
        rows: list[MovedMeeting | PairMeeting] = [*self.moved, *self.added, *self.removed]
        return {party_id for row in rows for party_id in (row.a_id, row.b_id)}


@dataclass(frozen=True)
class ChangeEffect:
    """What a change would do. ``possible`` is False where the demands clash; ``advice`` then says how, as codes and
    parameters.
    """

    possible: bool
    must: int
    comparison: TimetableComparison
    advice: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class PairExplanation:
    """Why a pair meets or does not, as codes and parameters (see ``events.queries.sentences``)."""

    met: bool
    code: str
    sentences: tuple[dict[str, Any], ...]


def effect_of(*, timetable: Timetable, change: TimetableChange, by: Actor, seed: int = 0) -> ChangeEffect:
    """Return what a change would do to a timetable, without saving anything.

    The rest of the plan is worked out again near what it is. Errors: ``Problem`` for a change that cannot be meant.
    """
    require("events.plan_fair", by, timetable)
    old, found = _work_out(timetable, change, seed)
    possible = found.result.status != "infeasible"
    return ChangeEffect(
        possible=possible,
        must=found.must,
        comparison=_compare(_rows_of(old), _rows_of(found.result), score=found.score, shortfall=found.shortfall),
        advice=() if possible else tuple(sentence_json(sentence) for sentence in found.result.advice),
    )


def apply_change(*, timetable: Timetable, change: TimetableChange, by: Actor, seed: int = 0) -> Timetable:
    """Save a change: as a demand that later plans keep to, and as a new draft with its effect. Returns the draft.

    The engine works before the transaction begins. Errors: ``Problem`` ``change_impossible`` where the demands clash.
    """
    require("events.plan_fair", by, timetable)
    _old, found = _work_out(timetable, change, seed)
    if found.result.status == "infeasible":
        raise Problem(
            _("With this change there is no timetable that keeps everything insisted on."),
            remedy=_("Lift a pin or a ban that stands against it."),
            code="change_impossible",
        )
    return _save_change(timetable=timetable, change=change, result=found.result, by=by)


@action
def _save_change(*, timetable: Timetable, change: TimetableChange, result: MeetingResult, by: Actor) -> Timetable:
    locked = lock(timetable)
    if locked.state not in {TimetableState.DRAFT, TimetableState.PUBLISHED}:
        raise Problem(_("This timetable has been replaced."), remedy=_("Open the latest one."), code="state")
    fair = locked.fair
    if change.kind == "ban":
        ban_pair(fair=fair, a=change.a, b=change.b, by=by)
    else:
        for a, b, slot in _pins(timetable, change):
            pin_pair(fair=fair, a=a, b=b, slot=slot, by=by)
    return write_draft(fair=fair, result=result, based_on=locked, by=by)


def _pins(timetable: Timetable, change: TimetableChange) -> list[tuple[Party, Party, Slot | None]]:
    """Return the pairs that a change puts together, and when. Errors: ``Problem`` where the change names too little."""
    if change.kind == "pin":
        return [(change.a, change.b, change.slot)]
    if change.kind == "move" and change.slot is not None:
        return [(change.a, change.b, change.slot)]
    if change.kind == "swap" and change.c is not None and change.d is not None:
        first, second = _meeting(timetable, change.a, change.b), _meeting(timetable, change.c, change.d)
        return [(change.a, change.b, second.slot), (change.c, change.d, first.slot)]
    raise Problem(_("This change does not say what goes where."), remedy=_("Choose a time."), code="change_unclear")


def _meeting(timetable: Timetable, a: Party, b: Party) -> Meeting:
    pair = {a.pk, b.pk}
    found = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED, a__in=pair, b__in=pair)
    meeting = found.select_related("slot").first()
    if meeting is None:
        raise Problem(
            _("%(a)s and %(b)s do not meet in this timetable.") % {"a": a.name, "b": b.name}, code="no_meeting"
        )
    return meeting


def _work_out(timetable: Timetable, change: TimetableChange, seed: int) -> tuple[MeetingResult, Effect]:
    from spona_engine import Change, effect

    named = [party for party in (change.a, change.b, change.c, change.d) if party is not None]
    require_of_fair(timetable.fair, *named, slot=change.slot)
    if change.kind == "ban":
        steps = [Change("ban", str(change.a.pk), str(change.b.pk))]
    else:
        steps = [
            Change("pin", str(a.pk), str(b.pk), None if slot is None else str(slot.pk))
            for a, b, slot in _pins(timetable, change)
        ]
    problem, result = current_plan(timetable, pairs=[(step.a, step.b) for step in steps])
    for step in steps[1:]:
        problem = problem.with_pin(step.a, step.b, step.slot)
    found = effect(problem, result, steps[0], seed=seed, time_limit=SECONDS_TO_TRY)
    return result, found


def current_plan(
    timetable: Timetable, pairs: list[tuple[str, str]] | None = None
) -> tuple[MeetingProblem, MeetingResult]:
    """Return the fair's problem as it stands now and the timetable as a plan of it.

    ``pairs`` are listed with score 0 where nobody wished for them. Meetings of parties that are not coming any more are
    left out.
    """
    from spona_engine import MeetingProblem, MeetingResult

    fair: Fair = timetable.fair
    document = build_problem(fair)
    listed = {frozenset((wish["a"], wish["b"])) for wish in document["wishes"]}
    known = {party["id"] for party in document["parties"]}
    meetings = [(meeting["a"], meeting["b"]) for meeting in result_document(timetable)["meetings"]]
    for a, b in [*(pairs or []), *meetings]:
        if frozenset((a, b)) not in listed and {a, b} <= known:
            listed.add(frozenset((a, b)))
            document["wishes"].append({"a": a, "b": b, "score": 0})
    problem = MeetingProblem.from_json(document)
    stated = result_document(timetable, within=document) | _kept_prices(timetable)
    result = MeetingResult.from_json(problem, stated)
    counts = Counter([*problem.a[result.wish].tolist(), *problem.b[result.wish].tolist()])
    missing = sum(max(0, least - counts[party]) for party, least in enumerate(problem.minimum.tolist()))
    return problem, replace(result, score=int(problem.score[result.wish].sum()), shortfall=missing, given_unmet=None)


def _kept_prices(timetable: Timetable) -> dict[str, Any]:
    """The prices that proved the bound of the run the timetable came from, as an entry of its document; the engine
    works out again what they prove of the fair as it stands now.
    """
    kept = (timetable.run.result if timetable.run else None) or {}
    return {"score_proof": kept["score_proof"]} if "score_proof" in kept else {}


def explain_pair(*, timetable: Timetable, a: Party, b: Party, by: Actor) -> PairExplanation:
    """Return why two parties meet or do not meet in a timetable, with what the opposite would cost. Saves nothing."""
    from spona_engine import explain

    require("events.plan_fair", by, timetable)
    require_of_fair(timetable.fair, a, b)
    problem, result = current_plan(timetable)
    names = problem.party_index
    gone = [party for party in (a, b) if str(party.pk) not in names]
    if gone:
        said = {"code": "unknown_party", "params": {"party": str(gone[0].pk)}}
        return PairExplanation(met=False, code="unknown_party", sentences=(said,))
    found = explain(problem, result, str(a.pk), str(b.pk))
    return PairExplanation(found.met, found.code, tuple(sentence_json(sentence) for sentence in found.sentences))


def compare_timetables(*, first: Timetable, second: Timetable, by: Actor) -> TimetableComparison:
    """Return what is different in the second of two timetables of a fair: two queries. A new table counts as a move."""
    require("events.see_timetable", by, first)
    require("events.see_timetable", by, second)
    return _compare(
        _rows_in(first),
        _rows_in(second),
        score=second.score - first.score,
        shortfall=second.shortfall - first.shortfall,
        with_tables=True,
    )


Rows = dict[frozenset[UUID], PairMeeting]


def _rows_in(timetable: Timetable) -> Rows:
    planned = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED).order_by("slot__starts_at", "id")
    columns = ("a_id", "b_id", "slot_id", "table_number")
    return {frozenset(row[:2]): PairMeeting(*row) for row in planned.values_list(*columns)}


def _rows_of(result: MeetingResult) -> Rows:
    rows = [PairMeeting(UUID(m.a), UUID(m.b), UUID(m.slot), m.table) for m in result.meetings]
    return {frozenset((row.a_id, row.b_id)): row for row in rows}


def _compare(
    before: Rows, after: Rows, *, score: int, shortfall: int, with_tables: bool = False
) -> TimetableComparison:
    """Tables are compared on demand only: those of a plan that is not written yet are not final."""
    both = [(before[pair], row) for pair, row in after.items() if pair in before]
    moved = [
        MovedMeeting(new.a_id, new.b_id, old.slot_id, new.slot_id, old.table_number, new.table_number)
        for old, new in both
        if old.slot_id != new.slot_id or (with_tables and old.table_number != new.table_number)
    ]
    added = [row for pair, row in after.items() if pair not in before]
    removed = [row for pair, row in before.items() if pair not in after]
    loads: Counter[UUID] = Counter()
    for row in added:
        loads.update((row.a_id, row.b_id))
    for row in removed:
        loads.subtract((row.a_id, row.b_id))
    return TimetableComparison(
        score=score,
        shortfall=shortfall,
        kept=len(both) - len(moved),
        moved=tuple(moved),
        added=tuple(added),
        removed=tuple(removed),
        loads={party: change for party, change in loads.items() if change},
    )
