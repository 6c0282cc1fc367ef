"""The report as paper wants it: words and drawings' shares, plain data for ``report.typ``."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spona.reports.queries import FairReport
from spona.web.reports.content import Section, Table, sections
from spona.web.reports.method import method
from spona.web.reports.pictures import after_drawn, loads_drawn
from spona.web.reports.words import limits_of, sentences, shown


def report_data(report: FairReport) -> dict[str, Any]:
    """Return the data of ``report.typ``, but for what stands on every sheet."""
    counted = date_format(localtime(report.counted_at), "DATETIME_FORMAT", use_l10n=True)
    return {
        "heading": _("Report"),
        "sentences": sentences(report),
        "limits": limits_of(report.scope),
        "sections": [_section(report, section) for section in sections(report) if section.tables],
        "method-title": _("How the numbers are counted"),
        "method": [{"name": name, "text": text} for name, text in method()],
        "counted": _("Counted on %(moment)s.") % {"moment": counted},
        "page": _("Page"),
    }


def _section(report: FairReport, section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "lead": section.lead,
        "bars": _bars(report) if section.key == "loads" else [],
        "stacks": _stacks(report) if section.key == "after" else [],
        "tables": [_table(table) for table in section.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "corner": table.corner,
        "columns": list(table.columns),
        "before": list(table.is_before),
        "rows": [
            {"label": line.label, "cells": [shown(number) for number in line.numbers], "total": line.is_total}
            for line in table.lines
        ],
        "reasons": table.reasons,
    }


def _bars(report: FairReport) -> list[dict[str, Any]]:
    """Return the columns of the distribution; ``height`` as a share of the highest one."""
    drawn = loads_drawn(report)
    highest = max((row["parties"] for row in drawn), default=0)
    return [
        {
            "label": str(row["meetings"]),
            "text": str(row["parties"]) if row["parties"] else "",
            "height": row["parties"] / highest if highest else 0,
        }
        for row in drawn
    ]


def _stacks(report: FairReport) -> list[dict[str, Any]]:
    """Return the bars of the follow-up; ``share`` of a part is of its own bar."""
    return [
        {
            "label": row["label"],
            "text": row["text"],
            "parts": [
                {"label": part["label"], "kind": part["kind"], "share": part["value"], "text": part["text"]}
                for part in row["parts"]
            ],
        }
        for row in after_drawn(report)
    ]
