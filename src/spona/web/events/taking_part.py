"""The pages of one party, whoever opens them: the holder of its link or somebody with an account.

Links keep their token in every address of these pages, so that nothing has to be remembered between two taps.
"""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from spona.events.models import Party
from spona.events.queries.own_reasons import own_unmet
from spona.events.queries.taking_part import offers_of
from spona.events.queries.timetables import PartyMeeting, timetable_of_party
from spona.events.states import COMING, TIMETABLE_LINK, FairState
from spona.kernel.actions import discard_draft, save_draft
from spona.kernel.rules import allowed
from spona.web.drafts import kept_values
from spona.web.page import PageRequest, owner_of
from spona.web.pages import address_of

DRAFTED = ("wishes", "proposal")
NAMES = {
    "page": ("party_page", "own_party"),
    "wishes": ("party_wishes", "own_wishes"),
    "requests": ("party_requests", "own_requests"),
    "proposal": ("party_proposal", "own_proposal"),
    "timetable": ("party_link_timetable", "own_timetable"),
    "day": ("party_day", "own_day"),
    "calendar": ("calendar", "own_calendar"),
    "draft": ("party_draft", "own_draft"),
    "pdf": ("party_timetable_pdf", "own_timetable_pdf"),
}


def address(request: PageRequest, party: Party, name: str) -> str:
    """Return where one of the party's pages is for whoever asks."""
    token = getattr(request, "link_token", "")
    by_link, by_account = NAMES[name]
    if token:
        return reverse(f"web:events:{by_link}", args=[token])
    return address_of(f"web:events:{by_account}", party.pk)


def frame(request: PageRequest, party: Party, current: str) -> dict[str, Any]:
    """Return what every page of a party shows around its own content."""
    labels = {
        "page": _("My part"),
        "wishes": _("Whom to meet"),
        "requests": _("Requests"),
        "proposal": _("Proposal"),
        "timetable": _("Timetable"),
        "day": _("On the day"),
    }
    fair = party.fair
    is_published = fair.state in {FairState.PUBLISHED, FairState.OVER}
    reads_only = request.actor.link is not None and request.actor.link.purpose == TIMETABLE_LINK
    tabs = [
        {"label": label, "url": address(request, party, name), "current": name == current}
        for name, label in labels.items()
        if name != "timetable" or is_published
    ]
    return {
        "fair": fair,
        "party": party,
        "tabs": [] if reads_only else tabs,
        "is_open": fair.state == FairState.OPEN,
        "is_published": is_published,
        "is_coming": party.state in COMING,
        "links": {name: address(request, party, name) for name in ("wishes", "requests", "proposal", "timetable")},
    }


def draft_name(request: PageRequest, party: Party, name: str) -> str:
    """Return what the draft of a form is kept under: the party's page with what it was narrowed to, never a token."""
    return f"{name} of {party.pk}?{request.GET.urlencode()}"[:200]


def drafts_address(request: PageRequest, party: Party, name: str) -> str:
    """Return where the form of one of the party's pages keeps its draft."""
    return f"{address(request, party, 'draft')}?{urlencode({'page': name, 'query': request.GET.urlencode()})}"


def keep_draft(request: PageRequest, party: Party) -> HttpResponse:
    """Keep what is being typed into one of the party's forms, or forget it; the script asks every three seconds."""
    name, query = request.GET.get("page", ""), request.GET.get("query", "")
    if name not in DRAFTED:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    owner, form = owner_of(request), f"{name} of {party.pk}?{query}"[:200]
    if "_discard" in request.POST:
        discard_draft(owner=owner, form=form)
        there = address(request, party, name)
        return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": f"{there}?{query}" if query else there})
    save_draft(owner=owner, form=form, data=kept_values(request.POST))
    return JsonResponse({"saved_at": time_format(timezone.localtime())})


def show_timetable(request: PageRequest, party: Party) -> HttpResponse:
    """The party's day: when, at which table, with whom, and what they bring."""
    meetings = timetable_of_party(request.actor, party)
    offers = offers_of([meeting.other.pk for meeting in meetings])
    context = {
        "days": _days(party, meetings, offers),
        "count": len(meetings),
        "unmet": _unmet(request, party),
        "calendar_url": address(request, party, "calendar"),
        "pdf_url": address(request, party, "pdf"),
        "day_url": _day_address(request, party),
        "own_link": request.build_absolute_uri(request.path) if request.actor.link is not None else "",
    }
    return render(request, "events/participant/timetable.html", frame(request, party, "timetable") | context)


def _unmet(request: PageRequest, party: Party) -> list[tuple[Party, str]]:
    """Return whom the party wished to meet and does not, each with the reason; nothing for whoever may not read its
    wishes.
    """
    if not allowed("events.see_wishes", request.actor, party):
        return []
    sentences = {
        "own_full": _(
            "You have as many meetings as you can. Each is wanted at least as much by its two sides together."
        ),
        "other_full": _(
            "They have as many meetings as they can. Each is wanted at least as much by its two sides together."
        ),
        "no_time": _("You are never there at the same time."),
        "no_free_time": _("At every time you share, one of you meets somebody else."),
        "tables": _("At every time you share, all tables are taken."),
        "not_coming": _("They do not come to the fair."),
        "did_not_fit": _("It did not fit in with what everybody said and asked for."),
    }
    return [(unmet.other, sentences[unmet.reason]) for unmet in own_unmet(request.actor, party)]


def _day_address(request: PageRequest, party: Party) -> str:
    """Return where the party's page for the day is for whoever asks: a link that reads leads to one that reads."""
    if request.actor.link is not None and request.actor.link.purpose == TIMETABLE_LINK:
        return reverse("web:events:timetable_day", args=[request.link_token])  # type: ignore[attr-defined]
    return address(request, party, "day")


def _days(party: Party, meetings: list[PartyMeeting], offers: dict[Any, Any]) -> list[dict[str, Any]]:
    """Return the meetings grouped by day, in the fair's own time."""
    zone = ZoneInfo(party.fair.time_zone)
    days: dict[dt.date, list[dict[str, Any]]] = {}
    for meeting in meetings:
        starts_at, ends_at = meeting.slot.starts_at.astimezone(zone), meeting.slot.ends_at.astimezone(zone)
        entry = {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "table": meeting.table_number,
            "other": meeting.other,
            "offer": offers.get(meeting.other.pk),
        }
        days.setdefault(starts_at.date(), []).append(entry)
    return [{"day": day, "entries": entries} for day, entries in days.items()]
