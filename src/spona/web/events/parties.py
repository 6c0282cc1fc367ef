"""Parties of a fair as its managers see them: found, added, invited, and each with its capacity, hours and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.actions import (
    add_party,
    confirm_party,
    decline_invitation,
    edit_party,
    invite_party,
    set_absences,
    set_capacity,
    withdraw_party,
)
from spona.events.actions.badges import short_code
from spona.events.models import Fair, Party
from spona.events.queries import (
    absent_slots,
    fair_for,
    fair_party_for,
    invitable_parties,
    parties_for,
    proposals_of,
    requests_for,
    suggestions_for,
    wishes_about,
    wishes_of,
)
from spona.events.queries.clocks import FairClock
from spona.events.queries.fairs import sides_of, slots_of
from spona.events.queries.parties import ORDER as PARTY_ORDER
from spona.events.queries.timetables import drafts_for
from spona.events.states import PartyState
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.parties.models import Organisation
from spona.parties.queries import organisation_for, organisations_for
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.forms import AddPartyForm, CapacityForm, ContactForm, PartyFilters
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.tables import Cells, addresses, chip, link, words

CANDIDATES = 8
INVITED_AT_ONCE = 500
MOVES = {"confirm": confirm_party, "decline": decline_invitation, "withdraw": withdraw_party}
STATE_KINDS: dict[str, str] = {PartyState.CONFIRMED: "good", PartyState.INVITED: ""}


@page("events.see_parties", lookup=fair_for)
def parties(request: PageRequest, fair: Fair) -> HttpResponse:
    """Everybody on the fair's list, by name, narrowed by side, state or part of a name."""
    filters = PartyFilters(request.GET, sides_of(fair), list(PartyState.choices))
    found = parties_for(request.actor, fair, **filters.chosen())
    listed = keyset(found, order=PARTY_ORDER, place=request.GET.get("place", ""))
    may_manage = allowed("events.manage_parties", request.actor, fair)
    context = {
        "fair": fair,
        "rows": _party_rows(fair, listed.rows, may_open=may_manage),
        "filters": filters,
        "may_manage": may_manage,
        "columns": columns(_("Name"), _("Side"), _("Town"), _("Meetings"), _("State")),
        "tabs": fair_tabs(request.actor, fair, "parties"),
        "crumbs": fair_crumbs(fair, _("Parties")),
    }
    return render(request, "events/organiser/parties.html", context | neighbours(request, listed))


def _party_rows(fair: Fair, parties: Sequence[Party], *, may_open: bool) -> list[Cells]:
    address, states = addresses("web:events:party", fair.slug), words(PartyState)
    return [
        (
            link(address(row.pk), row.name) if may_open else row.name,
            row.side.name,
            row.city,
            _meetings_promised(row),
            chip(states[row.state], STATE_KINDS.get(row.state, "quiet")),
        )
        for row in parties
    ]


def _meetings_promised(party: Party) -> str:
    if party.maximum is None:
        return _("%(minimum)s or more") % {"minimum": party.minimum}
    return f"{party.minimum}–{party.maximum}"


@page("events.manage_parties", lookup=fair_party_for, methods=("GET", "POST"))
def party(request: PageRequest, found: Party) -> HttpResponse:
    """One party: what it is promised, when it is there, how it is reached, what it wishes and offers."""
    capacity, contact = _party_forms(request, found)
    if request.method == "POST":
        form = capacity if "capacity" in request.POST else contact
        if form.is_valid():
            values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("_")}
            save = set_capacity if form is capacity else edit_party
            with form.problems():
                save(party=found, version=form.cleaned_data["_version"], by=request.actor, **values)
            if form.is_clean:
                messages.success(request, _("Saved."))
                return redirect("web:events:party", slug=found.fair.slug, party_id=found.pk)
    slots = slots_of(found.fair)
    clock = FairClock(found.fair, slots)
    context = {
        "fair": found.fair,
        "party": found,
        "capacity": capacity,
        "contact": contact,
        "theirs": capacity.theirs() or contact.theirs(),
        "version": (capacity.conflict or contact.conflict or found).version,
        "times": [(slot, clock.start(slot)) for slot in slots],
        "absent": absent_slots(found),
        "wishes": list(wishes_of(request.actor, found)),
        "wished_by": list(wishes_about(request.actor, found)),
        "requests": list(requests_for(request.actor, found)),
        "proposals": list(proposals_of(request.actor, found)),
        "suggestions": suggestions_for(request.actor, found, CANDIDATES),
        "timetable": next(iter(drafts_for(request.actor, found.fair, 1)), None),
        "badge_code": short_code(found.pk, found.badge_edition),
        "moves": found.moves.get(found.state, ()),
        "crumbs": _crumbs(found),
    }
    failed = not (capacity.is_clean and contact.is_clean)
    return render(request, "events/organiser/party.html", context, status=422 if failed else 200)


