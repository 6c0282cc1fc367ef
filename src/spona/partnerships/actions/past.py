"""An invented past: fairs that are over, meetings that took place, and what became of the agreements.

For the demo, and for tests and measurements that need years behind them. Rows are written past the actions of the fair
(a timetable of years ago cannot be planned today), in a fixed draw: same day, same past.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

import spona_lang
from spona.events.models import Fair, Meeting, Party, Seat, Side, Slot, Timetable
from spona.events.states import FairState, PartyState, TimetableState
from spona.kernel.actions import action, index_documents, record, require
from spona.kernel.models import Actor, Problem, Translated, uuid7
from spona.parties.models import Organisation, OrganisationName
from spona.partnerships.actions.agreements import title_of
from spona.partnerships.actions.past_agreements import write_agreements
from spona.partnerships.actions.past_day import write_day, write_sizes
from spona.partnerships.models import IntroducedParty, Introduction
from spona.partnerships.presets import past as preset
from spona.partnerships.states import IntroductionOutcome
from spona.programmes.models import Programme

SLOTS, SLOT_MINUTES = 12, 20
INTRODUCTIONS = 40
SIDES = {
    "cso": Translated.of(
        "Civil-society organisations",
        "en",
        sr="Организације цивилног друштва",
        hr="Udruge",
        bg="Граждански организации",
    ),
    "company": Translated.of("Companies", "en", sr="Компаније", hr="Tvrtke", bg="Компании"),
}
UTC = dt.UTC


@dataclass(frozen=True)
class Past:
    """What was written: the fairs, oldest first, and how many meetings and agreements."""

    fairs: list[Fair]
    meetings: int
    agreements: int


@action
def write_past(
    *,
    programme: Programme,
    by: Actor,
    fairs: int = 5,
    meetings: int = 2000,
    agreements: int = 300,
    csos: int = 60,
    companies: int = 45,
) -> Past:
    """Write an invented past of one fair a year into a programme, marked as demo; the last fair was a month ago.

    Side effects: organisations, fairs (each follows the one before), published timetables, who was let in and what
    sides said, agreements with their ledger and checks, introductions.
    No mail, one line in the journal. Errors: ``Problem`` outside a demo network.
    """
    require("partnerships.set_desk", by, programme)
    if not programme.network.is_demo:
        raise Problem(_("An invented past goes into a demo network only."), code="not_demo")
    dice = random.Random(preset.SEED)  # noqa: S311  a fixed draw of sample data, nothing secret
    left = _organisations(programme, "cso", csos, dice)
    right = _organisations(programme, "company", companies, dice)
    days = random.Random(preset.SEED + 1)  # noqa: S311  a draw of its own: the day changes nothing of the agreements
    write_sizes([*left, *right], days)
    written: list[Fair] = []
    met, agreed = 0, 0
    last = timezone.localdate() - dt.timedelta(days=30)
    for number in range(fairs):
        day = last - dt.timedelta(days=365 * (fairs - 1 - number))
        fair, pairs = _fair(programme, day, left, right, meetings // fairs, dice)
        made = write_agreements(fair, pairs, agreements // fairs, dice)
        write_day(fair, pairs, days)
        if written:
            Fair.objects.filter(pk=fair.pk).update(follows=written[-1])
        written.append(fair)
        met, agreed = met + len(pairs), agreed + made
    _introductions(programme, left, right, last, dice)
    record("partnerships.past_written", on=programme, by=by, data={"fairs": fairs})
    return Past(written, met, agreed)


def _organisations(programme: Programme, kind: str, count: int, dice: random.Random) -> list[Organisation]:
    words = (
        [f"{word} {theme}" for theme in preset.CSO_THEMES for word in preset.CSO_WORDS]
        if kind == "cso"
        else [f"{word}-{trade} d.o.o." for trade in preset.COMPANY_TRADES for word in preset.COMPANY_WORDS]
    )
    rows, names = [], []
    for number in range(count):
        again = number // len(words)
        text = f"{words[number % len(words)]}{f' {again + 1}' if again else ''} {preset.MARK}"
        key = spona_lang.sort_key(text, "sr-latn")
        row = Organisation(
            network_id=programme.network_id,
            kind=kind,
            country="RS",
            town=dice.choice(preset.TOWNS),
            language="sr-latn",
            name=Translated.of(text, "sr-latn"),
            sort_key=key,
            search_key=spona_lang.fold(text),
            email=f"past-{kind}-{number}@demo.example",
        )
        rows.append(row)
        names.append(
            OrganisationName(
                network_id=programme.network_id,
                organisation=row,
                language="sr-latn",
                script="latin",
                name=text,
                name_key=spona_lang.name_key(text, "RS"),
                sort_key=key,
                is_main=True,
            )
        )
    Organisation.objects.bulk_create(rows)
    OrganisationName.objects.bulk_create(names)
    index_documents(rows)
    return rows


def _fair(
    programme: Programme,
    day: dt.date,
    left: Sequence[Organisation],
    right: Sequence[Organisation],
    meetings: int,
    dice: random.Random,
) -> tuple[Fair, list[Meeting]]:
    name = Translated.of(
        f"Partnership Fair {day.year} (demo)",
        "en",
        sr=f"Сајам партнерства {day.year} (пример)",
        hr=f"Sajam partnerstava {day.year} (primjer)",
        bg=f"Панаир на партньорствата {day.year} (пример)",
    )
    fair = Fair.objects.create(
        network_id=programme.network_id,
        programme=programme,
        slug=f"demo-past-{day.year}-{uuid7().hex[-6:]}",
        name=name,
        state=FairState.OVER,
        city=dice.choice(preset.TOWNS),
        starts_on=day,
        tables=len(right),
    )
    sides = [
        Side(fair=fair, code=code, name=SIDES[code], position=position, taken=count, confirmed=count)
        for position, (code, count) in enumerate((("cso", len(left)), ("company", len(right))))
    ]
    Side.objects.bulk_create(sides)
    first = dt.datetime.combine(day, dt.time(8, 0), UTC)
    step = dt.timedelta(minutes=SLOT_MINUTES)
    slots = [Slot(fair=fair, starts_at=first + n * step, ends_at=first + (n + 1) * step) for n in range(SLOTS)]
    Slot.objects.bulk_create(slots)
    parties = [[_party(fair, side, row) for row in rows] for side, rows in zip(sides, (left, right), strict=True)]
    Party.objects.bulk_create([party for of_side in parties for party in of_side])
    timetable = Timetable.objects.create(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        number=1,
        state=TimetableState.PUBLISHED,
        published_at=first - dt.timedelta(days=3),
    )
    return fair, _meetings(timetable, slots, parties[0], parties[1], meetings, dice)


def _party(fair: Fair, side: Side, organisation: Organisation) -> Party:
    return Party(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        side=side,
        organisation=organisation,
        name=str(organisation),
        city=organisation.town,
        sort_key=organisation.sort_key[:400],
        folded=organisation.search_key,
        state=PartyState.CONFIRMED,
        language=organisation.language,
    )


def _meetings(
    timetable: Timetable,
    slots: Sequence[Slot],
    left: Sequence[Party],
    right: Sequence[Party],
    wanted: int,
    dice: random.Random,
) -> list[Meeting]:
    """Every slot seats companies at their tables with CSOs drawn by lot, no pair twice."""
    met: set[tuple[int, int]] = set()
    meetings: list[Meeting] = []
    a_slot = -(-wanted // len(slots))
    for slot in slots:
        guests = dice.sample(range(len(left)), len(left))
        hosts = dice.sample(range(len(right)), len(right))
        seated = 0
        for host in hosts:
            guest = next((one for one in guests if (one, host) not in met), None)
            if guest is None or seated == a_slot or len(meetings) == wanted:
                continue
            guests.remove(guest)
            met.add((guest, host))
            seated += 1
            meetings.append(
                Meeting(timetable=timetable, slot=slot, a=left[guest], b=right[host], table_number=host + 1, score=1)
            )
    Meeting.objects.bulk_create(meetings)
    Seat.objects.bulk_create(
        [
            Seat(meeting=meeting, timetable=timetable, slot=meeting.slot, party=one, other=other)
            for meeting in meetings
            for one, other in ((meeting.a, meeting.b), (meeting.b, meeting.a))
        ]
    )
    return meetings


def _introductions(
    programme: Programme,
    left: Sequence[Organisation],
    right: Sequence[Organisation],
    last: dt.date,
    dice: random.Random,
) -> None:
    rows, parties = [], []
    for _n in range(INTRODUCTIONS):
        pair = (dice.choice(left), dice.choice(right))
        row = Introduction(
            network_id=programme.network_id,
            programme_id=programme.pk,
            on=last - dt.timedelta(days=dice.randint(0, 1500)),
            introducer_name=f"Demo manager {preset.MARK}",
            purpose=dice.choice(preset.PURPOSES),
            outcome=dice.choice(IntroductionOutcome.values),
            title=title_of([str(one) for one in pair]),
            is_demo=True,
        )
        rows.append(row)
        parties += [
            IntroducedParty(network_id=programme.network_id, introduction=row, organisation=one, position=position)
            for position, one in enumerate(pair)
        ]
    Introduction.objects.bulk_create(rows)
    IntroducedParty.objects.bulk_create(parties)
