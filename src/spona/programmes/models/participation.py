"""Who carries a programme, and whom it is for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.kernel.models import NetworkRecord, TranslatedField
from spona.parties.models import Organisation
from spona.parties.states import OrganisationKind
from spona.programmes.models.programme import Programme
from spona.programmes.states import PartnerRole


class ProgrammePartner(NetworkRecord):
    """An organisation's part in a programme. ``country``: the country a national partner answers for."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartnerRole, default=PartnerRole.PARTNER)
    country = models.CharField(max_length=2, blank=True)
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    personal: ClassVar[dict[str, str]] = {"note": "contribution"}

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation", "role", "country"], name="partner_role_once")
        ]
        indexes = [models.Index(fields=["organisation"], name="partner_by_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.role}"


class TargetGroup(NetworkRecord):
    """Whom the programme is to reach: how many organisations of which kind."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="target_groups")
    position = models.PositiveSmallIntegerField(default=0)
    name = TranslatedField()
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind, blank=True)
    planned = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name.text()
