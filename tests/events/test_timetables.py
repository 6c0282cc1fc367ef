"""Timetables from draft to published and beyond: who sees what, who is written to, what a change would do."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.events.planning_factories import (
    ReadyFair,
    a_draft,
    a_published,
    a_ready_fair,
    says,
    worked_out,
)

from spona.events.actions import (
    discard_draft,
    plan_fair,
    publish_timetable,
    timetables,
)
from spona.events.actions.timetables import places_of
from spona.events.models import Fair, Meeting, Party, Seat, Timetable
from spona.events.queries.timetables import (
    drafts_for,
    planning_run,
    timetable_grid,
    timetable_of_party,
    unmet_for,
    who_got_none,
)
from spona.events.states import TIMETABLE_LINK, FairState, PartyState, TimetableState
from spona.kernel.actions import open_link
from spona.kernel.models import Actor, Grant, OutboxMessage, Problem, Refused, RoleKind, uuid7
from spona.matching.states import RunState

pytestmark = pytest.mark.django_db


def member_of(ready: ReadyFair, organisation_id: Any) -> Actor:
    grant = Grant(RoleKind.ORGANISATION_MEMBER, ready.fair.network_id, organisation_id=organisation_id)
    return Actor(network_id=ready.fair.network_id, account_id=uuid7(), grants=(grant,))


# -- publishing


def test_a_published_timetable_is_seen_by_each_party_and_by_nobody_else() -> None:
    ready, draft = a_draft()
    party = ready.csos[0]
    member, stranger = member_of(ready, party.organisation_id), member_of(ready, ready.csos[1].organisation_id)
    with pytest.raises(Refused):
        timetable_of_party(member, party)

    publish_timetable(timetable=draft, by=ready.manager)

    ready.fair.refresh_from_db()
    party.refresh_from_db()
    assert ready.fair.state == FairState.PUBLISHED
    meetings = timetable_of_party(member, party)
    assert [meeting.slot for meeting in meetings] == ready.slots
    assert {meeting.other.pk for meeting in meetings} == {company.pk for company in ready.companies}
    with pytest.raises(Refused):
        timetable_of_party(stranger, party)


def test_every_coming_party_with_an_address_is_written_to_in_its_language() -> None:
    ready, draft = a_draft()
    ready.csos[0].contact_email = ""
    ready.csos[0].save()
    ready.csos[1].language = "en"
    ready.csos[1].save()

    publish_timetable(timetable=draft, by=ready.manager)

    mails = OutboxMessage.objects.filter(template="events.timetable_published")
    assert mails.count() == 5
    mail = mails.get(to="cso1@example.org")
    assert mail.subject == "Your meetings at Partnership fair"
    assert "10:00–10:20" in mail.text
    assert all(company.name in mail.text for company in ready.companies)


def test_a_mail_names_partners_in_its_own_language_and_not_in_the_organiser_s() -> None:
    ready, draft = a_draft()
    Party.objects.filter(pk=ready.companies[0].pk).update(other_names={"en": "Bright Water"})
    Party.objects.filter(pk=ready.csos[1].pk).update(language="en")

    with translation.override("hr"):
        publish_timetable(timetable=draft, by=ready.manager)

    told = {mail.to: mail.text for mail in OutboxMessage.objects.filter(template="events.timetable_published")}
    assert ["Bright Water" in told[f"cso{number}@example.org"] for number in (0, 1)] == [False, True]
    assert ready.companies[0].name in told["cso0@example.org"]


def test_the_link_in_the_mail_opens_this_partys_timetable() -> None:
    ready, _published = a_published()
    mail = OutboxMessage.objects.get(to="company0@example.org")
    token = mail.text.split("/t/")[1].split("/")[0]

    link = open_link(token, (TIMETABLE_LINK,))

    assert link is not None
    assert link.subject_id == ready.companies[0].pk
    holder = Actor(network_id=link.network_id, link=link)
    ready.companies[0].refresh_from_db()
    assert len(timetable_of_party(holder, ready.companies[0])) == 3


def test_publishing_costs_the_same_queries_for_few_and_many() -> None:
    spent = []
    for size in (2, 5):
        ready, draft = a_draft(size, size, size)
        with CaptureQueriesContext(connection) as asked:
            publish_timetable(timetable=draft, by=ready.manager)
        spent.append(len(asked))

    assert spent[0] == spent[1]


def test_the_next_timetable_replaces_the_published_one() -> None:
    ready, first = a_published()
    second = worked_out(plan_fair(fair=ready.fair, keep=first, by=ready.manager), ready)

    publish_timetable(timetable=second, by=ready.manager)

    first.refresh_from_db()
    assert first.state == TimetableState.RETIRED
    assert Timetable.objects.get(fair=ready.fair, state=TimetableState.PUBLISHED) == second


def test_nobody_is_written_to_when_nothing_changes() -> None:
    ready, first = a_published()
    OutboxMessage.objects.all().delete()
    second = worked_out(plan_fair(fair=ready.fair, keep=first, by=ready.manager), ready)
    assert places_of(second) == places_of(first)

    publish_timetable(timetable=second, by=ready.manager)

    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("state", ["published", "retired", "discarded"])
def test_only_a_draft_is_published_or_discarded(state: str) -> None:
    ready, draft = a_draft()
    Timetable.objects.filter(pk=draft.pk).update(state=state)

    for verb in (publish_timetable, discard_draft):
        with pytest.raises(Problem) as raised:
            verb(timetable=draft, by=ready.manager)
        assert raised.value.code == "state"


def test_a_draft_with_somebody_who_is_not_coming_is_not_published() -> None:
    ready, draft = a_draft()
    ready.csos[0].state = PartyState.WITHDRAWN
    ready.csos[0].save()

    with pytest.raises(Problem) as raised:
        publish_timetable(timetable=draft, by=ready.manager)

    assert raised.value.code == "not_coming"
    assert ready.csos[0].name in str(raised.value.message)


def test_only_managers_publish() -> None:
    ready, draft = a_draft()

    with pytest.raises(Refused):
        publish_timetable(timetable=draft, by=member_of(ready, ready.csos[0].organisation_id))


def published_at_once() -> tuple[ReadyFair, list[BaseException]]:
    """Publish two drafts of a fair in the same moment; returns the fair and what went wrong."""
    ready, first = a_draft()
    second = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)
    both = threading.Barrier(2)
    errors: list[BaseException] = []

    def publish(draft: Timetable) -> None:
        both.wait()
        try:
            publish_timetable(timetable=draft, by=ready.manager)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(draft,)) for draft in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ready, errors


def states_of_timetables(ready: ReadyFair) -> list[str]:
    return sorted(Timetable.objects.filter(fair=ready.fair).values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_drafts_published_at_once_give_one_published_timetable() -> None:
    ready, errors = published_at_once()

    assert errors == []
    assert states_of_timetables(ready) == [TimetableState.PUBLISHED, TimetableState.RETIRED]
    assert Fair.objects.get(pk=ready.fair.pk).state == FairState.PUBLISHED


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody locks the fair, and both look for the published timetable before either has written its own."""
    looked = threading.Barrier(2)

    def unlocked(row: Any) -> Any:
        fresh = type(row)._default_manager.get(pk=row.pk)
        if isinstance(row, Timetable):
            looked.wait(timeout=60)
        return fresh

    monkeypatch.setattr(timetables, "lock", unlocked)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_fair_only_the_database_would_stand_between_two_published_ones(
    nobody_waits: None,
) -> None:
    """Negative control of the lock: one of the two breaks at the constraint behind it."""
    ready, errors = published_at_once()

    assert [type(error).__name__ for error in errors] == ["IntegrityError"]
    assert states_of_timetables(ready) == [TimetableState.DRAFT, TimetableState.PUBLISHED]


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_constraint_there_would_be_two_published_timetables(nobody_waits: None) -> None:
    """Negative control of both."""
    constraint = next(found for found in Timetable._meta.constraints if found.name == "one_published_timetable")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Timetable, constraint)
    try:
        ready, errors = published_at_once()
        states = states_of_timetables(ready)
    finally:
        Timetable.objects.update(state=TimetableState.RETIRED)
        with connection.schema_editor() as editor:
            editor.add_constraint(Timetable, constraint)

    assert (errors, states) == ([], [TimetableState.PUBLISHED] * 2)


