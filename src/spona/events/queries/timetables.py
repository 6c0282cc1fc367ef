"""Questions about timetables: drafts, the grid, one party's day, and what was left out and why. Pages cost what they
show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from spona.events.models import Fair, Load, Meeting, MeetingState, Party, Seat, Slot, Timetable, UnmetWish
from spona.events.states import COMING, MUTUAL_YES, TimetableState
from spona.kernel.models import Actor, Record, RoleKind, written
from spona.kernel.queries import Page, as_uuid, keyset
from spona.kernel.rules import allowed, require
from spona.matching.models import MatchRun
from spona.matching.queries import latest_run

RUN_KIND = "events.fair"
"""How a fair's runs are known to ``matching``."""

AXES = ("table", "person", "time")


@dataclass(frozen=True)
class GridRow:
    """One line of the grid: a table's number, a party or a slot, and its meetings by slot (by place where the line is a
    slot).
    """

    key: str
    label: str
    party: Party | None = None
    slot: Slot | None = None
    cells: Mapping[UUID, Meeting] = field(default_factory=dict)
    meetings: Sequence[Meeting] = ()


@dataclass(frozen=True)
class Grid:
    """One page of a timetable: the slots shown, the lines, and the places of the neighbouring pages (empty at the
    ends).
    """

    axis: str
    slots: Sequence[Slot]
    rows: Sequence[GridRow]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True)
class PartyMeeting:
    """One meeting as one of its two parties reads it."""

    meeting: Meeting
    slot: Slot
    other: Party
    table_number: int | None


@dataclass(frozen=True)
class WithoutMeeting:
    """A party that got no meeting, and why: a code of ``events.queries.sentences`` with its parameters."""

    party: Party
    code: str
    params: dict[str, str]


def timetables_for(actor: Actor) -> QuerySet[Timetable]:
    """Return the timetables the actor may see whole: those of programmes it manages, or reads as a donor."""
    return timetables_seen(actor.network_id, *programmes_seen(actor))


def programmes_seen(actor: Actor) -> tuple[bool, tuple[UUID, ...]]:
    """Return whether the actor sees the timetables of all programmes, and else of which."""
    if actor.runs_network:
        return True, ()
    return False, actor.programmes_of(RoleKind.MANAGER, RoleKind.DONOR_VIEWER)


def timetables_seen(network_id: UUID, every: bool, programmes: tuple[UUID, ...]) -> QuerySet[Timetable]:
    """Return the timetables of a network or of some of its programmes."""
    timetables = Timetable.objects.filter(network_id=network_id)
    return timetables if every else timetables.filter(programme_id__in=programmes)


def drafts_for(actor: Actor, fair: Fair, limit: int = 20) -> list[Timetable]:
    """Return a fair's latest drafts and its published timetable, newest first, without retired and discarded ones."""
    return _drafts_of(fair.pk, limit, actor.network_id, *programmes_seen(actor))


@written
def _drafts_of(
    fair_id: UUID, limit: int, network_id: UUID, every: bool, programmes: tuple[UUID, ...]
) -> QuerySet[Timetable]:
    shown = (TimetableState.DRAFT, TimetableState.PUBLISHED)
    seen = timetables_seen(network_id, every, programmes)
    return seen.filter(fair_id=fair_id, state__in=shown).order_by("-number")[:limit]


def published_timetable(fair: Fair) -> Timetable | None:
    """Return the fair's published timetable. Who may read how much of it is for the caller to ask."""
    return _published.first(fair.pk)


@written
def _published(fair_id: UUID) -> QuerySet[Timetable]:
    return Timetable.objects.filter(fair_id=fair_id, state=TimetableState.PUBLISHED)


def planning_run(actor: Actor, fair: Fair) -> MatchRun | None:
    """Return the fair's latest run with its state and progress (without the plans themselves)."""
    return latest_run(actor, RUN_KIND, fair.pk)


def timetable_of_party(actor: Actor, party: Party) -> list[PartyMeeting]:
    """Return a party's published meetings by time: for managers, the party itself and whoever holds its link.

    Errors: ``Refused`` for others, and before publication. Costs two queries.
    """
    require("events.see_own_timetable", actor, party)
    seats = (
        Seat.objects.filter(party=party, timetable__fair_id=party.fair_id, timetable__state=TimetableState.PUBLISHED)
        .select_related("meeting", "slot", "other")
        .order_by("slot__starts_at")
    )
    return [PartyMeeting(seat.meeting, seat.slot, seat.other, seat.meeting.table_number) for seat in seats]


