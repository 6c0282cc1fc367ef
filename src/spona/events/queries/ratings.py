"""A party's own day, and what both sides say of their meetings."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from spona.events.models import AdHocMeeting, CheckIn, Fair, Meeting, MeetingState, Party, Rating, Seat
from spona.events.states import MeetingAnswer, TimetableState
from spona.kernel.models import Actor
from spona.kernel.rules import require

TOOK_PLACE = frozenset({MeetingAnswer.NEXT_STEP.value, MeetingAnswer.USEFUL.value, MeetingAnswer.HELD.value})
WORDS_ORDER = ("-id",)
"""The order of what parties wrote, for ``kernel.queries.keyset``."""


def took_place(answers: Iterable[str]) -> bool | None:
    """Return whether a meeting took place by what its sides say; None where nobody has said.

    One who says that it did is believed, whatever the other says: whoever sat there knows.
    """
    said = set(answers)
    if said & TOOK_PLACE:
        return True
    return False if said else None


@dataclass(frozen=True)
class OwnMeeting:
    """One meeting of a party's day as that party may know it.

    ``is_changed``: the timetable before this one said otherwise. ``answer`` and ``words`` are the party's own;
    ``their_words`` what the other side wanted it to read.
    """

    other: Party
    starts_at: dt.datetime
    ends_at: dt.datetime
    table_number: int | None
    is_brought: bool = False
    is_changed: bool = False
    other_is_in: bool = False
    answer: str = ""
    words: str = ""
    is_shared: bool = False
    their_words: str = ""


@dataclass(frozen=True)
class OwnDay:
    """A party's meetings by time, its entry, and whether this is shown from a published timetable."""

    meetings: tuple[OwnMeeting, ...]
    entry: CheckIn | None

    def now(self, at: dt.datetime) -> OwnMeeting | None:
        """The meeting that is on."""
        return next((meeting for meeting in self.meetings if meeting.starts_at <= at < meeting.ends_at), None)

    def following(self, at: dt.datetime) -> OwnMeeting | None:
        """The next meeting."""
        return next((meeting for meeting in self.meetings if meeting.starts_at > at), None)

    def begun(self, at: dt.datetime) -> list[OwnMeeting]:
        """The meetings that have begun and may be rated."""
        return [meeting for meeting in self.meetings if meeting.starts_at <= at]


def own_day(actor: Actor, party: Party) -> OwnDay:
    """Return a party's day: planned meetings and those a broker brought about. Seven queries for any number.

    Errors: ``Refused`` for others than the party, its links and its managers.
    """
    require("events.see_own_day", actor, party)
    published = Q(timetable__fair_id=party.fair_id, timetable__state=TimetableState.PUBLISHED)
    seats = list(Seat.objects.filter(published, party=party).select_related("slot", "other", "meeting"))
    brought = AdHocMeeting.objects.filter(Q(a=party) | Q(b=party), fair_id=party.fair_id).select_related("a", "b")
    before = _earlier_places(party)
    rows = [
        (seat.other, seat.slot.starts_at, seat.slot.ends_at, seat.meeting.table_number, False,
         before is not None and (seat.other_id, seat.slot_id, seat.meeting.table_number) not in before)
        for seat in seats
    ]  # fmt: skip
    for row in brought:
        other = row.b if row.a_id == party.pk else row.a
        rows.append((other, row.starts_at, row.ends_at, row.table_number, True, False))
    others = [row[0].pk for row in rows]
    inside = set(CheckIn.objects.filter(party__in=others).values_list("party_id", flat=True))
    own = {rating.about_id: rating for rating in Rating.objects.filter(rater=party)}
    theirs = {
        rating.rater_id: rating.words
        for rating in Rating.objects.filter(about=party, is_shared=True, withheld_at=None).exclude(words="")
    }
    meetings = [
        OwnMeeting(
            *row,
            other_is_in=row[0].pk in inside,
            answer=own[row[0].pk].answer if row[0].pk in own else "",
            words=own[row[0].pk].words if row[0].pk in own else "",
            is_shared=row[0].pk in own and own[row[0].pk].is_shared,
            their_words=theirs.get(row[0].pk, ""),
        )
        for row in sorted(rows, key=lambda row: (row[1], row[0].sort_key))
    ]
    return OwnDay(tuple(meetings), CheckIn.objects.filter(party=party).select_related("gate").first())


