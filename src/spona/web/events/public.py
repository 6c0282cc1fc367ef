"""What everybody sees of a public fair: what it is, who comes, who meets whom, and how to register.

These pages cost few queries, write nothing, and answer a browser that has them already with 304. They hold nothing
that belongs to one reader alone, so a cache in between may keep them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.actions.registration import register_publicly
from spona.events.models import Fair, Meeting, Party, Slot, Timetable
from spona.events.queries import fair_for, side_figures
from spona.events.queries.clocks import FairClock
from spona.events.queries.fairs import sides_of, slots_of
from spona.events.queries.parties import ORDER as PARTY_ORDER
from spona.events.queries.taking_part import coming_parties, public_timetable
from spona.events.queries.timetables import Grid, timetable_grid
from spona.events.states import FairState
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.parties.models.register_number import SCHEMES_BY_COUNTRY
from spona.web.events.taking_part_forms import ComingFilters, RegisterForm
from spona.web.origins import origin_of
from spona.web.page import PageRequest, page
from spona.web.pages import crumb, neighbours
from spona.web.pieces import chip_items, name_items

KEPT_SECONDS = 30
"""How long a reader may see what was true a moment ago; afterwards the browser asks whether the page has changed."""

AXES = {"time": "time", "table": "table", "party": "person"}
"""How the public timetable is ordered: the word in the address, and the query's."""

SHOWN_SLOTS = 8


def _kept(request: PageRequest, facts: Sequence[Any], show: Callable[[], HttpResponse]) -> HttpResponseBase:
    """Answer with 304 where the reader has this page already; else show it. ``facts`` are all it was made of."""
    frame = (
        get_language(),
        request.COOKIES.get("spona_theme", ""),
        request.get_full_path(),
        request.network.updated_at,
    )
    tag = f'W/"{hashlib.sha256(repr((*frame, *facts)).encode()).hexdigest()[:32]}"'
    if not request.actor.is_anonymous:
        return show()
    response = get_conditional_response(request, etag=tag) or show()
    response.headers["ETag"] = tag
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _facts(fair: Fair) -> list[Any]:
    return [fair.pk, fair.version, fair.updated_at, fair.state]


def _frame(request: PageRequest, fair: Fair, current: str) -> dict[str, Any]:
    """Return what every public page of a fair shows around its own content."""
    labels = {"public_fair": _("The fair"), "public_parties": _("Who comes")}
    if allowed("events.see_public_timetable", request.actor, fair):
        labels["public_timetable"] = _("Timetable")
    if allowed("events.register_publicly", request.actor, fair):
        labels["register"] = _("Register")
    tabs = [
        {"label": label, "url": reverse(f"web:events:{name}", args=[fair.slug]), "current": name == current}
        for name, label in labels.items()
    ]
    way = [crumb(fair.name, reverse("web:events:public_fair", args=[fair.slug])), crumb(labels[current])]
    return {
        "fair": fair,
        "tabs": tabs,
        "crumbs": way if current != "public_fair" else [],
        "may_register": "register" in labels,
    }


@page("events.see_public_fair", lookup=fair_for)
def public_fair(request: PageRequest, fair: Fair) -> HttpResponseBase:
    """What the fair is, when and where, how full it is."""
    figures = side_figures(fair)

    def show() -> HttpResponse:
        is_published = fair.state in {FairState.PUBLISHED, FairState.OVER}
        context = {"figures": figures, "is_published": is_published}
        return render(request, "events/public/fair.html", _frame(request, fair, "public_fair") | context)

    taken = [(figure.side.pk, figure.side.updated_at, figure.coming, figure.confirmed) for figure in figures]
    return _kept(request, [*_facts(fair), taken], show)


@page("events.see_public_fair", lookup=fair_for)
def parties(request: PageRequest, fair: Fair) -> HttpResponseBase:
    """Who has said that it comes, found in either script."""
    sides = sides_of(fair)
    filters = ComingFilters(request.GET, sides)
    chosen = filters.chosen()
    listed = keyset(
        coming_parties(request.actor, fair, **chosen), order=PARTY_ORDER, place=request.GET.get("place", "")
    )

    def show() -> HttpResponse:
        context = {"coming": _coming(listed.rows), "filters": filters, "is_filtered": any(chosen.values())}
        context |= neighbours(request, listed) | _frame(request, fair, "public_parties")
        return render(request, "events/public/parties.html", context)

    rows = [(party.pk, party.name, party.city, party.side_id) for party in listed.rows]
    return _kept(request, [*_facts(fair), [side.updated_at for side in sides], rows, listed.next], show)


def _coming(parties: Sequence[Party]) -> SafeString:
    """Return the parties as entries of a list: the name, its side and its town."""
    sides = {party.side_id: str(party.side.name) for party in parties}
    return name_items(
        (party.name, party.language, " · ".join(part for part in (sides[party.side_id], str(party.city)) if part))
        for party in parties
    )


@page("events.see_public_timetable", lookup=fair_for)
def timetable(request: PageRequest, fair: Fair) -> HttpResponseBase:
    """The published timetable by time, by table or by party, a page at a time. Asking again costs two queries."""
    found = public_timetable(request.actor, fair)
    facts = [*_facts(fair), found.pk, found.updated_at]
    return _kept(request, facts, lambda: _show_timetable(request, fair, found))


