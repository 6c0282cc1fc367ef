"""Links that work without an account: bound to one purpose and one subject, expiring, revocable."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.kernel.models.record import NetworkRecord


class Link(NetworkRecord):
    """A key given to somebody without an account. Only the hash of the token is kept.

    ``uses_left`` empty: as often as needed until it expires (a timetable). A single-use link has 1 and is used up by
    the POST it carries, never by the GET: mail scanners open links.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200, blank=True)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"label": "contact"}

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_id"], name="link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"
