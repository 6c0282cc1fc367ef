"""What can be found by the one search box. Modules register their documents; the kernel does not know them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from spona.kernel.models.record import NetworkRecord


class SearchDocument(NetworkRecord):
    """One thing that can be found: its words folded to one script, and the permission a reader needs."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField(unique=True)
    title = models.CharField(max_length=300)
    folded = models.TextField()
    programme_id = models.UUIDField(null=True, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="search_folded_trigrams")]

    def __str__(self) -> str:
        return self.title
