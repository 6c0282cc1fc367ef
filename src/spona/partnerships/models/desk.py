"""How the organiser of a fair wants agreements to be made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from spona.events.models import Fair
from spona.kernel.models import NetworkRecord, Versioned


class DeskTerms(NetworkRecord, Versioned):
    """What holds at one fair's agreement desk. A fair without a row has these defaults: money stays outside.

    ``check_days``: days after which both sides are asked whether they are in contact.
    """

    programme_id = models.UUIDField()
    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, related_name="+")
    money_allowed = models.BooleanField(default=False)
    check_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(check_days__gte=1) & Q(check_days__lte=89), name="desk_asks_in_time")
        ]

    def __str__(self) -> str:
        return str(self.fair_id)
