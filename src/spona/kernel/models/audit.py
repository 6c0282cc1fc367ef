"""The journal of what was done, chained by hashes so that a line taken out or changed shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.kernel.models.network import Network
from spona.kernel.models.record import uuid7
from spona.kernel.models.sentence import sentence_for


class AuditHead(models.Model):
    """The last link of a network's chain. Its row lock puts the writers of one network in order."""

    network = models.OneToOneField(Network, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.network_id}: {self.sequence}"


class AuditEntry(models.Model):
    """One thing done by one actor. Written by ``kernel.actions.record`` only; triggers refuse update and delete."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    programme_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    personal: ClassVar[dict[str, str]] = {"actor_name": "audit"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "sequence"], name="audit_chain_has_no_fork")]
        indexes = [
            models.Index(fields=["network", "-sequence"], name="audit_newest_first"),
            models.Index(fields=["subject_id", "-sequence"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language."""
        return sentence_for(self.verb, self.data)
