"""The broker's view: who is free now, whom they should meet and why, and one button that brings two together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions.introductions import bring_together, who_should_meet
from spona.events.models import Fair, Party
from spona.events.queries import fair_for
from spona.events.queries.parties import party_for
from spona.kernel.models import Problem
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page


@page("events.run_day", lookup=fair_for, methods=("GET", "POST"))
def broker(request: PageRequest, fair: Fair) -> HttpResponse:
    """Whom to bring together now. Posted: these two sit down."""
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
        return redirect("web:events:broker", slug=fair.slug)
    context = {
        "fair": fair,
        "view": who_should_meet(fair=fair, by=request.actor),
        "tabs": fair_tabs(request.actor, fair, "day"),
        "crumbs": fair_crumbs(fair, _("Who should meet now")),
    }
    return render(request, "events/day/broker.html", context)


def _party(request: PageRequest, fair: Fair, said: str) -> Party:
    """Errors: ``Problem`` for an id that is none of the fair's."""
    try:
        party = party_for(request.actor, UUID(said))
    except ValueError:
        party = None
    if party is None or party.fair_id != fair.pk:
        raise Problem(_("Choose two parties."), remedy=_("Reload the page and choose again."), code="unknown_party")
    return party
