"""Who wants to meet whom, who asked whom, and whom Spona would introduce."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spona.events.models.fair import Fair
from spona.events.models.party import Party
from spona.events.states import REQUEST_MOVES, RequestState
from spona.kernel.models import NetworkRecord, Record


class WishLevel(models.TextChoices):
    MUST = "must", _("must")
    YES = "yes", _("yes")
    NO = "no", _("no")


class Wish(Record):
    """What one party says about meeting another. Each side says its own; a "no" of either is a ban.

    The last word counts.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="wishes")
    chooser = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="wishes")
    about = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="wished_by")
    level = models.CharField(max_length=4, choices=WishLevel)
    note = models.CharField(max_length=300, blank=True)

    personal: ClassVar[dict[str, str]] = {"note": "contribution"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chooser", "about"], name="wish_said_once"),
            models.CheckConstraint(condition=~Q(chooser=F("about")), name="nobody_wishes_itself"),
        ]
        indexes = [
            models.Index(fields=["fair", "about"], name="wish_by_about"),
            models.Index(fields=["fair", "level"], name="wish_by_level"),
        ]

    def __str__(self) -> str:
        return f"{self.chooser} – {self.about}: {self.get_level_display()}"


class Request(NetworkRecord):
    """One party asks another for a meeting. While pending it holds no slot; accepted it counts like a mutual wish.

    State is moved by ``events.actions.requests`` only.
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = REQUEST_MOVES

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="requests")
    sender = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="requests_sent")
    receiver = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="requests_received")
    message = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PENDING)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"message": "contribution", "answer": "contribution"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "receiver"],
                condition=Q(state__in=["pending", "accepted"]),
                name="asked_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="nobody_asks_itself"),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="request_expiry"),
            models.Index(fields=["fair", "-created_at", "-id"], name="request_latest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} – {self.receiver}: {self.get_state_display()}"


class Suggestion(Record):
    """A pair that Spona would introduce, with a score of 0 to 1000 and the reasons that made it.

    ``reasons`` is a snapshot: [{"kind": "topic|sentence|word|place|language", "left": ..., "right": ..., "weight":
    ...}], with "left_language" and "right_language" of what is quoted. ``a`` has the smaller id, so that one pair has
    one row.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="suggestions")
    a = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)

    is_worked_out: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="suggested_once"),
            models.CheckConstraint(condition=Q(score__lte=1000), name="suggestion_score_up_to_1000"),
        ]
        indexes = [
            models.Index(fields=["a", "-score"], name="suggestion_of_a"),
            models.Index(fields=["b", "-score"], name="suggestion_of_b"),
            models.Index(fields=["fair", "-score", "id"], name="suggestion_best_first"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.b_id}: {self.score}"
