"""Which fairs somebody sees, and how full they are. Figures are kept with the sides; nothing is counted per request."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from spona.events.models import Fair, Party, Side
from spona.events.states import PARTY_LINK, TIMETABLE_LINK
from spona.kernel.models import Actor, RoleKind

ORDER = ("-starts_on", "id")
"""The order of every list of fairs, for ``kernel.queries.keyset``."""

READERS = (RoleKind.MANAGER, RoleKind.MENTOR, RoleKind.DONOR_VIEWER)


def fairs_for(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs the actor may know of, newest first.

    All of the network for those who run it; those of their programmes for managers, mentors and donors; those they
    take part in for organisations and holders of a link; the public ones for everybody.
    """
    fairs = Fair.objects.filter(network_id=actor.network_id).order_by(*ORDER)
    if actor.runs_network:
        return fairs
    programmes = {grant.programme_id for grant in actor.grants_of(*READERS)}
    own = Party.objects.filter(is_own(actor), network_id=actor.network_id).values("fair_id")
    return fairs.filter(Q(is_public=True) | Q(programme_id__in=programmes) | Q(pk__in=own))


def is_own(actor: Actor) -> Q:
    """The actor's own parties: of the organisations it speaks for, or the one of its link."""
    organisations = [grant.organisation_id for grant in actor.grants_of(RoleKind.ORGANISATION_MEMBER)]
    own = Q(organisation_id__in=[pk for pk in organisations if pk is not None])
    if actor.link is not None and actor.link.purpose in {PARTY_LINK, TIMETABLE_LINK}:
        own |= Q(pk=actor.link.subject_id)
    return own


def fair_for(actor: Actor, slug: str) -> Fair | None:
    """Return a fair by its address, where the actor may know of it."""
    return fairs_for(actor).select_related("programme", "network").filter(slug=slug).first()


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
        for side in fair.sides.all()
    ]
