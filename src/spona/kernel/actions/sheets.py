"""Spreadsheets read as they are: .xlsx and text files into ``Workbook``, with every doubt named and placed."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from spona.kernel.actions.archives import AS_XLSX, XLSX, media_type_of
from spona.kernel.actions.delimited import mangled, rows_of
from spona.kernel.models import Cell, MergedRange, Problem, Sheet, StoredFile, Value, Workbook, column_letter
from spona.kernel.queries import file_path

MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 4_000_000
MAX_NOTES = 20
"""Notes of one kind a sheet gets; whoever has a thousand spoilt cells is helped by twenty addresses."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_NOT_COMPUTED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_ZEROS = re.compile(r"0{2,}")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def read_workbook(source: StoredFile | Path) -> Workbook:
    """Read every sheet of a file whose danger was looked for first (``archives.media_type_of``).

    Text stays as typed, numbers are ``Decimal`` with the digits a spreadsheet program shows (15 significant), dates are
    dates. Memory is bounded by ``MAX_ROWS``, ``MAX_COLUMNS`` and ``MAX_CELLS``. Errors: ``Problem`` where the file
    can't be read at all or goes beyond a limit.
    """
    path, name = (file_path(source), source.name) if isinstance(source, StoredFile) else (source, source.name)
    media_type = media_type_of(path, name)
    if media_type == XLSX:
        workbook = _read_xlsx(path, name)
    elif media_type == "text/csv":
        sheet_name = Path(name).stem or "1"
        workbook = Workbook((_sheet(sheet_name, enumerate(rows_of(path.read_bytes()), start=1)),))
    else:
        raise Problem(
            _("“%(name)s” isn't a spreadsheet.") % {"name": name},
            place="file",
            remedy=AS_XLSX,
            code="file_not_a_spreadsheet",
        )
    if not any(sheet.rows for sheet in workbook.sheets):
        raise Problem(
            _("“%(name)s” has no rows.") % {"name": name},
            place="file",
            remedy=_("Check that the rows were saved and that this is the right file."),
            code="file_empty",
        )
    return workbook


def _read_xlsx(path: Path, name: str) -> Workbook:
    try:
        with warnings.catch_warnings(), path.open("rb") as content:  # stored files have no suffix to go by
            warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions, which nobody here reads
            book = openpyxl.load_workbook(content, read_only=True, data_only=True, keep_links=False)
            try:
                sheets = [_read_sheet(path, sheet) for sheet in book.worksheets]
            finally:
                book.close()
    except DefusedXmlException as error:
        raise _damaged(name) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, ParseError) as error:
        raise _damaged(name) from error
    notes = tuple(
        Problem(
            _("The sheet “%(sheet)s” is hidden.") % {"sheet": sheet.name},
            place=sheet.name,
            remedy=_("It is left out unless you choose to take it in."),
            code="sheet_hidden",
        )
        for sheet in sheets
        if sheet.hidden
    )
    return Workbook(tuple(sorted(sheets, key=lambda sheet: sheet.hidden)), notes)


def _read_sheet(path: Path, sheet: Any) -> Sheet:
    merged, not_computed = _marks(path, sheet)
    sheet.reset_dimensions()  # some programs declare A1:A1 and write a thousand rows
    rows = ((number, _values(cells)) for number, cells in enumerate(sheet.iter_rows(), start=1))
    notes = [
        Problem(
            _("This cell has a formula whose result was never saved."),
            place=f"{sheet.title}!{address}",
            remedy=_("Open the file in a spreadsheet program, save it and upload it again."),
            code="formula_without_value",
        )
        for address in not_computed[:MAX_NOTES]
    ]
    return _sheet(sheet.title, rows, merged=merged, hidden=sheet.sheet_state != "visible", notes=notes)


def _marks(path: Path, sheet: Any) -> tuple[tuple[MergedRange, ...], list[str]]:
    """Find merged ranges and formulas without a result in the sheet's own text.

    openpyxl knows them only in the mode that keeps the whole sheet in memory. The text is read in pieces cut between
    rows.
    """
    merged: list[MergedRange] = []
    not_computed: list[str] = []
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as file:  # noqa: SLF001
        while piece := file.read(1 << 20):
            head, cut, rest = (rest + piece).rpartition(b"</row>")
            not_computed += [match.decode() for match in _NOT_COMPUTED.findall(head + cut)]
    for reference in _MERGED.findall(rest):
        first_column, first_row, last_column, last_row = (bound or 1 for bound in range_boundaries(reference.decode()))
        merged.append(MergedRange(first_row, first_column, last_row, last_column))
    return tuple(merged), not_computed