def timetable_grid(
    actor: Actor,
    timetable: Timetable,
    slots: Sequence[Slot],
    axis: str = "table",
    page: str = "",
    size: int = 30,
) -> Grid:
    """Return one page of a timetable by table, by person or by time; ``slots`` are the columns shown.

    ``page`` is a neighbour's place from an earlier page. By time, ``slots`` are the lines, and a page holds ``size``
    meetings of the first of them, by table. Errors: ``Refused`` for those who may not see it, ``ValueError`` for an
    unknown axis.
    """
    permission = (
        "events.see_public_timetable" if timetable.state == TimetableState.PUBLISHED else "events.see_timetable"
    )
    if not allowed("events.see_timetable", actor, timetable):
        require(permission, actor, timetable)
    if axis == "person":
        return _grid_by_person(timetable, slots, page, size)
    if axis == "table":
        return _grid_by_table(timetable, slots, page, size)
    if axis == "time":
        return _grid_by_time(timetable, slots, page, size)
    raise ValueError(f"axis is one of {AXES}, not {axis!r}")


def _planned(timetable_id: UUID) -> QuerySet[Meeting]:
    planned = Meeting.objects.filter(timetable_id=timetable_id, state=MeetingState.PLANNED)
    return planned.select_related("a", "b")


def _grid_by_person(timetable: Timetable, slots: Sequence[Slot], page: str, size: int) -> Grid:
    parties = Party.objects.filter(fair_id=timetable.fair_id, state__in=COMING)
    found = keyset(parties, order=("sort_key", "id"), place=page, size=size)
    cells: defaultdict[UUID, dict[UUID, Meeting]] = defaultdict(dict)
    for seat in _seats_of(timetable.pk, _ids(found.rows), _ids(slots)):
        cells[seat.party_id][seat.slot_id] = seat.meeting
    rows = [GridRow(str(party.id), party.name, party=party, cells=cells[party.id]) for party in found.rows]
    return Grid("person", slots, rows, found.next, found.previous)


@written
def _seats_of(timetable_id: UUID, parties: tuple[UUID, ...], slots: tuple[UUID, ...]) -> QuerySet[Seat]:
    seats = Seat.objects.filter(timetable_id=timetable_id, party_id__in=parties, slot_id__in=slots)
    return seats.select_related("meeting__a", "meeting__b")


def _grid_by_table(timetable: Timetable, slots: Sequence[Slot], page: str, size: int) -> Grid:
    """Tables are numbers, so a page's place is the number before its first line."""
    after = int(page) if page.isdigit() else 0
    shown = _tables(_TABLES_AFTER, timetable, after, size + 1)
    more, shown = len(shown) > size, shown[:size]
    cells: defaultdict[int, dict[UUID, Meeting]] = defaultdict(dict)
    if shown:
        for meeting in _at_tables(timetable.pk, str(shown[0]), str(shown[-1]), _ids(slots)):
            cells[cast(int, meeting.table_number)][meeting.slot_id] = meeting
    rows = [GridRow(str(number), str(number), cells=cells[number]) for number in shown]
    back = _tables(_TABLES_BEFORE, timetable, after, size + 1) if after else []
    previous = "" if not back else str(back[size]) if len(back) > size else "0"
    return Grid("table", slots, rows, str(shown[-1]) if more else "", previous)


_TABLES_AFTER = """
SELECT DISTINCT table_number FROM events_meeting
WHERE timetable_id = %s AND table_number > %s ORDER BY table_number LIMIT %s
"""
_TABLES_BEFORE = """
SELECT DISTINCT table_number FROM events_meeting
WHERE timetable_id = %s AND table_number <= %s ORDER BY table_number DESC LIMIT %s
"""


def _tables(question: str, timetable: Timetable, after: int, size: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question, [timetable.pk, after, size])
        return [number for (number,) in cursor.fetchall()]


@written
def _at_tables(timetable_id: UUID, first: str, last: str, slots: tuple[UUID, ...]) -> QuerySet[Meeting]:
    """The tables are texts, which a written question takes as values; the database reads them as numbers."""
    between = [Cast(Value(number), IntegerField()) for number in (first, last)]
    return _planned(timetable_id).filter(table_number__range=between, slot_id__in=slots)


@written
def _among(timetable_id: UUID, meetings: tuple[UUID, ...]) -> QuerySet[Meeting]:
    return _planned(timetable_id).filter(pk__in=meetings)


def _ids(rows: Iterable[Record]) -> tuple[UUID, ...]:
    return tuple([row.id for row in rows])


def _grid_by_time(timetable: Timetable, slots: Sequence[Slot], page: str, size: int) -> Grid:
    """Meetings in the order of time and table; a line for every slot that begins or goes on in the page.

    A place is ``slot:table:meeting`` with ``-`` in front for the page that ends before it.
    """
    backwards = page.startswith("-")
    found = _places(timetable, slots, page.removeprefix("-"), size + 1, backwards=backwards)
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()
    meetings = {meeting.pk: meeting for meeting in _among(timetable.pk, tuple([pk for _slot, _table, pk in shown]))}
    of_slot: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for slot_id, _table, pk in shown:
        of_slot[slot_id].append(meetings[pk])
    rows = [
        GridRow(str(slot.pk), str(slot), slot=slot, meetings=of_slot[slot.pk]) for slot in slots if of_slot[slot.pk]
    ]
    first, last = (":".join(map(str, shown[at])) for at in (0, -1)) if shown else ("", "")
    has_next, has_previous = (True, more) if backwards else (more, bool(page))
    return Grid("time", slots, rows, last if has_next else "", f"-{first}" if has_previous and first else "")


