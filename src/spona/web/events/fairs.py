"""A fair as its managers set it up: what it is, who sits on which side, when one meets."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.actions import (
    SideSpec,
    add_slots,
    cancel_fair,
    close_wishes,
    create_fair,
    edit_fair,
    edit_slot,
    end_fair,
    open_fair,
    prepare_again,
    remove_slot,
    reopen_fair,
    set_sides,
)
from spona.events.models import Fair, Slot
from spona.events.queries import fair_for, fair_overview, fairs_for, slot_for
from spona.events.queries.clocks import FairClock
from spona.events.queries.fairs import ORDER as FAIR_ORDER
from spona.events.states import FairState
from spona.kernel.models import Translated
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.programmes.models import Programme
from spona.programmes.queries import programme_for
from spona.web.events.fair_pages import fair_address, fair_crumbs, fair_tabs
from spona.web.events.forms import FairForm, SideForm, SlotForm, SlotsForm, on_day
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.tables import chip, link, words

MOVES = {
    "open": open_fair,
    "close_wishes": close_wishes,
    "reopen": reopen_fair,
    "prepare": prepare_again,
    "end": end_fair,
    "cancel": cancel_fair,
}
USUAL_SIDES, MOST_SIDES = 3, 12


@page("events.list_fairs")
def fairs(request: PageRequest) -> HttpResponse:
    """The fairs the reader may see, latest first."""
    listed = keyset(fairs_for(request.actor), order=FAIR_ORDER, place=request.GET.get("place", ""))
    states = words(FairState)
    rows = [
        (
            link(fair_address(request.actor, fair), fair.name),
            date_format(fair.starts_on, "DATE_FORMAT"),
            ", ".join(filter(None, (fair.venue, fair.city))),
            chip(states[fair.state]),
        )
        for fair in listed.rows
    ]
    context = {"rows": rows, "columns": columns(_("Fair"), _("Day"), _("Place"), _("State"))}
    return render(request, "events/organiser/fairs.html", context | neighbours(request, listed))


def _language() -> str:
    return get_language() or "en"


@page("events.create_fair", lookup=programme_for, methods=("GET", "POST"))
def new_fair(request: PageRequest, programme: Programme) -> HttpResponse:
    """Set up a fair in a programme."""
    form = FairForm.for_page(request)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("_")}
        name, about = (Translated.of(values.pop(field), _language()) for field in ("name", "about"))
        with form.problems():
            made = create_fair(programme=programme, name=name, about=about, **values, by=request.actor)
        if form.is_clean:
            return redirect("web:events:sides", slug=made.slug)
    crumbs = [crumb(programme.name, reverse("web:programmes:programme", args=[programme.slug])), crumb(_("New fair"))]
    context = {"form": form, "heading": _("New fair"), "crumbs": crumbs, "version": ""}
    return render(request, "events/organiser/fair_form.html", context, status=form.status(request.method))


@page("events.see_fair", lookup=fair_for)
def hub(request: PageRequest, fair: Fair) -> HttpResponse:
    """Where the fair stands, what waits, and the way to everything else."""
    context = {
        "fair": fair,
        "overview": fair_overview(fair),
        "may_manage": allowed("events.manage_fair", request.actor, fair),
        "may_see_parties": allowed("events.see_parties", request.actor, fair),
        "may_list_proposals": allowed("events.list_proposals", request.actor, fair),
        "tabs": fair_tabs(request.actor, fair, "fair"),
        "crumbs": fair_crumbs(fair),
    }
    return render(request, "events/organiser/hub.html", context)


@page("events.manage_fair", lookup=fair_for, methods=("GET", "POST"))
def edit(request: PageRequest, fair: Fair) -> HttpResponse:
    """Change what the fair is; who saved meanwhile is not overwritten."""
    fields = [name for name in FairForm.base_fields if not name.startswith("_")]
    initial = {name: getattr(fair, name) for name in fields} | {"name": fair.name.text(), "about": fair.about.text()}
    form = FairForm.for_page(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        changes: dict[str, Any] = {name: form.cleaned_data[name] for name in fields}
        for name in ("name", "about"):
            changes[name] = getattr(fair, name).with_text(changes[name], _language())
        with form.problems():
            edit_fair(fair=fair, version=form.cleaned_data["_version"], **changes, by=request.actor)
        if form.is_clean:
            return redirect("web:events:fair", slug=changes["slug"])
    context = {
        "form": form,
        "heading": _("Edit the fair"),
        "version": form.version_of(fair),
        "theirs": form.theirs(),
        "crumbs": fair_crumbs(fair, _("Edit the fair")),
    }
    return render(request, "events/organiser/fair_form.html", context, status=form.status(request.method))


@page("events.manage_fair", lookup=fair_for, methods=("GET", "POST"))
def sides(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who meets whom: CSOs, companies, towns, each with its promise, its limit and its places."""
    fields = ("code", "organisation_kind", "min_meetings", "max_meetings", "places", "hosts", "meets_own_side")
    there = [{"name": side.name.text()} | {name: getattr(side, name) for name in fields} for side in fair.sides.all()]
    empty = max(1, USUAL_SIDES - len(there))  # a new fair gets all its sides at once
    head = SideForm.for_page(request)
    if head.typed is not None:
        there, empty = _typed_sides(head.typed), 0
    forms = formset_factory(SideForm, extra=empty, max_num=MOST_SIDES)(request.POST or None, initial=there)
    if request.method == "POST" and forms.is_valid():
        named = {side.code: side.name for side in fair.sides.all()}
        with head.problems():
            specs = [_side_spec(form.cleaned_data, named) for form in forms if form.cleaned_data.get("name")]
            set_sides(fair=fair, sides=specs, by=request.actor)
        if not head.non_field_errors():
            return redirect("web:events:slots" if not fair.slots.exists() else "web:events:fair", slug=fair.slug)
    problems = head.non_field_errors() if request.method == "POST" else []
    context = {
        "fair": fair,
        "forms": forms,
        "head": head,
        "problems": problems,
        "crumbs": fair_crumbs(fair, _("Sides")),
    }
    return render(request, "events/organiser/sides.html", context, status=422 if request.method == "POST" else 200)


