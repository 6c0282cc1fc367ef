"""What the screen asks on which a fair is planned: what is missing, how many meetings each has, who is away when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from spona.events.models import Absence, Fair, Load, Meeting, MeetingState, Party, Slot, Timetable, Wish
from spona.events.queries.parties import parties_for
from spona.events.queries.timetables import programmes_seen, timetables_for, timetables_seen
from spona.events.states import COMING
from spona.kernel.models import Actor, in_readers_language, written
from spona.kernel.queries import as_uuid
from spona.kernel.rules import require
from spona.matching.models import Demand, DemandKind, MatchRun
from spona.matching.queries import demands_for

LOAD_ORDER = ("meetings", "sort_key", "id")
"""The order of ``loads_for``, for ``kernel.queries.keyset``: those with the fewest meetings first."""

NAMES_OFFERED = 60
"""Names a field offers at a time; typing asks for others."""

ALIKE = 20
"""Parties looked through for the one whose shown name was typed."""


@dataclass(frozen=True)
class Readiness:
    """What a plan is made of: where one of the three is missing there is nothing to plan."""

    has_slots: bool
    has_parties: bool
    has_wishes: bool

    @property
    def is_ready(self) -> bool:
        """Whether a plan can be asked for."""
        return self.has_slots and self.has_parties and self.has_wishes


def readiness(actor: Actor, fair: Fair) -> Readiness:
    """Return what the fair still needs before it can be planned. Three queries that stop at the first row."""
    require("events.see_timetable", actor, fair)
    return Readiness(
        has_slots=Slot.objects.filter(fair=fair).exists(),
        has_parties=Party.objects.filter(fair=fair, state__in=COMING).exists(),
        has_wishes=Wish.objects.filter(fair=fair).exists() or Demand.objects.filter(subject_id=fair.pk).exists(),
    )


def timetable_for(actor: Actor, slug: str, number: int) -> Timetable | None:
    """Return one of a fair's timetables by its number, whatever its state, where the actor may see it."""
    return _timetable_called.first(slug, number, actor.network_id, *programmes_seen(actor))


@written
def _timetable_called(
    slug: str, number: int, network_id: UUID, every: bool, programmes: tuple[UUID, ...]
) -> QuerySet[Timetable]:
    found = timetables_seen(network_id, every, programmes).filter(fair__slug=slug, number=number)
    return found.select_related("fair__network", "fair__programme", "based_on")


def numbers_of_each(timetable: Timetable, parties: Collection[Party]) -> dict[UUID, int]:
    """Return how many meetings each of some parties has in a timetable. One query."""
    loads = _loads_of(timetable.pk, tuple([party.id for party in parties]))
    return {load.party_id: load.meetings for load in loads}


@written
def _loads_of(timetable_id: UUID, parties: tuple[UUID, ...]) -> QuerySet[Load]:
    return Load.objects.filter(timetable_id=timetable_id, party_id__in=parties)


def loads_for(actor: Actor, timetable: Timetable, *, side: str = "", only_short: bool = False) -> QuerySet[Load]:
    """Return how many meetings each party planned for has, in ``LOAD_ORDER``: those who do not come any more left out.

    ``only_short`` keeps those with fewer meetings than promised. Errors: ``Refused``.
    """
    require("events.see_timetable", actor, timetable)
    loads = Load.objects.filter(timetable=timetable, party__state__in=COMING).select_related("party__side")
    if side:
        loads = loads.filter(party__side__code=side)
    if only_short:
        loads = loads.filter(meetings__lt=Coalesce("party__min_meetings", "party__side__min_meetings"))
    return loads.order_by(*LOAD_ORDER)


def away_in(parties: Collection[Party], slots: Collection[Slot]) -> set[tuple[UUID, UUID]]:
    """Return (party, slot) where a party is not there. One query."""
    absences = _absences(tuple([party.id for party in parties]), tuple([slot.id for slot in slots]))
    return {(absence.party_id, absence.slot_id) for absence in absences}


@written
def _absences(parties: tuple[UUID, ...], slots: tuple[UUID, ...]) -> QuerySet[Absence]:
    return Absence.objects.filter(party_id__in=parties, slot_id__in=slots)


