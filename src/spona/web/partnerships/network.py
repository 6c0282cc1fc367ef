"""Who met whom over the years, drawn and listed; and who never did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from spona.parties.states import OrganisationKind
from spona.partnerships.queries import (
    TieFilter,
    kinds_of,
    network_fairs,
    network_figures,
    never_met,
    tie_years,
    ties_for,
)
from spona.web.dates import short_day
from spona.web.page import PageRequest, page
from spona.web.pages import columns
from spona.web.partnerships.circle import circle
from spona.web.partnerships.forms import NetworkFilters, StrangerFilters
from spona.web.tables import addresses, link, plain

DRAWN = 400
"""Ties in the picture; more would be a blot. The table has them all."""


@page("partnerships.see_network")
def who_met_whom(request: PageRequest) -> HttpResponse:
    """The network as a picture, and the same as a table."""
    filters = NetworkFilters(request.GET, tie_years(request.actor))
    wanted = TieFilter(**filters.chosen())
    drawn = ties_for(request.actor, wanted, size=DRAWN)
    listed = ties_for(request.actor, wanted, place=request.GET.get("place", ""))
    at = addresses("web:parties:organisation")
    rows = [
        (
            plain(link(at(tie.first_id), tie.first_name), " – ", link(at(tie.second_id), tie.second_name)),
            tie.met or "",
            tie.introduced or "",
            tie.agreed or "",
            short_day(tie.last_on),
        )
        for tie in listed.rows
    ]
    ids = {tie.first_id for tie in drawn.rows} | {tie.second_id for tie in drawn.rows}
    labels = {value: str(label) for value, label in OrganisationKind.choices}
    context = {
        "filters": filters,
        "figures": network_figures(request.actor, wanted),
        "picture": circle(drawn.rows, kinds_of(ids), labels),
        "drawn": len(drawn.rows),
        "is_part": bool(drawn.next),
        "rows": rows,
        "columns": columns(_("Who"), _("Met at fairs"), _("Introduced"), _("Agreed"), _("Last"), numbers=(1, 2, 3)),
        "next_url": _next(request, listed.next),
    }
    return render(request, "partnerships/organiser/who_met.html", context)


@page("partnerships.see_network")
def strangers(request: PageRequest) -> HttpResponse:
    """Which pairs have never met, were never introduced and never agreed."""
    filters = StrangerFilters(request.GET, list(network_fairs(request.actor)))
    chosen = filters.chosen()
    found = never_met(request.actor, **chosen, place=request.GET.get("place", ""))
    at, new = addresses("web:parties:organisation"), reverse("web:partnerships:new_introduction")
    rows = [
        (
            link(at(pair.first_id), pair.first_name),
            link(at(pair.second_id), pair.second_name),
            link(
                f"{new}?{urlencode({'a': pair.first_label, 'b': pair.second_label})}",
                _("Introduce them"),
                f"{_('Introduce them')}: {pair.first_name}, {pair.second_name}",
            ),
        )
        for pair in found.rows
    ]
    labels = dict(OrganisationKind.choices)
    context = {
        "filters": StrangerFilters({**chosen}, list(filters.fairs)),
        "rows": rows,
        "columns": columns(labels[chosen["left"]], labels[chosen["right"]], ""),
        "next_url": _next(request, found.next),
    }
    return render(request, "partnerships/organiser/never_met.html", context)


def _next(request: HttpRequest, place: str) -> str:
    if not place:
        return ""
    wanted: Any = request.GET.copy()
    wanted["place"] = place
    return f"{request.path}?{wanted.urlencode()}"
