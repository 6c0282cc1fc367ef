"""Who was invited, who came and who met somebody: counted by sector, town and size, and listed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from spona.events.models import CheckIn, Fair, Party
from spona.events.states import EntryWay, PartyState
from spona.kernel.models import Actor, in_readers_script
from spona.kernel.rules import require
from spona.parties.states import SizeClass
from spona.reports.queries.evidence import meetings_held
from spona.reports.queries.numbers import Number, Rows
from spona.reports.queries.scope import Scope, scope_of
from spona.reports.states import Presence, Why
from spona_lang import fold

ORDER = ("sort_key", "id")
"""The order of the list of parties, for ``kernel.queries.keyset``."""

DIMENSIONS = ("kind", "city", "size")
FEW = 5
"""A donor's groups are of at least so many invited parties: a number about fewer points at one of them."""

SAID_NO = (PartyState.DECLINED, PartyState.WITHDRAWN, PartyState.EXPIRED)
GATE_NEEDED = frozenset({Presence.CAME, Presence.CAME_INVITED, Presence.WALK_IN})
"""Without a gate nobody knows these."""

CONDITIONS = {
    Presence.INVITED: ~Q(entry=EntryWay.WALK_IN),
    Presence.DECLINED: Q(state__in=SAID_NO),
    Presence.CAME: ~Q(entry="") | Q(held__gt=0),
    Presence.CAME_INVITED: (~Q(entry="") | Q(held__gt=0)) & ~Q(entry=EntryWay.WALK_IN),
    Presence.WALK_IN: Q(entry=EntryWay.WALK_IN),
    Presence.MET: Q(held__gt=0),
}


@dataclass(frozen=True)
class Cell:
    """Parties of one fair that are alike in everything the report asks about, and how many they are.

    ``city`` is folded, so that a town is one in both scripts; ``town`` is how it is written. ``entry``: how they were
    let in, empty for those who were not; ``held``: meetings of each that took place.
    """

    kind: str
    city: str
    town: str
    size: str
    state: str
    entry: str
    held: int
    parties: int

    def counts_as(self, presence: str) -> bool:
        """Whether these parties are counted there; the same as ``CONDITIONS``."""
        came, walked_in = bool(self.entry) or self.held > 0, self.entry == EntryWay.WALK_IN
        return {
            Presence.INVITED: not walked_in,
            Presence.DECLINED: self.state in SAID_NO,
            Presence.CAME: came,
            Presence.CAME_INVITED: came and not walked_in,
            Presence.WALK_IN: walked_in,
            Presence.MET: self.held > 0,
        }[Presence(presence)]


@dataclass(frozen=True)
class Group:
    """Some values of a dimension that are shown as one line; ``label`` is how a town is written, "" for the rest."""

    values: frozenset[str]
    label: str = ""
    is_rest: bool = False


@dataclass(frozen=True)
class PartyFigures:
    """The parties of one fair, counted. ``has_gate``: somebody was checked in, so that who was not did not come.

    ``knows_meetings``: something is known of what became of the meetings.
    """

    fair: Fair
    scope: Scope
    cells: Sequence[Cell]
    has_gate: bool
    knows_meetings: bool

    def number(self, presence: Presence, dimension: str = "", group: Group | None = None) -> Number:
        """Return how many parties count as ``presence``, of all or of one group of a dimension."""
        if presence in GATE_NEEDED and not self.has_gate:
            return Number.unknown(Why.NO_GATE)
        if presence == Presence.MET and not self.knows_meetings:
            return Number.unknown(Why.NO_EVIDENCE)
        cells = [cell for cell in self.cells if cell.counts_as(presence)]
        chosen = {"presence": presence.value}
        if group is not None:
            cells = [cell for cell in cells if getattr(cell, dimension) in group.values]
            chosen[dimension] = next(iter(group.values)) or EMPTY
        return self._number(cells, chosen, opens=group is None or not group.is_rest)

    def with_meetings(self, meetings: int) -> Number:
        """Return how many of those who are known to have come had so many meetings that took place."""
        base = Presence.CAME if self.has_gate else Presence.MET
        cells = [cell for cell in self.cells if cell.counts_as(base) and cell.held == meetings]
        return self._number(cells, {"presence": base.value, "held": str(meetings)})

    def most_meetings(self) -> int | None:
        """Return the most meetings one party had; None where nothing is known of any."""
        return max((cell.held for cell in self.cells), default=0) if self.knows_meetings else None

    def _number(self, cells: Sequence[Cell], chosen: dict[str, str], *, opens: bool = True) -> Number:
        value = sum(cell.parties for cell in cells)
        opens = opens and value > 0 and self.scope.opens_rows
        return Number(value, Rows("parties", self.fair.slug, tuple(chosen.items())) if opens else None)


