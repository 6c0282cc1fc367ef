"""Values as people of a language write them: money, shares, numbers."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Any, Protocol

from babel.core import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext, ngettext_lazy

from spona.kernel.models import Money, UnknownRate, in_readers_script
from spona.kernel.models.scripts import SERBIAN
from spona.partnerships.states import Unit
from spona.web.cldr import babel_locale

register = template.Library()

FIRST_WITH_SEPARATOR = 1000
"""Whole numbers below it are written alike in all our languages."""

QUANTITIES = {
    Unit.HOURS: ngettext_lazy("%(amount)s hour", "%(amount)s hours", "count"),
    Unit.DAYS: ngettext_lazy("%(amount)s day", "%(amount)s days", "count"),
    Unit.PEOPLE: ngettext_lazy("%(amount)s person", "%(amount)s people", "count"),
    Unit.PIECES: ngettext_lazy("%(amount)s piece", "%(amount)s pieces", "count"),
    Unit.MONTHS: ngettext_lazy("%(amount)s month", "%(amount)s months", "count"),
}
"""A number with its unit. The unit's label ("hours") is for headings and choices, where no number stands before it."""


@register.filter
def money(value: Money | None) -> str:
    """An amount with its own currency, as the reader writes it: 121.064,70 BGN."""
    return format_currency(value.amount, value.currency, locale=babel_locale()) if value else ""


@register.filter
def in_euro(value: Money | None) -> str:
    """The amount in euro where it was entered in another currency and a lasting rate is known; empty otherwise."""
    if value is None or value.currency == "EUR":
        return ""
    try:
        return format_currency(value.to("EUR").amount, "EUR", locale=babel_locale())
    except UnknownRate:
        return ""


@register.filter
def as_read(value: Any) -> str:
    """Any value of a spreadsheet as its reader writes it: money, days, times, numbers, yes and no, else its text.

    A time that is no more than a day (midnight, as spreadsheets keep days) is written as the day.
    """
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.date | dt.time):
        return _moment(value)
    if isinstance(value, int | float | Decimal):
        return format_decimal(value, locale=babel_locale())
    return "" if value is None else str(value)


def _moment(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return time_format(value)
    is_time = isinstance(value, dt.datetime) and value.time() != dt.time.min
    return date_format(value, "SHORT_DATETIME_FORMAT" if is_time else "SHORT_DATE_FORMAT")


@register.filter
def in_script(text: str, language: str) -> str:
    """A text somebody wrote in ``language``, in its reader's letters (``kernel.models.in_readers_script``)."""
    return _rewritten(text, language, get_language() or "en") if language in SERBIAN else text


@functools.lru_cache(maxsize=1000)
def _rewritten(text: str, language: str, reader: str) -> str:
    """Long texts take milliseconds each, and everybody at a fair reads the same ones."""
    return in_readers_script(text, language, reader)


@register.filter
def share(value: float | None) -> str:
    """A share of one as a whole percentage: 0.873 as 87 %."""
    return "" if value is None else format_percent(value, locale=babel_locale())


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """A number with the reader's separators and at most ``digits`` decimals."""
    if value is None:
        return ""
    if isinstance(value, int) and 0 <= value < FIRST_WITH_SEPARATOR:
        return str(int(value))
    return _decimal(value + 0, digits, babel_locale())  # + 0: nobody reads a negative zero


@functools.lru_cache(maxsize=2000)
def _decimal(value: float, digits: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    written: str = format_decimal(value, format=pattern, locale=locale)
    return written


class Counted(Protocol):
    """What has a quantity in a unit, a line of the ledger for instance; both are missing together."""

    quantity: Decimal | None
    unit: str


@register.filter("quantity")
def quantity_of(line: Counted) -> str:
    """How much a line is about, with at most two decimals: 102 hours; empty where nobody said."""
    return quantity(line.quantity, line.unit) if line.quantity else ""


def quantity(amount: Decimal, unit: str, digits: int = 2) -> str:
    """A number and its unit in the form that the number asks for: 1 hour, 2.5 hours, 102 sata, 105 sati."""
    shown = round(amount, digits).normalize()
    return QUANTITIES[Unit(unit)] % {"amount": number(float(shown), digits), "count": _counted_like(shown)}


def _counted_like(amount: Decimal) -> int:
    """Return a whole number with the plural of ``amount``: catalogues know whole numbers only, CLDR fractions as well.

    Where a language has a plural for fractions alone (Polish, Czech), it reads as the one after two.
    """
    if amount == amount.to_integral_value():
        return int(amount)
    plural = Locale.parse(babel_locale()).plural_form
    return next((whole for whole in (0, 1, 2) if plural(whole) == plural(amount)), 2)
