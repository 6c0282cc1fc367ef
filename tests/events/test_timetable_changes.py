"""A published timetable meets the day: no-shows, changes by hand with their effect shown first, and reasons."""

from __future__ import annotations

import pytest
from tests.events.planning_factories import (
    a_draft,
    a_published,
    a_ready_fair,
    pairs_of,
    says,
    worked_out,
)

from spona.events.actions import (
    TimetableChange,
    apply_change,
    compare_timetables,
    effect_of,
    explain_pair,
    plan_fair,
    publish_timetable,
    replan_after,
)
from spona.events.actions.changes import current_plan
from spona.events.actions.timetables import places_of
from spona.events.models import Timetable
from spona.events.queries.sentences import names_for, sentence_text
from spona.events.states import PartyState
from spona.kernel.models import OutboxMessage, Problem
from spona.matching.models import Demand

pytestmark = pytest.mark.django_db


# -- a party that does not come


def test_a_new_plan_after_a_no_show_keeps_everybody_elses_meetings() -> None:
    ready, first = a_published(csos=3, companies=3, slots=4)
    gone = ready.csos[0]
    others = {row for row in first.meetings.values_list("a_id", "b_id", "slot_id") if gone.pk not in row}

    draft = worked_out(replan_after(fair=ready.fair, absent=[gone], by=ready.manager), ready)

    gone.refresh_from_db()
    assert gone.state == PartyState.NO_SHOW
    assert draft.based_on == first
    assert set(draft.meetings.values_list("a_id", "b_id", "slot_id")) == others
    moves = compare_timetables(first=first, second=draft, by=ready.manager)
    assert (moves.kept, moves.added, len(moves.removed)) == (6, (), 3)
    assert moves.loads == {gone.pk: -3} | {company.pk: -1 for company in ready.companies}


def test_after_a_no_show_only_those_whose_day_changes_are_written_to() -> None:
    ready, first = a_published(csos=3, companies=3, slots=4)
    draft = worked_out(replan_after(fair=ready.fair, absent=[ready.csos[0]], by=ready.manager), ready)
    before, after = places_of(first), places_of(draft)
    changed = {p.contact_email for p in ready.csos[1:] + ready.companies if before[p.pk] != after.get(p.pk)}
    OutboxMessage.objects.all().delete()

    publish_timetable(timetable=draft, by=ready.manager)

    mails = OutboxMessage.objects.all()
    assert {mail.to for mail in mails} == changed
    assert {company.contact_email for company in ready.companies} <= changed


def test_who_leaves_at_noon_keeps_the_meetings_of_the_morning() -> None:
    ready, first = a_published(csos=2, companies=2, slots=2)
    gone = ready.csos[0]
    morning = set(first.meetings.filter(slot=ready.slots[0]).values_list("a_id", "b_id"))

    run = replan_after(fair=ready.fair, absent=[gone], since=ready.slots[1].starts_at, by=ready.manager)
    draft = worked_out(run, ready)

    assert set(draft.meetings.filter(slot=ready.slots[0]).values_list("a_id", "b_id")) == morning
    assert gone.pk not in set(draft.meetings.filter(slot=ready.slots[1]).values_list("a_id", flat=True))
    assert gone.absences.get().slot == ready.slots[1]


def test_without_a_published_timetable_there_is_nothing_to_change() -> None:
    ready, _draft = a_draft()

    with pytest.raises(Problem) as raised:
        replan_after(fair=ready.fair, absent=[ready.csos[0]], by=ready.manager)

    assert raised.value.code == "not_published"


# -- changes by hand


def test_the_effect_of_a_ban_is_shown_and_nothing_is_saved() -> None:
    ready, draft = a_draft()
    change = TimetableChange("ban", ready.csos[0], ready.companies[0])

    effect = effect_of(timetable=draft, change=change, by=ready.manager)

    assert effect.possible is True
    assert effect.comparison.score == -240_000
    assert effect.comparison.loads == {ready.csos[0].pk: -1, ready.companies[0].pk: -1}
    assert (Timetable.objects.count(), Demand.objects.count()) == (1, 0)


