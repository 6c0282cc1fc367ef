"""Which column means what: guessed from what was chosen before and from known words, shown to a person, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from spona.kernel.actions.headings import Heading, Table, find_table
from spona.kernel.models import (
    ColumnMemory,
    ImportContext,
    Importer,
    ImportField,
    ImportRow,
    Problem,
    Problems,
    Sheet,
    SheetChoice,
    SheetMapping,
    Workbook,
    column_number,
)
from spona_lang import fold


def guess_mapping(importer: Importer, context: ImportContext, workbook: Workbook) -> dict[str, SheetMapping]:
    """Return a mapping for every sheet, to be looked at by a person.

    Headings mapped before in this network come first, then the importer's words, then the same words as the beginning
    of a heading ("Naziv udruge"). A column is used once. Hidden and empty sheets are left out.
    """
    remembered = dict(
        ColumnMemory.objects.filter(network_id=context.batch.network_id, kind=importer.kind).values_list(
            "heading", "field"
        )
    )
    words = _words(importer.fields)
    choices = importer.per_sheet(context)
    mapping = {}
    for sheet in workbook.sheets:
        table = find_table(sheet, lambda folded: folded in remembered or folded in words)
        mapping[sheet.name] = SheetMapping(
            columns=_guess_columns(table.headings, remembered, words),
            choice=_guess_choice(sheet, choices),
            header_row=table.header_row,
            take=not sheet.hidden and bool(sheet.rows),
        )
    return mapping


def _words(fields: Sequence[ImportField]) -> dict[str, str]:
    words: dict[str, str] = {}
    for field in fields:
        for text in (*field.headings, str(field.label), field.name.replace("_", " ")):
            words.setdefault(fold(text), field.name)
    return words


def _guess_columns(
    headings: Sequence[Heading], remembered: Mapping[str, str], words: Mapping[str, str]
) -> dict[str, str]:
    columns: dict[str, str] = {}
    used: set[str] = set()

    def take(name: str | None, heading: Heading) -> None:
        if name is not None and name not in columns and heading.letter not in used:
            columns[name] = heading.letter
            used.add(heading.letter)

    for known in (remembered, words):
        for heading in headings:
            take(known.get(fold(heading.full)) or known.get(fold(heading.text)), heading)
    for heading in headings:
        folded = fold(heading.text)
        longest = max((word for word in words if folded.startswith(f"{word} ")), key=len, default="")
        take(words.get(longest), heading)
    return columns


def _guess_choice(sheet: Sheet, choices: Sequence[SheetChoice]) -> str:
    if len(choices) == 1:
        return choices[0].value
    name = fold(sheet.name)
    for choice in choices:
        for word in (*choice.names, str(choice.label)):
            folded = fold(word)
            if folded and (name == folded or name.startswith(folded) or folded in name.split()):
                return choice.value
    return ""


def check_mapping(
    importer: Importer, context: ImportContext, workbook: Workbook, mapping: Mapping[str, SheetMapping]
) -> None:
    """Refuse a mapping rows can't be read with. Errors: ``Problems``, each naming its sheet and field."""
    problems = list(_mapping_problems(importer, importer.per_sheet(context), workbook, mapping))
    if problems:
        raise Problems(problems)


def _mapping_problems(
    importer: Importer, choices: Sequence[SheetChoice], workbook: Workbook, mapping: Mapping[str, SheetMapping]
) -> Iterator[Problem]:
    taken = {name: chosen for name, chosen in mapping.items() if chosen.take}
    if not taken:
        yield Problem(
            _("No sheet is taken in."), place="sheets", remedy=_("Choose at least one sheet."), code="sheet_missing"
        )
    for name, chosen in taken.items():
        sheet = workbook.sheet(name)
        if sheet is None:
            yield Problem(
                _("The file has no sheet “%(sheet)s”.") % {"sheet": name},
                place=name,
                remedy=_("Its sheets are: %(sheets)s.")
                % {"sheets": ", ".join(sheet.name for sheet in workbook.sheets)},
                code="sheet_missing",
            )
            continue
        if choices and chosen.choice not in {choice.value for choice in choices}:
            yield Problem(
                _("It isn't said what the rows of “%(sheet)s” are.") % {"sheet": name},
                place=name,
                remedy=_("Choose one of: %(choices)s.")
                % {"choices": ", ".join(str(choice.label) for choice in choices)},
                code="sheet_choice_missing",
            )
        yield from _column_problems(importer, sheet, chosen)


def _column_problems(importer: Importer, sheet: Sheet, chosen: SheetMapping) -> Iterator[Problem]:
    if not 1 <= chosen.header_row <= len(sheet.rows):
        yield Problem(
            _("“%(sheet)s” has no row %(row)s to hold headings.") % {"sheet": sheet.name, "row": chosen.header_row},
            place=sheet.name,
            remedy=_("Say in which row the headings stand."),
            code="header_missing",
        )
        return
    known = {field.name: field for field in importer.fields}
    for field in importer.fields:
        if field.required and field.name not in chosen.columns:
            yield Problem(
                _("No column of “%(sheet)s” is “%(field)s”.") % {"sheet": sheet.name, "field": field.label},
                place=f"{sheet.name}:{field.name}",
                remedy=_("Choose the column; it may have another heading than last time."),
                code="column_missing",
            )
    by_letter: dict[str, str] = {}
    for name, letter in chosen.columns.items():
        if name not in known or not _is_column(letter, sheet):
            yield Problem(
                _("“%(sheet)s” has no column %(column)s.") % {"sheet": sheet.name, "column": letter},
                place=f"{sheet.name}:{name}",
                remedy=_("Choose one of the columns that are there."),
                code="column_missing",
            )
        elif by_letter.setdefault(letter, name) != name:
            yield Problem(
                _("Column %(column)s is chosen for two things: “%(first)s” and “%(second)s”.")
                % {"column": letter, "first": known[by_letter[letter]].label, "second": known[name].label},
                place=f"{sheet.name}:{name}",
                remedy=_("Choose another column for one of them."),
                code="column_twice",
            )


def _is_column(letter: str, sheet: Sheet) -> bool:
    try:
        return column_number(letter) <= sheet.width
    except ValueError:
        return False


def remember_headings(
    importer: Importer, context: ImportContext, tables: Mapping[str, tuple[Table, SheetMapping]]
) -> None:
    """Keep which heading was mapped to which field, so that the same spreadsheet needs no second mapping."""
    memories = {}
    for table, chosen in tables.values():
        letters = {letter: name for name, letter in chosen.columns.items()}
        for heading in table.headings:
            key = fold(heading.full)[:200]
            if heading.letter in letters and key:
                memories[key] = ColumnMemory(
                    network_id=context.batch.network_id, kind=importer.kind, heading=key, field=letters[heading.letter]
                )
    ColumnMemory.objects.bulk_create(
        memories.values(),
        update_conflicts=True,
        unique_fields=["network", "kind", "heading"],
        update_fields=["field"],
    )


def rows_of_mapping(workbook: Workbook, mapping: Mapping[str, SheetMapping]) -> Iterator[ImportRow]:
    """Yield every row with a value in a mapped column, sheet by sheet."""
    for sheet in workbook.sheets:
        chosen = mapping.get(sheet.name)
        if chosen is None or not chosen.take:
            continue
        columns = {name: column_number(letter) for name, letter in chosen.columns.items()}
        for number, cells in find_table(sheet, header_row=chosen.header_row).rows():
            mapped = {name: cells[column] for name, column in columns.items() if column in cells}
            if mapped:
                yield ImportRow(sheet.name, number, chosen.choice, mapped, columns)
