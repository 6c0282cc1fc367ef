"""The day of the fair on one page: who is in, who is missing for the next meetings, the ways to gates and screens."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.actions.badges import reissue_badge, short_code
from spona.events.actions.gates import add_gate, close_gate, issue_gate_link
from spona.events.models import Fair, Gate, Party
from spona.events.queries import fair_for, fair_party_for, published_timetable
from spona.events.queries.clocks import FairClock
from spona.events.queries.cockpit import coming_parties
from spona.events.queries.day import (
    Moment,
    arrivals,
    gate_for,
    gates_for,
    latest_entries,
    missing_for,
    moment_of,
    not_in,
    tables_now,
)
from spona.events.queries.days import fair_days
from spona.kernel.rules import allowed
from spona.web.events.day_forms import GateForm
from spona.web.events.documents import pdf
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.print_data import badges_data
from spona.web.page import PageRequest, page

MISSING_SHOWN = 40


@page("events.run_day", lookup=fair_for)
def day(request: PageRequest, fair: Fair) -> HttpResponse:
    """What whoever runs the fair looks at all day."""
    slots = list(fair.slots.all())
    moment, clock = moment_of(slots, timezone.now()), FairClock(fair, slots)
    sides = arrivals(request.actor, fair)
    timetable = published_timetable(fair)
    first, last = fair_days(fair)
    context = {
        "fair": fair,
        "sides": sides,
        "arrived": sum(side.arrived for side in sides),
        "expected": sum(side.expected for side in sides),
        "moment": moment,
        "current": clock.span(moment.current) if moment.current else "",
        "following": clock.span(moment.following) if moment.following else "",
        "days": (first, last),
        "timetable": timetable,
        "missing": _missing(request, fair, moment, clock) if timetable is not None else [],
        "absent": list(not_in(request.actor, fair)[:MISSING_SHOWN]) if timetable is None else [],
        "latest": latest_entries(request.actor, fair),
        "tables": tables_now(fair, moment),
        "gates": list(gates_for(request.actor, fair)),
        "has_board": allowed("events.see_public_timetable", request.actor, fair) and timetable is not None,
        "may_call": timetable is not None and allowed("events.manage_parties", request.actor, fair),
        "tabs": fair_tabs(request.actor, fair, "day"),
        "crumbs": fair_crumbs(fair, _("The day")),
    }
    return render(request, "events/day/day.html", context)


def _missing(request: PageRequest, fair: Fair, moment: Moment, clock: FairClock) -> list[dict[str, Any]]:
    """Return who is missing now and for the next slot: each party once, with the first meeting it would miss."""
    rows: dict[Any, dict[str, Any]] = {}
    for seat in missing_for(request.actor, fair, moment.shown):
        row = {
            "party": seat.party,
            "other": seat.other,
            "table": seat.meeting.table_number,
            "slot": clock.span(seat.slot),
        }
        rows.setdefault(seat.party_id, row)
    return list(rows.values())


@page("events.run_day", lookup=fair_for, methods=("GET", "POST"))
def gates(request: PageRequest, fair: Fair) -> HttpResponse:
    """The doors of the fair; posted: one more."""
    form = GateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            add_gate(fair=fair, name=form.cleaned_data["name"], by=request.actor)
        if form.is_clean:
            return redirect("web:events:gates", slug=fair.slug)
    context = {
        "fair": fair,
        "form": form,
        "gates": list(gates_for(request.actor, fair)),
        "days": fair_days(fair),
        "crumbs": day_crumbs(fair, _("Gates")),
    }
    return render(request, "events/day/gates.html", context, status=form.status(request.method))


def day_crumbs(fair: Fair, label: str) -> list[dict[str, Any]]:
    """Return the way to a page behind the day."""
    way = fair_crumbs(fair, _("The day"))
    way[-1]["url"] = reverse("web:events:day", args=[fair.slug])
    return [*way, {"label": label, "url": ""}]


@page("events.run_day", lookup=gate_for, methods=("POST",))
def change_gate(request: PageRequest, gate: Gate) -> HttpResponse:
    """Make a link for a volunteer, shown once, or close the gate."""
    if request.POST.get("do") == "close":
        close_gate(gate=gate, by=request.actor)
        messages.success(request, _("The gate is closed. Its links open nothing any more."))
        return redirect("web:events:gates", slug=gate.fair.slug)
    context = {
        "gate": gate,
        "fair": gate.fair,
        "link": issue_gate_link(gate=gate, by=request.actor),
        "days": fair_days(gate.fair),
        "crumbs": day_crumbs(gate.fair, gate.name),
    }
    return render(request, "events/day/gate_link.html", context)


@page("events.see_contacts", lookup=fair_for)
def badges(request: PageRequest, fair: Fair) -> HttpResponse:
    """Badges of everybody who comes, with or without a timetable."""
    made = pdf(
        "badges",
        badges_data(fair, coming_parties(request.actor, fair)),
        f"{fair.name.text()} · {_('Badges')}",
        get_language() or "en",
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(fair.slug)}-badges.pdf"
    return response


@page("events.run_day", lookup=fair_party_for, methods=("GET", "POST"))
def badge_of_party(request: PageRequest, party: Party) -> HttpResponse:
    """One party's badge to be printed. Posted: a new one, because the old one was lost; that one is worth nothing."""
    if request.method == "POST":
        renewed = reissue_badge(party=party, by=request.actor)
        messages.success(
            request,
            _("A new badge: %(code)s. The old one lets nobody in.")
            % {"code": short_code(renewed.pk, renewed.badge_edition)},
        )
        return redirect("web:events:party", slug=party.fair.slug, party_id=party.pk)
    title = f"{party.name} · {_('Badge')}"
    made = pdf("badges", badges_data(party.fair, [party]), title, get_language() or "en")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(party.fair.slug)}-badge.pdf"
    return response
