"""Who takes part in a fair, when they are there, and what they bring."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from spona.events.models.fair import Fair, Side, Slot
from spona.events.states import PARTY_MOVES, PROPOSAL_MOVES, PartyState, ProposalState, ToldBy
from spona.kernel.models import Money, NameInScript, NetworkRecord, Record, Versioned


class Party(NetworkRecord, Versioned):
    """An organisation at one fair. State is moved by ``events.actions.parties`` only.

    ``min_meetings`` and ``max_meetings`` empty: what the side says. ``name``, ``sort_key`` and ``folded`` are kept
    with the row so that lists of 40,000 parties sort and search without joins; the organisation stays the source.
    ``name`` and ``city`` are kept as written, in ``name_language``, and read in their reader's script; a reader of a
    language in ``other_names`` ({language: name}) reads that name. ``confirm_by`` is set for those who registered in
    public: INVITED until then, they give their place back. ``people``: who comes, a name a line, for the badges.
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = PARTY_MOVES

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="parties")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    name = NameInScript(max_length=300, language_column="name_language", others_column="other_names")
    name_language = models.CharField(max_length=10, blank=True)
    other_names = models.JSONField(default=dict, blank=True)
    city = NameInScript(max_length=120, blank=True, language_column="name_language")
    sort_key = models.CharField(max_length=400, db_collation="C")
    folded = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=PartyState, default=PartyState.INVITED)
    confirm_by = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    told_by = models.CharField(max_length=5, choices=ToldBy, default=ToldBy.MAIL)
    told_of = models.UUIDField(null=True, blank=True, help_text="the timetable it was told of by phone")
    min_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    max_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    table_number = models.PositiveIntegerField(null=True, blank=True, help_text="a host keeps this table")
    people = models.TextField(blank=True, help_text="who comes, a name a line")
    note = models.CharField(max_length=500, blank=True)
    badge_edition = models.PositiveSmallIntegerField(default=1, help_text="earlier badges are worth nothing")

    personal: ClassVar[dict[str, str]] = {
        "contact_name": "contact",
        "contact_email": "contact",
        "contact_phone": "contact",
        "people": "contact",
        "note": "contribution",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "organisation"], name="organisation_once_a_fair"),
            models.CheckConstraint(
                condition=Q(min_meetings=None) | Q(max_meetings=None) | Q(max_meetings__gte=F("min_meetings")),
                name="party_min_below_max",
            ),
        ]
        indexes = [
            models.Index(fields=["fair", "sort_key", "id"], name="party_in_order"),
            models.Index(fields=["fair", "side", "sort_key", "id"], name="party_of_side_in_order"),
            models.Index(fields=["confirm_by"], condition=~Q(confirm_by=None), name="party_to_confirm"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="party_folded_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def minimum(self) -> int:
        """Meetings this party is promised."""
        return self.side.min_meetings if self.min_meetings is None else self.min_meetings

    @property
    def maximum(self) -> int | None:
        """Meetings this party takes at most; None when only time limits it."""
        return self.side.max_meetings if self.max_meetings is None else self.max_meetings

    @property
    def on_badges(self) -> list[str]:
        """Whose names the party's badges carry: those who come, or else the contact person; without either one badge
        carries none.
        """
        return self.people.splitlines() or [self.contact_name]


class Absence(Record):
    """A slot in which a party is not there. Without rows a party is there all day."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="absences")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="absences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "slot"], name="absent_once")]

    def __str__(self) -> str:
        return f"{self.party_id} not in {self.slot_id}"


class Proposal(NetworkRecord, Versioned):
    """What a party offers or asks for at the fair (J12). Its texts are editions; mentors comment on an edition.

    State is moved by ``events.actions.proposals`` only. ``amount`` is what the project costs, ``granted_amount`` what
    of it somebody has granted; each is kept as entered, in its own currency (lists mix euro with what was before it).
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = PROPOSAL_MOVES

    programme_id = models.UUIDField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    edition = models.PositiveIntegerField(default=1, help_text="the latest edition")
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    granted_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    granted_currency = models.CharField(max_length=3, blank=True)
    amount_on = models.DateField(null=True, blank=True, help_text="the day both amounts were said")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="proposal_amount_not_negative"),
            models.CheckConstraint(condition=Q(amount=None) | ~Q(currency=""), name="proposal_amount_has_currency"),
            models.CheckConstraint(
                condition=Q(granted_amount=None) | Q(granted_amount__gte=0), name="proposal_grant_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(granted_amount=None) | ~Q(granted_currency=""), name="proposal_grant_has_currency"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="proposal_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.state}"

    @property
    def money(self) -> Money | None:
        """What the project costs, as entered."""
        return None if self.amount is None else Money(self.amount, self.currency, self.amount_on)

    @property
    def granted(self) -> Money | None:
        """What of it was granted, as entered."""
        return (
            None if self.granted_amount is None else Money(self.granted_amount, self.granted_currency, self.amount_on)
        )


class ProposalEdition(Record):
    """The proposal as it read at one time. Never changed afterwards."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    written_by = models.UUIDField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"title": "contribution", "text": "contribution"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="edition_numbered_once")]

    def __str__(self) -> str:
        return self.title


class ProposalComment(Record):
    """What a mentor or a manager says about one edition."""

    edition = models.ForeignKey(ProposalEdition, on_delete=models.CASCADE, related_name="comments")
    author_id = models.UUIDField(null=True, blank=True)
    author_name = models.CharField(max_length=200)
    text = models.TextField()

    personal: ClassVar[dict[str, str]] = {"author_name": "contribution", "text": "contribution"}

    def __str__(self) -> str:
        return self.text[:60]
