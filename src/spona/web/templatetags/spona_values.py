"""Values as people of a language write them: money, shares, numbers."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext

from spona.kernel.models import Money, UnknownRate

register = template.Library()

FIRST_WITH_SEPARATOR = 1000
"""Whole numbers below it are written alike in all our languages."""

BABEL_LOCALES = {"sr": "sr_Cyrl", "sr-latn": "sr_Latn"}


def babel_locale() -> str:
    """Return CLDR's name for the active language, English where it knows none."""
    return _name_in_cldr(get_language() or "en")


@functools.lru_cache(maxsize=64)
def _name_in_cldr(language: str) -> str:
    name = BABEL_LOCALES.get(language, language.replace("-", "_"))
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return "en"
    return name


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
def country_name(code: str) -> str:
    """A country as its reader calls it: RS as Serbia; a code CLDR does not know stays as it is."""
    found: str = Locale.parse(babel_locale()).territories.get(code, code)
    return found


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
