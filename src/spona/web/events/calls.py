"""Calls to make after a timetable is published: to whom, what to say, and that they know."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions import note_told
from spona.events.models import Fair, Party
from spona.events.queries import fair_for, fair_party_for, published_timetable
from spona.events.queries.calls import Call, calls_for
from spona.events.queries.clocks import FairClock
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page


@page("events.manage_parties", lookup=fair_for)
def calls(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who is to be called, with the number to tap and the day to read out."""
    clock = FairClock.of(fair)
    context = {
        "fair": fair,
        "calls": [_said(call, clock) for call in calls_for(request.actor, fair)],
        "tabs": fair_tabs(request.actor, fair, "day"),
        "crumbs": fair_crumbs(fair, _("Calls to make")),
    }
    return render(request, "events/day/calls.html", context)


def _said(call: Call, clock: FairClock) -> dict[str, object]:
    meetings = [
        {"start": clock.start(seat.slot), "other": seat.other.name, "table": seat.meeting.table_number}
        for seat in call.seats
    ]
    number = re.sub(r"[^\d+]", "", call.party.contact_phone)
    return {"party": call.party, "number": number, "meetings": meetings}


@page("events.manage_parties", lookup=fair_party_for, methods=("POST",))
def told(request: PageRequest, found: Party) -> HttpResponse:
    """Note that a party knows its day."""
    timetable = published_timetable(found.fair)
    if timetable is not None:
        note_told(party=found, timetable=timetable, by=request.actor)
        messages.success(request, _("%(name)s knows.") % {"name": found.name})
    return redirect("web:events:calls", slug=found.fair.slug)
