"""The broker's work on the day: who is free now, whom they should meet and why, and bringing the two together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.pair_scores import pair_score
from spona.events.actions.pairs import check_pair
from spona.events.models import (
    AdHocMeeting,
    Fair,
    Meeting,
    MeetingState,
    Party,
    Request,
    Seat,
    Slot,
    Suggestion,
    Wish,
    WishLevel,
)
from spona.events.queries.day import is_in, moment_of, ongoing
from spona.events.queries.wishes import reason_text
from spona.events.states import PartyState, RequestState, TimetableState
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.models import Demand, DemandKind

SHORTEST = dt.timedelta(minutes=5)
"""Less time than this before somebody's next meeting is not worth sitting down for."""

MOST_SENTENCES = 4
PROPOSED = 30

Pair = frozenset[UUID]


@dataclass(frozen=True)
class FreeParty:
    """Somebody who is in and has nobody to talk to. ``waits_for``: whom it should be meeting, who has not come."""

    party: Party
    waits_for: Party | None = None


@dataclass(frozen=True)
class Introducible:
    """Two who are free and should meet, with what it is worth and why, in sentences."""

    a: Party
    b: Party
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class BrokerView:
    """What a broker sees: whom to bring together at once (nobody twice), everybody who is free, the free tables."""

    proposed: tuple[Introducible, ...]
    free: tuple[FreeParty, ...]
    tables: tuple[int, ...]


def who_should_meet(*, fair: Fair, by: Actor, now: dt.datetime | None = None) -> BrokerView:
    """Return who is free now and whom they should meet. A fixed number of queries, saves nothing.

    Two who meet later today, met already or of whom one said no are never proposed. Errors: ``Refused``.
    """
    require("events.bring_together", by, fair)
    standing = _standing(fair, now or timezone.now())
    free = _free_now(fair, standing)
    proposed = _proposed(fair, {each.party.pk: each.party for each in free})
    return BrokerView(tuple(proposed), tuple(free), _tables(fair, standing))


@dataclass(frozen=True)
class _Standing:
    """What is on at a moment: the slot, and the meetings brokers brought about."""

    current: Slot | None
    brought: tuple[AdHocMeeting, ...]


def _standing(fair: Fair, now: dt.datetime) -> _Standing:
    return _Standing(moment_of(list(fair.slots.all()), now).current, tuple(ongoing(fair, now)))


def _free_now(fair: Fair, standing: _Standing) -> list[FreeParty]:
    inside = Party.objects.filter(is_in(), fair=fair, state=PartyState.CONFIRMED).select_related("side")
    parties = {party.pk: party for party in inside.order_by("sort_key", "id")}
    waits_for: dict[UUID, Party] = {}
    busy: set[UUID] = set()
    for seat in _seats_in(fair, standing.current):
        if seat.other_id in parties:
            busy.add(seat.party_id)
        else:
            waits_for[seat.party_id] = seat.other
    busy.update(party_id for meeting in standing.brought for party_id in (meeting.a_id, meeting.b_id))
    return [FreeParty(party, waits_for.get(pk)) for pk, party in parties.items() if pk not in busy]


def _seats_in(fair: Fair, slot: Slot | None) -> Iterable[Seat]:
    if slot is None:
        return ()
    seats = Seat.objects.filter(slot=slot, timetable__fair=fair, timetable__state=TimetableState.PUBLISHED)
    return seats.select_related("other")


def _tables(fair: Fair, standing: _Standing) -> tuple[int, ...]:
    """Return the numbers of the tables at which nobody should be sitting now; none where they are not counted."""
    if not fair.tables:
        return ()
    taken = {meeting.table_number for meeting in standing.brought}
    if standing.current is not None:
        published = Meeting.objects.filter(timetable__fair=fair, timetable__state=TimetableState.PUBLISHED)
        seated = published.filter(slot=standing.current, state=MeetingState.PLANNED)
        taken.update(seated.values_list("table_number", flat=True))
    return tuple(number for number in range(1, fair.tables + 1) if number not in taken)


def _proposed(fair: Fair, free: dict[UUID, Party]) -> list[Introducible]:
    """Return the best pairs of those who are free, nobody twice."""
    if len(free) < 2:
        return []
    ids = list(free)
    said: defaultdict[Pair, dict[UUID, str]] = defaultdict(dict)
    for chooser, about, level in Wish.objects.filter(chooser__in=ids, about__in=ids).values_list(
        "chooser_id", "about_id", "level"
    ):
        said[frozenset((chooser, about))][chooser] = level
    accepted = Request.objects.filter(sender__in=ids, receiver__in=ids, state=RequestState.ACCEPTED)
    asked = {frozenset(pair) for pair in accepted.values_list("sender_id", "receiver_id")}
    suggested = {
        frozenset((row.a_id, row.b_id)): row for row in Suggestion.objects.filter(a__in=ids, b__in=ids, fair=fair)
    }
    ruled_out = _ruled_out(fair, ids)
    ranked = []
    for pair in said.keys() | asked | suggested.keys():
        first, second = sorted(pair)
        if pair in ruled_out or check_pair(free[first], free[second], place="b") is not None:
            continue
        row = suggested.get(pair)
        worth = pair_score(
            said[pair].get(first), said[pair].get(second), asked=pair in asked, suggestion=row.score if row else 0
        )
        if worth.is_banned:
            continue
        reasons = _reasons(free[first], free[second], said[pair], row, asked=pair in asked)
        if reasons:
            ranked.append(Introducible(free[first], free[second], worth.score, reasons))
    ranked.sort(key=lambda found: (-found.score, found.a.sort_key, found.b.sort_key, found.a.pk))
    chosen, taken = [], set[UUID]()
    for found in ranked:
        if found.a.pk not in taken and found.b.pk not in taken:
            taken |= {found.a.pk, found.b.pk}
            chosen.append(found)
    return chosen[:PROPOSED]


