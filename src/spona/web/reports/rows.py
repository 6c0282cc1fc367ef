"""The lists behind a report's numbers: each number leads to the rows it counts, and to no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spona.events.models import Fair, Party
from spona.events.queries.clocks import FairClock
from spona.events.states import PartyState
from spona.kernel.queries import keyset, tally
from spona.kernel.rules import allowed
from spona.parties.models import Organisation
from spona.parties.states import OrganisationKind, SizeClass
from spona.partnerships.models import Agreement
from spona.partnerships.queries import values_of
from spona.partnerships.queries.agreements import ORDER as AGREEMENT_ORDER
from spona.partnerships.queries.ledger import ORDER as LINE_ORDER
from spona.reports.queries import (
    Scope,
    agreements_behind,
    brought_behind,
    checks_behind,
    lines_behind,
    parties_behind,
    planned_behind,
    report_fair_for,
    scope_of,
    wishes_behind,
)
from spona.reports.queries.agreements import CHECK_ORDER
from spona.reports.queries.meetings import BROUGHT_ORDER, PLANNED_ORDER, WISH_ORDER
from spona.reports.queries.parties import ORDER as PARTY_ORDER
from spona.reports.states import Outcome, Source
from spona.web.dates import short_day
from spona.web.page import PageRequest, page
from spona.web.pages import columns, neighbours
from spona.web.partnerships.organiser import several_sums, state_chip
from spona.web.reports.forms import (
    AgreementsBehind,
    Behind,
    ChecksBehind,
    LinesBehind,
    MeetingsBehind,
    PartiesBehind,
    WishesBehind,
)
from spona.web.reports.links import report_crumbs
from spona.web.reports.words import limits_of
from spona.web.tables import addresses, chip, link, words
from spona.web.templatetags.spona_values import money, quantity_of


def _list(
    request: PageRequest,
    fair: Fair,
    title: str,
    form: Behind,
    found: QuerySet[Any],
    order: Sequence[str],
) -> tuple[list[Any], dict[str, Any]]:
    """Return one page of a list, and what every list's page shows: how many rows there are, and which these are."""
    listed = keyset(found, order=order, place=request.GET.get("place", ""))
    narrowed = request.GET.copy()
    narrowed.pop("place", None)
    scope = scope_of(request.actor, fair)
    whose = ",".join(sorted(scope.countries)) if scope.countries is not None else "all"
    context = {
        "fair": fair,
        "title": title,
        "chosen": form.words(),
        "number": tally(found, f"report:{fair.pk}:{whose}:{request.path}:{narrowed.urlencode()}"),
        "limits": limits_of(scope),
        "crumbs": report_crumbs(request.actor, fair, title),
        **neighbours(request, listed),
    }
    return listed.rows, context


@page("reports.open_fair_rows", lookup=report_fair_for)
def parties(request: PageRequest, fair: Fair) -> HttpResponse:
    """Parties, with how each was let in and how many of its meetings took place."""
    form = PartiesBehind(request.GET)
    found = parties_behind(request.actor, fair, timezone.now(), **form.chosen())
    rows, context = _list(request, fair, _("Parties"), form, found, PARTY_ORDER)
    address, may_open = addresses("web:events:party", fair.slug), allowed("events.manage_parties", request.actor, fair)
    kinds, sizes, states = words(OrganisationKind), words(SizeClass), words(PartyState)
    context["rows"] = [
        (
            link(address(row.pk) if may_open else "", row.name),
            row.side.name,
            kinds.get(row.organisation.kind, ""),
            row.city,
            sizes.get(row.organisation.size, ""),
            states[row.state],
            _("came") if row.entry or row.held else "",
            row.held,
        )
        for row in rows
    ]
    context["columns"] = columns(
        *(_("Name"), _("Side"), _("Sector"), _("Town"), _("People who work there"), _("On the list as"), _("Day")),
        _("Meetings that took place"),
        numbers=(7,),
    )
    return render(request, "reports/rows.html", context)


@page("reports.open_fair_rows", lookup=report_fair_for)
def meetings(request: PageRequest, fair: Fair) -> HttpResponse:
    """Meetings that were planned, or that brokers brought about, each with what became of it."""
    form = MeetingsBehind(request.GET)
    chosen, now = form.chosen(), timezone.now()
    outcomes, scope, clock = words(Outcome), scope_of(request.actor, fair), FairClock.of(fair)
    if chosen.pop("source", "") == Source.BROUGHT:
        found: QuerySet[Any] = brought_behind(request.actor, fair, now, **chosen)
        rows, context = _list(request, fair, _("Meetings"), form, found, BROUGHT_ORDER)
        times = [clock.moment(row.starts_at) for row in rows]
    else:
        found = planned_behind(request.actor, fair, now, **chosen)
        rows, context = _list(request, fair, _("Meetings"), form, found, PLANNED_ORDER)
        times = [clock.start(row.slot) for row in rows]
    context["rows"] = [
        (
            f"{_party(scope, row.a)} – {_party(scope, row.b)}",
            time,
            row.table_number or "",
            outcomes[row.outcome],
        )
        for row, time in zip(rows, times, strict=True)
    ]
    context["columns"] = columns(_("Who"), _("Time"), _("Table"), _("What became of it"), numbers=(2,))
    return render(request, "reports/rows.html", context)


