"""What waits for somebody at the fairs, and what the fairs have brought: the desk and the front page ask here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from spona.events.models import Fair, Meeting, Party, Proposal, Side, Timetable
from spona.events.queries.fairs import fairs_for
from spona.events.states import FairState, PartyState, ProposalState, TimetableState
from spona.kernel.models import Actor, RoleKind
from spona.kernel.queries import EXACT, remembered

AHEAD = (FairState.PREPARING, FairState.OPEN, FairState.PLANNING, FairState.PUBLISHED)


@dataclass(frozen=True)
class FairWaiting:
    """One fair of the actor's and what waits there: counts of things a manager acts on."""

    fair: Fair
    proposals: int
    unconfirmed: int
    draft: Timetable | None


def managed_fairs(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs the actor manages that are not over, soonest first."""
    fairs = Fair.objects.filter(network_id=actor.network_id, state__in=AHEAD).order_by("starts_on", "id")
    if actor.runs_network:
        return fairs
    return fairs.filter(programme_id__in=actor.programmes_of(RoleKind.MANAGER))


def waiting_at_fairs(actor: Actor, limit: int = 10) -> list[FairWaiting]:
    """Return what waits at the actor's next fairs: four queries, however many parties they have."""
    fairs = list(managed_fairs(actor)[:limit])
    ids = [fair.pk for fair in fairs]
    handed_in = _handed_in(ids)
    unconfirmed = dict(
        Side.objects.filter(fair__in=ids).values_list("fair_id").annotate(waiting=Sum(F("taken") - F("confirmed")))
    )
    drafts: dict[UUID, Timetable] = {}
    for draft in Timetable.objects.filter(fair__in=ids, state=TimetableState.DRAFT).order_by("number"):
        drafts[draft.fair_id] = draft
    return [
        FairWaiting(fair, handed_in.get(fair.pk, 0), unconfirmed.get(fair.pk, 0), drafts.get(fair.pk)) for fair in fairs
    ]


def _handed_in(fairs: list[UUID]) -> dict[UUID, int]:
    """How many proposals wait at each fair; half a minute old at most where they are many."""
    waiting = Proposal.objects.filter(party__fair__in=fairs, state=ProposalState.SUBMITTED)

    def of_each() -> dict[UUID, int]:
        return dict(waiting.order_by().values_list("party__fair_id").annotate(count=Count("pk")))

    if waiting[: EXACT + 1].count() <= EXACT:
        return of_each()
    return remembered("handed-in:" + ",".join(map(str, fairs)), of_each)


def fairs_of_programme(actor: Actor, programme_id: UUID) -> QuerySet[Fair]:
    """Return a programme's fairs the actor may know of, newest first."""
    return fairs_for(actor).filter(programme_id=programme_id)


def public_fairs(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs everybody may look at, newest first."""
    return fairs_for(actor).filter(is_public=True).exclude(state__in=[FairState.PREPARING, FairState.CANCELLED])


def own_parties(actor: Actor) -> QuerySet[Party]:
    """Return the parties the actor speaks for at fairs that are not over."""
    organisations = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    parties = Party.objects.filter(network_id=actor.network_id, organisation__in=organisations, fair__state__in=AHEAD)
    return parties.select_related("fair", "side").order_by("fair__starts_on", "id")


def parties_of_organisation(actor: Actor, organisation_id: UUID) -> QuerySet[Party]:
    """Return where an organisation took part, latest first: all of it for its managers and itself."""
    parties = Party.objects.filter(network_id=actor.network_id, organisation=organisation_id)
    if not actor.runs_network and not actor.speaks_for(organisation_id):
        managed = Q(programme_id__in=actor.programmes_of(RoleKind.MANAGER))
        parties = parties.filter(Q(fair__is_public=True) | managed)
    return parties.select_related("fair", "side").order_by("-fair__starts_on", "id")


@dataclass(frozen=True)
class FrontFigures:
    """What the network's public fairs have brought, counted from rows anybody may look up."""

    fairs: int
    parties: int
    meetings: int


def front_figures(actor: Actor) -> FrontFigures:
    """Return the counts the front page shows, half a minute old at most: public fairs, their parties, and meetings of
    published timetables.
    """
    return remembered(f"front:{actor.network_id}", lambda: _front_figures(actor))


def _front_figures(actor: Actor) -> FrontFigures:
    public = Q(fair__is_public=True, fair__network_id=actor.network_id)
    fairs = Fair.objects.filter(network_id=actor.network_id, is_public=True)
    shown = fairs.exclude(state__in=[FairState.PREPARING, FairState.CANCELLED]).count()
    parties = Party.objects.filter(public, state=PartyState.CONFIRMED).values("organisation").distinct().count()
    published = Q(timetable__fair__is_public=True, timetable__fair__network_id=actor.network_id)
    meetings = Meeting.objects.filter(published, timetable__state=TimetableState.PUBLISHED).count()
    return FrontFigures(shown, parties, meetings)
