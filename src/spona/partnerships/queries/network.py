"""Who met whom: meetings that took place, introductions and agreements as ties between organisations.

Nothing is kept twice: ties are read from their sources. The sources are written in Django's language and compiled, so
their tables, columns and row security are the modules' own; only what Django cannot say (a union that is grouped, pairs
that are nowhere) is SQL of ours around them.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, TruncDate
from django.utils import timezone

from spona.events.models import AdHocMeeting, Fair, Meeting, MeetingState, Party, Rating
from spona.events.states import COMING, FairState, MeetingAnswer, TimetableState
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import require
from spona.parties.models import Organisation
from spona.parties.states import OrganisationState
from spona.partnerships.models import AgreementParty, IntroducedParty
from spona.partnerships.queries.desk import label_of

MET, INTRODUCED, AGREED = "met", "introduced", "agreed"
HOW = (MET, INTRODUCED, AGREED)
TOOK_PLACE = (MeetingAnswer.HELD, MeetingAnswer.USEFUL, MeetingAnswer.NEXT_STEP)
Tables = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class TieFilter:
    """Which ties are looked at: of one year, between two kinds of organisation, of one kind of encounter."""

    year: int | None = None
    left: str = ""
    right: str = ""
    how: str = ""


@dataclass(frozen=True)
class Tie:
    """Two organisations that met, were introduced or agreed, and how often; the latest day."""

    first_id: UUID
    second_id: UUID
    first_name: str
    second_name: str
    met: int
    introduced: int
    agreed: int
    last_on: dt.date

    @property
    def times(self) -> int:
        """Encounters of every kind."""
        return self.met + self.introduced + self.agreed


@dataclass(frozen=True)
class TiePage:
    """One page of ties or of pairs, and where the next one starts (empty at the end)."""

    rows: list[Any]
    next: str
    previous: str = ""


def _programmes(actor: Actor, prefix: str) -> Q:
    """Rows of programmes the actor manages; all of the network for those who run it."""
    own = Q(**{f"{prefix}network_id": actor.network_id})
    if actor.runs_network:
        return own
    return own & Q(**{f"{prefix}programme_id__in": actor.programmes_of(RoleKind.MANAGER)})


def _meetings(actor: Actor) -> QuerySet[Any, Any]:
    """Meetings that took place: planned, over, nobody away, and not denied by one side alone.

    One side's "did not happen" never overrides the other's word that it did.
    """
    about = Q(rater=OuterRef("a"), about=OuterRef("b")) | Q(rater=OuterRef("b"), about=OuterRef("a"))
    said = Rating.objects.filter(about)
    rows = Meeting.objects.filter(
        _programmes(actor, "timetable__"),
        ~Exists(said.filter(answer=MeetingAnswer.MISSED)) | Exists(said.filter(answer__in=TOOK_PLACE)),
        timetable__state=TimetableState.PUBLISHED,
        state=MeetingState.PLANNED,
        slot__ends_at__lte=timezone.now(),
        a__state__in=COMING,
        b__state__in=COMING,
    ).exclude(timetable__fair__state=FairState.CANCELLED)
    return _columns(rows, MET, F("timetable__fair__starts_on"))


def _ad_hoc(actor: Actor) -> QuerySet[Any, Any]:
    """Meetings a broker brought about on the day."""
    rows = AdHocMeeting.objects.filter(_programmes(actor, ""), ends_at__lte=timezone.now())
    return _columns(rows, MET, F("fair__starts_on"))


def _columns(rows: QuerySet[Any, Any], how: str, day: Any) -> QuerySet[Any, Any]:
    pairs = rows.order_by().annotate(
        first=Least(F("a__organisation_id"), F("b__organisation_id")),
        second=Greatest(F("a__organisation_id"), F("b__organisation_id")),
        how=Value(how, CharField()),
        day=day,
    )
    return pairs.values_list("first", "second", "how", "day")


def _introduced(actor: Actor) -> QuerySet[Any, Any]:
    """Every two of those who were introduced to each other."""
    rows = IntroducedParty.objects.filter(
        _programmes(actor, "introduction__"),
        introduction__parties__organisation_id__gt=F("organisation_id"),
    )
    pairs = rows.order_by().annotate(
        first=F("organisation_id"),
        second=F("introduction__parties__organisation_id"),
        how=Value(INTRODUCED, CharField()),
        day=F("introduction__on"),
    )
    return pairs.values_list("first", "second", "how", "day")


def _agreed(actor: Actor) -> QuerySet[Any, Any]:
    """Every two of those who confirmed an agreement with each other."""
    rows = AgreementParty.objects.filter(
        _programmes(actor, "agreement__"),
        agreement__confirmed_at__isnull=False,
        agreement__parties__organisation_id__gt=F("organisation_id"),
    )
    pairs = rows.order_by().annotate(
        first=F("organisation_id"),
        second=F("agreement__parties__organisation_id"),
        how=Value(AGREED, CharField()),
        day=TruncDate("agreement__agreed_at", output_field=DateField()),
    )
    return pairs.values_list("first", "second", "how", "day")


def _encounters(actor: Actor, how: str = "") -> Tables:
    """Return the sources as one SELECT of (first, second, how, day), ``first`` always the smaller id."""
    sources = {MET: (_meetings, _ad_hoc), INTRODUCED: (_introduced,), AGREED: (_agreed,)}
    parts: list[str] = []
    values: list[Any] = []
    for name in (how,) if how in sources else HOW:
        for source in sources[name]:
            sql, parameters = source(actor).query.sql_with_params()
            parts.append(f"({sql})")
            values.extend(parameters)
    return " UNION ALL ".join(parts), tuple(values)


# The planner takes a compiled source for one row and would read it again for every pair: MATERIALIZED reads it once,
# and NOT IN over it is one hash table.
GROUPED = """
WITH encounter (first, second, how, day) AS MATERIALIZED ({encounters}),
tie AS MATERIALIZED (
    SELECT first, second,
           count(*) FILTER (WHERE how = 'met') AS met,
           count(*) FILTER (WHERE how = 'introduced') AS introduced,
           count(*) FILTER (WHERE how = 'agreed') AS agreed,
           count(*) AS times, max(day) AS last_on
    FROM encounter WHERE (%s::int IS NULL OR extract(year FROM day) = %s) GROUP BY first, second
)
SELECT {columns}
FROM tie JOIN {organisation} a ON a.id = tie.first JOIN {organisation} b ON b.id = tie.second
WHERE ((%s = '' OR a.kind = %s) AND (%s = '' OR b.kind = %s) OR (%s = '' OR b.kind = %s) AND (%s = '' OR a.kind = %s))
"""


def _grouped(actor: Actor, wanted: TieFilter, columns: str) -> Tables:
    encounters, values = _encounters(actor, wanted.how)
    table = connection.ops.quote_name(Organisation._meta.db_table)
    sql = GROUPED.format(encounters=encounters, columns=columns, organisation=table)
    left, right = wanted.left, wanted.right
    kinds = (left, left, right, right, left, left, right, right)
    return sql, (*values, wanted.year, wanted.year, *kinds)


def ties_for(actor: Actor, wanted: TieFilter, *, place: str = "", size: int = 50) -> TiePage:
    """Return one page of ties, the closest first. One query. Errors: ``Refused``."""
    require("partnerships.see_network", actor)
    columns = "tie.first, tie.second, tie.met, tie.introduced, tie.agreed, tie.last_on, tie.times"
    sql, values = _grouped(actor, wanted, columns)
    after = _read_place(place, 3)
    if after:
        sql += " AND (-tie.times, tie.first, tie.second) > (%s, %s, %s)"
        values = (*values, *after)
    sql += " ORDER BY tie.times DESC, tie.first, tie.second LIMIT %s"
    rows = _rows(sql, (*values, size + 1))
    names = _names({row[end] for row in rows for end in (0, 1)})
    ties = [Tie(row[0], row[1], names[row[0]], names[row[1]], *row[2:6]) for row in rows]
    more = len(ties) > size
    ties = ties[:size]
    return TiePage(ties, _write_place(-ties[-1].times, ties[-1].first_id, ties[-1].second_id) if more else "")


@dataclass(frozen=True)
class NetworkFigures:
    """Numbers on top of the picture: organisations with a tie, pairs, encounters by kind, and the years there are."""

    organisations: int
    pairs: int
    met: int
    introduced: int
    agreed: int


def network_figures(actor: Actor, wanted: TieFilter) -> NetworkFigures:
    """Return the sums over all ties that are looked at. One query. Errors: ``Refused``."""
    require("partnerships.see_network", actor)
    sql, values = _grouped(actor, wanted, "tie.first, tie.second, tie.met, tie.introduced, tie.agreed")
    counted = (
        "SELECT (SELECT count(DISTINCT id) FROM (SELECT first AS id FROM shown UNION SELECT second FROM shown) o), "
        "count(*), coalesce(sum(met), 0), coalesce(sum(introduced), 0), coalesce(sum(agreed), 0) "
        "FROM shown"
    )
    rows = _rows(f"WITH shown AS ({sql}) {counted}", values)  # nosec B608  compiled by Django, values apart
    return NetworkFigures(*(int(number) for number in rows[0]))


def tie_years(actor: Actor) -> list[int]:
    """Return the years in which anybody met, latest first. One query. Errors: ``Refused``."""
    require("partnerships.see_network", actor)
    encounters, values = _encounters(actor)
    source = f"({encounters}) e (first, second, how, day)"
    sql = f"SELECT DISTINCT extract(year FROM day)::int AS year FROM {source} ORDER BY year DESC"  # noqa: S608  # nosec B608
    return [row[0] for row in _rows(sql, values)]


NEVER = """
WITH encounter (first, second, how, day) AS MATERIALIZED ({encounters}),
tie AS MATERIALIZED (SELECT DISTINCT first, second FROM encounter)
SELECT a.id, b.id, a.sort_key, b.sort_key
FROM {organisation} a JOIN {organisation} b ON b.network_id = a.network_id AND b.id <> a.id
WHERE a.network_id = %s AND a.state = %s AND b.state = %s AND a.kind = %s AND b.kind = %s
  AND (a.kind <> b.kind OR (a.sort_key, a.id) < (b.sort_key, b.id))
  AND a.id IN (SELECT organisation_id FROM ({came}) c) AND b.id IN (SELECT organisation_id FROM ({came}) c)
  AND (least(a.id, b.id), greatest(a.id, b.id)) NOT IN (SELECT first, second FROM tie)
