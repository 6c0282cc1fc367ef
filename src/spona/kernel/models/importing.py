"""What an importer declares, and what it says about each row. Values only; ``kernel.actions.imports`` runs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from spona.kernel.models.actor import Actor
from spona.kernel.models.errors import Problem
from spona.kernel.models.imports import ImportBatch
from spona.kernel.models.workbook import Cell, Value, column_letter

if TYPE_CHECKING:
    from django.db.models import Model

CREATE, SKIP = "create", "skip"


@dataclass(frozen=True)
class ImportField:
    """One thing a column can mean. ``headings`` are the words seen above such columns, in any language and script."""

    name: str
    label: Any
    headings: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class SheetChoice:
    """One thing a whole sheet can mean (the side of a fair its rows belong to).

    ``names`` are words seen in sheet names.
    """

    value: str
    label: Any
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportContext:
    """What an importer gets besides rows: the batch, the object the rows go into, and who acts."""

    batch: ImportBatch
    subject: Model
    by: Actor


@dataclass(frozen=True)
class ImportRow:
    """One row of the file with its cells by field name. ``choice`` is what was said about its sheet."""

    sheet: str
    number: int
    choice: str
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    @property
    def key(self) -> str:
        """The row's name in ``decisions``, e.g. ``Udruge!14``."""
        return f"{self.sheet}!{self.number}"

    def text(self, name: str) -> str:
        """Return a field as trimmed text; nothing where the cell is empty or the field has no column."""
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def value(self, name: str) -> Value:
        """Return a field as it stands in the file."""
        cell = self.cells.get(name)
        return cell.value if cell else None

    def place(self, name: str) -> str:
        """Return where a field stands, e.g. ``Udruge!C14``; the row where the field has no column."""
        column = self.columns.get(name)
        return f"{self.sheet}!{column_letter(column)}{self.number}" if column else self.key


@dataclass(frozen=True)
class Match:
    """Something that exists already and may be what a row is about. ``reasons`` are sentences."""

    id: UUID
    title: str
    score: float
    reasons: tuple[Any, ...] = ()


@dataclass(frozen=True)
class RowPreview:
    """What would become of one row.

    ``suggestion`` is ``CREATE``, ``SKIP`` or the id (as text) of the match to use; empty when a person must decide
    between ``matches``. ``writes`` says what would be written: label -> value, as a value (``Money``, a date, a number,
    a name in several languages), so that every reader sees it written her way. ``problems`` keep the row out,
    ``notes`` don't.
    """

    row: ImportRow
    title: str
    suggestion: str = CREATE
    matches: tuple[Match, ...] = ()
    writes: Mapping[Any, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ImportPreview:
    """Every row of the chosen sheets, and what is to be said about the file as a whole."""

    batch: ImportBatch
    rows: tuple[RowPreview, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """All problems of all rows, in the order of the file."""
        return [problem for preview in self.rows for problem in preview.problems]

    @property
    def undecided(self) -> list[RowPreview]:
        """The rows a person must still decide about."""
        return [preview for preview in self.rows if not preview.suggestion and not preview.problems]


class ImportLog(Protocol):
    """Where ``apply`` says what it wrote, so that undo can take it back."""

    def created(self, *rows: Model) -> None:
        """New rows, after they were saved (``bulk_create`` included), parents before children."""

    def changed(self, row: Model, before: Mapping[str, Any]) -> None:
        """A row that existed, after it was saved, with the former values of the columns that changed."""


PreviewRows = Callable[[ImportContext, Sequence[ImportRow]], Sequence[RowPreview]]
ApplyRows = Callable[[ImportContext, Sequence[ImportRow], Mapping[str, str], ImportLog], dict[str, int]]


def no_choices(context: ImportContext) -> Sequence[SheetChoice]:  # noqa: ARG001  the signature of ``per_sheet``
    """Sheets need no choice."""
    return ()


def nothing_given_up(context: ImportContext, made: Collection[UUID]) -> None:
    """Nothing hangs on an import's rows that may go with them."""


@dataclass(frozen=True)
class Importer:
    """One kind of spreadsheet: what its columns can mean, how rows are looked at, and how they are written.

    ``permission`` is asked on the subject, an object of ``subject_model`` ("events.Fair"). ``preview`` only reads (the
    database refuses a write). ``apply`` gets the rows to write with a decision for each (``CREATE`` or an id), writes
    inside the caller's transaction with bulk operations, tells ``log`` and returns counts by name. Both get all rows at
    once: ask the database for all of them together. ``give_up`` is called before an import is undone, with the ids of
    the rows it made: it deletes what hangs on them and was put aside by people themselves.
    """

    kind: str
    label: Any
    permission: str
    subject_model: str
    fields: tuple[ImportField, ...]
    preview: PreviewRows
    apply: ApplyRows
    per_sheet: Callable[[ImportContext], Sequence[SheetChoice]] = no_choices
    give_up: Callable[[ImportContext, Collection[UUID]], None] = nothing_given_up

    def field(self, name: str) -> ImportField:
        """Return a field by name. Errors: ``KeyError``."""
        found = next((field for field in self.fields if field.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


@dataclass(frozen=True)
class SheetMapping:
    """What a person (or a guess a person sees) says about one sheet: field name -> column letter."""

    columns: Mapping[str, str]
    choice: str = ""
    header_row: int = 1
    take: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the shape ``ImportBatch.mapping`` keeps."""
        return {
            "columns": dict(self.columns),
            "choice": self.choice,
            "header_row": self.header_row,
            "take": self.take,
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> SheetMapping:
        """Read that shape."""
        return cls(
            columns={str(name): str(letter).upper() for name, letter in data.get("columns", {}).items() if letter},
            choice=str(data.get("choice", "")),
            header_row=int(data.get("header_row", 1)),
            take=bool(data.get("take", True)),
        )
