"""What happens with an agreement afterwards: milestones, evidence, and the checks that ask how it stands."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import NetworkRecord, StoredFile
from spona.partnerships.models.agreement import Agreement, AgreementParty
from spona.partnerships.states import CheckAnswer, Consent, EvidenceKind, Reason


class Milestone(NetworkRecord):
    """A step on the way, with the day it is due and the day it was done."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"title": "agreement"}

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def programme_id(self) -> UUID | None:
        """The agreement's programme, for the rules."""
        return self.agreement.programme_id


class Evidence(NetworkRecord):
    """A document or a photo that shows what was done. A photo is kept only with a word on the people it shows."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=EvidenceKind)
    caption = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=8, choices=Consent, blank=True)
    consent_by = models.CharField(max_length=200, blank=True, help_text="who asked them, or whose consent is on file")

    personal: ClassVar[dict[str, str]] = {"caption": "agreement", "consent_by": "agreement"}

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.PHOTO) | ~Q(consent=""), name="photo_says_who_agreed"
            ),
            models.CheckConstraint(
                condition=~Q(consent__in=[Consent.KEEP, Consent.SHOW]) | ~Q(consent_by=""),
                name="consent_names_its_source",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.file_id)

    @property
    def programme_id(self) -> UUID | None:
        """The agreement's programme, for the rules."""
        return self.agreement.programme_id


class ContactCheck(NetworkRecord):
    """One question to one party: how does your agreement stand? Asked once for every number of ``days``.

    ``sent_to`` is whom it was sent to last, ``via`` why that one: the owner, another contact, the organisation itself
    or the organiser. Answered once; the answer never changes, a later word is the next check's or the page's.
    """

    VIA_OWNER, VIA_CONTACT, VIA_ORGANISATION, VIA_MANAGER = "owner", "contact", "organisation", "manager"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="checks")
    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="checks")
    days = models.PositiveSmallIntegerField()
    sent_to = models.EmailField(blank=True)
    via = models.CharField(max_length=14, blank=True)
    sent_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=12, choices=CheckAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    note = models.CharField(max_length=500, blank=True)

    personal: ClassVar[dict[str, str]] = {"sent_to": "contact", "note": "agreement"}

    class Meta:
        ordering = ["days", "party__position"]
        constraints = [
            models.UniqueConstraint(fields=["party", "days"], name="party_asked_once_a_time"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="check_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["network", "sent_at"], condition=Q(answered_at=None), name="check_unanswered")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.days}"

    @property
    def programme_id(self) -> UUID | None:
        """The agreement's programme, for the rules."""
        return self.agreement.programme_id
