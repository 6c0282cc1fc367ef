"""What the fair does when modules below it tell something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models.signals import post_delete
from django.dispatch import receiver

from spona.events.actions import draft_from_run, forget_party, merge_parties, part_parties, rename_parties
from spona.events.models import Party
from spona.events.queries.timetables import RUN_KIND
from spona.kernel.models import Actor
from spona.matching.models import MatchRun
from spona.matching.signals import run_finished
from spona.parties.signals import organisation_renamed, organisations_merged, organisations_parted

if TYPE_CHECKING:
    from spona_engine import MeetingResult


@receiver(organisations_merged, dispatch_uid="events.merge_parties")
def on_organisations_merged(*, kept_id: UUID, absorbed_id: UUID, by: Actor, **_signal: Any) -> dict[str, list[str]]:
    """Let the double's parties belong to the organisation that is kept."""
    return merge_parties(kept_id=kept_id, absorbed_id=absorbed_id, by=by)


@receiver(organisation_renamed, dispatch_uid="events.rename_parties")
def on_organisation_renamed(
    *, organisation_id: UUID, names_before: list[str], town_before: str, by: Actor, **_signal: Any
) -> None:
    """Let the parties of an organisation be called as it is called now."""
    rename_parties(organisation_id=organisation_id, names_before=names_before, town_before=town_before, by=by)


@receiver(organisations_parted, dispatch_uid="events.part_parties")
def on_organisations_parted(
    *, kept_id: UUID, absorbed_id: UUID, by: Actor, moved: dict[str, list[str]], **_signal: Any
) -> None:
    """Give the parties back to the organisation that was a double by mistake."""
    party_ids = moved.get("events.Party.organisation", [])
    part_parties(kept_id=kept_id, absorbed_id=absorbed_id, party_ids=party_ids, by=by)


@receiver(post_delete, sender=Party, dispatch_uid="events.forget_party")
def on_party_deleted(*, instance: Party, **_signal: Any) -> None:
    """Give the place of a deleted party back: undoing an import deletes what the import made."""
    forget_party(side_id=instance.side_id, state=instance.state)


@receiver(run_finished, dispatch_uid="events.draft_from_run")
def on_run_finished(*, run: MatchRun, by: Actor, result: MeetingResult | None, **_signal: Any) -> None:
    """Write what the engine found for a fair down as a draft timetable."""
    if run.kind == RUN_KIND:
        draft_from_run(run=run, result=result, by=by)
