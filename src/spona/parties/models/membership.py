"""Organisations that are members of a network of organisations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import NetworkRecord
from spona.parties.models.organisation import Organisation


class Membership(NetworkRecord):
    """One organisation in a body of kind network (a forum, CSR Europe ...), in a tier, for a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    tier = models.CharField(max_length=80, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="number or file of the membership")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body"], condition=Q(until=None), name="membership_runs_once"
            ),
            models.CheckConstraint(condition=~Q(organisation=F("body")), name="membership_not_in_oneself"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.body_id}"
