"""People, and the organisations they speak for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import Account, NetworkRecord, Versioned
from spona.parties.models.organisation import Organisation


class Person(NetworkRecord, Versioned):
    """Somebody who acts for an organisation. May have no account: most company contacts live on signed links."""

    personal: ClassVar[dict[str, str]] = {
        "name": "contact",
        "email": "contact",
        "phone": "contact",
        "sort_key": "contact",
    }

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sort_key = models.TextField(db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["network", "email"], condition=~Q(email=""), name="person_by_email")]

    def __str__(self) -> str:
        return self.name


class Affiliation(NetworkRecord):
    """A person's place in an organisation, for a time. Ended, never deleted: who spoke for whom is part of the
    history.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    is_contact = models.BooleanField(default=False, help_text="gets the organisation's mail")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(until=None), name="affiliation_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="affiliation_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "until"], name="affiliation_by_organisation")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
