"""What partnerships do when modules below them tell something."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from spona.kernel.models import Actor
from spona.parties.signals import organisations_merged, organisations_parted
from spona.partnerships.actions.merging import merge_partnerships, part_partnerships


@receiver(organisations_merged, dispatch_uid="partnerships.merge_partnerships")
def on_organisations_merged(*, kept_id: UUID, absorbed_id: UUID, by: Actor, **_signal: Any) -> dict[str, list[str]]:
    """Let the double's agreements, ledger lines and introductions belong to the organisation that is kept."""
    return merge_partnerships(kept_id=kept_id, absorbed_id=absorbed_id, by=by)


@receiver(organisations_parted, dispatch_uid="partnerships.part_partnerships")
def on_organisations_parted(
    *, kept_id: UUID, absorbed_id: UUID, by: Actor, moved: dict[str, list[str]], **_signal: Any
) -> None:
    """Give them back to the organisation that was a double by mistake."""
    part_partnerships(kept_id=kept_id, absorbed_id=absorbed_id, moved=moved, by=by)
