"""Two or more organisations brought together by somebody who knew both."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.events.models import Fair
from spona.kernel.models import NetworkRecord, Versioned
from spona.parties.models import Organisation
from spona.partnerships.models.agreement import Agreement
from spona.partnerships.states import IntroductionOutcome


class Introduction(NetworkRecord, Versioned):
    """Who introduced whom to whom, when, what for, and what came of it. At a fair or anywhere else."""

    programme_id = models.UUIDField(null=True, blank=True)
    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="introductions"
    )
    on = models.DateField()
    introducer_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    outcome = models.CharField(max_length=8, choices=IntroductionOutcome, default=IntroductionOutcome.OPEN)
    outcome_note = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=400)
    is_demo = models.BooleanField(default=False)

    personal: ClassVar[dict[str, str]] = {
        "introducer_name": "contribution",
        "purpose": "contribution",
        "outcome_note": "contribution",
    }

    class Meta:
        indexes = [models.Index(fields=["network", "-on", "-id"], name="introduction_newest_first")]

    def __str__(self) -> str:
        return self.title


class IntroducedParty(NetworkRecord):
    """One organisation that was introduced."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["introduction", "organisation"], name="introduced_once"),
        ]
        indexes = [models.Index(fields=["organisation", "introduction"], name="introduced_by_organisation")]

    def __str__(self) -> str:
        return str(self.organisation_id)
