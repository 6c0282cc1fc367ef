"""A party's meetings in its calendar: stable through new timetables, honest about what no longer takes place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out
from tests.web.events.phones import a_link, a_member, a_phone

from spona.events.actions import plan_fair, publish_timetable, replan_after
from spona.events.models import Party
from spona.events.rules import TIMETABLE_LINK

pytestmark = pytest.mark.django_db


def a_published(csos: int = 2, companies: int = 2, slots: int = 2) -> ReadyFair:
    ready = a_ready_fair(csos, companies, slots, venue="Hotel Šumadija", city="Sisak")
    everybody_wishes(ready)
    publish_timetable(timetable=worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready), by=ready.manager)
    return ready


def feed(party: Party, **headers: str) -> Any:
    return a_phone().get(f"/calendar/{a_link(party, TIMETABLE_LINK)}.ics", headers=headers)


def events_of(party: Party) -> dict[str, Any]:
    answer = feed(party)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_feed_holds_every_meeting_with_time_place_and_partner() -> None:
    ready = a_published()
    party = ready.csos[0]
    seats = list(party.seats.select_related("slot", "other").order_by("slot__starts_at"))
    events = sorted(events_of(party).values(), key=lambda event: event.start)
    assert [event.start for event in events] == [seat.slot.starts_at for seat in seats]
    assert [event["summary"].split("Meeting with ")[-1] for event in events] != []
    assert [seat.other.name in event["summary"] for seat, event in zip(seats, events, strict=True)] == [True, True]
    assert ["Hotel Šumadija, Sisak" in event["location"] for event in events] == [True, True]
    assert {event["status"] for event in events} == {"CONFIRMED"}


def test_the_feed_brings_the_time_zone_it_speaks_of() -> None:
    ready = a_published()
    calendar = Calendar.from_ical(feed(ready.csos[0]).content)
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Zagreb"]
    assert calendar.get_missing_tzids() == set()


def test_a_meeting_keeps_its_uid_and_a_lost_one_is_cancelled_when_the_fair_is_planned_again() -> None:
    ready = a_published()
    party, gone = ready.csos[0], ready.companies[0]
    before = events_of(party)
    draft = worked_out(replan_after(fair=ready.fair, absent=[gone], by=ready.manager), ready)
    publish_timetable(timetable=draft, by=ready.manager)
    after = events_of(party)
    assert after.keys() == before.keys()
    states = {str(event["summary"]).endswith(gone.name): str(event["status"]) for event in after.values()}
    assert states == {True: "CANCELLED", False: "CONFIRMED"}
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in after)


def test_a_calendar_that_asks_again_gets_a_304() -> None:
    party = a_published().csos[0]
    first = feed(party)
    assert feed(party, **{"if-none-match": first["ETag"]}).status_code == 304
    assert feed(party).content == first.content


def test_the_feed_names_no_contact_and_opens_with_its_own_link_only() -> None:
    ready = a_published()
    Party.objects.all().update(contact_email="kanarinac@example.org", contact_name="Kanarinac", note="Kanarinac")
    assert "kanarinac" not in feed(ready.csos[0]).content.decode().lower()
    assert a_phone().get("/calendar/forged.ics").status_code == 410
    assert a_phone().get(f"/calendar/{a_link(ready.csos[0], TIMETABLE_LINK, days=-1)}.ics").status_code == 410


def test_the_feed_and_the_sheet_open_from_the_party_s_link_and_with_an_account() -> None:
    party = a_published().csos[0]
    member = a_member(party)
    answers = [
        a_phone().get(f"/calendar/{a_link(party)}.ics"),
        member.get(f"/my/parties/{party.pk}/calendar.ics"),
        a_phone().get(f"/t/{a_link(party, TIMETABLE_LINK)}/timetable.pdf"),
        member.get(f"/my/parties/{party.pk}/timetable.pdf"),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.content[:5] for answer in answers] == [b"BEGIN", b"BEGIN", b"%PDF-", b"%PDF-"]


def test_before_publication_there_is_no_feed() -> None:
    ready = a_ready_fair(1, 1, 1)
    assert feed(ready.csos[0]).status_code == 403
    assert dt.datetime.now(dt.UTC) < ready.slots[0].starts_at