"""


@dataclass(frozen=True)
class StrangerPair:
    """Two organisations that have come to fairs and never met, were never introduced and never agreed."""

    first_id: UUID
    second_id: UUID
    first_name: str
    second_name: str
    first_label: str
    second_label: str


def never_met(
    actor: Actor, *, left: str, right: str, fair: UUID | None = None, place: str = "", size: int = 50
) -> TiePage:
    """Return which pairs have never met: one of kind ``left``, one of kind ``right``, by name; both came to a fair
    (``fair``: to this one).

    Two queries a page, found by reading pairs in order until the page is full. Errors: ``Refused``.
    """
    require("partnerships.see_network", actor)
    encounters, values = _encounters(actor)
    came = Party.objects.filter(_programmes(actor, ""), state__in=COMING)
    if fair is not None:
        came = came.filter(fair_id=fair)
    came_sql, came_values = came.order_by().values("organisation_id").distinct().query.sql_with_params()
    table = connection.ops.quote_name(Organisation._meta.db_table)
    sql = NEVER.format(encounters=encounters, organisation=table, came=came_sql)
    states = (OrganisationState.ACTIVE.value, OrganisationState.ACTIVE.value)
    parameters: tuple[Any, ...] = (*values, actor.network_id, *states, left, right, *came_values, *came_values)
    after = _read_place(place, 4)
    if after:
        sql += " AND (a.sort_key, a.id, b.sort_key, b.id) > (%s, %s, %s, %s)"
        parameters = (*parameters, *after)
    sql += " ORDER BY a.sort_key, a.id, b.sort_key, b.id LIMIT %s"
    rows = _rows(sql, (*parameters, size + 1))
    more, rows = len(rows) > size, rows[:size]
    found = Organisation.objects.filter(pk__in={row[end] for row in rows for end in (0, 1)}).only("name", "town")
    shown = {row.pk: (str(row), label_of(row)) for row in found}
    pairs = [
        StrangerPair(first, second, shown[first][0], shown[second][0], shown[first][1], shown[second][1])
        for first, second, *_keys in rows
    ]
    if not more:
        return TiePage(pairs, "")
    last = rows[-1]
    return TiePage(pairs, _write_place(last[2], last[0], last[3], last[1]))


def network_fairs(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs whose ties the actor sees, latest first."""
    return Fair.objects.filter(_programmes(actor, "")).order_by("-starts_on", "id")


IN_THE_ORDER_WRITTEN = "SET LOCAL join_collapse_limit = 1; {}; SET LOCAL join_collapse_limit TO DEFAULT"


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask, with the joins in the order they are written, which is always from a row to what it names.

    Where many rows are new the planner takes every table of a network for one row, and would read all pairs of parties
    before it looks at a meeting: minutes instead of milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_ORDER_WRITTEN.format(sql), list(parameters))
        cursor.nextset()
        return list(cursor.fetchall())


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return {row.pk: str(row) for row in Organisation.objects.filter(pk__in=ids).only("name")}


def kinds_of(ids: set[UUID]) -> dict[UUID, str]:
    """Return the kinds of organisations that are shown, by id. One query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "kind"))


def _write_place(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in parts]).encode()).decode().rstrip("=")


def _read_place(place: str, parts: int) -> list[str] | None:
    """Return where a page begins; None for the first one, and for a place that was spoilt."""
    try:
        found = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        if parts == 3:
            int(found[0]), UUID(found[1]), UUID(found[2])
        else:
            UUID(found[1]), UUID(found[3])
    except (ValueError, IndexError, TypeError, KeyError):
        return None
    return [str(part) for part in found] if isinstance(found, list) and len(found) == parts else None