def meeting_of(timetable: Timetable, a: Party, b: Party) -> Meeting | None:
    """Return the planned meeting of two parties in a timetable, with its slot; None where they do not meet."""
    planned = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED).select_related("slot")
    return planned.filter(Q(a=a, b=b) | Q(a=b, b=a)).first()


def demand_on(actor: Actor, fair: Fair, a: Party, b: Party) -> Demand | None:
    """Return what the managers insist on about a pair, if anything."""
    first, second = sorted((a.pk, b.pk))
    return demands_for(actor, fair.pk).filter(a_id=first, b_id=second).first()


@dataclass(frozen=True)
class NamedDemand:
    """A pin or a ban as people read it."""

    demand: Demand
    a: Party
    b: Party
    slot: Slot | None

    @property
    def is_ban(self) -> bool:
        """Whether the two must not meet."""
        return self.demand.kind == DemandKind.BAN


def named_demands(actor: Actor, fair: Fair, limit: int = 500) -> list[NamedDemand]:
    """Return what the managers insist on at a fair, the oldest first, with names. Three queries."""
    require("events.see_timetable", actor, fair)
    demands = list(demands_for(actor, fair.pk)[:limit])
    ids = {key for demand in demands for key in (demand.a_id, demand.b_id)}
    parties = Party.objects.filter(fair=fair).in_bulk(ids)
    slots = Slot.objects.filter(fair=fair).in_bulk([demand.slot_id for demand in demands if demand.slot_id])
    return [
        NamedDemand(d, parties[d.a_id], parties[d.b_id], slots.get(d.slot_id) if d.slot_id else None)
        for d in demands
        if d.a_id in parties and d.b_id in parties
    ]


def parties_by_id(actor: Actor, fair: Fair, ids: Collection[UUID]) -> dict[UUID, Party]:
    """Return parties of a fair by id, for pages that show pairs. One query. Errors: ``Refused``."""
    require("events.see_timetable", actor, fair)
    return Party.objects.filter(fair=fair).select_related("side").in_bulk(ids)


def planned_meetings_for(actor: Actor, timetable: Timetable) -> QuerySet[Meeting]:
    """Return everything a printed timetable says, by time and table: slot, both parties and their sides. One query."""
    require("events.see_timetable", actor, timetable)
    planned = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED)
    return planned.select_related("slot", "a__side", "b__side").order_by("slot__starts_at", "table_number", "id")


def coming_parties(actor: Actor, fair: Fair) -> QuerySet[Party]:
    """Return the parties that are invited or coming, by name, for badges and for saying who is missing."""
    require("events.manage_parties", actor, fair)
    return Party.objects.filter(fair=fair, state__in=COMING).select_related("side").order_by("sort_key", "id")


def names_of_parties(fair: Fair, ids: Collection[UUID]) -> dict[str, str]:
    """Return the names of some of a fair's parties by their ids as text. One query, none for no ids."""
    if not ids:
        return {}
    named = Party.objects.filter(fair=fair, pk__in=ids).values_list("id", "name", "name_language", "other_names")
    return {str(identity): in_readers_language(*name) for identity, *name in named}


def draft_of_run(actor: Actor, run: MatchRun) -> Timetable | None:
    """Return the draft a finished run became, with the timetable it started from."""
    return timetables_for(actor).filter(run=run).select_related("based_on").first()


def find_party(actor: Actor, fair: Fair, said: str) -> Party | None:
    """Return the one party of a fair that an id, a full name or words of a name point to; None where none or several
    do. At most two queries.
    """
    parties, text = parties_for(actor, fair), said.strip()
    identity = as_uuid(text)
    if identity is not None:
        return parties.filter(pk=identity).first()
    named = list(parties.filter(name=text)[:2]) if text else []
    if not named and text:
        alike = list(parties_for(actor, fair, text=text)[:ALIKE])
        named = [party for party in alike if party.name == text] or alike
    return named[0] if len(named) == 1 else None


def party_names(actor: Actor, fair: Fair, text: str = "", limit: int = NAMES_OFFERED) -> list[str]:
    """Return the first names of those who come in which the words of ``text`` occur, in order, to choose one from."""
    coming = parties_for(actor, fair, text=text).filter(state__in=COMING)
    return [in_readers_language(*named) for named in coming.values_list("name", "name_language", "other_names")[:limit]]
