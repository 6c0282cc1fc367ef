"""The audit journal: written with every action, verified from the outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from spona.kernel.models import Actor, AuditEntry, AuditHead

GENESIS = "0" * 64


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 over the previous hash and the canonical JSON of the entry's content."""
    content = {
        "network": str(entry.network_id),
        "sequence": entry.sequence,
        "at": entry.at.isoformat(timespec="microseconds"),
        "verb": entry.verb,
        "actor": [entry.actor_kind, str(entry.actor_id or "")],
        "programme": str(entry.programme_id or ""),
        "subject": [entry.subject_type, str(entry.subject_id or "")],
        "data": entry.data,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{entry.previous_hash}{canonical}".encode()).hexdigest()


def record(verb: str, *, on: models.Model, by: Actor, data: dict[str, Any] | None = None) -> AuditEntry:
    """Write one line of the journal into the current transaction.

    Takes the lock of the network's chain until the transaction ends: call it last. ``data`` holds ids, states and
    numbers; no personal data, because the journal is never erased. The actor's name is kept apart from the hashed
    content so that an erasure can blank it without breaking the chain.
    """
    network_id: UUID = getattr(on, "network_id", None) or (
        on.pk if on._meta.label == "kernel.Network" else by.network_id
    )
    AuditHead.objects.get_or_create(network_id=network_id)
    head = AuditHead.objects.select_for_update().get(network_id=network_id)
    entry = AuditEntry(
        network_id=network_id,
        sequence=head.sequence + 1,
        at=timezone.now(),
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.account_id or (by.link.id if by.link else None),
        actor_name=by.name[:200],
        programme_id=getattr(on, "programme_id", None),
        subject_type=on._meta.label,
        subject_id=on.pk,
        data=json.loads(json.dumps(data or {}, default=str)),
        previous_hash=head.hash,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["sequence", "hash"])
    return entry


def verify_chain(network_id: UUID) -> Iterator[str]:
    """Yield one sentence for every break in a network's chain; nothing when it is whole."""
    previous, expected = GENESIS, 1
    for entry in AuditEntry.objects.filter(network_id=network_id).order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield f"entries {expected} to {entry.sequence - 1} are missing"
        if entry.previous_hash != previous:
            yield f"entry {entry.sequence} does not follow the one before it"
        if entry.hash != entry_hash(entry):
            yield f"entry {entry.sequence} was changed after it was written"
        previous, expected = entry.hash, entry.sequence + 1
    head = AuditHead.objects.filter(network_id=network_id).first()
    if head is not None and (head.hash != previous or head.sequence != expected - 1):
        yield f"the chain ends at {expected - 1}, but its head says {head.sequence}"
