"""A timetable as paper and spreadsheets want it: by table, by party, badge by badge. Rows in, plain data out."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from django.utils.translation import gettext as _

from spona.events.actions.badges import badge_url, short_code
from spona.events.models import Fair, Meeting, Party, Side, Slot
from spona.events.queries.clocks import FairClock
from spona.web.events.documents import fair_lines, party_sheet, sheet_labels

SLOTS_ON_A_SHEET = 8


def _by_table(meetings: Iterable[Meeting]) -> dict[int, dict[UUID, Meeting]]:
    tables: defaultdict[int, dict[UUID, Meeting]] = defaultdict(dict)
    for meeting in meetings:
        tables[meeting.table_number or 0][meeting.slot_id] = meeting
    return dict(sorted(tables.items()))


def _host(meetings: Sequence[Meeting]) -> Party | None:
    """Return the party that keeps a table for most of its meetings, where its side keeps tables."""
    sitting = [party for meeting in meetings for party in (meeting.a, meeting.b)]
    hosts = Counter(party.pk for party in sitting if party.side.hosts)
    if not hosts:
        return None
    best, times = hosts.most_common(1)[0]
    return next(party for party in sitting if party.pk == best) if 2 * times > len(meetings) else None


def _who(meeting: Meeting, host: Party | None) -> str:
    if host is None or host.pk not in {meeting.a_id, meeting.b_id}:
        return f"{meeting.a.name} – {meeting.b.name}"
    return meeting.b.name if meeting.a_id == host.pk else meeting.a.name


def timetable_parts(fair: Fair, meetings: Sequence[Meeting], slots: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return the whole timetable, tables down and times across, so many times a sheet as fit."""
    clock = FairClock(fair, slots)
    tables = _by_table(meetings)
    hosts = {number: _host(list(row.values())) for number, row in tables.items()}
    parts = []
    for start in range(0, len(slots), SLOTS_ON_A_SHEET):
        shown = slots[start : start + SLOTS_ON_A_SHEET]
        rows = []
        for number, row in tables.items():
            host, table = hosts[number], _("Table %(number)s") % {"number": number}
            cells = [_who(row[slot.pk], host) if slot.pk in row else "" for slot in shown]
            rows.append({"label": host.name if host else table, "sub": table if host else "", "cells": cells})
        parts.append({"columns": [clock.start(slot) for slot in shown], "rows": rows})
    return parts


def timetable_data(fair: Fair, meetings: Sequence[Meeting], slots: Sequence[Slot]) -> dict[str, Any]:
    """Return the data of ``timetable.typ``."""
    return {**fair_lines(fair), "corner": _("Table"), "parts": timetable_parts(fair, meetings, slots)}


def tables_data(fair: Fair, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """Return the data of ``tables.typ``: a card for each table."""
    clock = FairClock.of(fair)
    cards = []
    for number, row in _by_table(meetings).items():
        of_table = sorted(row.values(), key=lambda meeting: meeting.slot.starts_at)
        host = _host(of_table)
        lines = [{"time": clock.span(meeting.slot), "who": _who(meeting, host)} for meeting in of_table]
        label = _("Table %(number)s") % {"number": number}
        cards.append({"label": label, "host": host.name if host else "", "lines": lines})
    labels = {"time": _("Time"), "who": _("Who meets here"), "none": _("No meeting is planned.")}
    return {**fair_lines(fair), "labels": labels, "tables": cards}


def parties_data(fair: Fair, meetings: Sequence[Meeting], parties: Iterable[Party]) -> dict[str, Any]:
    """Return the data of ``parties.typ``: a sheet for each party, in the order given; who meets nobody gets one too."""
    clock = FairClock.of(fair)
    lines: defaultdict[UUID, list[dict[str, str]]] = defaultdict(list)
    for meeting in meetings:
        for own, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
            lines[own.pk].append(
                {"time": clock.span(meeting.slot), "whom": other.name, "table": str(meeting.table_number or "")}
            )
    sheets = [party_sheet(party, lines[party.pk]) for party in parties]
    return {**fair_lines(fair), "labels": sheet_labels(), "parties": sheets}


def badges_data(fair: Fair, parties: Iterable[Party]) -> dict[str, Any]:
    """Return the data of ``badges.typ``: a badge for everybody who comes, with its party's present code, also as it is
    typed. Whoever of a party comes first lets the party in; the others are told so and pass.
    """
    badges = []
    for party in parties:
        shared = {
            "name": party.name,
            "sub": " · ".join(part for part in (str(party.side), party.city) if part),
            "code": _qr(badge_url(party)),
            "typed": short_code(party.pk, party.badge_edition),
        }
        badges += [shared | {"person": person} for person in party.on_badges]
    return {**fair_lines(fair), "badges": badges, "code-alt": _("The code that lets in")}


def _qr(address: str) -> str:
    """Return a QR code as SVG; error correction "M" survives a fold."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", xmldecl=False, border=1)
    return drawing.getvalue().decode()


def spreadsheet_rows(fair: Fair, meetings: Iterable[Meeting]) -> list[list[Any]]:
    """Return one row a meeting under a row of headings, times on the fair's clock."""
    zone = ZoneInfo(fair.time_zone)
    head = [
        _("Day"),
        _("From"),
        _("Until"),
        _("Table"),
        _("Side"),
        _("Who"),
        _("Side"),
        _("Whom"),
        _("Must"),
        _("Pinned"),
    ]
    rows: list[list[Any]] = [head]
    sides: dict[UUID, Side] = {}
    for meeting in meetings:
        side_a = sides.setdefault(meeting.a.side_id, meeting.a.side)
        side_b = sides.setdefault(meeting.b.side_id, meeting.b.side)
        rows.append(
            [
                meeting.slot.starts_at.astimezone(zone).date(),
                f"{meeting.slot.starts_at.astimezone(zone):%H:%M}",
                f"{meeting.slot.ends_at.astimezone(zone):%H:%M}",
                meeting.table_number,
                str(side_a),
                meeting.a.name,
                str(side_b),
                meeting.b.name,
                _("yes") if meeting.is_must else "",
                _("yes") if meeting.is_pinned else "",
            ]
        )
    return rows