def _show_timetable(request: PageRequest, fair: Fair, found: Timetable) -> HttpResponse:
    by = request.GET.get("by", "time")
    by = by if by in AXES else "time"
    slots = slots_of(fair)
    first = _first_slot(request, slots)
    shown = slots if by == "time" else slots[first : first + SHOWN_SLOTS]
    grid = timetable_grid(request.actor, found, shown, axis=AXES[by], page=request.GET.get("place", ""))
    clock = FairClock(fair, slots)
    context = {
        "timetable": found,
        "by": by,
        "orders": _orders(request, by),
        "columns": [{"label": clock.start(slot)} for slot in shown],
        "rows": [] if by == "time" else _grid_rows(grid),
        "times": [{"when": clock.span(row.slot), "meetings": _met(row.meetings)} for row in grid.rows if row.slot],
        "spans": _spans(request, slots, first, clock) if by != "time" else [],
    }
    context |= neighbours(request, grid) | _frame(request, fair, "public_timetable")
    return render(request, "events/public/timetable.html", context)


def _first_slot(request: PageRequest, slots: list[Slot]) -> int:
    """Return where the shown columns begin: many slots are shown a span at a time."""
    wanted = request.GET.get("from", "")
    return int(wanted) // SHOWN_SLOTS * SHOWN_SLOTS if wanted.isdecimal() and int(wanted[:6]) < len(slots) else 0


def _orders(request: PageRequest, by: str) -> list[dict[str, Any]]:
    labels = {"time": _("By time"), "table": _("By table"), "party": _("By name")}
    return [
        {"label": label, "url": f"{request.path}?by={name}", "current": name == by} for name, label in labels.items()
    ]


def _spans(request: PageRequest, slots: list[Slot], first: int, clock: FairClock) -> list[dict[str, Any]]:
    """Return links to the other spans of slots, where there are more than one page shows."""
    spans = []
    for start in range(0, len(slots), SHOWN_SLOTS) if len(slots) > SHOWN_SLOTS else ():
        part, wanted = slots[start : start + SHOWN_SLOTS], request.GET.copy()
        wanted["from"] = str(start)
        label = clock.range(part[0], part[-1])
        spans.append({"label": label, "url": f"{request.path}?{wanted.urlencode()}", "current": start == first})
    return spans


def _grid_rows(grid: Grid) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label,
            "cells": [_cell(row.cells.get(slot.pk), row.party and row.party.pk) for slot in grid.slots],
        }
        for row in grid.rows
    ]


def _met(meetings: Sequence[Meeting]) -> SafeString:
    """Return the meetings of one time, as entries of a list: the table, and who meets."""
    table = _("table %(number)s")
    return chip_items(
        (table % {"number": meeting.table_number} if meeting.table_number else "", _pair(meeting))
        for meeting in meetings
    )


def _pair(meeting: Meeting) -> str:
    return f"{meeting.a.name} – {meeting.b.name}"


def _cell(meeting: Meeting | None, own: Any) -> dict[str, Any]:
    """Return one meeting as everybody may read it: no wishes, no musts, no pins."""
    if meeting is None:
        return {}
    if own is None:
        return {"label": _pair(meeting), "kind": "yes"}
    other = meeting.b if meeting.a_id == own else meeting.a
    table = _("table %(number)s") % {"number": meeting.table_number} if meeting.table_number else ""
    return {"label": " · ".join(part for part in (other.name, table) if part), "kind": "yes"}


@page("events.see_public_fair", lookup=fair_for, methods=("GET", "POST"))
def register(request: PageRequest, fair: Fair) -> HttpResponseBase:
    """An organisation puts itself on the list; the link to its page comes by mail."""
    if not allowed("events.register_publicly", request.actor, fair):
        status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.FORBIDDEN
        return render(request, "events/public/closed.html", {"fair": fair}, status=status)
    figures = side_figures(fair)
    form = RegisterForm(request.POST or None, sides=[figure.side for figure in figures], initial=_guess(fair))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("_")}
        code = values.pop("side")
        side = next(figure.side for figure in figures if figure.side.code == code)
        with form.problems():
            register_publicly(side=side, origin=origin_of(request), by=request.actor, **values)
        if form.is_clean:
            return redirect("web:events:registered", slug=fair.slug)
    is_full = all(figure.free == 0 for figure in figures)
    context = {"form": form, "figures": figures, "is_full": is_full and not form.is_bound}
    response = render(
        request,
        "events/public/register.html",
        _frame(request, fair, "register") | context,
        status=form.status(request.method),
    )
    if form.wait:
        response.headers["Retry-After"] = str(form.wait)
    return response


@page("events.see_public_fair", lookup=fair_for)
def registered(request: PageRequest, fair: Fair) -> HttpResponse:
    """What happens now. The same for everybody: it does not say whether an organisation was known."""
    return render(request, "events/public/registered.html", {"fair": fair})


def _guess(fair: Fair) -> dict[str, Any]:
    schemes = SCHEMES_BY_COUNTRY.get(fair.network.country, ())
    return {"language": get_language() or "en", "scheme": schemes[0] if schemes else "other"}
