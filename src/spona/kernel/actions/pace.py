"""Doors that are open to everybody, and yet not to one visitor a thousand times."""

from __future__ import annotations

import datetime as dt
import hmac
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.models import PaceCount, TooMany
from spona.kernel.models.retention import RETENTION


def keep_pace(*, purpose: str, origin: str, most: int, network_id: UUID) -> None:
    """Count one more ``purpose`` from ``origin`` in this hour, inside the caller's transaction.

    ``origin``: a network address as text; only its keyed hash is stored. What is rolled back is not counted. Whoever
    comes at the same time from the same origin waits until the caller's transaction ends: call it before any other
    lock. Errors: ``TooMany`` after ``most`` times, with the seconds until the next hour.
    """
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    hashed = hmac.digest(settings.SECRET_KEY.encode(), f"{purpose} {origin}".encode(), "sha256").hex()
    counter = PaceCount(network_id=network_id, purpose=purpose, origin=hashed, hour=hour, most=most)
    PaceCount.objects.bulk_create([counter], ignore_conflicts=True)
    this_hour = PaceCount.objects.filter(network_id=network_id, purpose=purpose, origin=hashed, hour=hour)
    if not this_hour.filter(not_used_up()).update(times=F("times") + 1):
        wait = int((hour + dt.timedelta(hours=1) - now).total_seconds()) + 1
        raise TooMany(
            _("Too many of these forms came from your network address within an hour."),
            remedy=_("Nothing was saved. Try again in an hour, or write to the organiser."),
            seconds=wait,
        )


def not_used_up() -> Q:
    """The guard: once more is still allowed. The check ``pace_kept`` stands behind it."""
    return Q(times__lt=F("most"))


def forget_old_paces() -> int:
    """Throw away the counters, among those the transaction may see, that outlived their time; returns how many.

    Called by the nightly job, network by network.
    """
    long_ago = timezone.now() - dt.timedelta(days=RETENTION["pace"].days or 0)
    return PaceCount.objects.filter(hour__lt=long_ago).delete()[0]
