"""The timetable outside the screen: on paper, as PDF, in a spreadsheet."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from spona.events.models import Timetable
from spona.events.queries.cockpit import (
    coming_parties,
    find_party,
    loads_for,
    planned_meetings_for,
    timetable_for,
)
from spona.web.events.documents import fair_lines, pdf
from spona.web.events.fair_pages import fair_crumbs
from spona.web.events.planning_words import state_words
from spona.web.events.print_data import (
    badges_data,
    parties_data,
    spreadsheet_rows,
    tables_data,
    timetable_data,
    timetable_parts,
)
from spona.web.page import PageRequest, page

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program may take for the beginning of a formula."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("events.see_timetable", lookup=timetable_for)
def print_page(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """The whole timetable on one page that prints."""
    fair = timetable.fair
    meetings = list(planned_meetings_for(request.actor, timetable))
    parts = [
        {
            "columns": [{"label": label} for label in part["columns"]],
            "rows": [
                row | {"cells": [{"label": text, "kind": "yes"} for text in row["cells"]]} for row in part["rows"]
            ],
        }
        for part in timetable_parts(fair, meetings, list(fair.slots.all()))
    ]
    context = {
        "fair": fair,
        "timetable": timetable,
        "state_words": state_words(timetable),
        "lines": fair_lines(fair),
        "parts": parts,
        "crumbs": fair_crumbs(fair, _("To print")),
    }
    return render(request, "events/plan/print.html", context)


def _paper(timetable: Timetable, template: str, title: str, data: dict[str, Any]) -> HttpResponse:
    """Answer with a PDF that opens in the browser and is saved under a name that says what it is."""
    name = f"{timetable.fair.name.text()} · {title}"
    made = pdf(template, data, name, get_language() or "en")
    return download(made, "application/pdf", f"{timetable.fair.slug}-{timetable.number}-{slugify(title)}.pdf", "inline")


def download(content: bytes, media_type: str, name: str, how: str) -> HttpResponse:
    """Answer with a file under its name; ``how`` is "inline" where the browser shows it, else "attachment"."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    return response


@page("events.see_timetable", lookup=timetable_for)
def whole_pdf(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """The whole timetable, tables down, times across."""
    meetings = list(planned_meetings_for(request.actor, timetable))
    data = timetable_data(timetable.fair, meetings, list(timetable.fair.slots.all()))
    return _paper(timetable, "timetable", _("Timetable"), data)


@page("events.see_timetable", lookup=timetable_for)
def tables_pdf(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """A card for each table."""
    meetings = list(planned_meetings_for(request.actor, timetable))
    return _paper(timetable, "tables", _("Tables"), tables_data(timetable.fair, meetings))


@page("events.see_timetable", lookup=timetable_for)
def parties_pdf(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """A sheet for each party, or for the one that is named."""
    fair, name = timetable.fair, request.GET.get("party", "")
    named = find_party(request.actor, fair, name) if name else None
    if name and named is None:
        raise Http404
    parties = (
        [named] if named else [row.party for row in loads_for(request.actor, timetable).order_by("sort_key", "id")]
    )
    meetings = list(planned_meetings_for(request.actor, timetable))
    return _paper(timetable, "parties", named.name if named else _("Parties"), parties_data(fair, meetings, parties))


@page("events.see_contacts", lookup=timetable_for)
def badges_pdf(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """A badge for everybody who comes, with the code that lets it in."""
    fair = timetable.fair
    data = badges_data(fair, coming_parties(request.actor, fair))
    return _paper(timetable, "badges", _("Badges"), data)


@page("events.see_timetable", lookup=timetable_for)
def spreadsheet(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """One row a meeting, for a spreadsheet program."""
    rows = spreadsheet_rows(timetable.fair, planned_meetings_for(request.actor, timetable))
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Timetable")[:31])
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=neutral(text)) for text in rows[0]]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows[1:]:
        sheet.append([neutral(value) for value in row])
    out = io.BytesIO()
    workbook.save(out)
    return download(out.getvalue(), XLSX, f"{timetable.fair.slug}-{timetable.number}.xlsx", "attachment")


def neutral(value: Any) -> Any:
    """Return a value that no spreadsheet program runs: text that looks like a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
