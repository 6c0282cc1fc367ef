"""The day of an invented past fair: who wished for whom, who was let in, what sides say of their meetings."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from spona.events.models import CheckIn, Fair, Gate, Meeting, Party, Rating, Wish, WishLevel
from spona.events.states import EntryWay, MeetingAnswer
from spona.parties.models import Organisation
from spona.parties.states import SizeClass
from spona.partnerships.models import AgreementParty

AWAY = (2, 1)
"""So many CSOs and companies of a fair that agreed on nothing stayed away without a word."""

SPEAKS = 0.7
"""How likely a side says what became of a meeting."""

SAID = (MeetingAnswer.HELD, MeetingAnswer.USEFUL, MeetingAnswer.USEFUL, MeetingAnswer.NEXT_STEP)
WAYS = (EntryWay.BADGE, EntryWay.BADGE, EntryWay.BADGE, EntryWay.NAME, EntryWay.CODE)
SIZES = {
    "cso": ("", SizeClass.MICRO, SizeClass.MICRO, SizeClass.SMALL),
    "company": (SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.MEDIUM, SizeClass.LARGE),
}


def write_sizes(organisations: Sequence[Organisation], dice: random.Random) -> None:
    """Say how large each is; of some CSOs nobody wrote it down. One query."""
    for row in organisations:
        row.size = dice.choice(SIZES[row.kind])
    Organisation.objects.bulk_update(organisations, ["size"])


def write_day(fair: Fair, meetings: Sequence[Meeting], dice: random.Random) -> None:
    """Write wishes, entries and ratings of a past fair; its agreements are there already. Seven queries."""
    agreed = set(AgreementParty.objects.filter(agreement__fair=fair).values_list("organisation_id", flat=True))
    sides = [
        {meeting.a_id: meeting.a for meeting in meetings},
        {meeting.b_id: meeting.b for meeting in meetings},
    ]
    away: set[UUID] = set()
    for parties, number in zip(sides, AWAY, strict=True):
        idle = [party for party in parties.values() if party.organisation_id not in agreed]
        away |= {party.pk for party in dice.sample(idle, min(number, len(idle)))}
    everybody = [party for parties in sides for party in parties.values()]
    _entries(fair, [party for party in everybody if party.pk not in away], meetings[0].slot.starts_at, dice)
    _ratings(fair, [row for row in meetings if not {row.a_id, row.b_id} & away], dice)
    _wishes(fair, meetings, list(sides[1].values()), dice)


def _entries(fair: Fair, parties: Sequence[Party], first: dt.datetime, dice: random.Random) -> None:
    shared = {"network_id": fair.network_id, "programme_id": fair.programme_id, "fair": fair}
    gates = [Gate.objects.create(name=name, **shared) for name in ("A", "B")]
    walked_in = dice.randrange(len(parties))
    CheckIn.objects.bulk_create(
        CheckIn(
            party=party,
            gate=dice.choice(gates),
            at=first - dt.timedelta(minutes=dice.randint(1, 45)),
            way=EntryWay.WALK_IN if place == walked_in else dice.choice(WAYS),
            **shared,
        )
        for place, party in enumerate(parties)
    )


def _ratings(fair: Fair, meetings: Sequence[Meeting], dice: random.Random) -> None:
    Rating.objects.bulk_create(
        Rating(
            network_id=fair.network_id,
            programme_id=fair.programme_id,
            fair=fair,
            rater=rater,
            about=about,
            answer=dice.choice(SAID),
        )
        for meeting in meetings
        for rater, about in ((meeting.a, meeting.b), (meeting.b, meeting.a))
        if dice.random() < SPEAKS
    )


def _wishes(fair: Fair, meetings: Sequence[Meeting], companies: Sequence[Party], dice: random.Random) -> None:
    """Every CSO wished for most of those it met, two of them first, and for one that it did not meet."""
    met: defaultdict[UUID, list[Party]] = defaultdict(list)
    for meeting in meetings:
        met[meeting.a_id].append(meeting.b)
    wishes = []
    for chooser, others in met.items():
        wanted = others[: max(1, len(others) - 1)]
        strangers = [company for company in companies if company not in others]
        missed = [dice.choice(strangers)] if strangers else []
        for place, about in enumerate(dice.sample(wanted + missed, len(wanted + missed))):
            level = WishLevel.MUST if place < 2 else WishLevel.YES
            wishes.append(Wish(fair=fair, chooser_id=chooser, about=about, level=level))
    Wish.objects.bulk_create(wishes)
