"""Introductions as managers see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from spona.kernel.models import Actor
from spona.kernel.rules import require
from spona.partnerships.models import Introduction
from spona.partnerships.queries.agreements import managed

ORDER = ("-on", "-id")
"""The order of the list of introductions, for ``kernel.queries.keyset``."""


def introductions_for(actor: Actor, *, outcome: str = "", text: str = "") -> QuerySet[Introduction]:
    """Return the introductions a manager sees, latest first. Errors: ``Refused``."""
    require("partnerships.list_introductions", actor)
    found = Introduction.objects.filter(managed(actor)).select_related("fair", "agreement").order_by(*ORDER)
    if outcome:
        found = found.filter(outcome=outcome)
    for word in text.split()[:6]:
        found = found.filter(title__icontains=word)
    return found


def introduction_for(actor: Actor, introduction_id: UUID) -> Introduction | None:
    """Return one introduction to its managers."""
    found = Introduction.objects.filter(managed(actor), pk=introduction_id).select_related("fair", "agreement")
    return found.prefetch_related("parties__organisation").first()
