"""Questions about runs and demands."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from spona.kernel.models import Actor, RoleKind, written
from spona.matching.models import Demand, MatchRun

HEAVY = ("problem", "start", "result")
"""Columns that hold whole plans; lists and progress bars leave them in the database."""


def runs_for(actor: Actor) -> QuerySet[MatchRun]:
    """Return the runs of the programmes the actor manages, newest first, without problem and result."""
    return _runs(actor.network_id, *_programmes_managed(actor))


def _runs(network_id: UUID, every: bool, programmes: tuple[UUID, ...]) -> QuerySet[MatchRun]:
    runs = MatchRun.objects.filter(network_id=network_id).defer(*HEAVY).order_by("-number", "-id")
    return runs if every else runs.filter(programme_id__in=programmes)


def _programmes_managed(actor: Actor) -> tuple[bool, tuple[UUID, ...]]:
    return actor.runs_network, () if actor.runs_network else actor.programmes_of(RoleKind.MANAGER)


def latest_run(actor: Actor, kind: str, subject_id: UUID) -> MatchRun | None:
    """Return the last run asked for about something, finished or not; None where there was none."""
    return _latest_run.first(kind, subject_id, actor.network_id, *_programmes_managed(actor))


@written
def _latest_run(
    kind: str, subject_id: UUID, network_id: UUID, every: bool, programmes: tuple[UUID, ...]
) -> QuerySet[MatchRun]:
    return _runs(network_id, every, programmes).filter(kind=kind, subject_id=subject_id)[:1]


def demands_for(actor: Actor, subject_id: UUID) -> QuerySet[Demand]:
    """Return what the managers insist on for something that is planned, the oldest first."""
    demands = Demand.objects.filter(network_id=actor.network_id, subject_id=subject_id).order_by("id")
    if actor.runs_network:
        return demands
    return demands.filter(programme_id__in=actor.programmes_of(RoleKind.MANAGER))
