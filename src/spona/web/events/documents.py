"""Paper: data goes into a Typst template and comes out as a PDF.

The templates in ``web/typst`` hold no word of any language: every label is part of the data. What people wrote reaches
them as JSON, never as markup, so a name cannot become an instruction; the compiler reads no file outside the folder and
fetches nothing. Every document follows PDF/UA-1 (tagged, with title and language), which the compiler enforces.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.models import Fair, Party
from spona.events.queries.clocks import FairClock
from spona.events.queries.timetables import PartyMeeting

FOLDER = Path(__file__).resolve().parent.parent / "typst"
TEMPLATES = ("timetable", "tables", "parties", "badges", "agreement", "report")


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts of the machine, looked for once a process: a folder of thousands takes a third of a second to read."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def pdf(template: str, data: Mapping[str, Any], title: str, language: str) -> bytes:
    """Return a PDF made of one of ``TEMPLATES``.

    ``data`` must be plain JSON; its shape is written at the top of each template. ``language`` is a Django code:
    hyphenation and screen readers go by it. Errors: ``ValueError`` for an unknown template, ``typst.TypstError`` where
    a template and its data do not fit.
    """
    if template not in TEMPLATES:
        raise ValueError(f"{template!r} is none of {', '.join(TEMPLATES)}")
    document = {"title": title, "language": language.split("-", maxsplit=1)[0], **data}
    made: bytes = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return made


def fair_lines(fair: Fair) -> dict[str, str]:
    """Return what stands on top of every sheet: the fair, its day, its place."""
    place = ", ".join(part for part in (fair.venue, fair.city) if part)
    day = date_format(fair.starts_on, "DATE_FORMAT", use_l10n=True)
    return {"fair": fair.name.text(), "day": f"{day} · {place}" if place else day}


def sheet_labels() -> dict[str, str]:
    """Return the words of a party's sheet in the active language."""
    return {
        "time": _("Time"),
        "whom": _("Whom you meet"),
        "table": _("Table"),
        "none": _("No meeting is planned."),
        "page": _("Page"),
    }


def party_sheet(party: Party, lines: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return one party's sheet; a line has ``time``, ``whom``, ``table``."""
    return {"name": party.name, "sub": party.city, "lines": [dict(line) for line in lines]}


def party_timetable_pdf(party: Party, meetings: Sequence[PartyMeeting]) -> bytes:
    """Return one party's personal timetable in the active language, on the fair's own clock."""
    fair = party.fair
    clock = FairClock.of(fair)
    lines = [
        {
            "time": clock.span(met.slot),
            "whom": met.other.name,
            "table": str(met.table_number or ""),
        }
        for met in meetings
    ]
    data = {**fair_lines(fair), "labels": sheet_labels(), "parties": [party_sheet(party, lines)]}
    return pdf("parties", data, f"{party.name} · {fair.name.text()}", get_language() or "en")
