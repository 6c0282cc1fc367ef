"""Two organisations that look like one and are not."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import NetworkRecord
from spona.parties.models.organisation import Organisation


class KeptApart(NetworkRecord):
    """Somebody looked and said: these are two. The pair is not proposed again. ``first`` has the smaller id."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_kept_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
