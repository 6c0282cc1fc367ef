"""The way from a number to its rows, and to the report itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.kernel.models import Actor
from spona.kernel.rules import allowed
from spona.reports.queries import Number, Rows
from spona.web.events.fair_pages import fair_crumbs
from spona.web.pages import crumb
from spona.web.reports.words import DASH, reason, shown
from spona.web.tables import link


def rows_url(rows: Rows | None) -> str:
    """Return the address of the list behind a number; empty where the reader may not open it, or it is empty."""
    if rows is None:
        return ""
    return f"{reverse(f'web:reports:{rows.of}', args=[rows.slug])}?{urlencode(rows.chosen)}"


def cell(number: Number, *, is_before: bool = False, is_total: bool = False) -> SafeString:
    """Return a number as a cell of a table: it leads to its rows; a dash says for screen readers why nobody knows."""
    if number.value is None:
        return format_html('{}<span class="sr"> ({})</span>', DASH, reason(number))
    marked = link(rows_url(number.rows), shown(number))
    if is_total:
        marked = format_html("<strong>{}</strong>", marked)
    return format_html('<span class="small">{}</span>', marked) if is_before else marked


def report_crumbs(actor: Actor, fair: Fair, label: Any = "") -> list[dict[str, Any]]:
    """Return the way to a report or a list behind it: over the fair's pages for those who may open them."""
    if allowed("events.see_fair", actor, fair):
        way = fair_crumbs(fair, _("Report"))
    else:
        way = [crumb(_("Fair reports"), reverse("web:reports:list")), crumb(fair.name)]
    if not label:
        return way
    way[-1]["url"] = reverse("web:reports:fair", args=[fair.slug])
    return [*way, crumb(label)]
