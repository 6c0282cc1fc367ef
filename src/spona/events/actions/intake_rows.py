"""One row of an organiser's spreadsheet, read: an organisation, its part in the fair, its proposal; or a wish.

Nothing is guessed: what cannot be read is a problem at its cell, with what to write instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spona.events.actions.bounds import check_bounds
from spona.events.actions.intake_fields import BY_COLUMN, LEVEL_WORDS, NUMBER_FIELDS, USUAL_SIDES, side_words
from spona.events.actions.intake_languages import read_language
from spona.events.actions.intake_times import END_OF_DAY, Span, read_times
from spona.events.models import Fair, Slot
from spona.kernel.models import ImportRow, Money, Problem
from spona.parties.models import OrganisationIntake, check_number, clean_number, scheme_for
from spona.parties.states import OrganisationKind
from spona_lang import ParseError, fold, name_key, parse_amount, parse_date


@dataclass
class PartyRow:
    """A row about a party, with every problem found in it. ``absences`` None: the row says nothing of times."""

    row: ImportRow
    side: str
    organisation: OrganisationIntake
    min_meetings: int | None = None
    max_meetings: int | None = None
    table_number: int | None = None
    contact_name: str = ""
    absences: list[UUID] | None = None
    title: str = ""
    text: str = ""
    money: Money | None = None
    granted: Money | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def identity(self) -> str:
        """Equal for two rows about one organisation: its register number, else its name and town."""
        known = self.organisation
        if known.numbers:
            return ":".join(known.numbers[0])
        return f"{name_key(known.name, known.country or None)}@{fold(known.town)}"

    @property
    def number_place(self) -> str:
        """The cell its register number was read from; the row where it has none."""
        return next((self.row.place(name) for name in (*NUMBER_FIELDS, "number") if self.row.text(name)), self.row.key)


@dataclass(frozen=True)
class WishRow:
    """A row of the wishes sheet; names are as typed."""

    row: ImportRow
    chooser: str
    about: str
    level: str
    note: str
    problems: tuple[Problem, ...]


class RowReader:
    """Reads rows against one fair: its slots, its currency, its network's country."""

    def __init__(self, fair: Fair, slots: Sequence[Slot]) -> None:
        self._fair = fair
        self._slots = slots
        self._zone = ZoneInfo(fair.time_zone)
        sides = list(fair.sides.all())
        self._kinds = {side.code: side.organisation_kind for side in sides}
        self._sides = side_words(sides)
        self._side_names = [str(side) for side in sides] or [str(name) for name, _words in USUAL_SIDES.values()]

    def party(self, row: ImportRow) -> PartyRow:
        """Read a row of a side's sheet."""
        found: list[Problem] = []
        numbers = self._numbers(row, found)
        country = numbers[0][0][:2] if numbers and "-" in numbers[0][0] else self._fair.network.country
        side = self._side(row, found)
        party = PartyRow(
            row=row,
            side=side,
            organisation=OrganisationIntake(
                name=row.text("name"),
                kind=self._kind(side),
                country=country,
                language=read_language(row, country, found),
                town=row.text("town")[:120],
                email=self._email(row, found),
                numbers=tuple(numbers),
            ),
            contact_name=row.text("contact")[:200],
            problems=found,
        )
        if not party.organisation.name:
            found.append(
                Problem(
                    _("The row has no name."), place=row.place("name"), remedy=_("Write the organisation's name."),
                    code="name_missing",
                )
            )  # fmt: skip
        self._read_part(party)
        self._read_proposal(party)
        return party

    def wish(self, row: ImportRow) -> WishRow:
        """Read a row of the wishes sheet."""
        problems = [
            Problem(
                _("The row does not say who is meant."), place=row.place(name),
                remedy=_("Write the organisation's name as in its own sheet."), code="name_missing",
            )
            for name in ("chooser", "about")
            if not row.text(name)
        ]  # fmt: skip
        typed = fold(row.text("level"))
        words = {fold(word): level for level, known in LEVEL_WORDS.items() for word in known}
        level = words.get(typed, "")
        if not level:
            problems.append(
                Problem(
                    _("“%(word)s” is not a wish.") % {"word": row.text("level")}, place=row.place("level"),
                    remedy=_("Write must, yes or no."), code="unknown_level",
                )
            )  # fmt: skip
        return WishRow(row, row.text("chooser"), row.text("about"), level, row.text("note")[:300], tuple(problems))

    def _side(self, row: ImportRow, found: list[Problem]) -> str:
        """Return the code of the side a row is on: what its own cell says, else what was said of its sheet."""
        typed = row.text("side")
        code = self._sides.get(fold(typed), "") if typed else ("" if row.choice == BY_COLUMN else row.choice)
        if not code:
            message = _("“%(side)s” is no side of this fair.") % {"side": typed}
            found.append(
                Problem(
                    message if typed else _("The row does not say on which side it is."), place=row.place("side"),
                    remedy=_("Write one of: %(sides)s.") % {"sides": ", ".join(self._side_names)},
                    code="unknown_side" if typed else "side_missing",
                )
            )  # fmt: skip
        return code

    def _kind(self, side: str) -> str:
        if self._kinds.get(side):
            return self._kinds[side]
        return side if side in USUAL_SIDES else OrganisationKind.OTHER.value

    def _numbers(self, row: ImportRow, found: list[Problem]) -> list[tuple[str, str]]:
        numbers = []
        for name in (*NUMBER_FIELDS, "number"):
            typed = row.text(name)
            if not typed:
                continue
            scheme = NUMBER_FIELDS.get(name) or scheme_for(self._fair.network.country, typed)
            try:
                numbers.append((str(scheme), check_number(scheme, typed, place=row.place(name))))
            except Problem as problem:
                found.append(problem)
                numbers.append((str(scheme), clean_number(scheme, typed)))
        return numbers

    def _email(self, row: ImportRow, found: list[Problem]) -> str:
        typed = row.text("email")
        if not typed:
            return ""
        try:
            validate_email(typed)
        except ValidationError:
            found.append(
                Problem(
                    _("“%(address)s” is not an e-mail address.") % {"address": typed}, place=row.place("email"),
                    remedy=_("Write one address, such as ime@primer.rs."), code="email",
                )
            )  # fmt: skip
            return ""
        return typed

    def _read_part(self, party: PartyRow) -> None:
        row = party.row
        party.min_meetings = _whole(row, "min_meetings", party.problems)
        party.max_meetings = _whole(row, "max_meetings", party.problems)
        party.table_number = _whole(row, "table", party.problems)
        if party.table_number is not None and party.table_number < 1:
            party.problems.append(
                Problem(
                    _("There is no table %(number)s.") % {"number": party.table_number}, place=row.place("table"),
                    remedy=_("Tables count from 1."), code="table",
                )
            )  # fmt: skip
        if row.text("availability"):
            party.absences = self._absences(row, party.problems)
        there = len(self._slots) - len(party.absences or ()) if self._slots else None
        for problem in check_bounds(party.min_meetings, party.max_meetings, slots_there=there):
            problem.place = row.place(problem.place)
            party.problems.append(problem)

    def _absences(self, row: ImportRow, found: list[Problem]) -> list[UUID]:
        typed = row.text("availability")
        spans, unclear = read_times(typed)
        if unclear:
            found.append(
                Problem(
                    _("“%(part)s” is not a time of day.") % {"part": unclear}, place=row.place("availability"),
                    remedy=_("Write for example 10:00-12:00, before noon, or all day."), code="availability",
                )
            )  # fmt: skip
            return []
        away = [slot.pk for slot in self._slots if not any(self._within(slot, span) for span in spans)]
        if self._slots and len(away) == len(self._slots):
            found.append(
                Problem(
                    _("No slot of the fair lies within “%(times)s”.") % {"times": typed},
                    place=row.place("availability"), remedy=_("Compare with the fair's slots."), code="never_there",
                )
            )  # fmt: skip
        return away

    def _within(self, slot: Slot, span: Span) -> bool:
        start = slot.starts_at.astimezone(self._zone).time()
        end = slot.ends_at.astimezone(self._zone).time()
        return span[0] <= start and (end <= span[1] or span[1] == END_OF_DAY)

    def _read_proposal(self, party: PartyRow) -> None:
        row = party.row
        party.text = row.text("description")
        party.title = (row.text("project") or party.text)[:300]
        party.money = self._money(row, "amount", party.problems)
        party.granted = self._money(row, "granted", party.problems)
        party.starts_on = _date(row, "starts_on", party.problems)
        party.ends_on = _date(row, "ends_on", party.problems)
        if party.starts_on and party.ends_on and party.ends_on < party.starts_on:
            party.problems.append(
                Problem(
                    _("The project ends on %(end)s, before it starts on %(start)s.")
                    % {"start": party.starts_on.isoformat(), "end": party.ends_on.isoformat()},
                    place=row.place("ends_on"), remedy=_("Check which of the two dates is wrong."), code="ends_early",
                )
            )  # fmt: skip

    def _money(self, row: ImportRow, name: str, found: list[Problem]) -> Money | None:
        value = row.value(name)
        if value is None or not row.text(name):
            return None
        try:
            amount, currency = (
                (value, self._fair.currency)
                if isinstance(value, Decimal)
                else parse_amount(row.text(name), currency=self._fair.currency)
            )
        except ParseError as error:
            found.append(_unread(row, name, error, _("“%(value)s” cannot be read as an amount."), _AMOUNT_REMEDY))
            return None
        if amount < 0:
            found.append(
                Problem(
                    _("The amount cannot be negative."), place=row.place(name), remedy=_AMOUNT_REMEDY,
                    code="negative",
                )
            )  # fmt: skip
            return None
        return Money(amount.quantize(Decimal("0.01")), currency or self._fair.currency)


