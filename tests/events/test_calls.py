"""Who is told of its day by phone: exactly those whom no mail tells, until somebody notes that they know."""

from __future__ import annotations

import pytest
from tests.events.planning_factories import ReadyFair, a_published

from spona.events.actions import edit_party, note_told, publish_timetable
from spona.events.models import Party, Timetable
from spona.events.queries.calls import calls_for
from spona.events.queries.timetables import published_timetable
from spona.events.states import ToldBy
from spona.kernel.models import OutboxMessage, Refused

pytestmark = pytest.mark.django_db


def a_party_told(told_by: str, email: str = "somebody@example.org") -> tuple[ReadyFair, Party, Timetable]:
    """A published fair whose first association wants to be told so; what it had before is forgotten."""
    ready, timetable = a_published()
    party = edit_party(party=ready.csos[0], by=ready.manager, told_by=told_by, contact_email=email)
    return ready, party, timetable


@pytest.mark.parametrize(
    ("told_by", "email", "called"),
    [
        (ToldBy.MAIL, "somebody@example.org", False),
        (ToldBy.MAIL, "", True),
        (ToldBy.PHONE, "somebody@example.org", True),
        (ToldBy.PHONE, "", True),
        (ToldBy.PAGE, "", False),
    ],
)
def test_who_gets_no_mail_and_does_not_look_is_called(told_by: str, email: str, called: bool) -> None:
    ready, party, _timetable = a_party_told(told_by, email)

    found = {call.party.pk: call for call in calls_for(ready.manager, ready.fair)}

    assert (party.pk in found) is called
    if called:
        assert [seat.party_id for seat in found[party.pk].seats] == [party.pk] * len(found[party.pk].seats)
        assert found[party.pk].seats


def test_who_knows_is_not_called_again_until_another_timetable_is_published() -> None:
    ready, party, timetable = a_party_told(ToldBy.PHONE)

    note_told(party=party, timetable=timetable, by=ready.manager)

    assert party.pk not in {call.party.pk for call in calls_for(ready.manager, ready.fair)}
    Party.objects.filter(pk=party.pk).update(told_of=ready.fair.pk)
    assert party.pk in {call.party.pk for call in calls_for(ready.manager, ready.fair)}


def test_only_managers_read_numbers_and_note_calls() -> None:
    ready, party, timetable = a_party_told(ToldBy.PHONE)
    other = a_published()[0].manager

    with pytest.raises(Refused):
        calls_for(other, ready.fair)
    with pytest.raises(Refused):
        note_told(party=party, timetable=timetable, by=other)


def test_before_a_timetable_is_published_nobody_is_called() -> None:
    ready, _party, timetable = a_party_told(ToldBy.PHONE)
    Timetable.objects.filter(pk=timetable.pk).update(state="draft")

    assert published_timetable(ready.fair) is None
    assert calls_for(ready.manager, ready.fair) == []


def test_who_wants_a_call_or_looks_itself_gets_no_mail_at_publication() -> None:
    from tests.events.planning_factories import a_draft

    ready, draft = a_draft()
    for party, told_by in zip(ready.csos[:3], (ToldBy.MAIL, ToldBy.PHONE, ToldBy.PAGE), strict=True):
        edit_party(party=party, by=ready.manager, told_by=told_by, contact_email=f"{told_by}@example.org")

    publish_timetable(timetable=draft, by=ready.manager)

    told = set(OutboxMessage.objects.filter(template="events.timetable_published").values_list("to", flat=True))
    assert {f"{told_by}@example.org" in told for told_by in (ToldBy.PHONE, ToldBy.PAGE)} == {False}
    assert f"{ToldBy.MAIL}@example.org" in told