def _party_forms(request: PageRequest, found: Party) -> tuple[CapacityForm, ContactForm]:
    """Return both forms of the page; only the one that was sent reads what was sent."""
    fields = (
        "min_meetings",
        "max_meetings",
        "contact_name",
        "contact_email",
        "contact_phone",
        "told_by",
        "people",
        "language",
        "table_number",
        "note",
    )
    initial = {name: getattr(found, name) for name in fields}
    is_capacity = "capacity" in request.POST
    if is_capacity:
        return CapacityForm(request.POST, initial=initial), ContactForm(initial=initial)
    return CapacityForm(initial=initial), ContactForm.for_page(request, initial=initial, part="contact")


def _crumbs(found: Party) -> list[dict[str, Any]]:
    way = fair_crumbs(found.fair, _("Parties"))
    way[-1]["url"] = reverse("web:events:parties", args=[found.fair.slug])
    return [*way, crumb(found.name)]


@page("events.manage_parties", lookup=fair_party_for, methods=("POST",))
def change_state(request: PageRequest, found: Party) -> HttpResponse:
    """Say for a party that it comes, does not come, or withdraws."""
    act = MOVES.get(request.POST.get("do", ""))
    if act is not None:
        act(party=found, by=request.actor)
    return redirect("web:events:party", slug=found.fair.slug, party_id=found.pk)


@page("events.manage_parties", lookup=fair_party_for, methods=("POST",))
def absences(request: PageRequest, found: Party) -> HttpResponse:
    """Say in which slots a party is there."""
    there = set(request.POST.getlist("there"))
    away = [slot.pk for slot in slots_of(found.fair) if str(slot.pk) not in there]
    set_absences(party=found, slots=away, by=request.actor)
    messages.success(request, _("Saved."))
    return redirect("web:events:party", slug=found.fair.slug, party_id=found.pk)


@page("events.manage_parties", lookup=fair_party_for, methods=("POST",))
def invite(request: PageRequest, found: Party) -> HttpResponse:
    """Send the party its link again."""
    invite_party(party=found, by=request.actor)
    messages.success(request, _("The invitation is in the outbox."))
    return redirect("web:events:party", slug=found.fair.slug, party_id=found.pk)


@page("events.manage_parties", lookup=fair_for, methods=("POST",))
def invite_all(request: PageRequest, fair: Fair) -> HttpResponse:
    """Send everybody who can be reached and has not answered a link to its own page."""
    invited = list(invitable_parties(request.actor, fair)[:INVITED_AT_ONCE])
    for party in invited:
        invite_party(party=party, by=request.actor)
    sentence = ngettext(
        "%(count)s invitation is in the outbox.", "%(count)s invitations are in the outbox.", len(invited)
    )
    messages.success(request, sentence % {"count": len(invited)})
    return redirect("web:events:parties", slug=fair.slug)


@page("events.manage_parties", lookup=fair_for, methods=("GET", "POST"))
def add(request: PageRequest, fair: Fair) -> HttpResponse:
    """Put an organisation on the list: type part of its name, choose it, done."""
    form = AddPartyForm(request.POST or None, sides=sides_of(fair))
    candidates: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request)
        if chosen is None:
            found = organisations_for(request.actor, text=form.cleaned_data["organisation"])
            candidates = list(found[:CANDIDATES])
        else:
            side = fair.sides.get(code=form.cleaned_data["side"])
            with form.problems():
                made = add_party(side=side, organisation=chosen, by=request.actor)
            if form.is_clean:
                return redirect("web:events:party", slug=fair.slug, party_id=made.pk)
    context = {
        "fair": fair,
        "form": form,
        "candidates": candidates,
        "searched": request.method == "POST" and form.is_valid(),
        "crumbs": fair_crumbs(fair, _("Add a party")),
    }
    status = 200 if candidates else form.status(request.method)
    return render(request, "events/organiser/add_party.html", context, status=status)


def _chosen(request: PageRequest) -> Organisation | None:
    try:
        return organisation_for(request.actor, UUID(request.POST.get("chosen", "")))
    except ValueError:
        return None
