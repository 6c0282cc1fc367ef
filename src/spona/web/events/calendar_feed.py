"""A party's meetings as a calendar subscribes to them (RFC 5545), and as a sheet of paper.

The feed says the same thing for the same timetable, byte for byte, so that a calendar asking every hour gets a 304.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from spona.events.models import Party
from spona.events.queries.taking_part import CalendarEntry, calendar_of_party, own_party_for, party_of_link
from spona.events.queries.timetables import timetable_of_party
from spona.events.states import PARTY_LINK, TIMETABLE_LINK
from spona.web.events.documents import party_timetable_pdf
from spona.web.page import PageRequest, page

EITHER_LINK = (TIMETABLE_LINK, PARTY_LINK)
REFRESH = dt.timedelta(hours=1)
YEAR = dt.timedelta(days=366)


def feed_of(party: Party, published_at: dt.datetime | None, entries: list[CalendarEntry]) -> bytes:
    """Return the calendar in the party's language. A meeting keeps its UID through every new timetable."""
    with translation.override(party.language or None):
        calendar = Calendar()
        calendar.add("prodid", "-//Spona//Partnership fair//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{party.fair.name} · {party.name}")
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        for entry in entries:
            calendar.add_component(_event(party, published_at, entry))
        calendar.add_missing_timezones(first_date=party.fair.starts_on - YEAR, last_date=party.fair.starts_on + YEAR)
        content: bytes = calendar.to_ical()
    return content


def _event(party: Party, published_at: dt.datetime | None, entry: CalendarEntry) -> Event:
    fair, zone = party.fair, ZoneInfo(party.fair.time_zone)
    pair = ".".join(sorted(str(end.pk) for end in (party, entry.other)))
    place = [_("table %(number)s") % {"number": entry.meeting.table_number}] if entry.meeting.table_number else []
    event = Event()
    event.add("uid", f"{pair}@{fair.pk}.spona")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", (published_at or fair.updated_at).astimezone(dt.UTC))
    event.add("dtstart", entry.slot.starts_at.astimezone(zone))
    event.add("dtend", entry.slot.ends_at.astimezone(zone))
    event.add("summary", _("Meeting with %(name)s") % {"name": entry.other.name})
    event.add("location", ", ".join([*place, *(part for part in (fair.venue, fair.city) if part)]))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def _answer(request: PageRequest, party: Party) -> HttpResponseBase:
    timetable, entries = calendar_of_party(request.actor, party)
    content = feed_of(party, timetable.published_at if timetable is not None else None, entries)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(party)}.ics"'
    return get_conditional_response(request, etag=tag, response=response) or response


def _paper(request: PageRequest, party: Party) -> HttpResponse:
    content = party_timetable_pdf(party, timetable_of_party(request.actor, party))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(party)}.pdf"'
    return response


def _file_name(party: Party) -> str:
    return slugify(f"{party.fair.slug}-{party.sort_key}")[:80] or "timetable"


@page("events.see_own_timetable", lookup=party_of_link, links=EITHER_LINK)
def calendar(request: PageRequest, party: Party) -> HttpResponseBase:
    """The feed a phone or a mail program subscribes to."""
    return _answer(request, party)


@page("events.see_own_timetable", lookup=own_party_for)
def own_calendar(request: PageRequest, party: Party) -> HttpResponseBase:
    """The same for somebody signed in."""
    return _answer(request, party)


@page("events.see_own_timetable", lookup=party_of_link, links=EITHER_LINK)
def sheet(request: PageRequest, party: Party) -> HttpResponse:
    """My timetable on one sheet of paper."""
    return _paper(request, party)


@page("events.see_own_timetable", lookup=own_party_for)
def own_sheet(request: PageRequest, party: Party) -> HttpResponse:
    """My organisation's timetable on one sheet of paper."""
    return _paper(request, party)
