"""A page of a timetable as the grid and the list show it: words, addresses and kinds instead of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.models import Fair, Meeting, Party, Slot, Timetable
from spona.events.queries.clocks import FairClock
from spona.events.queries.cockpit import away_in, numbers_of_each
from spona.events.queries.fairs import sides_of, slots_of
from spona.events.queries.timetables import AXES, Grid, GridRow, timetable_grid
from spona.kernel.models import Actor
from spona.web.tables import addresses

SLOTS_SHOWN = 6
"""As many as stand beside the column of advice on a laptop's screen without sideways scrolling."""

ROWS_SHOWN = 20


@dataclass(frozen=True)
class GridView:
    """What the template of the timetable needs. ``columns`` and ``rows`` are those of ``c-timetable-grid``, ``groups``
    those of ``c-timetable-list`` (the axis of time).
    """

    axis: str
    axes: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    pages: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.rows or self.groups)


def pair_addresses(name: str, fair: Fair, timetable: Timetable) -> Callable[[UUID, UUID], str]:
    """Return what leads to a page about two parties in one timetable; the address itself is worked out once."""
    address = reverse(f"web:events:{name}", args=[fair.slug, timetable.number])
    return lambda a, b: f"{address}?a={a}&b={b}"


def pair_url(name: str, fair: Fair, timetable: Timetable, a: UUID, b: UUID) -> str:
    """Return the address of a page about two parties in one timetable."""
    return pair_addresses(name, fair, timetable)(a, b)


def meeting_kind(meeting: Meeting) -> str:
    """Return the kind of a meeting's mark: amber where somebody must."""
    return "must" if meeting.is_must else "yes"


class _Words:
    """What stands in many cells, looked up once for all of them."""

    def __init__(self) -> None:
        self.free, self.away = _("free"), _("not there")
        self.table, self.at_table = _("Table %(number)s"), _("table %(number)s")
        self.met, self.met_of = _("%(had)s meetings"), _("%(had)s of at most %(most)s")


