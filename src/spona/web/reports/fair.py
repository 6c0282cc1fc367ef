"""The report of one fair: as a page, on paper, and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.kernel.queries import keyset
from spona.reports.queries import FAIR_ORDER, FairReport, fair_report, is_begun, report_fair_for, reported_fairs
from spona.reports.states import Presence, Source
from spona.web.events.documents import fair_lines, pdf
from spona.web.events.fair_pages import fair_tabs
from spona.web.events.printing import XLSX, download
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.reports.content import Section, Table, sections
from spona.web.reports.links import cell, report_crumbs, rows_url
from spona.web.reports.method import method
from spona.web.reports.pictures import after_drawn, loads_drawn
from spona.web.reports.print_data import report_data
from spona.web.reports.sheet import workbook_of
from spona.web.reports.words import limits_of, reason, sentences, shown, value_total
from spona.web.tables import link


@page("reports.list_reports")
def reports(request: PageRequest) -> HttpResponse:
    """The fairs whose report the reader may read, latest first."""
    listed = keyset(reported_fairs(request.actor), order=FAIR_ORDER, place=request.GET.get("place", ""))
    rows = [
        (
            link(reverse("web:reports:fair", args=[fair.slug]), fair.name),
            date_format(fair.starts_on, "DATE_FORMAT"),
            ", ".join(filter(None, (fair.venue, fair.city))),
        )
        for fair in listed.rows
    ]
    context = {"rows": rows, "columns": columns(_("Fair"), _("Day"), _("Place")), "crumbs": [crumb(_("Fair reports"))]}
    return render(request, "reports/list.html", context | neighbours(request, listed))


@page("reports.see_fair_report", lookup=report_fair_for)
def report(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who came, who met, what was agreed and what became of it, with the fair before beside it."""
    context: dict[str, Any] = {
        "fair": fair,
        "is_begun": is_begun(fair),
        "tabs": fair_tabs(request.actor, fair, "report"),
        "crumbs": report_crumbs(request.actor, fair),
    }
    if context["is_begun"]:
        made = fair_report(request.actor, fair)
        context |= {
            "report": made,
            "sentences": sentences(made),
            "limits": limits_of(made.scope),
            "figures": _headlines(made),
            "sections": [_shown_section(section) for section in sections(made)],
            "loads": loads_drawn(made),
            "after": after_drawn(made),
            "method": method(),
        }
    return render(request, "reports/fair.html", context)


def _headlines(made: FairReport) -> list[dict[str, str]]:
    this = made.this
    numbers = [
        (_("parties invited"), this.parties.number(Presence.INVITED)),
        (_("came"), this.parties.number(Presence.CAME)),
        (_("met somebody"), this.parties.number(Presence.MET)),
        (_("meetings that took place"), this.meetings.number(Source.PLANNED, "held")),
        (_("meetings kept"), this.meetings.kept_rate()),
        (_("agreements made"), this.agreements.number(made=True)),
    ]
    found = [
        {
            "number": shown(number),
            "label": f"{label}: {reason(number)}" if number.value is None else label,
            "url": rows_url(number.rows),
        }
        for label, number in numbers
    ]
    value = value_total(this)
    return [*found, {"number": value, "label": _("promised, as estimated"), "url": ""}] if value else found


def _shown_section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "lead": section.lead,
        "tables": [_shown_table(table) for table in section.tables],
    }


def _shown_table(table: Table) -> dict[str, Any]:
    heads = columns(table.corner, *table.columns, numbers=tuple(range(1, len(table.columns) + 1)))
    rows = [
        (
            line.label,
            *(
                cell(number, is_before=old, is_total=line.is_total)
                for number, old in zip(line.numbers, table.is_before, strict=True)
            ),
        )
        for line in table.lines
    ]
    return {"caption": table.caption, "columns": heads, "rows": rows, "reasons": table.reasons}


@page("reports.see_fair_report", lookup=report_fair_for)
def paper(request: PageRequest, fair: Fair) -> HttpResponse:
    """The report as a PDF."""
    title = f"{fair.name.text()} · {_('Report')}"
    made = fair_report(request.actor, fair)
    document = pdf("report", {**fair_lines(fair), **report_data(made)}, title, get_language() or "en")
    return download(document, "application/pdf", f"{fair.slug}-{slugify(_('Report'))}.pdf", "inline")


@page("reports.see_fair_report", lookup=report_fair_for)
def spreadsheet(request: PageRequest, fair: Fair) -> HttpResponse:
    """The report's numbers as numbers."""
    content = workbook_of(fair_report(request.actor, fair))
    return download(content, XLSX, f"{fair.slug}-{slugify(_('Report'))}.xlsx", "attachment")