def _ruled_out(fair: Fair, ids: list[UUID]) -> set[Pair]:
    """Return the pairs that meet at this fair anyway, or that a manager keeps apart."""
    published = Seat.objects.filter(party__in=ids, timetable__fair=fair, timetable__state=TimetableState.PUBLISHED)
    brought = AdHocMeeting.objects.filter(Q(a__in=ids) | Q(b__in=ids), fair=fair)
    banned = Demand.objects.filter(subject_id=fair.pk, kind=DemandKind.BAN)
    pairs = chain(
        published.values_list("party_id", "other_id"),
        brought.values_list("a_id", "b_id"),
        banned.values_list("a_id", "b_id"),
    )
    return {frozenset(pair) for pair in pairs}


def _reasons(
    a: Party, b: Party, said: dict[UUID, str], suggestion: Suggestion | None, *, asked: bool
) -> tuple[str, ...]:
    wanted = {pk for pk, level in said.items() if level != WishLevel.NO}
    sentences = []
    if asked:
        sentences.append(_("One asked for the meeting, the other accepted."))
    if wanted == {a.pk, b.pk}:
        sentences.append(_("Both want to meet."))
    elif wanted:
        who, whom = (a, b) if a.pk in wanted else (b, a)
        sentences.append(_("%(who)s wants to meet %(whom)s.") % {"who": who.name, "whom": whom.name})
    if suggestion is not None:
        sentences += [reason_text(reason) for reason in suggestion.reasons]
    return tuple(sentences[:MOST_SENTENCES])


@action
def bring_together(
    *, fair: Fair, a: Party, b: Party, by: Actor, table_number: int | None = None, now: dt.datetime | None = None
) -> AdHocMeeting:
    """Let two who are in sit down together now, for as long as a meeting takes or until one's next meeting begins.

    ``table_number`` left out: wherever there is room. Brokers are served one after another: the fair's row is locked,
    the constraints of the meeting stand behind. Errors: ``Problem`` where the two cannot meet (``busy``,
    ``kept_apart``, ``brought_before``, ``table_taken``, ``no_time``, or as for wishes).
    """
    require("events.bring_together", by, fair)
    locked = Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    at = now or timezone.now()
    first, second = sorted((a, b), key=lambda party: party.pk)
    _check(locked, first, second, table_number, at)
    meeting = AdHocMeeting.objects.create(
        network_id=locked.network_id,
        programme_id=locked.programme_id,
        fair=locked,
        a=first,
        b=second,
        table_number=table_number,
        starts_at=at,
        ends_at=_until(locked, first, second, at),
    )
    record("events.brought_together", on=meeting, by=by)
    return meeting


def _check(fair: Fair, a: Party, b: Party, table: int | None, now: dt.datetime) -> None:
    problem = check_pair(a, b, place="b")
    if problem is not None:
        raise problem
    pair, ids = frozenset((a.pk, b.pk)), [a.pk, b.pk]
    standing = _standing(fair, now)
    free = {each.party.pk for each in _free_now(fair, standing)}
    for party in (a, b):
        if party.pk not in free:
            raise Problem(
                _("%(name)s is not free now.") % {"name": party.name},
                remedy=_("Reload the page to see who is."),
                code="busy",
            )
    if Wish.objects.filter(chooser__in=ids, about__in=ids, level=WishLevel.NO).exists():
        raise Problem(_("One of the two does not want this meeting."), code="kept_apart")
    if pair in _ruled_out(fair, ids):
        raise Problem(
            _("%(a)s and %(b)s meet at this fair anyway, or are kept apart.") % {"a": a.name, "b": b.name},
            code="brought_before",
        )
    if table is not None and table not in _tables(fair, standing):
        raise Problem(
            _("Table %(number)s is taken.") % {"number": table},
            place="table_number",
            remedy=_("Choose another, or none."),
            code="table_taken",
        )


def _until(fair: Fair, a: Party, b: Party, now: dt.datetime) -> dt.datetime:
    ahead = Seat.objects.filter(
        timetable__fair=fair, timetable__state=TimetableState.PUBLISHED, party__in=(a, b), slot__starts_at__gt=now
    )
    times = list(ahead.order_by("slot__starts_at").values_list("slot__starts_at", flat=True)[:1])
    end = min([now + dt.timedelta(minutes=fair.meeting_minutes), *times])
    if end - now < min(SHORTEST, dt.timedelta(minutes=fair.meeting_minutes)):
        raise Problem(
            _("One of the two has a meeting in less than five minutes."),
            remedy=_("Bring them together afterwards."),
            code="no_time",
        )
    return end
