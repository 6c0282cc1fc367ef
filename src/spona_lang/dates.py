"""Dates as people of the region type them: day, month, year."""

from __future__ import annotations

import re
from datetime import date, datetime

from spona_lang.errors import ParseError, refusal

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_TYPED = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?(?:\s?г\.?|\s?god\.?|\s?год\.?)?")
_DIGITS = re.compile(r"\d+")
_REMEDY = "Type day.month.year, for example 11.08.2022."


def parse_date(text: str | date | datetime, *, day_first: bool | None = None) -> date:
    """Read "11.08.2022.", "18/06/2015", "2015-06-18" or a date from a spreadsheet cell.

    Points always mean day.month.year. With slashes or hyphens a date that is real both ways ("05/06/2015") is refused
    with both readings unless `day_first` settles it. Years need four digits. Raises ParseError.
    """
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    value = re.sub(r"\s+", " ", text).strip()
    if not value:
        raise refusal("empty", text, 0, "there is no date", remedy=_REMEDY)
    iso = _ISO.fullmatch(value)
    if iso:
        return _real(text, int(iso[1]), int(iso[2]), int(iso[3]))
    typed = _TYPED.fullmatch(value)
    if typed is None:
        raise _unreadable(text)
    first, mark, second, year = int(typed[1]), typed[2], int(typed[3]), typed[4]
    if len(year) == 2:
        position = text.index(value) + typed.start(4)
        full = [f"{first:02}.{second:02}.{century}{year}" for century in (19, 20)]
        raise refusal(
            "two_digit_year",
            text,
            position,
            "a year of two digits",
            remedy=f"Type {full[1]}.",
            suggestion=full[1],
            readings=full,
        )
    return _by_order(text, first, second, int(year), mark, day_first)


def _by_order(text: str, first: int, second: int, year: int, mark: str, day_first: bool | None) -> date:
    if mark == "." or day_first is True:
        return _real(text, year, second, first)
    if day_first is False:
        return _real(text, year, first, second)
    if first != second and first <= 12 and second <= 12:
        readings = [f"{first:02}.{second:02}.{year}", f"{second:02}.{first:02}.{year}"]
        raise refusal(
            "ambiguous",
            text,
            0,
            "day and month can't be told apart",
            remedy=f"Type {readings[0]} or {readings[1]} (day.month.year).",
            readings=readings,
        )
    month, day = (second, first) if second <= 12 else (first, second)
    return _real(text, year, month, day)


def _real(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        swapped = f"{month:02}.{day:02}.{year}"
        possible = month > 12 >= day
    raise refusal(
        "no_such_day",
        text,
        0,
        f"there is no day {day}, month {month}, year {year}",
        remedy=f"Did you mean {swapped}?" if possible else _REMEDY,
        suggestion=swapped if possible else None,
    )


def _unreadable(text: str) -> ParseError:
    """Point at the first character that breaks day.month.year, and propose the date its digits would make."""
    position = _where_it_breaks(text)
    digits = [match.group() for match in _DIGITS.finditer(text)]
    suggestion = None
    if len(digits) == 3 and len(digits[2]) == 4 and not re.search(r"[^\W\d]", text):
        day, month = digits[0].zfill(2), digits[1].zfill(2)
        if len(day) == len(month) == 2 and 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
            suggestion = f"{day}.{month}.{digits[2]}"
    remedy = f"Did you mean {suggestion}?" if suggestion else _REMEDY
    return refusal("not_a_date", text, position, "not a date", remedy=remedy, suggestion=suggestion)


def _where_it_breaks(text: str) -> int:
    start = len(text) - len(text.lstrip())
    for pattern in (
        r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{0,4}",
        r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]?",
        r"\d{0,2}[./-]?",
    ):
        match = re.compile(pattern).match(text, start)
        if match:
            return min(match.end(), len(text) - 1)
    return start
