"""Whose money a programme runs on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from spona.kernel.models import Money, NetworkRecord
from spona.parties.models import Organisation
from spona.programmes.models.programme import Programme, money_of


class Funding(NetworkRecord):
    """One source of money: a donor of our records or one known by name only, its funding programme, and the amount as
    agreed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="funding")
    donor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    donor_name = models.CharField(max_length=200, blank=True)
    funding_programme = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(donor=None, donor_name=""), name="funding_has_a_donor"),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__gte=0) & ~Q(currency="")),
                name="funding_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.donor_name or str(self.donor)

    @property
    def money(self) -> Money | None:
        return money_of(self.amount, self.currency, self.agreed_on)