# -- the database's own rules


def test_the_database_refuses_a_party_in_two_places_at_once() -> None:
    ready, draft = a_draft()
    seat, other = a_seat_and_another_meeting(ready, draft)

    with pytest.raises(IntegrityError, match="party_sits_once_a_slot"), transaction.atomic():
        double_book(seat, other)


def test_the_database_refuses_two_published_timetables_of_a_fair() -> None:
    ready, first = a_published()
    second = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    with pytest.raises(IntegrityError, match="one_published_timetable"), transaction.atomic():
        Timetable.objects.filter(pk=second.pk).update(state=TimetableState.PUBLISHED)
    assert Timetable.objects.get(fair=ready.fair, state=TimetableState.PUBLISHED) == first


def test_without_that_rule_a_party_would_sit_in_two_places() -> None:
    """The negative control: what refuses the second seat is the constraint, and nothing else."""
    ready, draft = a_draft()
    seat, other = a_seat_and_another_meeting(ready, draft)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE events_seat DROP CONSTRAINT party_sits_once_a_slot")

    double_book(seat, other)

    assert Seat.objects.filter(timetable=draft, slot=seat.slot, party=ready.csos[0]).count() == 2


def a_seat_and_another_meeting(ready: ReadyFair, draft: Timetable) -> tuple[Seat, Meeting]:
    """The first seat of somebody, and a meeting of others at the same time."""
    seat = Seat.objects.filter(timetable=draft, party=ready.csos[0]).order_by("slot__starts_at")[0]
    return seat, draft.meetings.exclude(seats__party=ready.csos[0]).filter(slot=seat.slot).order_by("a__sort_key")[0]