def _earlier_places(party: Party) -> set[tuple[UUID, UUID, int | None]] | None:
    """Return where a party sat in the timetable before the published one; None where that was the first."""
    retired = Seat.objects.filter(timetable__fair_id=party.fair_id, timetable__state=TimetableState.RETIRED)
    last = retired.order_by("-timetable__published_at").values("timetable")[:1]
    seats = Seat.objects.filter(timetable__in=last)
    places = {
        (owner, other, slot, table)
        for owner, other, slot, table in seats.values_list("party_id", "other_id", "slot_id", "meeting__table_number")
    }
    if not places:
        return None
    return {place[1:] for place in places if place[0] == party.pk}


def meets(party: Party, other: Party, begun_by: dt.datetime) -> bool:
    """Whether two parties had a meeting that has begun: planned, or brought about by a broker."""
    pair = Q(a=party, b=other) | Q(a=other, b=party)
    if AdHocMeeting.objects.filter(pair, fair_id=party.fair_id, starts_at__lte=begun_by).exists():
        return True
    published = Q(timetable__fair_id=party.fair_id, timetable__state=TimetableState.PUBLISHED)
    return Meeting.objects.filter(pair, published, state=MeetingState.PLANNED, slot__starts_at__lte=begun_by).exists()


@dataclass(frozen=True)
class RatingFigures:
    """What is known of a fair's meetings: ``held`` one side says so, ``missed`` nobody does, ``silent`` nobody said."""

    meetings: int
    held: int
    missed: int
    silent: int
    useful: int
    next_steps: int


def rating_figures(actor: Actor, fair: Fair) -> RatingFigures:
    """Count meetings of a fair by what became of them. Three queries. Errors: ``Refused``."""
    require("events.see_ratings", actor, fair)
    answers: defaultdict[frozenset[UUID], set[str]] = defaultdict(set)
    for rater, about, answer in Rating.objects.filter(fair=fair).values_list("rater_id", "about_id", "answer"):
        answers[frozenset((rater, about))].add(answer)
    pairs = pairs_of(fair) | answers.keys()
    counts = Counter(took_place(answers.get(pair, ())) for pair in pairs)
    said = [answers[pair] for pair in pairs if pair in answers]
    return RatingFigures(
        meetings=len(pairs),
        held=counts[True],
        missed=counts[False],
        silent=counts[None],
        useful=sum(bool(each & {MeetingAnswer.USEFUL.value, MeetingAnswer.NEXT_STEP.value}) for each in said),
        next_steps=sum(MeetingAnswer.NEXT_STEP.value in each for each in said),
    )


def pairs_of(fair: Fair) -> set[frozenset[UUID]]:
    """Return the pairs of parties that met or should have met at a fair, planned or brought together. Two queries."""
    published = Meeting.objects.filter(
        timetable__fair=fair, timetable__state=TimetableState.PUBLISHED, state=MeetingState.PLANNED
    )
    pairs: Collection[tuple[UUID, UUID]] = [
        *published.values_list("a_id", "b_id"),
        *AdHocMeeting.objects.filter(fair=fair).values_list("a_id", "b_id"),
    ]
    return {frozenset(pair) for pair in pairs}


def words_for(actor: Actor, fair: Fair) -> QuerySet[Rating]:
    """Return what parties wrote about their meetings, latest first, for the fair's managers. Errors: ``Refused``."""
    require("events.see_ratings", actor, fair)
    return Rating.objects.filter(fair=fair).exclude(words="").select_related("rater", "about").order_by(*WORDS_ORDER)


def rating_for(actor: Actor, slug: str, rating_id: UUID) -> Rating | None:
    """Return one rating by the address of its fair and its id."""
    found = Rating.objects.filter(pk=rating_id, fair__slug=slug, network_id=actor.network_id)
    return found.select_related("fair", "rater", "about").first()