def _values(cells: Iterable[Any]) -> tuple[Value, ...]:
    return tuple(_value(cell) for cell in cells)


def _value(cell: Any) -> Value:
    """Turn one cell into text, Decimal, date or truth.

    A number shown with leading zeros (a register number with the format "00000000000") is the text one sees.
    """
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int | float):
        shown_as = cell.number_format
        if _ZEROS.fullmatch(shown_as) and float(value).is_integer():
            return str(int(value)).zfill(len(shown_as))
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return value if isinstance(value, dt.date | dt.time) else str(value)


def _sheet(
    name: str,
    numbered: Iterable[tuple[int, tuple[Value, ...]]],
    *,
    merged: tuple[MergedRange, ...] = (),
    hidden: bool = False,
    notes: Iterable[Problem] = (),
) -> Sheet:
    """Keep the rows up to the last value of each and of the sheet; look at every text once.

    Errors: ``Problem`` at a limit.
    """
    rows: list[tuple[Value, ...]] = []
    found = list(notes)
    blanks = filled = 0
    for number, values in numbered:
        kept = _trimmed(values)
        if not kept:
            blanks += 1
            continue
        filled += len(kept)
        _refuse_beyond_limits(name, number, len(kept), filled)
        rows.extend([()] * blanks)
        blanks = 0
        rows.append(kept)
        if len(found) < MAX_NOTES:
            found.extend(_spoilt(name, number, kept))
    return Sheet(name, tuple(rows), merged, hidden, tuple(found))


def _trimmed(values: tuple[Value, ...]) -> tuple[Value, ...]:
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return values[:end]


def _refuse_beyond_limits(name: str, row: int, columns: int, filled: int) -> None:
    if row > MAX_ROWS:
        message = _("The sheet “%(sheet)s” has more than %(limit)s rows.") % {"sheet": name, "limit": f"{MAX_ROWS:,}"}
    elif columns > MAX_COLUMNS:
        message = _("The sheet “%(sheet)s” has more than %(limit)s columns.") % {"sheet": name, "limit": MAX_COLUMNS}
    elif filled > MAX_CELLS:
        message = _("The sheet “%(sheet)s” has more than %(limit)s cells.") % {"sheet": name, "limit": f"{MAX_CELLS:,}"}
    else:
        return
    raise Problem(
        message,
        place=f"{name}!{column_letter(columns)}{row}",
        remedy=_("Split it into several files, or delete the rows and columns that aren't needed."),
        code="sheet_too_large",
    )


def _spoilt(name: str, row: int, values: tuple[Value, ...]) -> Iterator[Problem]:
    for column, value in enumerate(values, start=1):
        if isinstance(value, str) and not value.isascii():
            if problem := spoilt_letters(Cell(name, row, column, value)):
                yield problem
        elif isinstance(value, str) and value in _ERRORS:
            yield Problem(
                _("This cell shows the error %(error)s.") % {"error": value},
                place=Cell(name, row, column, value).place,
                remedy=_("Mend the formula in your file, or type the value."),
                code="cell_error",
            )


def spoilt_letters(cell: Cell) -> Problem | None:
    """Return what is wrong with the letters of a text that was saved in one encoding and read in another, or None."""
    text = cell.text
    repaired = mangled(text)
    if not repaired and "\ufffd" not in text:
        return None
    original = _("It probably was “%(text)s”: save the file again as .xlsx or as “CSV UTF-8”.")
    lost = _("Save the file again as .xlsx or as “CSV UTF-8”.")
    return Problem(
        _("“%(text)s” has spoilt letters.") % {"text": text[:60]},
        place=cell.place,
        remedy=original % {"text": repaired[:60]} if repaired else lost,
        code="letters_spoilt",
    )


def _damaged(name: str) -> Problem:
    return Problem(
        _("“%(name)s” is damaged: a spreadsheet program would ask to repair it.") % {"name": name},
        place="file",
        remedy=AS_XLSX,
        code="file_damaged",
    )
