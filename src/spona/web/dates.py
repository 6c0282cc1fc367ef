"""Days and moments as lists write them, hundreds on a page.

What they say is ``date_format``'s; that reads a format letter by letter for every value, some hundred calls each, and
here it is read once for each language.
"""

from __future__ import annotations

import datetime as dt
import functools

from django.utils.dates import MONTHS_3
from django.utils.formats import get_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override

_LETTERS = {
    "d": "{0.day:02d}",
    "j": "{0.day}",
    "m": "{0.month:02d}",
    "n": "{0.month}",
    "M": "{1}",
    "Y": "{0.year:04d}",
    "H": "{0.hour:02d}",
    "i": "{0.minute:02d}",
}
"""What the letters of our short formats (``config.formats``) stand for; {1} is the month's short name."""


def short_day(value: dt.date) -> str:
    """A day as the reader writes it in a list: 24.10.2026."""
    return _written("SHORT_DATE_FORMAT", value)


def short_moment(value: dt.datetime) -> str:
    """A moment in the network's time as the reader writes it in a list: 24.10.2026. 09:15."""
    return _written("SHORT_DATETIME_FORMAT", localtime(value))


def _written(name: str, value: dt.date) -> str:
    shape, months = _shape(name, get_language() or "en")
    return shape.format(value, months[value.month])


@functools.cache
def _shape(name: str, language: str) -> tuple[str, dict[int, str]]:
    """Return a language's format and its months' short names. Errors: KeyError for a letter not in ``_LETTERS``."""
    with override(language):
        letters = str(get_format(name))
        months = {number: str(short).title() for number, short in MONTHS_3.items()}
    return "".join(_LETTERS[letter] if letter.isalpha() else letter for letter in letters), months
