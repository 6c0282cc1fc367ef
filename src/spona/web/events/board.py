"""The screen in the hall: now and next by table, the time that is left, a bell. What everybody may see, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from spona.events.models import Fair, Slot
from spona.events.queries.clocks import FairClock
from spona.events.queries.day import Moment, board_marks, moment_of, tables_now
from spona.events.queries.fairs import fair_for
from spona.web.page import PageRequest, page


@page("events.see_public_timetable", lookup=fair_for)
def hall(request: PageRequest, fair: Fair) -> HttpResponse:
    """The screen. It asks for ``hall_now`` by itself."""
    slots = list(fair.slots.all())
    response = render(request, "events/day/hall.html", _context(fair, slots, moment_of(slots, timezone.now())))
    patch_cache_control(response, no_store=True)  # it carries the server's time, by which the clock on it goes
    return response


@page("events.see_public_timetable", lookup=fair_for)
def hall_now(request: PageRequest, fair: Fair) -> HttpResponseBase:
    """What changes on the screen; answered with 304 while nothing has changed, before anything is read for it."""
    slots = list(fair.slots.all())
    moment = moment_of(slots, timezone.now())
    marks = "|".join([*board_marks(fair, moment), get_language() or ""])
    tag = f'"{hashlib.sha256(marks.encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=tag)
    response = known or render(request, "events/day/hall_now.html", _context(fair, slots, moment))
    response.headers["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response


def _context(fair: Fair, slots: Sequence[Slot], moment: Moment) -> dict[str, Any]:
    clock = FairClock(fair, slots)
    return {
        "fair": fair,
        "now": moment.now,
        "current": clock.span(moment.current) if moment.current else "",
        "following": clock.span(moment.following) if moment.following else "",
        "turns_at": moment.turns_at,
        "tables": tables_now(fair, moment),
    }
