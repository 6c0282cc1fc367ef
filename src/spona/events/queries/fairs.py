"""Which fairs somebody sees, and how full they are. Figures are kept with the sides; nothing is counted per request."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from spona.events.models import Fair, Party, Side, Slot
from spona.events.states import PARTY_LINK, TIMETABLE_LINK
from spona.kernel.models import Actor, RoleKind, written

ORDER = ("-starts_on", "id")
"""The order of every list of fairs, for ``kernel.queries.keyset``."""

READERS = (RoleKind.MANAGER, RoleKind.MENTOR, RoleKind.DONOR_VIEWER)


def fairs_for(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs the actor may know of, newest first.

    All of the network for those who run it; those of their programmes for managers, mentors and donors; those they
    take part in for organisations and holders of a link; the public ones for everybody.
    """
    return _fairs(actor.network_id, actor.runs_network, _programmes_read(actor), *_own(actor))


def _fairs(
    network_id: UUID, every: bool, programmes: tuple[UUID, ...], organisations: tuple[UUID, ...], party: UUID | None
) -> QuerySet[Fair]:
    fairs = Fair.objects.filter(network_id=network_id).order_by(*ORDER)
    if every:
        return fairs
    own = Party.objects.filter(_is_own(organisations, party), network_id=network_id).values("fair_id")
    return fairs.filter(Q(is_public=True) | Q(programme_id__in=programmes) | Q(pk__in=own))


def _programmes_read(actor: Actor) -> tuple[UUID, ...]:
    return () if actor.runs_network else tuple(sorted(set(actor.programmes_of(*READERS))))


def _own(actor: Actor) -> tuple[tuple[UUID, ...], UUID | None]:
    """Return the organisations the actor speaks for, and the party of its link."""
    organisations = () if actor.runs_network else actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    is_party = actor.link is not None and actor.link.purpose in {PARTY_LINK, TIMETABLE_LINK}
    return organisations, actor.link.subject_id if actor.link is not None and is_party else None


def is_own(actor: Actor) -> Q:
    """The actor's own parties: of the organisations it speaks for, or the one of its link."""
    return _is_own(*_own(actor))


def _is_own(organisations: tuple[UUID, ...], party: UUID | None) -> Q:
    own = Q(organisation_id__in=organisations)
    return own if party is None else own | Q(pk=party)


def fair_for(actor: Actor, slug: str) -> Fair | None:
    """Return a fair by its address, where the actor may know of it."""
    return _fair_called.first(slug, actor.network_id, actor.runs_network, _programmes_read(actor), *_own(actor))


@written
def _fair_called(
    slug: str,
    network_id: UUID,
    every: bool,
    programmes: tuple[UUID, ...],
    organisations: tuple[UUID, ...],
    party: UUID | None,
) -> QuerySet[Fair]:
    fairs = _fairs(network_id, every, programmes, organisations, party)
    return fairs.select_related("programme", "network").filter(slug=slug)[:1]


def sides_of(fair: Fair) -> list[Side]:
    """Return a fair's sides in their order."""
    sides = _sides_of(fair.pk)
    for side in sides:
        side.fair = fair
    return sides


@written
def _sides_of(fair_id: UUID) -> QuerySet[Side]:
    return Side.objects.filter(fair_id=fair_id).order_by("position", "id")


def slots_of(fair: Fair) -> list[Slot]:
    """Return a fair's slots by time."""
    slots = _slots_of(fair.pk)
    for slot in slots:
        slot.fair = fair
    return slots


@written
def _slots_of(fair_id: UUID) -> QuerySet[Slot]:
    return Slot.objects.filter(fair_id=fair_id).order_by("starts_at", "id")


@dataclass(frozen=True)
class SideFigures:
    """How full one side is: ``coming`` is invited or confirmed, ``free`` None where places are not limited."""

    side: Side
    coming: int
    confirmed: int
    free: int | None


def side_figures(fair: Fair) -> list[SideFigures]:
    """Return the sides in order with their kept figures. One query, whatever the number of parties."""
    return [
        SideFigures(side, side.taken, side.confirmed, None if side.places is None else side.places - side.taken)
        for side in sides_of(fair)
    ]
