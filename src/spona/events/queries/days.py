"""When a fair takes place, on its own clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils import timezone

from spona.events.models import Fair


def fair_days(fair: Fair) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a fair in its own time zone. One query."""
    last = fair.slots.aggregate(last=Max("ends_at"))["last"]
    if last is None:
        return fair.starts_on, fair.starts_on
    return fair.starts_on, max(fair.starts_on, last.astimezone(ZoneInfo(fair.time_zone)).date())


def takes_place(fair: Fair, now: dt.datetime | None = None) -> bool:
    """Whether this is a day of the fair, or the one after it: what a gate noted without signal may come in late."""
    first, last = fair_days(fair)
    today = (now or timezone.now()).astimezone(ZoneInfo(fair.time_zone)).date()
    return first <= today <= last + dt.timedelta(days=1)


def gate_closes(fair: Fair) -> dt.datetime:
    """Return when links of the fair's gates stop working: at the end of the day after its last one."""
    end = dt.datetime.combine(fair_days(fair)[1] + dt.timedelta(days=2), dt.time.min, ZoneInfo(fair.time_zone))
    return end.astimezone(dt.UTC)