_LAST_TABLE = 2**31 - 1
"""Where meetings without a table stand in the order."""

_PLACES = """
SELECT slot.id, meeting.place, meeting.id
FROM unnest(%(slots)s::uuid[]) WITH ORDINALITY AS slot (id, turn)
CROSS JOIN LATERAL (
    SELECT id, table_number, COALESCE(table_number, %(last)s) AS place
    FROM events_meeting
    WHERE timetable_id = %(timetable)s AND slot_id = slot.id AND state = 'planned'
      AND (slot.turn > 1 OR %(whole)s OR (COALESCE(table_number, %(last)s), id) {beyond} (%(table)s, %(meeting)s::uuid))
    ORDER BY table_number {way}, id {way}
    LIMIT %(size)s
) meeting
ORDER BY slot.turn, meeting.table_number {way}, meeting.id {way}
LIMIT %(size)s
"""


def _places(
    timetable: Timetable, slots: Sequence[Slot], after: str, size: int, *, backwards: bool
) -> list[tuple[UUID, int, UUID]]:
    """Return (slot, table, meeting) of the ``size`` meetings beyond a place; from the beginning where it is spoilt.

    One query that walks the index slot by slot and stops: the last page costs what the first one does.
    """
    slot_id, table, meeting_id = (*after.split(":"), "", "", "")[:3]
    wanted = [str(slot.pk) for slot in (reversed(slots) if backwards else slots)]
    known = slot_id in wanted and table.isdigit() and as_uuid(meeting_id) is not None
    values: dict[str, Any] = {
        "timetable": timetable.pk,
        "slots": wanted[wanted.index(slot_id) :] if known else wanted,
        "whole": not known,
        "table": min(int(table), _LAST_TABLE) if known else 0,
        "meeting": meeting_id if known else None,
        "last": _LAST_TABLE,
        "size": size,
    }
    question = _PLACES.format(beyond="<", way="DESC") if backwards else _PLACES.format(beyond=">", way="ASC")
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def unmet_for(
    actor: Actor,
    timetable: Timetable,
    *,
    party: Party | None = None,
    kind: str = "",
    page: str = "",
    size: int = 50,
) -> Page[UnmetWish]:
    """Return the wishes a timetable leaves out, the dearest first; of one party or of all. For those who see the
    timetable. ``kind`` narrows them to "must" (of either side) or "mutual" (wanted by both).

    Not for parties: a reason may tell one side what the other said about it.
    """
    require("events.see_timetable", actor, timetable)
    unmet = UnmetWish.objects.filter(timetable=timetable).select_related("a", "b")
    if party is not None:
        unmet = unmet.filter(Q(a=party) | Q(b=party))
    if kind == "must":
        unmet = unmet.filter(is_must=True)
    if kind == "mutual":
        unmet = unmet.filter(score__gte=MUTUAL_YES)
    return keyset(unmet, order=("-score", "id"), place=page, size=size)


def who_got_none(
    actor: Actor, timetable: Timetable, page: str = "", size: int = 50
) -> tuple[list[WithoutMeeting], str]:
    """Return one page of the parties that a timetable leaves without a meeting, each with its reason, and the next
    page's place.
    """
    require("events.see_timetable", actor, timetable)
    without = Load.objects.filter(timetable=timetable, meetings=0, party__state__in=COMING).select_related(
        "party__side"
    )
    found = keyset(without, order=("sort_key", "id"), place=page, size=size)
    parties = [load.party for load in found.rows]
    codes: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for end in ("a_id", "b_id"):
        unmet = UnmetWish.objects.filter(timetable=timetable, **{f"{end}__in": [party.pk for party in parties]})
        for party_id, code, number in unmet.values_list(end, "code").annotate(number=Count("id")).order_by():
            codes[party_id][code] += number
    rows = [WithoutMeeting(p, reason_for_none(codes[p.pk]), {"party": str(p.pk)}) for p in parties]
    return rows, found.next


def reason_for_none(codes: Mapping[str, int]) -> str:
    """Say in one code why a party has no meeting: the commonest reason among its wishes that nobody refused.

    ``none_no_wishes``: nobody wished for it and it wished for nobody; ``none_ban``: all its wishes were refused or
    ruled out; else ``none_`` and the engine's code (capacity, no_common_slot, tables, better_use).
    """
    if not codes:
        return "none_no_wishes"
    others = {code: number for code, number in codes.items() if code != "ban"}
    if not others:
        return "none_ban"
    return f"none_{min(others, key=lambda code: (-others[code], code))}"
