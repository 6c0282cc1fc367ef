"""Questions about programmes. Every list starts from the actor."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from spona.kernel.models import Actor, Role, RoleKind
from spona.kernel.rules import allowed
from spona.programmes.models import Funding, Phase, Programme, ProgrammePartner
from spona.programmes.presets import RECIPES, Recipe
from spona.programmes.states import ProgrammeState, Visibility

ORDER = ("-created_at", "-id")
"""The order of every list of programmes, for ``kernel.queries.keyset``."""


def programmes_for(actor: Actor, *, state: str = "", country: str = "") -> QuerySet[Programme]:
    """Return the programmes the actor may see, newest first.

    Those who run the network see all; people with a role in a programme and members of its partners see it; everybody
    sees the public ones that have begun.
    """
    found = Programme.objects.filter(_visible(actor), Q(network_id=actor.network_id)).select_related("lead")
    if state:
        found = found.filter(state=state)
    if country:
        found = found.filter(countries__contains=[country])
    return found.order_by(*ORDER)


def programme_for(actor: Actor, key: UUID | str) -> Programme | None:
    """Return one programme by id or address if the actor may see it."""
    named = Q(pk=key) if isinstance(key, UUID) else Q(slug=key)
    return programmes_for(actor).filter(named).first()


def partners_of(actor: Actor, programme: Programme) -> QuerySet[ProgrammePartner]:
    """Return who carries the programme, the lead first as entered; nobody where the programme is not for the actor."""
    partners = ProgrammePartner.objects.filter(programme__in=programmes_for(actor).order_by(), programme=programme)
    return partners.select_related("organisation", "organisation__place").order_by("position", "id")


def funding_of(actor: Actor, programme: Programme) -> QuerySet[Funding]:
    """Return the sources of money, for those who may see them."""
    if not allowed("programmes.see_money", actor, programme):
        return Funding.objects.none()
    return Funding.objects.filter(programme=programme).select_related("donor").order_by("created_at", "id")


def team_of(actor: Actor, programme: Programme) -> QuerySet[Role]:
    """Return the roles held in the programme, for its managers."""
    if not allowed("programmes.edit_programme", actor, programme):
        return Role.objects.none()
    held = Role.objects.filter(network_id=programme.network_id, programme_id=programme.pk, ended_at=None)
    return held.select_related("account").order_by("kind", "account__name", "id")


def current_phase(programme: Programme) -> Phase | None:
    """Return the phase that runs today, the later one where two overlap."""
    today = timezone.localdate()
    running = programme.phases.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return running.order_by("-starts_on", "-position").first()


def startable_recipes() -> list[Recipe]:
    """Return the recipes whose modules are all installed; the others cannot be kept and are not offered."""
    return [recipe for recipe in RECIPES.values() if recipe.is_startable()]


def _visible(actor: Actor) -> Q:
    if actor.runs_network:
        return Q()
    in_team = [
        grant.programme_id for grant in actor.grants if grant.programme_id and grant.network_id == actor.network_id
    ]
    own = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    carried = ProgrammePartner.objects.filter(organisation_id__in=own).values("programme_id")
    begun = Q(visibility=Visibility.PUBLIC) & ~Q(state=ProgrammeState.DRAFT)
    return begun | Q(pk__in=in_team) | Q(pk__in=carried)
