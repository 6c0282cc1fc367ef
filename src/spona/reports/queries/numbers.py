"""A number of a report, and where the rows are that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from spona.kernel.models import Money
from spona.reports.states import Why

Value = int | float | Decimal | Money


@dataclass(frozen=True)
class Rows:
    """The list behind a number: which list of which fair, and how it is narrowed."""

    of: str
    slug: str
    chosen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Number:
    """One number: a count, a share of one (float), a quantity (Decimal) or money; ``value`` None where nobody knows,
    and ``why`` says why. ``rows`` is None where the reader may not open them, and where there are none.
    """

    value: Value | None
    rows: Rows | None = None
    why: str = ""

    @classmethod
    def unknown(cls, why: Why) -> Number:
        """A number nobody knows."""
        return cls(None, None, why.value)


def share(part: Number, whole: Number, why: Why) -> Number:
    """Return ``part`` of ``whole`` as a share of one; unknown where either is, or where there is nothing to share."""
    if not isinstance(part.value, int):
        return Number(None, None, part.why)
    if not isinstance(whole.value, int):
        return Number(None, None, whole.why)
    return Number(part.value / whole.value) if whole.value else Number.unknown(why)
