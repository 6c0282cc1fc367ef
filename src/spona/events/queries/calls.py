"""Who is to be told of its day by phone: those who asked for it, and those who have no address for mails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from spona.events.models import Fair, Party, Seat, Timetable
from spona.events.queries.timetables import published_timetable
from spona.events.states import COMING, TimetableState, ToldBy
from spona.kernel.models import Actor
from spona.kernel.rules import require

CALLS_SHOWN = 200

Place = tuple[UUID, UUID, int | None]
"""Where somebody sits: slot, partner, table."""


@dataclass(frozen=True)
class Call:
    """One party to be called, and what there is to say: its meetings by time, none where all of them fell away."""

    party: Party
    seats: Sequence[Seat]


def places_of(timetable: Timetable, parties: Collection[Party] | None = None) -> dict[UUID, set[Place]]:
    """Return where every party of a timetable (or some of them) sits, in one query."""
    places: defaultdict[UUID, set[Place]] = defaultdict(set)
    seats = Seat.objects.filter(timetable=timetable)
    if parties is not None:
        seats = seats.filter(party__in=parties)
    for party, slot, other, table in seats.values_list("party_id", "slot_id", "other_id", "meeting__table_number"):
        places[party].add((slot, other, table))
    return places


def calls_for(actor: Actor, fair: Fair) -> list[Call]:
    """Return the parties whose day the published timetable sets or changes and whom no mail told, by name, until
    somebody notes that they know. Five queries. Errors: ``Refused``.
    """
    require("events.manage_parties", actor, fair)
    timetable = published_timetable(fair)
    if timetable is None:
        return []
    parties = list(_unmailed(fair, timetable)[:CALLS_SHOWN])
    after = places_of(timetable, parties)
    earlier = Timetable.objects.filter(fair=fair, state=TimetableState.RETIRED).order_by("-published_at", "id").first()
    before = places_of(earlier, parties) if earlier is not None else {}
    seats: defaultdict[UUID, list[Seat]] = defaultdict(list)
    for seat in _seats(timetable, parties):
        seats[seat.party_id].append(seat)
    changed = [party for party in parties if before.get(party.pk) != after.get(party.pk)]
    return [Call(party, seats[party.pk]) for party in changed]


def _unmailed(fair: Fair, timetable: Timetable) -> QuerySet[Party]:
    unmailed = Q(told_by=ToldBy.PHONE) | Q(told_by=ToldBy.MAIL, contact_email="")
    coming = Party.objects.filter(unmailed, fair=fair, state__in=COMING).exclude(told_of=timetable.pk)
    return coming.select_related("side").order_by("sort_key", "id")


def _seats(timetable: Timetable, parties: Collection[Party]) -> QuerySet[Seat]:
    seats = Seat.objects.filter(timetable=timetable, party__in=parties)
    return seats.select_related("slot", "other", "meeting").order_by("slot__starts_at", "id")
