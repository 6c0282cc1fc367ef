"""Money as it was entered: amount, currency and the day it was said.

Conversions are derived and never stored over it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

EURO_LEGACY = {
    "BGN": Decimal("1.95583"),
    "HRK": Decimal("7.53450"),
    "SKK": Decimal("30.1260"),
    "DEM": Decimal("1.95583"),
}
"""Irrevocable rates, units for one euro (Council Regulations 2025/1409, 2022/1208, 694/2008 and 2866/98)."""

CENT = Decimal("0.01")


class UnknownRate(LookupError):
    """No rate is known for the pair on that day; the amount is shown as entered."""


@dataclass(frozen=True)
class Money:
    """An amount in one currency on one day. Amounts of different currencies do not add."""

    amount: Decimal
    currency: str
    on: dt.date | None = None

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add; convert first")
        return Money(self.amount + other.amount, self.currency, self.on)

    def to(self, currency: str, rates: Mapping[str, Decimal] | None = None) -> Money:
        """Convert by units-per-euro ``rates`` (legacy currencies are always known), rounded half up to cents.

        Bulgarian and Croatian law ask for rounding of the result, not of the rate; that is what happens here.
        """
        known = {"EUR": Decimal(1), **(rates or {}), **EURO_LEGACY}
        if self.currency == currency:
            return self
        try:
            euros = self.amount / known[self.currency]
            converted = euros * known[currency]
        except KeyError as missing:
            raise UnknownRate(str(missing)) from missing
        return Money(converted.quantize(CENT, ROUND_HALF_UP), currency, self.on)
