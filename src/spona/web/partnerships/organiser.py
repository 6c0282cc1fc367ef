"""Agreements and the ledger as managers see them, and the agreements of one's own organisation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spona.kernel.models import Money
from spona.kernel.queries import keyset
from spona.partnerships.models import Agreement, Contribution
from spona.partnerships.queries import (
    LedgerSum,
    agreement_fairs,
    agreements_for,
    ledger_for,
    ledger_sums,
    own_agreements,
    state_counts,
    values_of,
)
from spona.partnerships.queries.agreements import ORDER
from spona.partnerships.queries.ledger import ORDER as LEDGER_ORDER
from spona.partnerships.states import AgreementState, ContributionKind, Stage
from spona.web.dates import short_day
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.partnerships.forms import AgreementFilters, LedgerFilters
from spona.web.tables import Cells, addresses, chip, link, plain
from spona.web.templatetags.spona_values import money, quantity, quantity_of

CHIPS = {
    AgreementState.PROPOSED: "must",
    AgreementState.DONE: "good",
    AgreementState.RUNNING: "good",
    AgreementState.INFEASIBLE: "quiet",
    AgreementState.ENDED: "quiet",
}


def state_chip(agreement: Agreement) -> SafeString:
    """An agreement's state, and that its sides disagree where they do."""
    shown = chip(agreement.get_state_display(), CHIPS.get(AgreementState(agreement.state), ""))
    return plain(shown, " ", chip(_("the sides disagree"), "warn")) if agreement.is_disputed else shown


def several_sums(sums: list[Money]) -> str:
    """Sums of several currencies beside each other: they do not add."""
    return " + ".join(money(value) for value in sums)


def agreement_rows(agreements: list[Agreement]) -> list[Cells]:
    """Return the lines of a list of agreements."""
    at, values = addresses("web:partnerships:agreement"), values_of(agreements)
    return [
        (
            link(at(row.pk), row.title),
            row.fair.name if row.fair else "",
            short_day(localtime(row.agreed_at)),
            short_day(row.due_on) if row.due_on else "",
            several_sums(values.get(row.pk, [])),
            state_chip(row),
        )
        for row in agreements
    ]


def agreement_columns() -> list[dict[str, Any]]:
    """Return the head of a list of agreements."""
    return columns(_("Agreement"), _("Fair"), _("Agreed"), _("Due"), _("Value"), _("State"), numbers=(4,))


@page("partnerships.list_agreements")
def agreements(request: PageRequest) -> HttpResponse:
    """Every agreement of the programmes one manages, newest first."""
    filters = AgreementFilters(request.GET, list(agreement_fairs(request.actor)))
    chosen = filters.chosen()
    listed = keyset(agreements_for(request.actor, **chosen), order=ORDER, place=request.GET.get("place", ""))
    counts = state_counts(request.actor, fair=chosen.get("fair"))
    labels = dict(AgreementState.choices)
    context = {
        "rows": agreement_rows(listed.rows),
        "columns": agreement_columns(),
        "filters": filters,
        "figures": [
            {"label": labels[state], "number": count, "url": f"{request.path}?state={state}"}
            for state, count in counts.items()
            if count
        ],
    }
    return render(request, "partnerships/organiser/agreements.html", context | neighbours(request, listed))


@page("partnerships.list_own_agreements")
def own(request: PageRequest) -> HttpResponse:
    """The agreements of the organisations one speaks for."""
    listed = keyset(own_agreements(request.actor), order=ORDER, place=request.GET.get("place", ""))
    context = {"rows": agreement_rows(listed.rows), "columns": agreement_columns()}
    return render(request, "partnerships/party/agreements.html", context | neighbours(request, listed))


@page("partnerships.see_ledger")
def ledger(request: PageRequest) -> HttpResponse:
    """What was promised and what was delivered, line by line and in sums that add only what adds."""
    filters = LedgerFilters(request.GET, list(agreement_fairs(request.actor)))
    chosen = filters.chosen()
    found = ledger_for(request.actor, **chosen)
    listed = keyset(found, order=LEDGER_ORDER, place=request.GET.get("place", ""))
    fair: UUID | None = chosen.get("fair")
    context = {
        "rows": [_ledger_row(line) for line in listed.rows],
        "columns": columns(
            _("What"), _("Who gives"), _("Who takes"), _("Day"), _("How much"), _("Value"), _("Stage"), numbers=(4, 5)
        ),
        "sums": _sum_rows(ledger_sums(request.actor, fair=fair)),
        "sum_columns": columns(
            _("Kind"), _("Promised"), _("Delivered"), _("Value promised"), _("Value delivered"), numbers=(1, 2, 3, 4)
        ),
        "filters": filters,
        "crumbs": [crumb(_("Agreements"), reverse("web:partnerships:list")), crumb(_("Ledger"))],
    }
    return render(request, "partnerships/organiser/ledger.html", context | neighbours(request, listed))


def _ledger_row(line: Contribution) -> Cells:
    what = ": ".join(part for part in (line.get_kind_display(), line.what) if part)
    url = reverse("web:partnerships:agreement", args=[line.agreement_id]) if line.agreement_id else ""
    return (
        link(url, what),
        str(line.giver),
        str(line.taker),
        short_day(line.on),
        quantity_of(line),
        money(line.value),
        chip(line.get_stage_display(), "good" if line.stage == Stage.DELIVERED else "quiet"),
    )


def _sum_rows(sums: list[LedgerSum]) -> list[Cells]:
    rows: list[Cells] = []
    for kind, label in ContributionKind.choices:
        of_kind = [row for row in sums if row.kind == kind]
        if not of_kind:
            continue
        cells: list[str] = []
        for stage in (Stage.PROMISED, Stage.DELIVERED):
            amounts: dict[str, Decimal] = {}
            for row in of_kind:
                if row.stage == stage and row.quantity:
                    amounts[row.unit] = amounts.get(row.unit, Decimal()) + row.quantity
            cells.append(" + ".join(quantity(amount, unit, digits=1) for unit, amount in sorted(amounts.items())))
        for stage in (Stage.PROMISED, Stage.DELIVERED):
            values: dict[str, Money] = {}
            for row in of_kind:
                if row.stage == stage and row.value is not None:
                    value = Money(row.value, row.currency)
                    values[row.currency] = values[row.currency] + value if row.currency in values else value
            cells.append(several_sums([values[currency] for currency in sorted(values)]))
        rows.append((label, *cells))
    return rows
