"""What is asked on the day: who is in, who is missing for the next meetings, what is now and what is next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from spona.events.models import AdHocMeeting, CheckIn, Fair, Gate, Meeting, MeetingState, Party, Seat, Side, Slot
from spona.events.queries.fairs import fair_for
from spona.events.queries.parties import CONTACTS, parties_called
from spona.events.queries.timetables import published_timetable
from spona.events.states import COMING, TimetableState
from spona.kernel.models import Actor
from spona.kernel.rules import require

FOUND_AT_GATE = 20
LATEST = 8


@dataclass(frozen=True)
class Moment:
    """Where the day stands: the slot that is on, and the one that comes next; None where there is none."""

    now: dt.datetime
    current: Slot | None
    following: Slot | None

    @property
    def shown(self) -> list[Slot]:
        """The slot that is on and the next one, where there are such."""
        return [slot for slot in (self.current, self.following) if slot is not None]

    @property
    def turns_at(self) -> dt.datetime | None:
        """When this changes: the end of what is on, or the beginning of what is next."""
        if self.current is not None:
            return self.current.ends_at
        return self.following.starts_at if self.following is not None else None


def moment_of(slots: Sequence[Slot], now: dt.datetime) -> Moment:
    """Return where the day stands. ``slots`` in the order of time."""
    current = next((slot for slot in slots if slot.starts_at <= now < slot.ends_at), None)
    return Moment(now, current, next((slot for slot in slots if slot.starts_at > now), None))


@dataclass(frozen=True)
class SideArrivals:
    """How many of a side are expected, and how many of them are in."""

    side: Side
    expected: int
    arrived: int


def arrivals(actor: Actor, fair: Fair) -> list[SideArrivals]:
    """Return who is in, side by side. Three queries for any number of parties. Errors: ``Refused``."""
    require("events.run_day", actor, fair)
    return _arrivals(fair)


def arrivals_at(actor: Actor, gate: Gate) -> list[SideArrivals]:
    """Return the same for those who keep a gate."""
    require("events.check_in", actor, gate)
    return _arrivals(gate.fair)


def _arrivals(fair: Fair) -> list[SideArrivals]:
    coming = Party.objects.filter(fair=fair, state__in=COMING).order_by()
    expected: Counter[UUID] = Counter(dict(coming.values_list("side_id").annotate(Count("id"))))
    entries = CheckIn.objects.filter(fair=fair).order_by()
    arrived: Counter[UUID] = Counter(dict(entries.values_list("party__side_id").annotate(Count("id"))))
    return [SideArrivals(side, expected[side.pk], arrived[side.pk]) for side in fair.sides.all()]


def is_in() -> Exists:
    """The condition that a party has come in."""
    return Exists(CheckIn.objects.filter(party=OuterRef("pk")))


def missing_for(actor: Actor, fair: Fair, slots: Sequence[Slot]) -> list[Seat]:
    """Return the seats of some slots of the published timetable whose party has not come in, by time: whom to look for,
    with whom they should meet and where. One query. Errors: ``Refused``.
    """
    require("events.run_day", actor, fair)
    seats = Seat.objects.filter(
        ~Exists(CheckIn.objects.filter(party=OuterRef("party"))),
        timetable__fair=fair,
        timetable__state=TimetableState.PUBLISHED,
        slot__in=slots,
        party__state__in=COMING,
    )
    found = seats.select_related("party", "other", "meeting", "slot")
    return list(found.order_by("slot__starts_at", "party__sort_key", "id"))


def not_in(actor: Actor, fair: Fair) -> QuerySet[Party]:
    """Return the parties that are expected and have not come in, by name. Errors: ``Refused``."""
    require("events.run_day", actor, fair)
    parties = Party.objects.filter(~is_in(), fair=fair, state__in=COMING)
    return parties.select_related("side").order_by("sort_key", "id")


def latest_entries(actor: Actor, fair: Fair, limit: int = LATEST) -> list[CheckIn]:
    """Return who came in last. One query. Errors: ``Refused``."""
    require("events.run_day", actor, fair)
    entries = CheckIn.objects.filter(fair=fair).select_related("party", "gate").order_by("-at", "-id")
    return list(entries[:limit])


def gates_for(actor: Actor, fair: Fair) -> QuerySet[Gate]:
    """Return a fair's gates with how many came in by each (``entries``). Errors: ``Refused``."""
    require("events.run_day", actor, fair)
    return fair.gates.annotate(entries=Count("check_ins"))


