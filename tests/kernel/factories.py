"""Spreadsheets as people send them: good, odd and dangerous."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl


def a_workbook(path: Path, *, merged=(), hidden=(), **sheets) -> Path:
    """An .xlsx file whose sheets hold these rows; ``merged`` are ranges of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def with_entry(path: Path, name: str, content: bytes) -> Path:
    """The file with one more entry in its archive."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def as_bytes(**sheets) -> bytes:
    """The bytes of an .xlsx file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
