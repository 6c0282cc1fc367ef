"""The one ledger: who gives what to whom, promised and delivered apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import Money, NetworkRecord
from spona.parties.models import Organisation
from spona.partnerships.models.agreement import Agreement
from spona.partnerships.states import ContributionKind, Estimate, Stage, Unit


class Contribution(NetworkRecord):
    """One line of the ledger. ``value`` is an estimate as it was said, with the way it was estimated.

    A delivered line names the ``promise`` it keeps, where there was one. Lines are not deleted: one written by mistake
    is void (``voided_at``) and counts nowhere.
    """

    programme_id = models.UUIDField(null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, help_text="the order in which promises were written down")
    stage = models.CharField(max_length=10, choices=Stage)
    promise = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=ContributionKind)
    what = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, blank=True)
    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True)
    value_on = models.DateField(null=True, blank=True)
    estimate = models.CharField(max_length=10, choices=Estimate, blank=True)
    on = models.DateField(help_text="the day it was promised or delivered")
    voided_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"what": "agreement"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="nobody_gives_to_itself"),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gt=0), name="contribution_of_something"),
            models.CheckConstraint(
                condition=Q(quantity=None, unit="") | (Q(quantity__isnull=False) & ~Q(unit="")),
                name="contribution_quantity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(value_amount=None, value_currency="", estimate="")
                | (Q(value_amount__gte=0) & ~Q(value_currency="") & ~Q(estimate="")),
                name="contribution_value_says_how",
            ),
            models.CheckConstraint(
                condition=Q(promise=None) | Q(stage=Stage.DELIVERED), name="only_deliveries_keep_a_promise"
            ),
        ]
        indexes = [
            models.Index(fields=["network", "-on", "-id"], name="contribution_newest_first"),
            models.Index(fields=["agreement", "stage"], name="contribution_of_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage}"

    @property
    def value(self) -> Money | None:
        """The estimated value as it was said."""
        return None if self.value_amount is None else Money(self.value_amount, self.value_currency, self.value_on)
