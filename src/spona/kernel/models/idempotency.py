"""Forms that may be sent twice and answered once, and drafts that survive an expired session."""

from __future__ import annotations

from django.db import models

from spona.kernel.models.record import Record


class IdempotencyRecord(Record):
    """The first answer to a form. Written in the transaction of the action: both stand or neither."""

    key = models.CharField(max_length=64)
    owner = models.CharField(max_length=80, help_text="account, link or browser the form was given to")
    path = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="form_answered_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.path} {self.key}"


class Draft(Record):
    """What somebody has typed into a form and not sent yet. Saved every three seconds, gone when the form is sent."""

    owner = models.CharField(max_length=80)
    form = models.CharField(max_length=200, help_text="the form's address")
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="draft_once_a_form")]

    personal = {"data": "draft"}

    def __str__(self) -> str:
        return f"{self.owner} {self.form}"
