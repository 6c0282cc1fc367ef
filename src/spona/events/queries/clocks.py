"""How the times of a fair read: on its own clock, and with the day where it has more than one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.utils.formats import date_format

from spona.events.models import Fair, Slot


class Timed(Protocol):
    """What has its time at a fair: a slot, or a meeting as its parties know it."""

    @property
    def starts_at(self) -> dt.datetime:
        """When it begins."""
        ...

    @property
    def ends_at(self) -> dt.datetime:
        """When it ends."""
        ...


class FairClock:
    """Writes times of one fair in the active language. A fair of one day says it once, at its head; a longer one says
    it with every time.
    """

    def __init__(self, fair: Fair, slots: Iterable[Slot]) -> None:
        """``slots``: all of the fair's, which most pages have read already; ``FairClock.of`` asks the database."""
        self.zone = ZoneInfo(fair.time_zone)
        self.has_days = len({slot.starts_at.astimezone(self.zone).date() for slot in slots}) > 1

    @classmethod
    def of(cls, fair: Fair) -> FairClock:
        """Return the clock of a fair whose slots are not at hand: one query."""
        clock = cls(fair, ())
        first, last = Slot.objects.filter(fair=fair).aggregate(first=Min("starts_at"), last=Max("starts_at")).values()
        clock.has_days = bool(first) and first.astimezone(clock.zone).date() != last.astimezone(clock.zone).date()
        return clock

    def moment(self, at: dt.datetime) -> str:
        """Any moment: ``10:00``, of several days ``Thu 18 March, 10:00``."""
        return f"{self._day(at)}{self._time(at)}"

    def start(self, slot: Timed) -> str:
        """When a slot begins, as ``moment`` says it."""
        return self.moment(slot.starts_at)

    def end(self, slot: Timed) -> str:
        """When a slot ends; never with the day, for it stands beside the start."""
        return self._time(slot.ends_at)

    def span(self, slot: Timed) -> str:
        """From when to when: ``10:00–10:20``, of several days with the day before it."""
        return f"{self.start(slot)}–{self.end(slot)}"

    def range(self, first: Timed, last: Timed) -> str:
        """From the first of several slots to the last, each with its day where they lie on two."""
        same_day = first.starts_at.astimezone(self.zone).date() == last.starts_at.astimezone(self.zone).date()
        return f"{self.start(first)}–{self.end(last)}" if same_day else f"{self.start(first)} – {self.start(last)}"

    def _time(self, moment: dt.datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"

    def _day(self, at: dt.datetime) -> str:
        if not self.has_days:
            return ""
        day = at.astimezone(self.zone).date()
        return f"{date_format(day, 'D')} {date_format(day, 'MONTH_DAY_FORMAT')}, "