def test_a_change_saved_is_the_change_shown() -> None:
    ready, draft = a_draft()
    change = TimetableChange("ban", ready.csos[0], ready.companies[0])
    effect = effect_of(timetable=draft, change=change, by=ready.manager)

    changed = apply_change(timetable=draft, change=change, by=ready.manager)

    assert (changed.based_on, changed.number) == (draft, 2)
    assert changed.score - draft.score == effect.comparison.score
    assert pairs_of(draft) - pairs_of(changed) == {(ready.csos[0].pk, ready.companies[0].pk)}
    assert Demand.objects.get().kind == "ban"


def test_a_meeting_is_moved_to_the_time_named() -> None:
    ready, draft = a_draft(csos=2, companies=2, slots=4)
    meeting = draft.meetings.get(a=ready.csos[0], b=ready.companies[0])
    free = next(slot for slot in ready.slots if not draft.seats.filter(slot=slot, party=meeting.a).exists())
    change = TimetableChange("move", meeting.a, meeting.b, slot=free)

    changed = apply_change(timetable=draft, change=change, by=ready.manager)

    moved = changed.meetings.get(a=meeting.a, b=meeting.b)
    assert (moved.slot, moved.is_pinned) == (free, True)
    assert changed.meetings.count() == 4


def test_two_meetings_exchange_their_times() -> None:
    ready, draft = a_draft(csos=2, companies=2, slots=2)
    a, c = ready.csos
    first = draft.meetings.get(a=a, slot=ready.slots[0])
    second = draft.meetings.get(a=c, slot=ready.slots[1])
    change = TimetableChange("swap", a, first.b, c=c, d=second.b)

    changed = apply_change(timetable=draft, change=change, by=ready.manager)

    assert changed.meetings.get(a=a, b=first.b).slot == ready.slots[1]
    assert changed.meetings.get(a=c, b=second.b).slot == ready.slots[0]


def test_a_change_that_contradicts_a_pin_says_so_and_saves_nothing() -> None:
    ready, draft = a_draft(csos=2, companies=1, slots=2)
    apply_change(
        timetable=draft,
        change=TimetableChange("pin", ready.csos[0], ready.companies[0], ready.slots[0]),
        by=ready.manager,
    )
    change = TimetableChange("pin", ready.csos[1], ready.companies[0], ready.slots[0])

    effect = effect_of(timetable=draft, change=change, by=ready.manager)
    with pytest.raises(Problem) as raised:
        apply_change(timetable=draft, change=change, by=ready.manager)

    assert (effect.possible, effect.advice[0]["code"]) == (False, "clash")
    assert raised.value.code == "change_impossible"
    assert Demand.objects.count() == 1


def test_why_two_parties_do_not_meet_is_said_with_their_names() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    found = explain_pair(timetable=draft, a=ready.csos[1], b=ready.companies[0], by=ready.manager)
    names = names_for(ready.fair, found.sentences)
    texts = [sentence_text(sentence["code"], sentence["params"], names) for sentence in found.sentences]

    assert (found.met, found.code) == (False, "capacity")
    assert texts[0].startswith(f"{ready.companies[0].name}'s 1 meetings are as many as it can have")


def test_a_draft_is_explained_with_the_prices_its_run_kept() -> None:
    _, draft = a_draft(csos=2, companies=2, slots=2)
    before = current_plan(draft)[1].proof
    draft.run.result |= {"score_proof": {"unit": 1, "shortfall": 0, "must": 0}}
    draft.run.save(update_fields=["result"])

    problem, plan = current_plan(Timetable.objects.get(pk=draft.pk))

    assert (before, plan.proof.certificate.bound) == (None, int(problem.score.sum()))


def test_why_two_parties_meet_names_time_and_table() -> None:
    ready, draft = a_draft(csos=1, companies=1, slots=1)

    found = explain_pair(timetable=draft, a=ready.csos[0], b=ready.companies[0], by=ready.manager)
    sentence = found.sentences[0]

    assert found.met is True
    assert sentence_text(sentence["code"], sentence["params"], names_for(ready.fair, [sentence])) == (
        f"{ready.csos[0].name} and {ready.companies[0].name} meet in 10:00 at table 1; the wish is worth 240,000"
    )
