"""What is to leave the house.

Rows are written with the action and sent after it, so nothing leaves that was not saved.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from spona.kernel.models.record import NetworkRecord


class OutboxState(models.TextChoices):
    HELD = "held", _("waits for approval")
    QUEUED = "queued", _("on its way")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("not sent")


class OutboxMessage(NetworkRecord):
    """One mail to one person, rendered when it was decided, visible to staff before and after.

    Moved by ``kernel.actions.outbox`` only: held -> queued -> sent or failed; held or queued -> cancelled.
    """

    programme_id = models.UUIDField(null=True, blank=True)
    template = models.CharField(max_length=80)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=120, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {
        "to": "contact",
        "subject": "correspondence",
        "text": "correspondence",
        "html": "correspondence",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "dedupe_key"], condition=~models.Q(dedupe_key=""), name="mail_sent_once"
            )
        ]
        indexes = [
            models.Index(fields=["network", "-created_at", "-id"], name="outbox_in_order"),
            models.Index(fields=["network", "state"], name="outbox_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.state})"
