"""What the managers of a fair look at besides parties and timetables: wishes, requests, suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from spona.events.models import Absence, Fair, Party, Proposal, Request, Slot, Suggestion, Wish, WishLevel
from spona.events.queries.fairs import SideFigures, fair_for, fairs_for, side_figures
from spona.events.queries.parties import party_for
from spona.events.queries.proposals import proposals_for
from spona.events.queries.wishes import level_tally
from spona.events.states import PartyState
from spona.kernel.models import Actor, written
from spona.kernel.queries import Tally, tallies
from spona.kernel.rules import allowed, require


@dataclass(frozen=True)
class FairOverview:
    """How a fair stands, in numbers that lead to their rows."""

    sides: list[SideFigures]
    slots: int
    wishes: int
    proposals: int


def fair_overview(fair: Fair) -> FairOverview:
    """Return the numbers of the fair's front page: two queries, more where something is counted beyond a thousand."""
    slots, wishes, proposals = tallies(
        Tally(f"slots:{fair.pk}", _slots_in, (fair.pk,)),
        Tally(f"wishes:{fair.pk}", _wishes_in, (fair.pk,)),
        Tally(f"proposals:{fair.pk}", _proposals_in, (fair.pk,)),
    )
    return FairOverview(side_figures(fair), slots, wishes, proposals)


@written
def _slots_in(fair_id: UUID) -> QuerySet[Slot]:
    return Slot.objects.filter(fair_id=fair_id).order_by().only("pk")


@written
def _wishes_in(fair_id: UUID) -> QuerySet[Wish]:
    return Wish.objects.filter(fair_id=fair_id).order_by().only("pk")


@written
def _proposals_in(fair_id: UUID) -> QuerySet[Proposal]:
    return Proposal.objects.filter(party__fair_id=fair_id).order_by().only("pk")


def fair_by_id(actor: Actor, fair_id: UUID | None) -> Fair | None:
    """Return a fair by id, where the actor may know of it."""
    return fairs_for(actor).filter(pk=fair_id).first() if fair_id else None


def slot_for(actor: Actor, slug: str, slot_id: UUID) -> Slot | None:
    """Return one slot of a fair the actor may know of, with its fair."""
    fair = fair_for(actor, slug)
    if fair is None:
        return None
    slot = Slot.objects.filter(fair=fair, pk=slot_id).first()
    if slot is not None:
        slot.fair = fair
    return slot


def fair_party_for(actor: Actor, slug: str, party_id: UUID) -> Party | None:
    """Return one party by the address of its fair and its id, where the actor may read it."""
    party = party_for(actor, party_id)
    return party if party is not None and party.fair.slug == slug else None


def fair_proposal_for(actor: Actor, slug: str, proposal_id: UUID) -> Proposal | None:
    """Return one proposal by the address of its fair and its id, where the actor may read it."""
    fair = fair_for(actor, slug)
    if fair is None:
        return None
    return proposals_for(actor, fair).filter(pk=proposal_id).select_related("party__fair").first()


def proposals_of(actor: Actor, party: Party) -> QuerySet[Proposal]:
    """Return a party's proposals the actor may read, each with the title of its latest edition."""
    return proposals_for(actor, party.fair).filter(party=party)


def absent_slots(party: Party) -> set[UUID]:
    """Return the ids of the slots in which a party is not there."""
    return set(Absence.objects.filter(party=party).values_list("slot_id", flat=True))


def invitable_parties(actor: Actor, fair: Fair) -> QuerySet[Party]:
    """Return the parties that have not answered and have an address to be asked at. Errors: ``Refused``."""
    require("events.manage_parties", actor, fair)
    unanswered = Party.objects.filter(fair=fair, state=PartyState.INVITED).exclude(contact_email="")
    return unanswered.select_related("fair__network", "side").order_by("sort_key", "id")


def wishes_for(actor: Actor, fair: Fair, *, level: str = "") -> QuerySet[Wish]:
    """Return every wish of a fair, for its managers; nobody else reads another party's wishes."""
    if not allowed("events.manage_parties", actor, fair):
        return Wish.objects.none()
    # The chooser's own fair tells the database that parties in their order lead to the first wishes.
    wishes = Wish.objects.filter(fair=fair, chooser__fair=fair).select_related("chooser", "about")
    wishes = wishes.order_by("chooser__sort_key", "id")
    return wishes.filter(level=level) if level in WishLevel.values else wishes


def wish_counts(actor: Actor, fair: Fair) -> dict[str, int]:
    """Return how many wishes of each level there are and, as ``parties``, how many parties have said something."""
    require("events.manage_parties", actor, fair)
    levels = [level_tally(fair, level) for level in WishLevel.values]
    numbers = tallies(*levels, Tally(f"choosers:{fair.pk}", _choosers_in, (fair.pk,)))
    return dict(zip([*WishLevel.values, "parties"], numbers, strict=True))


@written
def _choosers_in(fair_id: UUID) -> QuerySet[Party]:
    said = Wish.objects.filter(fair_id=fair_id, chooser=OuterRef("pk"))
    return Party.objects.filter(Exists(said), fair_id=fair_id).order_by().only("pk")


def wishes_about(actor: Actor, party: Party) -> QuerySet[Wish]:
    """Return what others said about a party, for managers only: it is not for the party's eyes."""
    if not allowed("events.manage_parties", actor, party.fair):
        return Wish.objects.none()
    return Wish.objects.filter(about=party).select_related("chooser").order_by("chooser__sort_key", "id")


def requests_of_fair(actor: Actor, fair: Fair) -> QuerySet[Request]:
    """Return every request of a fair, newest first, for its managers."""
    if not allowed("events.manage_parties", actor, fair):
        return Request.objects.none()
    return Request.objects.filter(fair=fair).select_related("sender", "receiver").order_by("-created_at", "-id")


def suggestions_of_fair(actor: Actor, fair: Fair) -> QuerySet[Suggestion]:
    """Return every suggestion of a fair, the best first, for its managers."""
    if not allowed("events.manage_parties", actor, fair):
        return Suggestion.objects.none()
    return Suggestion.objects.filter(fair=fair).select_related("a", "b").order_by("-score", "id")
