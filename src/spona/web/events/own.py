"""The same pages for somebody with an account, by membership of the organisation."""

from __future__ import annotations

from django.http import HttpResponse

from spona.events.models import Party
from spona.events.queries.taking_part import own_party_for
from spona.web.events.answering import show_party
from spona.web.events.meeting_requests import show_requests
from spona.web.events.proposing import show_proposal
from spona.web.events.taking_part import keep_draft, show_timetable
from spona.web.events.wishing import show_wishes
from spona.web.page import PageRequest, page


@page("events.answer_for_party", lookup=own_party_for, methods=("GET", "POST"))
def own_party(request: PageRequest, party: Party) -> HttpResponse:
    """What my organisation is at this fair, whether it comes, and the way to everything else."""
    return show_party(request, party)


@page("events.see_wishes", lookup=own_party_for, methods=("GET", "POST"))
def wishes(request: PageRequest, party: Party) -> HttpResponse:
    """Whom my organisation wants to meet."""
    return show_wishes(request, party)


@page("events.see_requests", lookup=own_party_for, methods=("GET", "POST"))
def requests(request: PageRequest, party: Party) -> HttpResponse:
    """Who asked my organisation for a meeting, and whom it asked."""
    return show_requests(request, party)


@page("events.answer_for_party", lookup=own_party_for, methods=("GET", "POST"))
def proposal(request: PageRequest, party: Party) -> HttpResponse:
    """What my organisation brings to the fair."""
    return show_proposal(request, party)


@page("events.see_own_timetable", lookup=own_party_for)
def timetable(request: PageRequest, party: Party) -> HttpResponse:
    """My organisation's day."""
    return show_timetable(request, party)


@page("events.answer_for_party", lookup=own_party_for, methods=("POST",), idempotent=False)
def draft(request: PageRequest, party: Party) -> HttpResponse:
    """Keep what I am typing."""
    return keep_draft(request, party)
