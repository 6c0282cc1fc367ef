"""Where a sheet's table starts: title rows above, one or two rows of headings, columns without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Cell, Problem, Sheet, Value, column_letter
from spona_lang import fold

SEARCHED_ROWS = 25
LONGEST_HEADING = 80
NEAR = 0.8

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Heading:
    """What stands above one column; ``group`` is the upper of two heading rows, where there are two."""

    column: int
    text: str
    group: str = ""

    @property
    def letter(self) -> str:
        """The column's letter."""
        return column_letter(self.column)

    @property
    def full(self) -> str:
        """Both rows of the heading as one text."""
        return f"{self.group} {self.text}".strip()


@dataclass(frozen=True)
class Table:
    """The table in a sheet: its headings and the first row below them (0 headings: the sheet is empty)."""

    sheet: Sheet
    header_row: int
    header_rows: int
    headings: tuple[Heading, ...]
    notes: tuple[Problem, ...]

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.header_row + self.header_rows

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield row number and filled cells by column. Cells merged downwards count for every row they cover."""
        above = self._merged_down()
        for number in range(self.first_row, len(self.sheet.rows) + 1):
            cells = {cell.column: cell for cell in self.sheet.cells(number)}
            for column, value in above.get(number, {}).items():
                cells.setdefault(column, Cell(self.sheet.name, number, column, value))
            if cells:
                yield number, cells

    def _merged_down(self) -> dict[int, dict[int, Value]]:
        values: dict[int, dict[int, Value]] = {}
        for merged in self.sheet.merged:
            if merged.first_row < self.first_row or merged.last_row == merged.first_row:
                continue
            value = self.sheet.value(merged.first_row, merged.first_column)
            for row in range(merged.first_row + 1, min(merged.last_row, len(self.sheet.rows)) + 1):
                if value is not None:
                    values.setdefault(row, {})[merged.first_column] = value
        return values


def find_table(sheet: Sheet, known: Known = lambda _folded: False, *, header_row: int | None = None) -> Table:
    """Find the headings of a sheet; ``known`` says whether a folded text is a heading somebody expects.

    ``header_row`` overrules the search (a person has chosen). Everything doubtful is a note with its place.
    """
    if not sheet.rows:
        return Table(sheet, 1, 1, (), ())
    row = header_row or _best_row(sheet, known)
    first, count = _with_neighbours(sheet, row, known)
    headings = tuple(_headings(sheet, first, count))
    notes = (*_merge_notes(sheet, first + count), *_heading_notes(sheet, headings, first, count))
    return Table(sheet, first, count, headings, notes)


def _best_row(sheet: Sheet, known: Known) -> int:
    """Return the earliest row that looks like headings almost as much as the best one does."""
    searched = range(1, min(len(sheet.rows), SEARCHED_ROWS) + 1)
    usual = max(sum(1 for _cell in sheet.cells(row)) for row in searched) or 1
    scores = {row: _score(sheet, row, usual, known) for row in searched}
    best = max(scores.values())
    return next(row for row in searched if scores[row] >= best - NEAR)


def _score(sheet: Sheet, row: int, usual: int, known: Known) -> float:
    cells = list(sheet.cells(row))
    if not cells:
        return -1.0
    texts = [cell.text for cell in cells if isinstance(cell.value, str)]
    short = sum(1 for text in texts if len(text) <= LONGEST_HEADING and not any(mark.isdigit() for mark in text[:1]))
    recognised = sum(1 for text in texts if known(fold(text)))
    return 2 * len(cells) / usual + short / len(cells) + 3 * recognised - (len(cells) - len(texts))


def _with_neighbours(sheet: Sheet, row: int, known: Known) -> tuple[int, int]:
    """Return first row and number of rows of the headings, looking one row up and one down for a second one."""
    if _is_group_row(sheet, row - 1, row):
        return row - 1, 2
    for merged in sheet.merged:
        starts_here = merged.first_row == row
        if starts_here and merged.last_row == row + 1:
            return row, 2
        if (
            starts_here
            and merged.last_row == row
            and merged.last_column > merged.first_column
            and _is_text(sheet, row + 1)
        ):
            return row, 2
    below = [cell for cell in sheet.cells(row + 1) if sheet.value(row, cell.column) is None]
    if below and _is_text(sheet, row + 1) and all(known(fold(cell.text)) for cell in below):
        return row, 2
    return row, 1


def _is_group_row(sheet: Sheet, row: int, below: int) -> bool:
    """A row of two or more texts above fewer than half of which has nothing below: names of groups of columns."""
    cells = list(sheet.cells(row))
    if len(cells) < 2 or not _is_text(sheet, row):
        return False
    width = sum(1 for _cell in sheet.cells(below))
    return len(cells) < width and all(sheet.value(below, cell.column) is not None for cell in cells)


def _is_text(sheet: Sheet, row: int) -> bool:
    cells = list(sheet.cells(row))
    return bool(cells) and all(isinstance(cell.value, str) and len(cell.text) <= LONGEST_HEADING for cell in cells)


def _headings(sheet: Sheet, first: int, count: int) -> Iterator[Heading]:
    spans = {
        column: merged
        for merged in sheet.merged
        if merged.first_row == first
        for column in range(merged.first_column, merged.last_column + 1)
    }
    group = ""
    for column in range(1, sheet.width + 1):
        upper = sheet.cell(first, column).text
        if count == 1:
            if upper:
                yield Heading(column, upper)
            continue
        lower = sheet.cell(first + 1, column).text
        if upper or (column in spans and spans[column].first_column == column):
            group = upper
        elif spans and column not in spans:
            group = ""
        if upper and not lower:
            yield Heading(column, upper)
            group = ""
        elif lower:
            yield Heading(column, lower, group)


def _heading_notes(sheet: Sheet, headings: tuple[Heading, ...], first: int, count: int) -> Iterator[Problem]:
    named: dict[str, Heading] = {}
    for heading in headings:
        earlier = named.setdefault(fold(heading.full), heading)
        if earlier is not heading:
            yield Problem(
                _("“%(heading)s” stands above two columns, %(first)s and %(second)s.")
                % {"heading": heading.full, "first": earlier.letter, "second": heading.letter},
                place=sheet.cell(first, heading.column).place,
                remedy=_("Choose which of the two is meant."),
                code="heading_twice",
            )
    with_heading = {heading.column for heading in headings}
    body = sheet.rows[first + count - 1 :]
    for column in range(1, sheet.width + 1):
        if column not in with_heading and any(
            len(values) >= column and values[column - 1] is not None for values in body
        ):
            yield Problem(
                _("Column %(column)s has values but no heading.") % {"column": column_letter(column)},
                place=sheet.cell(first, column).place,
                remedy=_("Choose what it is, or leave it out."),
                code="heading_missing",
            )


def _merge_notes(sheet: Sheet, first_row: int) -> Iterator[Problem]:
    for merged in sheet.merged:
        if merged.first_row >= first_row and sheet.value(merged.first_row, merged.first_column) is not None:
            downwards = merged.last_row > merged.first_row
            yield Problem(
                _("The cells %(range)s are merged.") % {"range": merged.text},
                place=f"{sheet.name}!{merged.text.split(':')[0]}",
                remedy=_("The value is used for every row they cover.")
                if downwards
                else _("The value is used for the first of the columns only."),
                code="cells_merged",
            )
