"""The broker's view: who is free now, whom they should meet and why, and one button that brings two together.

Reached by those who run the fair, and on its days by whoever was given a broker's link.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions.brokers import end_broker_links, issue_broker_link
from spona.events.actions.introductions import bring_together, who_should_meet
from spona.events.models import Fair, Party
from spona.events.queries import fair_for
from spona.events.queries.brokers import fair_of_broker_link, has_broker_links, party_at_broker
from spona.events.queries.days import fair_days
from spona.events.states import BROKER_LINK
from spona.kernel.models import Problem
from spona.web.events.day import day_crumbs
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page

LINK = (BROKER_LINK,)


@page("events.bring_together", lookup=fair_for, methods=("GET", "POST"))
def broker(request: PageRequest, fair: Fair) -> HttpResponse:
    """Whom to bring together now, for those who run the fair. Posted: these two sit down."""
    around = {
        "has_links": has_broker_links(request.actor, fair),
        "tabs": fair_tabs(request.actor, fair, "day"),
        "crumbs": fair_crumbs(fair, _("Who should meet now")),
    }
    return _show(request, fair, around)


@page("events.bring_together", lookup=fair_of_broker_link, links=LINK, methods=("GET", "POST"))
def link_broker(request: PageRequest, fair: Fair) -> HttpResponse:
    """The same for a broker with a link and without an account."""
    return _show(request, fair, {"has_link": True})


@page("events.run_day", lookup=fair_for, methods=("POST",))
def broker_link(request: PageRequest, fair: Fair) -> HttpResponse:
    """Make a link for a broker, shown once, or end all of them."""
    if request.POST.get("do") == "end":
        end_broker_links(fair=fair, by=request.actor)
        messages.success(request, _("The links open nothing any more."))
        return redirect("web:events:broker", slug=fair.slug)
    context = {
        "fair": fair,
        "link": issue_broker_link(fair=fair, by=request.actor),
        "days": fair_days(fair),
        "crumbs": day_crumbs(fair, _("A link for a broker")),
    }
    return render(request, "events/day/broker_link.html", context)


def _show(request: PageRequest, fair: Fair, around: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        a, b = (_party(request, fair, request.POST.get(name, "")) for name in ("a", "b"))
        table = request.POST.get("table_number", "")
        meeting = bring_together(
            fair=fair, a=a, b=b, table_number=int(table) if table.isdecimal() else None, by=request.actor
        )
        names = {"a": a.name, "b": b.name, "number": meeting.table_number}
        sentence = (
            _("%(a)s and %(b)s meet now.")
            if meeting.table_number is None
            else _("%(a)s and %(b)s meet now at table %(number)s.")
        )
        messages.success(request, sentence % names)
        return redirect(request.path)
    context = {"fair": fair, "view": who_should_meet(fair=fair, by=request.actor)}
    return render(request, "events/day/broker.html", context | around)


def _party(request: PageRequest, fair: Fair, said: str) -> Party:
    """Errors: ``Problem`` for an id that is none of the fair's."""
    try:
        party = party_at_broker(request.actor, fair, UUID(said))
    except ValueError:
        party = None
    if party is None:
        raise Problem(_("Choose two parties."), remedy=_("Reload the page and choose again."), code="unknown_party")
    return party