@page("reports.open_wishes", lookup=report_fair_for)
def wishes(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who wished to meet whom, and whether they met. For managers only."""
    form = WishesBehind(request.GET)
    found = wishes_behind(request.actor, fair, timezone.now(), **form.chosen())
    rows, context = _list(request, fair, _("Wishes"), form, found, WISH_ORDER)
    became = {
        "held": _("they met"),
        "held_unplanned": _("they met, brought together on the day"),
        "planned": _("planned, not known to have taken place"),
        "left_out": _("not planned"),
    }
    address = addresses("web:events:party", fair.slug)
    context["rows"] = [
        (link(address(row.chooser_id), row.chooser.name), row.about.name, row.get_level_display(), became[row.became])
        for row in rows
    ]
    context["columns"] = columns(_("Who"), _("Whom"), _("Wish"), _("What became of it"))
    return render(request, "reports/rows.html", context)


@page("reports.open_fair_rows", lookup=report_fair_for)
def agreements(request: PageRequest, fair: Fair) -> HttpResponse:
    """Agreements, with where they stand today."""
    form = AgreementsBehind(request.GET)
    found = agreements_behind(request.actor, fair, timezone.now(), **form.chosen())
    rows, context = _list(request, fair, _("Agreements"), form, found, AGREEMENT_ORDER)
    scope, values = scope_of(request.actor, fair), values_of(rows)
    context["rows"] = [
        (
            _agreement(request, fair, row, " – ".join(_name(scope, p.organisation, p.name) for p in row.parties.all())),
            short_day(localtime(row.agreed_at)),
            several_sums(values.get(row.pk, [])),
            state_chip(row),
        )
        for row in rows
    ]
    context["columns"] = columns(_("Agreement"), _("Agreed"), _("Value"), _("Stands today"), numbers=(2,))
    return render(request, "reports/rows.html", context)


def _agreement(request: PageRequest, fair: Fair, agreement: Agreement, title: str) -> SafeString:
    """An agreement's name; it leads to the agreement where the reader may open it."""
    may_open = allowed("partnerships.manage_agreement", request.actor, fair)
    return link(reverse("web:partnerships:agreement", args=[agreement.pk]) if may_open else "", title)


@page("reports.open_fair_rows", lookup=report_fair_for)
def lines(request: PageRequest, fair: Fair) -> HttpResponse:
    """What was promised and delivered, line by line."""
    form = LinesBehind(request.GET)
    found = lines_behind(request.actor, fair, timezone.now(), **form.chosen())
    rows, context = _list(request, fair, _("Promises and deliveries"), form, found, LINE_ORDER)
    scope = scope_of(request.actor, fair)
    context["rows"] = [
        (
            _agreement(request, fair, row.agreement, ": ".join(filter(None, (row.get_kind_display(), row.what)))),
            _name(scope, row.giver, str(row.giver)),
            _name(scope, row.taker, str(row.taker)),
            quantity_of(row),
            money(row.value),
            row.get_estimate_display() if row.estimate else "",
            chip(row.get_stage_display(), "good" if row.stage == "delivered" else "quiet"),
        )
        for row in rows
    ]
    context["columns"] = columns(
        *(_("What"), _("Who gives"), _("Who takes"), _("How much"), _("Value"), _("Estimated by"), _("Stage")),
        numbers=(3, 4),
    )
    return render(request, "reports/rows.html", context)


@page("reports.open_fair_rows", lookup=report_fair_for)
def checks(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who was asked how an agreement stands, and what was answered."""
    form = ChecksBehind(request.GET)
    found = checks_behind(request.actor, fair, **form.chosen())
    rows, context = _list(request, fair, _("Contact checks"), form, found, CHECK_ORDER)
    scope = scope_of(request.actor, fair)
    context["rows"] = [
        (
            _agreement(request, fair, row.agreement, _name(scope, row.party.organisation, row.party.name)),
            _("after %(days)s days") % {"days": row.days},
            short_day(localtime(row.sent_at)),
            row.get_answer_display() if row.answered_at else "",
        )
        for row in rows
    ]
    context["columns"] = columns(_("Who was asked"), _("About"), _("Asked"), _("Answer"))
    return render(request, "reports/rows.html", context)


def _party(scope: Scope, party: Party) -> str:
    return _name(scope, party.organisation, party.name)


def _name(scope: Scope, organisation: Organisation, name: str) -> str:
    """An organisation's name, to those who get it: national partners read the names of their own countries only."""
    return name if scope.names(organisation.country) else _("somebody from another country")