_AMOUNT_REMEDY = gettext_lazy("Write for example 1.250,00 EUR.")


def _whole(row: ImportRow, name: str, found: list[Problem]) -> int | None:
    typed = row.text(name)
    if not typed:
        return None
    if re.fullmatch(r"[-−]?\d{1,4}(?:\.0+)?", typed) is None:
        found.append(
            Problem(
                _("“%(value)s” is not a whole number.") % {"value": typed}, place=row.place(name),
                remedy=_("Write digits only, for example 8."), code="not_a_number",
            )
        )  # fmt: skip
        return None
    return int(typed.replace("−", "-").split(".")[0])


def _date(row: ImportRow, name: str, found: list[Problem]) -> dt.date | None:
    value = row.value(name)
    if value is None or not row.text(name):
        return None
    try:
        return parse_date(value if isinstance(value, dt.date) else row.text(name))
    except ParseError as error:
        remedy = _("Write day.month.year, for example 18.06.2015.")
        found.append(_unread(row, name, error, _("“%(value)s” cannot be read as a date."), remedy))
        return None


def _unread(row: ImportRow, name: str, error: ParseError, message: str, remedy: Any) -> Problem:
    better: Any = error.params.get("suggestion")
    readings: Any = error.params.get("readings")
    if readings:
        remedy = _("It could be %(readings)s: write the one that is meant.") % {"readings": ", ".join(readings)}
    elif better:
        remedy = _("Did you mean %(suggestion)s?") % {"suggestion": better}
    return Problem(message % {"value": row.text(name)}, place=row.place(name), remedy=remedy, code=error.code)
