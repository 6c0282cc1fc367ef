"""What is known of a meeting, in the database's language: a side's word first, then who was let in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from spona.events.models import AdHocMeeting, CheckIn, Meeting, MeetingState, Rating, Seat
from spona.events.queries.ratings import TOOK_PLACE
from spona.events.states import MeetingAnswer, PartyState, TimetableState
from spona.reports.states import HELD, Outcome


def outcome_of(first: str, second: str, fair: str) -> Case:
    """Return what became of the planned meeting of two parties; the arguments are paths to them and to their fair.

    One side that says it took place is believed, whatever the other says (``events.queries.ratings.took_place``).
    Where nobody says anything, both having been let in counts; where a gate was kept and one was not, it did not.
    """
    said = _said(first, second)
    gate = Exists(CheckIn.objects.filter(fair=OuterRef(fair)))
    away = Q(**{f"{first}__state": PartyState.NO_SHOW}) | Q(**{f"{second}__state": PartyState.NO_SHOW})
    both_in = Exists(CheckIn.objects.filter(party=OuterRef(first))) & Exists(
        CheckIn.objects.filter(party=OuterRef(second))
    )
    return Case(
        When(Exists(said.filter(answer__in=TOOK_PLACE)), then=Value(Outcome.SAID.value)),
        When(Exists(said.filter(answer=MeetingAnswer.MISSED)), then=Value(Outcome.DENIED.value)),
        When(both_in, then=Value(Outcome.THERE.value)),
        When(away | Q(gate), then=Value(Outcome.ABSENT.value)),
        default=Value(Outcome.UNKNOWN.value),
        output_field=CharField(),
    )


def brought_outcome() -> Case:
    """Return what became of a meeting a broker brought about: it took place unless a side denies it and none says so.

    The broker led both to the table.
    """
    said = _said("a", "b")
    return Case(
        When(Exists(said.filter(answer__in=TOOK_PLACE)), then=Value(Outcome.SAID.value)),
        When(Exists(said.filter(answer=MeetingAnswer.MISSED)), then=Value(Outcome.DENIED.value)),
        default=Value(Outcome.THERE.value),
        output_field=CharField(),
    )


def _said(first: str, second: str) -> QuerySet[Rating]:
    pair = Q(rater=OuterRef(first), about=OuterRef(second)) | Q(rater=OuterRef(second), about=OuterRef(first))
    return Rating.objects.filter(pair)


def planned_meetings(now: dt.datetime) -> QuerySet[Any, Any]:
    """Return the meetings of published timetables whose time is over, each with its ``outcome``."""
    over = Meeting.objects.filter(
        timetable__state=TimetableState.PUBLISHED, state=MeetingState.PLANNED, slot__ends_at__lte=now
    )
    return over.annotate(outcome=outcome_of("a", "b", "timetable__fair"))


def brought_meetings(now: dt.datetime) -> QuerySet[Any, Any]:
    """Return the meetings brokers brought about and that are over, each with its ``outcome``."""
    return AdHocMeeting.objects.filter(ends_at__lte=now).annotate(outcome=brought_outcome())


def held_seats(now: dt.datetime) -> QuerySet[Any, Any]:
    """Return the seats of planned meetings that took place."""
    seats = Seat.objects.filter(timetable__state=TimetableState.PUBLISHED, slot__ends_at__lte=now)
    return seats.annotate(outcome=outcome_of("party", "other", "timetable__fair")).filter(outcome__in=HELD)


def meetings_held(now: dt.datetime) -> CombinedExpression:
    """Return, for a query of parties, how many meetings of each took place, planned or brought about."""
    brought = brought_meetings(now).filter(outcome__in=HELD)
    return (
        _number(held_seats(now).filter(party=OuterRef("pk")), "party")
        + _number(brought.filter(a=OuterRef("pk")), "a")
        + _number(brought.filter(b=OuterRef("pk")), "b")
    )


def _number(rows: QuerySet[Any, Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