EMPTY = "-"
"""Stands in addresses for "nobody wrote it down"."""


def annotated_parties(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> QuerySet[Any, Any]:
    """Return the parties of some fairs, each with how it was let in (``entry``) and how many meetings it ``held``."""
    entry = CheckIn.objects.filter(party=OuterRef("pk")).values("way")[:1]
    return Party.objects.filter(scope.of("organisation"), fair__in=fairs).annotate(
        entry=Coalesce(Subquery(entry), Value("")), held=meetings_held(now)
    )


def party_cells(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> dict[UUID, list[Cell]]:
    """Return the counted parties of each fair. One query."""
    names = ("fair_id", "organisation__kind", "city", "name_language", "organisation__size", "state", "entry", "held")
    grouped = annotated_parties(fairs, scope, now).order_by().values_list(*names).annotate(Count("pk"))
    found: dict[UUID, list[Cell]] = {fair.pk: [] for fair in fairs}
    for fair_id, kind, city, language, size, state, entry, held, parties in grouped:
        town = in_readers_script(city, language)
        found[fair_id].append(Cell(kind, fold(city), town, size, state, entry, held, parties))
    return found


def fairs_with_gate(fairs: Sequence[Fair]) -> set[UUID]:
    """Return the fairs at which anybody was let in: there, who was not let in did not come. One query."""
    return set(CheckIn.objects.filter(fair__in=fairs).order_by().values_list("fair_id", flat=True).distinct())


def groups_of(dimension: str, figures: Sequence[PartyFigures]) -> list[Group]:
    """Return the lines of a table by ``dimension``, for this fair and the one before it together: sizes from the
    smallest to the largest, all else by how many parties are behind it.

    Readers who open no rows get no group of fewer than ``FEW`` invited parties of any fair: the small ones are put
    together, with as many of the larger ones as it takes. Nothing is left where that would be a single line.
    """
    sizes: list[Counter[str]] = []
    labels: dict[str, str] = {}
    for of_fair in figures:
        counted: Counter[str] = Counter()
        for cell in of_fair.cells:
            counted[getattr(cell, dimension)] += cell.parties
            if dimension == "city":
                labels.setdefault(cell.city, cell.town)
        sizes.append(counted)
    values = sorted({value for counted in sizes for value in counted}, key=lambda v: (-sizes[0][v], v))
    if not (figures and figures[0].scope.hides_few):
        return [Group(frozenset({value}), labels.get(value, "")) for value in _as_read(dimension, values)]
    kept = [value for value in values if _is_many(sizes, [value])]
    rest = [value for value in values if value not in kept]
    while rest and kept and not _is_many(sizes, rest):
        rest.append(kept.pop())
    groups = [Group(frozenset({value}), labels.get(value, "")) for value in _as_read(dimension, kept)]
    if rest:
        groups.append(Group(frozenset(rest), is_rest=True))
    return groups if len(groups) > 1 else []


def _as_read(dimension: str, values: Sequence[str]) -> Sequence[str]:
    """Put values into the order of their lines: sizes have one of their own, with what nobody wrote down at the end."""
    return sorted(values, key=(*SizeClass.values, "").index) if dimension == "size" else values


def _is_many(sizes: Sequence[Counter[str]], values: Sequence[str]) -> bool:
    """Whether these values together have no fair with a few parties; at a fair with none there is nobody to see."""
    return all(sum(counted[value] for value in values) not in range(1, FEW) for counted in sizes)


def parties_behind(
    actor: Actor, fair: Fair, now: dt.datetime, *, presence: str = "", held: int | None = None, **group: str
) -> QuerySet[Party]:
    """Return the parties behind a number, by name; ``group``: kind, city or size, ``EMPTY`` for none written down.

    Two queries where a town is asked for. Errors: ``Refused``.
    """
    require("reports.open_fair_rows", actor, fair)
    parties = annotated_parties([fair], scope_of(actor, fair), now).order_by(*ORDER)
    if presence in Presence.values:
        parties = parties.filter(CONDITIONS[Presence(presence)])
    if held is not None:
        parties = parties.filter(held=held)
    for column in ("kind", "size"):
        if group.get(column):
            parties = parties.filter(**{f"organisation__{column}": _value(group[column])})
    if group.get("city"):
        wanted = _value(group["city"])
        written = Party.objects.filter(fair=fair).order_by().values_list("city", flat=True).distinct()
        parties = parties.filter(city__in=[city for city in written if fold(city) == wanted])
    return parties.select_related("side", "organisation")


def _value(chosen: str) -> str:
    return "" if chosen == EMPTY else chosen
