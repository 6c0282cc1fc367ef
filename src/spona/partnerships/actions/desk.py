"""What is typed at the agreement desk, read field by field, and batches from tablets that were without signal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.models import Fair, Meeting
from spona.kernel.actions import action, require
from spona.kernel.models import Actor, Money, Problem, Problems
from spona.parties.models import Organisation
from spona.partnerships.actions.agreements import Side, write_agreement
from spona.partnerships.actions.confirmations import confirm_party
from spona.partnerships.actions.contributions import Line
from spona.partnerships.models import Agreement
from spona.partnerships.queries.desk import organisations_named
from spona.partnerships.states import ConfirmedHow, ContributionKind
from spona_lang import ParseError, parse_amount, parse_date

SIDES = ("a", "b")
LINES_A_SIDE = 3
LARGEST_BATCH = 100
WHOLE = re.compile(r"\d{1,7}(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Taken:
    """What came of one item of a batch: saved, known (it had arrived before) or refused with its problems."""

    nonce: str
    status: str
    agreement: Agreement | None = None
    problems: Sequence[Problem] = field(default_factory=tuple)


@action
def take_batch(*, items: Sequence[Mapping[str, Any]], fair: Fair | None, sent_at: str, by: Actor) -> list[Taken]:
    """Take agreements a tablet has kept, each for itself: one that is refused keeps none of the others out.

    The whole batch, or a part of it, may be sent again: what is known answers "known". ``sent_at`` is the tablet's
    own clock at the moment of sending; by how far it is wrong, every time in the batch is put right.
    """
    require("partnerships.use_desk", by, fair)
    if len(items) > LARGEST_BATCH:
        raise Problem(
            _("More than %(most)s agreements at once.") % {"most": LARGEST_BATCH},
            place="items",
            remedy=_("Send them in several parts."),
            code="batch_too_large",
        )
    return [_take_one(item, fair, clock_error(sent_at), by) for item in items]


def _take_one(item: Mapping[str, Any], fair: Fair | None, error: dt.timedelta, by: Actor) -> Taken:
    values = {str(name): str(value) for name, value in item.items() if isinstance(value, str | int | float)}
    nonce = values.get("nonce", "")[:64]
    try:
        with transaction.atomic():
            return take_item(values=values, fair=fair, clock_error=error, by=by)
    except Problem as problem:
        return Taken(nonce, "refused", problems=[problem])
    except Problems as several:
        return Taken(nonce, "refused", problems=several.problems)


def clock_error(sent_at: str, now: dt.datetime | None = None) -> dt.timedelta:
    """Return by how far a tablet's clock is ahead of ours; nothing where it says no time that can be read."""
    told = _time(sent_at)
    return told - (now or timezone.now()) if told else dt.timedelta()


def _time(text: str) -> dt.datetime | None:
    try:
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo is not None else None


@action
def take_item(
    *, values: Mapping[str, str], fair: Fair | None, by: Actor, clock_error: dt.timedelta | None = None
) -> Taken:
    """Write one agreement from the desk's form, and the signatures that came with it.

    Field names: ``a`` and ``b`` (organisations by name), ``a_owner``, ``a_email``, ``a_signature``, and for each line
    ``a1_kind``, ``a1_what``, ``a1_quantity``, ``a1_unit``, ``a1_value``, ``a1_estimate``. Errors: ``Problems`` named
    by field.
    """
    require("partnerships.use_desk", by, fair)
    problems: list[Problem] = []
    nonce = _nonce(values, problems)
    found = organisations_named(by, fair, [values.get(place, "") for place in SIDES])
    sides = [_side(values, place, found, problems) for place in SIDES]
    lines = [line for position in range(len(SIDES)) for line in _lines(values, position, fair, problems)]
    due_on = _date(values, "due_on", problems)
    meeting = _meeting(values, fair)
    written_at = _time(values.get("written_at", ""))
    agreed_at = written_at - (clock_error or dt.timedelta()) if written_at else None
    if problems:
        raise Problems(problems)
    written = write_agreement(
        nonce=nonce,
        sides=[side for side in sides if side is not None],
        lines=lines,
        fair=fair,
        meeting=meeting,
        programme_id=own_programme(by) if fair is None else None,
        about=values.get("about", ""),
        due_on=due_on,
        agreed_at=agreed_at,
        by=by,
    )
    agreement = written.agreement
    for party in agreement.parties.order_by("position"):
        signature = values.get(f"{SIDES[party.position]}_signature", "") if party.position < len(SIDES) else ""
        if signature:
            party.agreement = agreement
            agreement = confirm_party(party=party, how=ConfirmedHow.SIGNATURE, signature=signature, by=by)
    return Taken(str(nonce), "saved" if written.is_new else "known", agreement)


def read_organisations(
    values: Mapping[str, Any], places: Sequence[str], *, fair: Fair | None, by: Actor
) -> list[Organisation]:
    """Return the organisations typed into the named fields, in order. Errors: ``Problems`` named by field."""
    problems: list[Problem] = []
    typed = {place: str(values.get(place, "")) for place in places}
    found = organisations_named(by, fair, list(typed.values()))
    sides = [_side(typed, place, found, problems) for place in places]
    if problems:
        raise Problems(problems)
    return [side.organisation for side in sides if side is not None]


def own_programme(by: Actor) -> UUID | None:
    """An agreement outside fairs belongs to the programme of the manager who writes it, or to the network."""
    if by.runs_network:
        return None
    managed = by.programmes_of("manager")
    return managed[0] if managed else None