class GridBuilder:
    """Builds one page of the grid. Queries: the slots, one page of rows, and by person two more for loads and
    absences.
    """

    def __init__(self, actor: Actor, fair: Fair, timetable: Timetable, wanted: QueryDict, *, may_change: bool) -> None:
        self.fair, self.timetable, self.may_change = fair, timetable, may_change
        self.wanted = wanted
        self.own_address = reverse("web:events:timetable", args=[fair.slug, timetable.number])
        self.change_address = pair_addresses("change", fair, timetable)
        self.party_address = addresses("web:events:party", fair.slug)
        self.axis = wanted.get("axis", "table") if wanted.get("axis") in AXES else "table"
        self.sides = {side.id: side for side in sides_of(fair)}
        self.side_names = {side.id: str(side) for side in self.sides.values()}
        self.words = _Words()
        self.every_slot = every = slots_of(fair)
        self.clock = FairClock(fair, every)
        asked = wanted.get("slot", "")
        start = int(asked) if asked.isdigit() else 0
        self.start = min(start, max(len(every) - 1, 0)) // SLOTS_SHOWN * SLOTS_SHOWN
        self.slots = every if self.axis == "time" else every[self.start : self.start + SLOTS_SHOWN]
        self.grid: Grid = timetable_grid(
            actor, timetable, self.slots, self.axis, page=wanted.get("place", ""), size=ROWS_SHOWN
        )

    def build(self) -> GridView:
        """Return the page."""
        rows: list[dict[str, Any]] = []
        groups: list[dict[str, Any]] = []
        if self.axis == "time":
            groups = [self._group(row) for row in self.grid.rows]
        elif self.axis == "table":
            rows = [self._table_row(row) for row in self.grid.rows]
        else:
            rows = self._person_rows(self.grid.rows)
        columns = [{"label": self.clock.start(slot)} for slot in self.slots]
        return GridView(self.axis, self._axes(), columns, rows, groups, self._pages())

    def _axes(self) -> list[dict[str, Any]]:
        labels = {"table": _("By table"), "person": _("By party"), "time": _("By time")}
        return [
            {"label": label, "url": f"?{urlencode({'axis': axis})}#timetable", "current": axis == self.axis}
            for axis, label in labels.items()
        ]

    def _pages(self) -> dict[str, str]:
        """The addresses of the neighbouring pages: rows up and down, slots earlier and later."""
        pages = {
            "previous": self._at(place=self.grid.previous) if self.grid.previous else "",
            "next": self._at(place=self.grid.next) if self.grid.next else "",
        }
        if self.axis != "time":
            later = self.start + SLOTS_SHOWN
            pages["earlier"] = self._at(slot=str(self.start - SLOTS_SHOWN)) if self.start else ""
            pages["later"] = self._at(slot=str(later)) if later < len(self.every_slot) else ""
        return pages

    def _at(self, **changed: str) -> str:
        kept = {name: self.wanted[name] for name in ("axis", "place", "slot") if name in self.wanted}
        return f"?{urlencode(kept | changed)}#timetable"

    def _group(self, row: GridRow) -> dict[str, Any]:
        if row.slot is None:
            return {"label": row.label, "entries": []}
        entries = [
            {
                "start": self.words.table % {"number": meeting.table_number} if meeting.table_number else "",
                "label": f"{meeting.a.name} – {meeting.b.name}",
                "url": self._url(meeting),
                "kind": meeting_kind(meeting),
                "pinned": meeting.is_pinned,
            }
            for meeting in row.meetings
        ]
        return {"label": self.clock.span(row.slot), "entries": entries}

    def _table_row(self, row: GridRow) -> dict[str, Any]:
        host = self._host(row.cells.values())
        table = self.words.table % {"number": row.label}
        cells = [self._cell(row.cells.get(slot.id), slot, of=host) for slot in self.slots]
        if host is None:
            return {"label": table, "cells": cells}
        return {"label": host.name, "sub": table, "url": self._party_url(host), "cells": cells}

    def _host(self, meetings: Collection[Meeting]) -> Party | None:
        """Return the party that keeps this table most of the time shown, if its side keeps tables."""
        sitting = [party for meeting in meetings for party in (meeting.a, meeting.b)]
        hosts = Counter(party.id for party in sitting if self.sides[party.side_id].hosts)
        if not hosts:
            return None
        best, times = hosts.most_common(1)[0]
        return next(party for party in sitting if party.id == best) if 2 * times > len(meetings) else None

    def _person_rows(self, rows: Sequence[GridRow]) -> list[dict[str, Any]]:
        parties = [row.party for row in rows if row.party is not None]
        away = away_in(parties, self.slots)
        counts = numbers_of_each(self.timetable, parties)
        return [self._person_row(row.party, row.cells, away, counts) for row in rows if row.party is not None]

    def _person_row(
        self, party: Party, met: Mapping[UUID, Meeting], away: set[tuple[UUID, UUID]], counts: Mapping[UUID, int]
    ) -> dict[str, Any]:
        side = self.sides[party.side_id]
        most = side.max_meetings if party.max_meetings is None else party.max_meetings
        load = (self.words.met if most is None else self.words.met_of) % {"had": counts.get(party.id, 0), "most": most}
        cells = [
            self._cell(met.get(slot.id), slot, of=party, is_away=(party.id, slot.id) in away) for slot in self.slots
        ]
        return {
            "label": party.name,
            "sub": f"{self.side_names[side.id]} · {load}",
            "url": self._party_url(party),
            "cells": cells,
        }

    def _cell(self, meeting: Meeting | None, slot: Slot, *, of: Party | None, is_away: bool = False) -> dict[str, Any]:
        if meeting is None:
            return {
                "label": self.words.away if is_away else self.words.free,
                "kind": "blocked" if is_away else "free",
                "target": "" if is_away else str(slot.id),
            }
        label = f"{meeting.a.name} – {meeting.b.name}"
        if of is not None and of.id in {meeting.a_id, meeting.b_id}:
            label = meeting.b.name if meeting.a_id == of.id else meeting.a.name
        detail = ""
        if self.axis == "person" and meeting.table_number:
            detail = self.words.at_table % {"number": meeting.table_number}
        return {
            "label": label,
            "detail": detail,
            "url": self._url(meeting) or self._reader_url(meeting),
            "kind": meeting_kind(meeting),
            "pinned": meeting.is_pinned,
            "id": f"{meeting.a_id}:{meeting.b_id}",
            "target": str(slot.id),
        }

    def _url(self, meeting: Meeting) -> str:
        return self.change_address(meeting.a_id, meeting.b_id) if self.may_change else ""

    def _reader_url(self, meeting: Meeting) -> str:
        """Where somebody who only reads is led: the meetings of the time."""
        return f"{self.own_address}?axis=time#slot-{meeting.slot_id}"

    def _party_url(self, party: Party) -> str:
        return self.party_address(party.id) if self.may_change else ""