def double_book(seat: Seat, meeting: Meeting) -> None:
    Seat.objects.create(timetable=seat.timetable, meeting=meeting, slot=seat.slot, party=seat.party, other=meeting.b)


# -- questions


def test_the_grid_shows_a_page_by_table_by_person_and_by_time() -> None:
    ready, draft = a_draft()

    by_table = timetable_grid(ready.manager, draft, ready.slots, axis="table", size=2)
    assert [row.label for row in by_table.rows] == ["1", "2"]
    assert sum(len(row.cells) for row in by_table.rows) == 6
    rest = timetable_grid(ready.manager, draft, ready.slots, axis="table", page=by_table.next, size=2)
    assert ([row.label for row in rest.rows], rest.next, rest.previous) == (["3"], "", "0")
    assert [meeting.table_number for row in rest.rows for meeting in row.cells.values()] == [3, 3, 3]
    assert timetable_grid(ready.manager, draft, ready.slots, axis="table", page="9" * 30).rows == []
    assert [row.cells for row in timetable_grid(ready.manager, draft, [], axis="table").rows] == [{}, {}, {}]

    by_person = timetable_grid(ready.manager, draft, ready.slots[:1], axis="person", size=4)
    assert [len(row.cells) for row in by_person.rows] == [1, 1, 1, 1]
    assert by_person.next != ""

    by_time = timetable_grid(ready.manager, draft, ready.slots, axis="time", size=4)
    assert [(row.slot, len(row.meetings)) for row in by_time.rows] == [(ready.slots[0], 3), (ready.slots[1], 1)]


@pytest.mark.parametrize(("axis", "queries"), [("table", 2), ("person", 2), ("time", 2)])
@pytest.mark.parametrize("size", [1, 3])
def test_a_page_of_the_grid_costs_the_same_for_one_and_three(
    django_assert_num_queries: Any, axis: str, queries: int, size: int
) -> None:
    ready, draft = a_draft(size, size, size)

    with django_assert_num_queries(queries):
        timetable_grid(ready.manager, draft, ready.slots, axis=axis)


def test_a_drafts_grid_is_for_managers_and_donors_of_the_programme() -> None:
    ready, draft = a_draft()
    grant = Grant(RoleKind.DONOR_VIEWER, ready.fair.network_id, programme_id=ready.fair.programme_id)
    donor = Actor(network_id=ready.fair.network_id, account_id=uuid7(), grants=(grant,))

    assert len(timetable_grid(donor, draft, ready.slots).rows) == 3
    with pytest.raises(Refused):
        timetable_grid(member_of(ready, ready.csos[0].organisation_id), draft, ready.slots)


def test_managers_see_drafts_and_the_latest_run_and_others_see_none() -> None:
    ready, draft = a_draft()
    stranger = member_of(ready, ready.csos[0].organisation_id)

    run = planning_run(ready.manager, ready.fair)

    assert list(drafts_for(ready.manager, ready.fair)) == [draft]
    assert run is not None
    assert (run.state, run.progress) == (RunState.OPTIMAL, 1.0)
    assert list(drafts_for(stranger, ready.fair)) == []
    assert planning_run(stranger, ready.fair) is None


def test_a_discarded_draft_is_listed_no_more() -> None:
    ready, draft = a_draft()

    assert discard_draft(timetable=draft, by=ready.manager).state == TimetableState.DISCARDED
    assert list(drafts_for(ready.manager, ready.fair)) == []


def test_wishes_left_out_are_listed_the_dearest_first() -> None:
    ready = a_ready_fair(csos=3, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "yes")
    says(ready.companies[0], ready.csos[0], "yes")
    says(ready.csos[1], ready.companies[0], "yes")
    says(ready.csos[2], ready.companies[0], "must")
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    everything = unmet_for(ready.manager, draft)
    of_one = unmet_for(ready.manager, draft, party=ready.csos[1])

    assert [unmet.score for unmet in everything.rows] == [600_000, 240_000]
    assert [unmet.a for unmet in of_one.rows] == [ready.csos[1]]
    assert [unmet.score for unmet in unmet_for(ready.manager, draft, kind="mutual").rows] == [600_000]
    assert unmet_for(ready.manager, draft, kind="must").rows == [unmet for unmet in everything.rows if unmet.is_must]


def test_who_got_none_is_told_why() -> None:
    ready = a_ready_fair(csos=3, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    rows, _next = who_got_none(ready.manager, draft)

    assert [(row.party, row.code) for row in rows] == [
        (ready.csos[1], "none_capacity"),
        (ready.csos[2], "none_no_wishes"),
    ]