def gate_for(actor: Actor, slug: str, gate_id: UUID) -> Gate | None:
    """Return one gate by the address of its fair and its id, where the actor may know of the fair."""
    fair = fair_for(actor, slug)
    if fair is None:
        return None
    gate = Gate.objects.filter(fair=fair, pk=gate_id).first()
    if gate is not None:
        gate.fair = fair
    return gate


def gate_of_link(actor: Actor, subject_id: UUID) -> Gate | None:
    """Return the gate a link was given for, with its fair."""
    gates = Gate.objects.filter(pk=subject_id, network_id=actor.network_id)
    return gates.select_related("fair__network").first()


def found_at_gate(actor: Actor, gate: Gate, text: str) -> list[tuple[Party, CheckIn | None]]:
    """Return the fair's parties whose names hold these words, in any script, each with its entry: names and sides, no
    contacts. Two queries. Errors: ``Refused``.
    """
    require("events.check_in", actor, gate)
    parties = Party.objects.filter(fair_id=gate.fair_id).select_related("side").order_by("sort_key", "id")
    named = parties_called(parties.defer(*CONTACTS), gate.fair, text)
    found = list(named[:FOUND_AT_GATE])
    entries = {entry.party_id: entry for entry in CheckIn.objects.filter(party__in=found).select_related("gate")}
    return [(party, entries.get(party.pk)) for party in found]


def party_at_gate(actor: Actor, gate: Gate, party_id: UUID) -> Party | None:
    """Return one of the fair's parties to those who keep a gate. Errors: ``Refused``."""
    require("events.check_in", actor, gate)
    return Party.objects.filter(fair_id=gate.fair_id, pk=party_id).select_related("side").first()


@dataclass(frozen=True)
class TableNow:
    """One table of the hall: who sits there now, and who comes next. ``number`` 0: wherever there is room."""

    number: int
    now: str = ""
    next: str = ""


def tables_now(fair: Fair, moment: Moment) -> list[TableNow]:
    """Return the hall by table: names of organisations and nothing else, as the published timetable shows them.

    What a broker has just brought together at a table is shown with the rest. Two queries; ask the rules before.
    """
    now: dict[int, list[str]] = {}
    following: dict[int, list[str]] = {}
    if moment.shown:
        planned = Meeting.objects.filter(
            timetable__fair=fair,
            timetable__state=TimetableState.PUBLISHED,
            state=MeetingState.PLANNED,
            slot__in=moment.shown,
        )
        for meeting in planned.select_related("a", "b").order_by("table_number", "id"):
            rows = now if moment.current is not None and meeting.slot_id == moment.current.pk else following
            rows.setdefault(meeting.table_number or 0, []).append(f"{meeting.a.name} – {meeting.b.name}")
    for brought in ongoing(fair, moment.now).select_related("a", "b").order_by("table_number", "id"):
        now.setdefault(brought.table_number or 0, []).append(f"{brought.a.name} – {brought.b.name}")
    return [
        TableNow(number, " · ".join(now.get(number, [])), " · ".join(following.get(number, [])))
        for number in sorted(now.keys() | following.keys())
    ]


def ongoing(fair: Fair, now: dt.datetime) -> QuerySet[AdHocMeeting]:
    """Return the meetings brokers have brought about that are on now."""
    return AdHocMeeting.objects.filter(fair=fair, starts_at__lte=now, ends_at__gt=now)


def board_marks(fair: Fair, moment: Moment) -> list[str]:
    """Return everything the board is made of, as marks that differ when it does. Two queries."""
    timetable = published_timetable(fair)
    brought = ongoing(fair, moment.now).order_by("id").values_list("id", flat=True)
    slots = [f"{slot.pk}{slot.updated_at}" for slot in moment.shown]
    return [
        str(timetable.pk if timetable else ""),
        str(moment.current and moment.current.pk),
        *slots,
        *map(str, brought),
    ]


def badge_holder(actor: Actor, party_id: UUID) -> UUID | None:
    """Return the organisation a badge of the actor's network is of; the page of it asks who may see what."""
    found = Party.objects.filter(pk=party_id, network_id=actor.network_id)
    return found.values_list("organisation_id", flat=True).first()
