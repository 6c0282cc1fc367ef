"""Pages a party opens with the link from its mail. Whoever holds the link speaks for that party, and for no other."""

from __future__ import annotations

from django.http import HttpResponse

from spona.events.models import Party
from spona.events.queries.taking_part import party_of_link
from spona.events.states import PARTY_LINK, TIMETABLE_LINK
from spona.web.events.answering import show_party
from spona.web.events.meeting_requests import show_requests
from spona.web.events.proposing import show_proposal
from spona.web.events.taking_part import keep_draft, show_timetable
from spona.web.events.wishing import show_wishes
from spona.web.page import PageRequest, page

LINK = (PARTY_LINK,)


@page("events.answer_for_party", lookup=party_of_link, links=LINK, methods=("GET", "POST"))
def party_page(request: PageRequest, party: Party) -> HttpResponse:
    """Who I am at this fair, whether I come, and the way to everything else."""
    return show_party(request, party)


@page("events.see_wishes", lookup=party_of_link, links=LINK, methods=("GET", "POST"))
def wishes(request: PageRequest, party: Party) -> HttpResponse:
    """Whom I want to meet."""
    return show_wishes(request, party)


@page("events.see_requests", lookup=party_of_link, links=LINK, methods=("GET", "POST"))
def requests(request: PageRequest, party: Party) -> HttpResponse:
    """Who asked me for a meeting, and whom I asked."""
    return show_requests(request, party)


@page("events.answer_for_party", lookup=party_of_link, links=LINK, methods=("GET", "POST"))
def proposal(request: PageRequest, party: Party) -> HttpResponse:
    """What I bring to the fair."""
    return show_proposal(request, party)


@page("events.see_own_timetable", lookup=party_of_link, links=LINK)
def timetable(request: PageRequest, party: Party) -> HttpResponse:
    """My day, beside the other pages of my part."""
    return show_timetable(request, party)


@page("events.see_own_timetable", lookup=party_of_link, links=(TIMETABLE_LINK,))
def timetable_only(request: PageRequest, party: Party) -> HttpResponse:
    """My day, for whoever was given the link to it: it reads and never writes."""
    return show_timetable(request, party)


@page("events.answer_for_party", lookup=party_of_link, links=LINK, methods=("POST",), idempotent=False)
def draft(request: PageRequest, party: Party) -> HttpResponse:
    """Keep what I am typing."""
    return keep_draft(request, party)
