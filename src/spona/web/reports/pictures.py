"""What is drawn in a report: meetings of each party, and how the agreements stood after 14, 90 and 365 days."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from spona.partnerships.states import CHECK_DAYS, AgreementState
from spona.reports.queries import FairFigures, FairReport
from spona.web.reports.content import after_label, load, year_of
from spona.web.reports.links import rows_url
from spona.web.reports.words import named, shown

DRAWN = (
    AgreementState.DONE,
    AgreementState.RUNNING,
    AgreementState.CONTACTED,
    AgreementState.CONFIRMED,
    AgreementState.INFEASIBLE,
    AgreementState.ENDED,
)
"""From the best to the worst; confirmed only stands in the middle."""


def loads_drawn(report: FairReport) -> list[dict[str, Any]]:
    """Return the columns of ``meetings_histogram``: this fair's parties by their number of meetings."""
    most = report.this.parties.most_meetings()
    if most is None:
        return []
    found = []
    for meetings in range(most + 1):
        counted = load(report.this, meetings)
        found.append({"meetings": meetings, "parties": counted.value or 0, "url": rows_url(counted.rows)})
    return found


def after_drawn(report: FairReport) -> list[dict[str, Any]]:
    """Return the rows of ``stacked_chart``: each day of both fairs, where any agreement is so old."""
    rows = []
    for days in CHECK_DAYS:
        for figures in report.fairs:
            row = _stood(figures, days)
            if row is not None:
                is_before = figures is report.before
                label = after_label(days)
                rows.append({"label": f"{label}, {year_of(report)}" if is_before else label, **row})
    return rows


def _stood(figures: FairFigures, days: int) -> dict[str, Any] | None:
    whole = figures.agreements.after(days)
    if not whole.value:
        return None
    parts = []
    for state in DRAWN:
        counted = figures.agreements.after(days, state)
        url = rows_url(counted.rows)
        label = named(state.label)
        parts.append(
            {"label": label, "value": counted.value or 0, "text": shown(counted), "kind": state.value, "url": url}
        )
    return {"text": _("%(n)s agreements") % {"n": shown(whole)}, "parts": parts}
