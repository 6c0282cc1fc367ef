"""How often something was done from one place of the network within one hour."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from spona.kernel.models.record import NetworkRecord


class PaceCount(NetworkRecord):
    """One hour of one origin: ``times`` of at most ``most``. Raised by ``keep_pace`` only, under the check below.

    ``origin`` is a keyed hash of a network address, so that the table tells nobody who was here.
    """

    purpose = models.CharField(max_length=60)
    origin = models.CharField(max_length=64)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField()

    personal: ClassVar[dict[str, str]] = {"origin": "pace"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "purpose", "origin", "hour"], name="pace_counted_once_an_hour"),
            models.CheckConstraint(condition=Q(times__lte=F("most")), name="pace_kept"),
        ]
        indexes = [models.Index(fields=["hour"], name="pace_by_age")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.hour:%Y-%m-%d %H}: {self.times}"
