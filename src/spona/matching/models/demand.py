"""What people insist on, whatever the engine would prefer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import NetworkRecord


class DemandKind(models.TextChoices):
    PIN = "pin", _("must meet")
    BAN = "ban", _("must not meet")


class Demand(NetworkRecord):
    """A pin or a ban on one pair, with the reason and who put it. Ids only: the caller knows what they name.

    The pair is stored with the smaller id first, so that one pair has one demand.
    """

    programme_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=4, choices=DemandKind)
    subject_id = models.UUIDField(help_text="what is being planned, e.g. a fair")
    a_id = models.UUIDField()
    b_id = models.UUIDField()
    slot_id = models.UUIDField(null=True, blank=True, help_text="pins only: at this time and no other")
    reason = models.CharField(max_length=300, blank=True)
    put_by = models.UUIDField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"reason": "contribution"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "a_id", "b_id"], name="one_demand_a_pair"),
            models.CheckConstraint(condition=models.Q(a_id__lt=models.F("b_id")), name="demand_pair_in_order"),
            models.CheckConstraint(
                condition=models.Q(kind="pin") | models.Q(slot_id=None), name="only_pins_name_a_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.a_id} {self.b_id}"
