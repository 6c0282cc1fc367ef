"""Which slots belong to one day, and which follow each other without a pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray, Slot


@dataclass(frozen=True, eq=False)
class Calendar:
    """`day` [slots] counts days from 0 in the order they first occur; `joined` [slots] is True where a slot of the same
    day comes right before it. The order of the slots in the problem is the order of time.
    """

    day: IntArray
    joined: BoolArray

    @property
    def blocks(self) -> list[IntArray]:
        """The slots of each day."""
        return [np.flatnonzero(self.day == day) for day in range(int(self.day.max(initial=-1)) + 1)]

    def stretches(self, length: int) -> list[IntArray]:
        """Every run of this many slots without a pause."""
        count = len(self.day)
        starts = [s for s in range(count - length + 1) if self.joined[s + 1 : s + length].all()]
        return [np.arange(s, s + length) for s in starts]


def calendar_of(slots: tuple[Slot, ...]) -> Calendar:
    """Days by the local date of each slot's start; a start that is missing or not ISO 8601 stays in the day before it.

    A pause is a break between two slots of at least the earlier one's length; where starts or lengths are unknown there
    is none.
    """
    numbers: dict[object, int] = {}
    day: list[int] = []
    joined: list[bool] = []
    today, previous = 0, None
    for slot in slots:
        start = _time(slot.start)
        if start is not None:
            today = numbers.setdefault(start.date(), len(numbers))
        joined.append(bool(day) and day[-1] == today and not _pause(previous, slot))
        day.append(today)
        previous = slot
    return Calendar(np.array(day, dtype=np.int64), np.array(joined, dtype=bool))


def _time(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _pause(before: Slot | None, slot: Slot) -> bool:
    if before is None or before.minutes is None:
        return False
    first, second = _time(before.start), _time(slot.start)
    if first is None or second is None or (first.tzinfo is None) != (second.tzinfo is None):
        return False
    return second - first >= 2 * timedelta(minutes=before.minutes)
