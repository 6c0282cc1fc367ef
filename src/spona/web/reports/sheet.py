"""The report as a spreadsheet: a sheet for each section, its numbers as numbers that can be added."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from spona.kernel.models import Money
from spona.reports.queries import FairReport, Number
from spona.web.events.printing import neutral
from spona.web.reports.content import Section, Table, sections
from spona.web.reports.method import method
from spona.web.reports.words import DASH, limits_of, sentences

COUNT, SHARE, AMOUNT = "#,##0", "0%", "#,##0.00"
TITLE_LETTERS = 31
"""The longest name a sheet may have."""

FIRST_WIDTH, WIDTH, TEXT_WIDTH = 46, 18, 110
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook_of(report: FairReport) -> bytes:
    """Return the report as an XLSX file: the sentences, each section's tables, and how the numbers are counted."""
    book = Workbook(write_only=True)
    summary = _sheet(book, _("Report"), [TEXT_WIDTH])
    _write(summary, [report.this.fair.name.text()], bold=True)
    for text in (*sentences(report), *limits_of(report.scope)):
        _write(summary, [text])
    for section in sections(report):
        if section.tables:
            _section(book, section)
    notes = _sheet(book, _("How the numbers are counted"), [FIRST_WIDTH, TEXT_WIDTH])
    for name, text in method():
        _write(notes, [name, text])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(title.translate(FORBIDDEN)[:TITLE_LETTERS])
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    return sheet


def _section(book: Workbook, section: Section) -> None:
    wide = max(len(table.columns) for table in section.tables)
    sheet = _sheet(book, section.title, [FIRST_WIDTH, *[WIDTH] * wide])
    _write(sheet, [section.title], bold=True)
    _write(sheet, [section.lead])
    for table in section.tables:
        sheet.append([])
        _table(sheet, table)


def _table(sheet: WriteOnlyWorksheet, table: Table) -> None:
    _write(sheet, [table.caption], bold=True)
    _write(sheet, [table.corner, *table.columns], bold=True)
    for line in table.lines:
        name = WriteOnlyCell(sheet, value=neutral(line.label))
        name.font = Font(bold=line.is_total)
        sheet.append([name, *(_cell(sheet, number, is_total=line.is_total) for number in line.numbers)])
    for text in table.reasons:
        _write(sheet, [f"{DASH} {text}"])


def _write(sheet: WriteOnlyWorksheet, texts: Sequence[str], *, bold: bool = False) -> None:
    cells = [WriteOnlyCell(sheet, value=neutral(text)) for text in texts]
    for cell in cells:
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append(cells)


def _cell(sheet: WriteOnlyWorksheet, number: Number, *, is_total: bool) -> Cell:
    """Return a number in a cell of its own kind; the currency stands in the head of its column."""
    value = number.value
    plain: Any = value.amount if isinstance(value, Money) else value
    cell = WriteOnlyCell(sheet, value=plain)
    if value is None:
        cell.value = DASH
        cell.alignment = Alignment(horizontal="right")
    elif isinstance(value, float):
        cell.number_format = SHARE
    else:
        cell.number_format = COUNT if isinstance(value, int) else AMOUNT
    cell.font = Font(bold=is_total)
    return cell
