"""A spreadsheet as the mapping page shows it: its sheets, headings and first values beside what they are taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spona.kernel.actions.headings import find_table
from spona.kernel.actions.imports import import_context, importer_of, mapping_of
from spona.kernel.actions.sheets import read_workbook
from spona.kernel.models import (
    Actor,
    ImportBatch,
    ImportField,
    Problem,
    SheetChoice,
    SheetMapping,
    Value,
    column_letter,
)

SAMPLES = 3


@dataclass(frozen=True)
class ColumnView:
    """One column: its letter, its heading, its first values, and the field it is taken for (empty: left out)."""

    letter: str
    heading: str
    samples: tuple[Value, ...]
    field: str


@dataclass(frozen=True)
class SheetView:
    """One sheet with its columns and what was said about it."""

    name: str
    rows: int
    hidden: bool
    chosen: SheetMapping
    columns: tuple[ColumnView, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True)
class ImportView:
    """All that a person needs to say what a file means."""

    sheets: tuple[SheetView, ...]
    fields: tuple[ImportField, ...]
    choices: Sequence[SheetChoice]


def look_at_import(batch: ImportBatch, by: Actor) -> ImportView:
    """Return the sheets of a batch's file with the mapping as it stands. Reads the file; writes nothing.

    Errors: ``Refused`` where the actor may not import here.
    """
    context = import_context(batch, by)
    importer = importer_of(batch.kind)
    mapping = mapping_of(batch)
    sheets = []
    for sheet in read_workbook(batch.file).sheets:
        chosen = mapping.get(sheet.name, SheetMapping(columns={}, take=False))
        table = find_table(sheet, header_row=chosen.header_row)
        named = {letter: field for field, letter in chosen.columns.items()}
        first = table.header_row + table.header_rows - 1
        body = sheet.rows[first : first + SAMPLES]
        columns = tuple(
            ColumnView(
                column_letter(heading.column),
                heading.text,
                tuple(
                    row[heading.column - 1] for row in body if len(row) >= heading.column and row[heading.column - 1]
                ),
                named.get(column_letter(heading.column), ""),
            )
            for heading in table.headings
        )
        rows = max(0, len(sheet.rows) - first)
        sheets.append(SheetView(sheet.name, rows, sheet.hidden, chosen, columns, (*sheet.notes, *table.notes)))
    return ImportView(tuple(sheets), importer.fields, importer.per_sheet(context))


def mapping_from_form(view: ImportView, posted: dict[str, str]) -> dict[str, SheetMapping]:
    """Read the mapping page's fields back: ``take-N``, ``choice-N``, ``header-N`` and ``N-LETTER`` for sheet number N.

    A header row that is no number stays as it was; ``set_mapping`` checks the rest.
    """
    mapping = {}
    for index, sheet in enumerate(view.sheets):
        row = posted.get(f"header-{index}", "")
        columns = {}
        for column in sheet.columns:
            field = posted.get(f"{index}-{column.letter}", "")
            if field:
                columns[field] = column.letter
        mapping[sheet.name] = SheetMapping(
            columns=columns,
            choice=posted.get(f"choice-{index}", ""),
            header_row=int(row) if row.isdecimal() and int(row) > 0 else sheet.chosen.header_row,
            take=f"take-{index}" in posted,
        )
    return mapping