def _typed_sides(typed: QueryDict) -> list[dict[str, Any]]:
    """Return the sides of a draft as the page's forms begin with them."""
    count = typed.get("form-TOTAL_FORMS", "")
    numbers = range(min(int(count), MOST_SIDES) if count.isdecimal() else 0)
    return [
        {
            name: field.widget.value_from_datadict(typed, MultiValueDict(), f"form-{number}-{name}")
            for name, field in SideForm.base_fields.items()
            if not name.startswith("_")
        }
        for number in numbers
    ]


def _side_spec(values: dict[str, Any], named: dict[str, Translated]) -> SideSpec:
    code = values["code"] or values["organisation_kind"] or "side"
    name = named.get(code, Translated()).with_text(values["name"], _language())
    return SideSpec(
        code=code,
        name=name,
        organisation_kind=values["organisation_kind"],
        min_meetings=values["min_meetings"] or 0,
        max_meetings=values["max_meetings"],
        hosts=values["hosts"],
        meets_own_side=values["meets_own_side"],
        places=values["places"],
    )


@page("events.manage_fair", lookup=fair_for, methods=("GET", "POST"))
def slots(request: PageRequest, fair: Fair) -> HttpResponse:
    """When one meets: the slots there are, and a row of new ones."""
    initial = {"minutes": fair.meeting_minutes, "break_minutes": fair.break_minutes, "time": dt.time(10, 0)}
    initial |= {"day": fair.starts_on}
    form = SlotsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.problems():
            add_slots(
                fair=fair,
                starts_at=on_day(fair, values["day"], values["time"]),
                count=values["count"],
                minutes=values["minutes"],
                break_minutes=values["break_minutes"],
                long_breaks=form.long_breaks(),
                by=request.actor,
            )
        if form.is_clean:
            return redirect("web:events:slots", slug=fair.slug)
    there = list(fair.slots.all())
    clock = FairClock(fair, there)
    context = {
        "fair": fair,
        "form": form,
        "times": [(slot, clock.start(slot), clock.end(slot)) for slot in there],
        "columns": columns(_("From"), _("Until"), _("Minutes"), "", numbers=(2,)),
        "crumbs": fair_crumbs(fair, _("Slots")),
    }
    return render(request, "events/organiser/slots.html", context, status=form.status(request.method))


@page("events.manage_fair", lookup=slot_for, methods=("GET", "POST"))
def slot(request: PageRequest, found: Slot) -> HttpResponse:
    """Move one slot in time, or take it out where nobody meets in it."""
    fair = found.fair
    zone = ZoneInfo(fair.time_zone)
    starts, ends = found.starts_at.astimezone(zone), found.ends_at.astimezone(zone)
    initial = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
    form = SlotForm(request.POST or None, initial=initial)
    if request.method == "POST" and request.POST.get("do") == "remove":
        remove_slot(slot=found, by=request.actor)
        messages.success(request, _("The slot is gone."))
        return redirect("web:events:slots", slug=fair.slug)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"] or starts.date()
        times = {name: on_day(fair, day, form.cleaned_data[name]) for name in ("starts", "ends")}
        with form.problems():
            edit_slot(slot=found, starts_at=times["starts"], ends_at=times["ends"], by=request.actor)
        if form.is_clean:
            return redirect("web:events:slots", slug=fair.slug)
    context = {
        "fair": fair,
        "span": FairClock.of(fair).span(found),
        "form": form,
        "crumbs": fair_crumbs(fair, _("Slot")),
    }
    return render(request, "events/organiser/slot.html", context, status=form.status(request.method))


@page("events.manage_fair", lookup=fair_for, methods=("POST",))
def change_state(request: PageRequest, fair: Fair) -> HttpResponse:
    """Open the fair, close wishes, open again, end or cancel it."""
    act = MOVES.get(request.POST.get("do", ""))
    if act is not None:
        act(fair=fair, by=request.actor)
    return redirect("web:events:fair", slug=fair.slug)
