"""The agreement between organisations, who stands behind it, and how it moved."""

from __future__ import annotations

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from spona.events.models import Fair, Meeting
from spona.kernel.models import NetworkRecord, Versioned
from spona.parties.models import Organisation, Person
from spona.partnerships.states import AGREEMENT_MOVES, NEEDS_REASON, AgreementState, ConfirmedHow, Reason


class Agreement(NetworkRecord, Versioned):
    """What two or more organisations have agreed to give each other.

    State is moved by ``partnerships.actions.change_state`` only, which also writes the ``StateChange``. ``nonce`` is
    made where the agreement is written, also on a tablet without signal: an agreement that arrives twice is one.
    ``content_hash`` tells a second sending from a second agreement under a used nonce. ``agreed_at`` is when it was
    written, put right by how far the tablet's clock was wrong; ``title`` (the parties' names) is kept for lists.
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = AGREEMENT_MOVES

    programme_id = models.UUIDField(null=True, blank=True)
    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    content_hash = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=400)
    about = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=AgreementState, default=AgreementState.PROPOSED)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    reason_note = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    state_since = models.DateTimeField()
    story = models.TextField(blank=True)
    story_language = models.CharField(max_length=10, blank=True)
    story_may_be_shown = models.BooleanField(default=False)
    is_disputed = models.BooleanField(default=False, help_text="the parties say different things of how it stands")
    is_demo = models.BooleanField(default=False)

    personal: ClassVar[dict[str, str]] = {"about": "agreement", "reason_note": "agreement", "story": "agreement"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "nonce"], name="agreement_arrives_once"),
            models.CheckConstraint(
                condition=Q(state__in=NEEDS_REASON) & ~Q(reason="") | ~Q(state__in=NEEDS_REASON),
                name="agreement_outcome_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "contacted", "running", "done", "infeasible"])
                | Q(confirmed_at__isnull=False),
                name="agreement_confirmed_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(previous=F("id")), name="agreement_not_its_own_renewal"),
        ]
        indexes = [
            models.Index(fields=["network", "-agreed_at", "-id"], name="agreement_newest_first"),
            models.Index(fields=["fair", "-agreed_at", "-id"], name="agreement_of_fair"),
            models.Index(fields=["network", "state", "confirmed_at"], name="agreement_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(NetworkRecord):
    """One organisation in an agreement, and the person there who answers for it.

    ``owner`` is known where the person has a record; ``owner_name`` and ``owner_email`` are what was said at the desk.
    ``owner_left``: that person no longer answers, so mail goes to the organisation's other contact. ``link_serial``
    makes the address of its take-home code; raising it makes a new one.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)
    owner_email = models.EmailField(blank=True)
    owner_left = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    link_serial = models.PositiveIntegerField(default=1)

    personal: ClassVar[dict[str, str]] = {"owner_name": "contact", "owner_email": "contact"}

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="organisation_once_an_agreement"),
            models.UniqueConstraint(fields=["agreement", "position"], name="agreement_party_position_once"),
        ]
        indexes = [models.Index(fields=["organisation", "agreement"], name="agreement_by_organisation")]

    def __str__(self) -> str:
        return self.name

    @property
    def programme_id(self) -> UUID | None:
        """The agreement's programme, for the rules."""
        return self.agreement.programme_id


class Confirmation(NetworkRecord):
    """One party's yes to an agreement. There is one row, however many tablets and phones say it.

    ``signature`` is the path of a drawn signature (SVG path data in a square of 600 x 200), empty for other ways.
    """

    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="confirmations")
    how = models.CharField(max_length=10, choices=ConfirmedHow)
    at = models.DateTimeField()
    signature = models.TextField(blank=True)

    personal: ClassVar[dict[str, str]] = {"signature": "agreement"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party"], name="party_confirms_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.how}"


class StateChange(NetworkRecord):
    """One step of an agreement, never changed afterwards: what the follow-up curve is read from."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=12, choices=AgreementState)
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    note = models.CharField(max_length=500, blank=True)

    personal: ClassVar[dict[str, str]] = {"note": "agreement"}

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="confirmed"), name="agreement_confirmed_once"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "at"], name="state_change_by_time")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.state}"
