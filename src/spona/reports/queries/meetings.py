"""What became of meetings and of wishes: counted, and listed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from spona.events.models import AdHocMeeting, Fair, Meeting, Seat, Wish, WishLevel
from spona.events.states import TimetableState
from spona.kernel.models import Actor
from spona.kernel.rules import require
from spona.reports.queries.evidence import brought_meetings, held_seats, planned_meetings
from spona.reports.queries.numbers import Number, Rows, share
from spona.reports.queries.scope import Scope, scope_of
from spona.reports.states import HELD, NOT_HELD, Outcome, Source, Why, WishOutcome

PLANNED_ORDER = ("slot__starts_at", "id")
BROUGHT_ORDER = ("starts_at", "id")
WISH_ORDER = ("chooser__sort_key", "id")
"""The orders of the lists, for ``kernel.queries.keyset``."""

GROUPS: dict[str, tuple[str, ...]] = {
    "held": tuple(outcome.value for outcome in HELD),
    "not_held": tuple(outcome.value for outcome in NOT_HELD),
}
"""Outcomes that are shown as one number, by the name of the list behind it."""


@dataclass(frozen=True)
class MeetingFigures:
    """The meetings of one fair, counted by source and outcome."""

    fair: Fair
    scope: Scope
    counts: Mapping[tuple[str, str], int]

    @property
    def is_known(self) -> bool:
        """Whether anything is known of what became of them."""
        return any(count for (_source, outcome), count in self.counts.items() if outcome != Outcome.UNKNOWN)

    def number(self, source: Source, outcome: str = "") -> Number:
        """Return how many meetings there are of one outcome, of one of ``GROUPS``, or in all."""
        counted = sum(
            count
            for (own, became), count in self.counts.items()
            if own == source and became in (GROUPS.get(outcome) or (outcome or became,))
        )
        if outcome and outcome != Outcome.UNKNOWN and source == Source.PLANNED:
            if not self.number(source).value:
                return Number.unknown(Why.NO_MEETING)
            if not self.is_known:
                return Number.unknown(Why.NO_EVIDENCE)
        chosen = [("source", source.value), ("outcome", outcome)] if outcome else [("source", source.value)]
        opens = self.scope.opens_rows and counted > 0
        return Number(counted, Rows("meetings", self.fair.slug, tuple(chosen)) if opens else None)

    def kept_rate(self) -> Number:
        """Return the share of planned meetings that took place, among those whose outcome is known."""
        held, missed = self.number(Source.PLANNED, "held"), self.number(Source.PLANNED, "not_held")
        if not isinstance(held.value, int) or not isinstance(missed.value, int):
            return Number(None, None, held.why)
        return share(held, Number(held.value + missed.value), Why.NO_EVIDENCE)


def meeting_counts(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> dict[UUID, Counter[tuple[str, str]]]:
    """Return the counted meetings of each fair. Two queries."""
    sides = scope.of("a__organisation", "b__organisation")
    found: dict[UUID, Counter[tuple[str, str]]] = {fair.pk: Counter() for fair in fairs}
    planned = planned_meetings(now).filter(sides, timetable__fair__in=fairs).order_by()
    for fair_id, outcome, count in planned.values_list("timetable__fair_id", "outcome").annotate(Count("pk")):
        found[fair_id][Source.PLANNED.value, outcome] = count
    brought = brought_meetings(now).filter(sides, fair__in=fairs).order_by()
    for fair_id, outcome, count in brought.values_list("fair_id", "outcome").annotate(Count("pk")):
        found[fair_id][Source.BROUGHT.value, outcome] = count
    return found


def planned_behind(actor: Actor, fair: Fair, now: dt.datetime, *, outcome: str = "") -> QuerySet[Meeting]:
    """Return the planned meetings behind a number, by time. Errors: ``Refused``."""
    require("reports.open_fair_rows", actor, fair)
    sides = scope_of(actor, fair).of("a__organisation", "b__organisation")
    found = planned_meetings(now).filter(sides, timetable__fair=fair)
    if outcome:
        found = found.filter(outcome__in=GROUPS.get(outcome, (outcome,)))
    return found.select_related("slot", "a__organisation", "b__organisation").order_by(*PLANNED_ORDER)


def brought_behind(actor: Actor, fair: Fair, now: dt.datetime, *, outcome: str = "") -> QuerySet[AdHocMeeting]:
    """Return the meetings brokers brought about that are behind a number, by time. Errors: ``Refused``."""
    require("reports.open_fair_rows", actor, fair)
    sides = scope_of(actor, fair).of("a__organisation", "b__organisation")
    found = brought_meetings(now).filter(sides, fair=fair)
    if outcome:
        found = found.filter(outcome__in=GROUPS.get(outcome, (outcome,)))
    return found.select_related("a__organisation", "b__organisation").order_by(*BROUGHT_ORDER)


@dataclass(frozen=True)
class WishFigures:
    """What was wished at one fair, by level and by what became of it."""

    fair: Fair
    scope: Scope
    counts: Mapping[tuple[str, str], int]
    knows_meetings: bool

    def number(self, level: WishLevel, outcome: WishOutcome | None = None) -> Number:
        """Return how many wishes of a level there are, or how many of them became ``outcome``.

        ``WishOutcome.PLANNED`` counts all that stood in the timetable, held or not.
        """
        if outcome is not None and not self.number(level).value:
            return Number.unknown(Why.NO_WISH)
        if outcome == WishOutcome.HELD and not self.knows_meetings:
            return Number.unknown(Why.NO_EVIDENCE)
        wanted = WISHED[outcome]
        value = sum(self.counts.get((level.value, became), 0) for became in wanted)
        chosen = [("level", level.value), ("outcome", outcome.value)] if outcome else [("level", level.value)]
        opens = self.scope.opens_wishes and value > 0
        return Number(value, Rows("wishes", self.fair.slug, tuple(chosen)) if opens else None)


HELD_UNPLANNED = "held_unplanned"
"""The two met without a place in the timetable: a broker brought them together."""

WISHED: dict[WishOutcome | None, tuple[str, ...]] = {
    None: ("held", "planned", HELD_UNPLANNED, "left_out"),
    WishOutcome.HELD: ("held", HELD_UNPLANNED),
    WishOutcome.PLANNED: ("held", "planned"),
}


def _wishes(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> QuerySet[Any, Any]:
    """Return the wishes to meet somebody, each with what ``became`` of it."""
    pair = Q(party=OuterRef("chooser"), other=OuterRef("about"))
    both = Q(a=OuterRef("chooser"), b=OuterRef("about")) | Q(a=OuterRef("about"), b=OuterRef("chooser"))
    planned = Exists(Seat.objects.filter(pair, timetable__state=TimetableState.PUBLISHED))
    held = Exists(held_seats(now).filter(pair))
    brought = Exists(brought_meetings(now).filter(both, outcome__in=HELD))
    became = Case(
        When(held, then=Value("held")),
        When(Q(brought) & Q(planned), then=Value("held")),
        When(planned, then=Value("planned")),
        When(brought, then=Value(HELD_UNPLANNED)),
        default=Value("left_out"),
        output_field=CharField(),
    )
    wished = Wish.objects.filter(scope.of("chooser__organisation"), fair__in=fairs, level__in=POSITIVE)
    return wished.annotate(became=became)


POSITIVE = (WishLevel.MUST, WishLevel.YES)


def wish_counts_of(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> dict[UUID, Counter[tuple[str, str]]]:
    """Return the counted wishes of each fair, by level and what became of them. One query."""
    found: dict[UUID, Counter[tuple[str, str]]] = {fair.pk: Counter() for fair in fairs}
    grouped = _wishes(fairs, scope, now).order_by().values_list("fair_id", "level", "became").annotate(Count("pk"))
    for fair_id, level, became, count in grouped:
        found[fair_id][level, became] = count
    return found


def wishes_behind(actor: Actor, fair: Fair, now: dt.datetime, *, level: str = "", outcome: str = "") -> QuerySet[Wish]:
    """Return the wishes behind a number, by who wished. Errors: ``Refused`` for others than managers."""
    require("reports.open_wishes", actor, fair)
    wishes = _wishes([fair], scope_of(actor, fair), now)
    if level in WishLevel.values:
        wishes = wishes.filter(level=level)
    if outcome in WishOutcome.values:
        wishes = wishes.filter(became__in=WISHED[WishOutcome(outcome)])
    return wishes.select_related("chooser", "about").order_by(*WISH_ORDER)
