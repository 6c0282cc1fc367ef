"""Two records found to be one organisation."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from spona.kernel.models import NetworkRecord
from spona.parties.models.organisation import Organisation


class Merge(NetworkRecord):
    """What one merge moved, so that it can be undone. Written by ``parties.actions.merge_organisations``.

    ``moved`` is a snapshot of ids: {"parties": {relation: [row id, ...]}, "above": {"module.Model.field": [row id,
    ...]}}.
    """

    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges_absorbed")
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="absorbed_once"),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"
