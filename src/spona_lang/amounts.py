"""Amounts of money as people of the region type them."""

from __future__ import annotations

import re
from decimal import Decimal

from spona_lang.errors import refusal

_CURRENCIES = {
    "EUR": "€ eur euro evra eura evro евра евро",
    "HRK": "hrk kn kuna kune",
    "RSD": "rsd din din. dinara динара дин дин. рсд",
    "BAM": "bam km км",
    "MKD": "mkd ден ден. денари den den. denari мкд",
    "BGN": "bgn лв лв. лева lv lv. leva",
    "TRY": "₺ try tl",
    "ALL": "all lek lekë",
    "CZK": "czk kč",
    "HUF": "huf ft",
    "PLN": "pln zł",
    "RON": "ron lei",
    "CHF": "chf",
    "GBP": "£ gbp",
    "USD": "$ usd us$",
}
_CODE_OF = {word: code for code, written in _CURRENCIES.items() for word in written.split()}
_THOUSANDS = {"k", "t", "m", "mil", "mil.", "mio", "mln", "tis", "tis.", "хил", "хил.", "хиљ", "млн", "мил", "мил."}
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_SHAPE = re.compile(
    r"(?P<before>[^\d+\-−]*)(?P<sign>[+\-−]?)\s*(?P<number>\d(?:[\d .,'’]*\d)?)(?P<after>.*)", re.DOTALL
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*")


def parse_amount(text: str, *, currency: str | None = None, decimal: str | None = None) -> tuple[Decimal, str | None]:
    """Read "5.172.338,50 kn", "€ 1.370.542,04", "121 064,70 лв.", "1,234.56" as (amount, ISO 4217 code or None).

    `currency` is what an amount without one is in; `decimal` ("," or ".") settles what the text alone leaves open. A
    bare "1.234" is refused with both readings; beside a currency it means thousands, for money has no third decimal.
    Raises ParseError; nothing is ever guessed from abbreviations ("5k").
    """
    value = _SPACES.sub(" ", text)
    shape = _SHAPE.fullmatch(value)
    if not value.strip():
        raise refusal("empty", text, 0, "there is no amount", remedy="Type an amount, for example 1.250,00.")
    if shape is None:
        raise refusal("not_a_number", text, 0, "no digit", remedy="Type an amount in digits, for example 1.250,00.")
    typed = _currency(text, shape)
    number = _number(text, shape, decimal, has_currency=(typed or currency) is not None)
    return (-number if shape["sign"] in {"-", "−"} else number), typed or currency


def _currency(text: str, shape: re.Match[str]) -> str | None:
    before = shape["before"].strip().casefold()
    after = re.sub(r"^(?:[.,]\s?[-–—]+|[-–—])", "", shape["after"].strip()).strip().casefold()
    codes: set[str] = set()
    for typed, group in ((before, "before"), (after, "after")):
        if not typed:
            continue
        word = typed if typed in _CODE_OF else typed.rstrip(".") or typed
        position = shape.start(group) + len(shape[group]) - len(shape[group].lstrip())
        if word.split()[0] in _THOUSANDS:
            raise refusal(
                "abbreviated",
                text,
                position,
                f"the abbreviation “{word}”",
                remedy="Type the amount with all its zeros.",
            )
        if word not in _CODE_OF:
            raise refusal(
                "unknown_currency" if word.strip(".").isalpha() else "not_a_number",
                text,
                position,
                f"“{word}” is no known currency",
                remedy="Use an ISO code such as EUR, RSD, BAM, MKD, BGN, TRY.",
            )
        codes.add(_CODE_OF[word])
    if len(codes) > 1:
        readings = sorted(codes)
        raise refusal("ambiguous", text, 0, "two currencies", remedy="Keep one of them.", readings=readings)
    return codes.pop() if codes else None


def _number(text: str, shape: re.Match[str], decimal: str | None, *, has_currency: bool) -> Decimal:
    number, start = shape["number"], shape.start("number")
    mark = decimal if decimal is not None else _decimal_mark(text, number, start, has_currency=has_currency)
    whole, _, cents = number.rpartition(mark) if mark and mark in number else (number, "", "")
    if cents and not cents.isdigit():
        position = start + len(whole) + 1 + next(at for at, sign in enumerate(cents) if not sign.isdigit())
        raise refusal("not_a_number", text, position, "a second separator", remedy="Put one decimal mark, last.")
    if not (whole.isdigit() or _GROUPED.fullmatch(whole)):
        digits = re.sub(r"\D", "", whole)
        raise refusal(
            "not_a_number",
            text,
            start + _first_bad_group(whole),
            "digits that are not grouped in threes",
            remedy="Group thousands in threes or not at all.",
            suggestion=f"{digits},{cents}" if cents else digits,
        )
    return Decimal(re.sub(r"\D", "", whole) + (f".{cents}" if cents else ""))


def _decimal_mark(text: str, number: str, start: int, *, has_currency: bool) -> str | None:
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return max(".,", key=number.rfind)
    mark = "." if dots else "," if commas else None
    if mark is None or dots + commas > 1:
        return None
    whole, _, tail = number.partition(mark)
    if len(tail) != 3 or not whole.isdigit() or len(whole) > 3 or whole == "0":
        return mark
    if has_currency:
        return None
    readings = [f"{whole}{tail}", f"{whole},{tail}"]
    raise refusal(
        "ambiguous",
        text,
        start + len(whole),
        f"{whole}{mark}{tail} can mean {readings[0]} or {whole} and a fraction",
        remedy=f"Type {readings[0]} or {whole},{tail}0.",
        readings=readings,
    )


def _first_bad_group(whole: str) -> int:
    """Where grouping first breaks: a group of the wrong length, or a change of separator."""
    separator = ""
    for index, match in enumerate(re.finditer(r"(\D*)(\d+)", whole)):
        wrong_mark = index > 1 and match[1] != separator
        if not index and len(match[2]) > 3:
            return match.start()
        if index and (len(match[2]) != 3 or len(match[1]) != 1 or wrong_mark):
            return match.start()
        separator = match[1]
    return 0
