"""Who meets whom, when and at which table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spona.events.models.fair import Fair, Slot
from spona.events.models.party import Party
from spona.events.states import TIMETABLE_MOVES, TimetableState
from spona.kernel.models import NetworkRecord, Record


class Timetable(NetworkRecord):
    """One numbered draft of a fair's meetings, or the published one. State is moved by ``events.actions.timetables``
    only.

    ``meetings_count``, ``parties_below_minimum`` and the like are counted once, when the timetable is written, so that
    pages never count again.
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = TIMETABLE_MOVES

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="timetables")
    run = models.ForeignKey("matching.MatchRun", on_delete=models.PROTECT, null=True, related_name="+")
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=TimetableState, default=TimetableState.DRAFT)
    is_proven = models.BooleanField(default=False)
    score = models.BigIntegerField(default=0)
    score_bound = models.BigIntegerField(default=0)
    shortfall = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict, help_text="counts shown on the cockpit, see events.actions.figures")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "number"], name="timetable_numbered_once"),
            models.UniqueConstraint(fields=["fair"], condition=Q(state="published"), name="one_published_timetable"),
        ]

    def __str__(self) -> str:
        return f"{self.fair_id} {self.number}"


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    CANCELLED = "cancelled", _("cancelled")


class Meeting(Record):
    """Two parties in one slot at one table, in one timetable. Its two seats guard against double booking."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    a = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    table_number = models.PositiveIntegerField(null=True, blank=True)
    score = models.IntegerField(default=0)
    is_must = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "a", "b"], name="pair_meets_once"),
            models.UniqueConstraint(
                fields=["timetable", "slot", "table_number"],
                condition=Q(state="planned") & ~Q(table_number=None),
                name="table_used_once_a_slot",
            ),
            models.CheckConstraint(condition=~Q(a=F("b")), name="nobody_meets_itself"),
        ]
        indexes = [
            models.Index(fields=["timetable", "slot", "table_number", "id"], name="meeting_in_order_of_time"),
            models.Index(fields=["timetable", "table_number"], name="meeting_by_table"),
        ]

    def __str__(self) -> str:
        return f"{self.a} – {self.b}"


class Seat(Record):
    """One party's part in one meeting: a party sits in one place at a time. Gone when the meeting is cancelled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="seats")
    other = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "slot", "party"], name="party_sits_once_a_slot"),
            models.UniqueConstraint(fields=["meeting", "party"], name="seat_once_a_meeting"),
        ]
        indexes = [models.Index(fields=["timetable", "party"], name="seats_of_party")]

    def __str__(self) -> str:
        return f"{self.party_id} at {self.slot_id}"


class Load(Record):
    """How many meetings a party has in a timetable, none included. Written once: a timetable's meetings stay."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="loads")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    meetings = models.PositiveSmallIntegerField()
    sort_key = models.CharField(max_length=400, db_collation="C", help_text="the party's, for the order of the list")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timetable", "party"], name="load_counted_once")]
        indexes = [models.Index(fields=["timetable", "meetings", "sort_key", "id"], name="load_fewest_first")]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.meetings}"


class UnmetWish(Record):
    """A wish the timetable leaves out, and the engine's reason."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="unmet")
    a = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    score = models.IntegerField(default=0)
    is_must = models.BooleanField(default=False)
    code = models.CharField(max_length=20)
    reason = models.JSONField(default=dict, help_text="the engine's sentence: code and parameters")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timetable", "a", "b"], name="unmet_once")]
        indexes = [
            models.Index(fields=["timetable", "-score", "id"], name="unmet_dearest_first"),
            models.Index(fields=["timetable", "a"], name="unmet_of_a"),
            models.Index(fields=["timetable", "b"], name="unmet_of_b"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.b_id}: {self.code}"
