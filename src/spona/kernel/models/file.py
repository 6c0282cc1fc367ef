"""Files people hand in, stored once by content."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.kernel.models.record import NetworkRecord


class StoredFile(NetworkRecord):
    """One upload: its name as given, its kind as found out, and the content address it lies under."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    programme_id = models.UUIDField(null=True, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    uploaded_by = models.UUIDField(null=True, blank=True)

    personal: ClassVar[dict[str, str]] = {"name": "upload"}

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="file_by_content")]

    def __str__(self) -> str:
        return self.name
