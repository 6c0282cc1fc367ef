"""What became of meetings: those brought together on the spot, and what each side says afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from spona.events.models.fair import Fair, TsTzRange
from spona.events.models.party import Party
from spona.events.states import MeetingAnswer
from spona.kernel.models import NetworkRecord


class AdHocMeeting(NetworkRecord):
    """Two parties a broker brought together on the day, outside every timetable. ``a`` has the smaller id, so that a
    pair has one row.

    A published timetable is never changed, so these stand beside it.
    """

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="ad_hoc_meetings")
    a = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    table_number = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="pair_brought_together_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="ad_hoc_pair_in_order"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="ad_hoc_ends_after_it_starts"),
            ExclusionConstraint(
                name="ad_hoc_table_used_once_at_a_time",
                expressions=[
                    ("fair", RangeOperators.EQUAL),
                    ("table_number", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(table_number=None),
            ),
        ]
        indexes = [models.Index(fields=["fair", "starts_at"], name="ad_hoc_by_time")]

    def __str__(self) -> str:
        return f"{self.a} – {self.b}"


class Rating(NetworkRecord):
    """What one side of a meeting says of it. About the other party, not about a row of a timetable: a plan that is
    replaced on the day does not lose it.

    ``words`` reach the other side only when ``is_shared``, and not where a manager has withheld them.
    """

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="ratings")
    about = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="rated_by")
    answer = models.CharField(max_length=10, choices=MeetingAnswer)
    words = models.TextField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    withheld_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"words": "contribution"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rater", "about"], name="meeting_rated_once_a_side"),
            models.CheckConstraint(condition=~Q(rater=F("about")), name="nobody_rates_itself"),
        ]
        indexes = [models.Index(fields=["fair", "-id"], name="rating_latest_first")]

    def __str__(self) -> str:
        return f"{self.rater_id} {self.about_id}: {self.answer}"
