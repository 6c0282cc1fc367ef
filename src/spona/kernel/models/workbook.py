"""A spreadsheet as data: cells with the place a person finds them at. Values only, no file, no library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from spona.kernel.models.errors import Problem

Value = str | Decimal | bool | dt.date | dt.datetime | dt.time | None


def column_letter(number: int) -> str:
    """Return the letters of a column, counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1. Errors: ``ValueError`` where it isn't a column's letters."""
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is not a column")
        number = number * 26 + ord(letter) - ord("A") + 1
    if not number:
        raise ValueError("a column needs a letter")
    return number


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it stands."""

    sheet: str
    row: int
    column: int
    value: Value

    @property
    def place(self) -> str:
        """The address a spreadsheet program understands, e.g. ``Udruge!C14``."""
        return f"{self.sheet}!{column_letter(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The value as one would read it: trimmed text, plain digits, ISO dates, nothing for an empty cell."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        return str(self.value) if isinstance(self.value, bool) else self.value.isoformat()


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A rectangle shown as one cell; only its first cell holds the value.

    Rows and columns count from 1, ends included.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def text(self) -> str:
        """The range as a spreadsheet program writes it, e.g. ``B5:B7``."""
        first = f"{column_letter(self.first_column)}{self.first_row}"
        return f"{first}:{column_letter(self.last_column)}{self.last_row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1; rows end at their last value and the sheet ends at its last row with one.

    ``notes`` are findings that don't forbid reading on, each with its place and what to do.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[MergedRange, ...] = ()
    hidden: bool = False
    notes: tuple[Problem, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns up to the last one with a value."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> Value:
        """Return what stands at a row and column counted from 1; None beyond the edges."""
        if not 1 <= row <= len(self.rows):
            return None
        values = self.rows[row - 1]
        return values[column - 1] if 1 <= column <= len(values) else None

    def cell(self, row: int, column: int) -> Cell:
        """Return one cell with its place."""
        return Cell(self.name, row, column, self.value(row, column))

    def cells(self, row: int) -> Iterator[Cell]:
        """Yield the filled cells of a row."""
        for column, value in enumerate(self.rows[row - 1] if 1 <= row <= len(self.rows) else (), start=1):
            if value is not None:
                yield Cell(self.name, row, column, value)


@dataclass(frozen=True)
class Workbook:
    """A file of sheets, visible ones first as they stand in the file."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = field(default=())

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