def _nonce(values: Mapping[str, str], problems: list[Problem]) -> UUID:
    try:
        return UUID(values.get("nonce", ""))
    except ValueError:
        problems.append(
            Problem(
                _("This agreement has lost its number."),
                place="nonce",
                remedy=_("Reload the desk and write it again."),
                code="nonce",
            )
        )
        return UUID(int=0)


def _side(
    values: Mapping[str, str], place: str, found: Mapping[str, list[Organisation]], problems: list[Problem]
) -> Side | None:
    typed = values.get(place, "").strip()
    rows = found.get(typed, [])
    if len(rows) != 1:
        if not typed:
            message, remedy = _("Which organisation?"), _("Choose one from the list.")
        elif rows:
            message = _("Several organisations are called “%(name)s”.") % {"name": typed}
            remedy = _("Choose the one with its town from the list.")
        else:
            message = _("No organisation here is called “%(name)s”.") % {"name": typed}
            remedy = _("Choose one from the list, or ask the organiser to add it.")
        problems.append(Problem(message, place=place, remedy=remedy, code="party_unknown"))
        return None
    email = values.get(f"{place}_email", "").strip()
    if email and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) is None:
        problems.append(
            Problem(
                _("“%(value)s” is no e-mail address.") % {"value": email},
                place=f"{place}_email",
                remedy=_("Write it like name@example.org, or leave it empty."),
                code="email",
            )
        )
    return Side(rows[0], values.get(f"{place}_owner", ""), email, values.get(f"{place}_language", ""), place)


def _lines(values: Mapping[str, str], position: int, fair: Fair | None, problems: list[Problem]) -> list[Line]:
    lines = []
    for number in range(1, LINES_A_SIDE + 1):
        place = f"{SIDES[position]}{number}"
        typed = {
            name: values.get(f"{place}_{name}", "").strip()
            for name in ("kind", "what", "quantity", "unit", "value", "estimate")
        }
        if not (typed["kind"] or typed["what"] or typed["quantity"] or typed["value"]):
            continue
        value = _money(typed["value"], f"{place}_value", fair.currency if fair else "EUR", problems)
        quantity = _quantity(typed["quantity"], f"{place}_quantity", problems)
        estimate = "stated" if typed["kind"] == ContributionKind.MONEY and value else typed["estimate"]
        lines.append(
            Line(
                giver=position,
                taker=1 - position,
                kind=typed["kind"],
                what=typed["what"],
                quantity=quantity,
                unit=typed["unit"] if quantity is not None else "",
                value=value,
                estimate=estimate if value else "",
                place=place,
            )
        )
    return lines


def _money(typed: str, place: str, currency: str, problems: list[Problem]) -> Money | None:
    if not typed:
        return None
    try:
        amount, code = parse_amount(typed, currency=currency)
    except ParseError as error:
        problems.append(unread(typed, place, error, _("“%(value)s” is not an amount.")))
        return None
    if amount >= Decimal(10) ** 11:
        problems.append(
            Problem(_("This value is too large."), place=place, remedy=_("Check the digits."), code="too_large")
        )
        return None
    return Money(amount.quantize(Decimal("0.01")), code or currency, timezone.localdate())


def read_money(typed: str, place: str, currency: str) -> Money | None:
    """Return a typed amount, None where there is none. Errors: ``Problem`` at ``place``."""
    problems: list[Problem] = []
    found = _money(typed.strip(), place, currency, problems)
    if problems:
        raise problems[0]
    return found


def unread(typed: str, place: str, error: ParseError, message: str) -> Problem:
    """Return the problem of a typed value that cannot be read, with what was probably meant."""
    readings, better = error.params.get("readings"), error.params.get("suggestion")
    if isinstance(readings, list):
        remedy = _("It could be %(readings)s: write the one that is meant.") % {"readings": ", ".join(readings)}
    elif better:
        remedy = _("Did you mean %(suggestion)s?") % {"suggestion": better}
    else:
        remedy = _("Write a number, for example 1.250,00 EUR. An estimate is enough.")
    return Problem(message % {"value": typed}, place=place, remedy=remedy, code=error.code)


def _quantity(typed: str, place: str, problems: list[Problem]) -> Decimal | None:
    if not typed:
        return None
    if WHOLE.fullmatch(typed) is None:
        problems.append(
            Problem(
                _("“%(value)s” is not a number.") % {"value": typed},
                place=place,
                remedy=_("Write digits, for example 40 or 7,5."),
                code="not_a_number",
            )
        )
        return None
    return Decimal(typed.replace(",", "."))


def _date(values: Mapping[str, str], name: str, problems: list[Problem]) -> dt.date | None:
    typed = values.get(name, "").strip()
    if not typed:
        return None
    try:
        return parse_date(typed)
    except ParseError as error:
        problem = unread(typed, name, error, _("“%(value)s” is not a day."))
        problem.remedy = _("Write day.month.year, for example 18.06.2027.")
        problems.append(problem)
        return None


def _meeting(values: Mapping[str, str], fair: Fair | None) -> Meeting | None:
    """Return the meeting the agreement grew from; one that is not known here is left out, and refuses nothing."""
    try:
        wanted = UUID(values.get("meeting", ""))
    except ValueError:
        return None
    if fair is None:
        return None
    return Meeting.objects.select_related("timetable").filter(pk=wanted, timetable__fair=fair).first()
