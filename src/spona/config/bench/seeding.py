"""A throw-away network with one fair of a given size. Names are put together from word lists and stand for nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from spona.events.models import (
    Fair,
    Meeting,
    Party,
    Proposal,
    ProposalEdition,
    Request,
    Seat,
    Side,
    Slot,
    Suggestion,
    Timetable,
    UnmetWish,
    Wish,
)
from spona.events.states import FairState, PartyState, ProposalState, TimetableState
from spona.kernel.models import (
    Account,
    AuditEntry,
    Network,
    OutboxMessage,
    OutboxState,
    Role,
    RoleKind,
    SearchDocument,
    Translated,
)
from spona.parties.models import Organisation
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState, Visibility

SLUG = "bench-fair"
MANAGER = "manager@bench.example"
MEMBER = "member@bench.example"
SLOTS = 20
ROWS_A_BATCH = 2000
LEVELS = ("yes", "yes", "yes", "must", "no")
FIRST = ("Plavi", "Zeleni", "Novi", "Drugi", "Mali", "Veliki", "Tihi", "Stari", "Severni", "Južni")
SECOND = ("most", "izvor", "breg", "vidik", "krug", "sad", "put", "talas", "hrast", "kamen", "vetar", "zaton")
TOWNS = ("Subotica", "Niš", "Čačak", "Šabac", "Osijek", "Zenica", "Vidin", "Bar")


@dataclass(frozen=True)
class SeededFair:
    """Where the seeded rows are found: the fair's address, one party of the member's, and the two who log in."""

    slug: str
    party_id: UUID
    manager: Account
    member: Account


def seed_fair(size: int) -> SeededFair:
    """Write a network in which every list a page shows has ``size`` rows.

    Organisations, parties, proposals, wishes, requests, suggestions, mails, journal lines and search documents; two
    timetables, one published and one draft, with ``size`` meetings each. Rows are written past the actions, in bulk:
    the journal's seals are therefore not real. ``size`` is even and at least 20. Side effects: writes, then ANALYZE.
    """
    if size < 20 or size % 2:
        raise ValueError("a seeded fair has an even number of parties, at least 20")
    network = Network.objects.create(slug="bench", name=Translated.of("Bench", "en"), country="RS", languages=["en"])
    fair = _fair(network)
    organisations = _organisations(network, size)
    parties = _parties(fair, organisations)
    _answers(fair, parties)
    slots = _slots(fair)
    for number, state in ((1, TimetableState.PUBLISHED), (2, TimetableState.DRAFT)):
        _timetable(fair, number, state, parties, slots)
    _office(network, size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    manager = _login(network, MANAGER, RoleKind.NETWORK_MANAGER, None)
    member = _login(network, MEMBER, RoleKind.ORGANISATION_MEMBER, organisations[0].pk)
    return SeededFair(fair.slug, parties[0].pk, manager, member)


def invented_name(number: int) -> str:
    """The same number gives the same name, and no two numbers the same."""
    return f"{FIRST[number % len(FIRST)]} {SECOND[number // len(FIRST) % len(SECOND)]} {number}"


def _write(rows: Iterable[models.Model]) -> None:
    """Insert rows of one model in batches, without ever holding all of them."""
    several: Iterator[models.Model] = iter(rows)
    while some := list(islice(several, ROWS_A_BATCH)):
        type(some[0])._default_manager.bulk_create(some)


def _fair(network: Network) -> Fair:
    programme = Programme.objects.create(
        network=network,
        slug="bench",
        name=Translated.of("Bench programme", "en"),
        state=ProgrammeState.RUNNING,
        visibility=Visibility.PUBLIC,
    )
    return Fair.objects.create(
        network=network,
        programme=programme,
        slug=SLUG,
        name=Translated.of("Bench fair", "en"),
        state=FairState.PUBLISHED,
        is_public=True,
        starts_on=timezone.localdate() + dt.timedelta(days=30),
    )


def _slots(fair: Fair) -> list[Slot]:
    first = dt.datetime.combine(fair.starts_on, dt.time(8, 0), tzinfo=dt.UTC)
    step = dt.timedelta(minutes=20)
    return Slot.objects.bulk_create(
        Slot(fair=fair, starts_at=first + n * step, ends_at=first + (n + 1) * step) for n in range(SLOTS)
    )


def _organisations(network: Network, size: int) -> list[Organisation]:
    made = [
        Organisation(
            network=network,
            kind="cso" if number % 2 else "company",
            country="RS",
            town=TOWNS[number % len(TOWNS)],
            name=Translated.of(invented_name(number), "sr-latn"),
            sort_key=invented_name(number).lower(),
            search_key=invented_name(number).lower(),
            is_public=True,
        )
        for number in range(size)
    ]
    _write(made)
    _write(
        SearchDocument(
            network=network,
            kind="parties.organisation",
            object_id=organisation.pk,
            title=organisation.name.text("sr-latn"),
            folded=organisation.search_key,
            is_public=True,
        )
        for organisation in made
    )
    return made


def _parties(fair: Fair, organisations: list[Organisation]) -> list[Party]:
    """Half of the parties on each side, in turns."""
    half = len(organisations) // 2
    sides = [
        Side.objects.create(
            fair=fair,
            code=code,
            name=Translated.of(code, "en"),
            position=position,
            organisation_kind=code,
            min_meetings=1,
            taken=half,
            confirmed=half,
        )
        for position, code in enumerate(("company", "cso"))
    ]
    made = [
        Party(
            network_id=fair.network_id,
            programme_id=fair.programme_id,
            fair=fair,
            side=sides[number % 2],
            organisation=organisation,
            name=organisation.name.text("sr-latn"),
            city=organisation.town,
            sort_key=organisation.sort_key,
            folded=organisation.search_key,
            state=PartyState.CONFIRMED,
            language="sr-latn",
            contact_email=f"party{number}@bench.example",
        )
        for number, organisation in enumerate(organisations)
    ]
    _write(made)
    return made


def _answers(fair: Fair, parties: list[Party]) -> None:
    """What parties offered, wished and asked: one of each a party."""
    own = {"network_id": fair.network_id, "programme_id": fair.programme_id}
    proposals = [Proposal(party=party, state=ProposalState.SUBMITTED, **own) for party in parties]
    _write(proposals)
    _write(
        ProposalEdition(proposal=proposal, number=1, language="sr-latn", title=f"Predlog {number}", text="Tekst. " * 40)
        for number, proposal in enumerate(proposals)
    )
    # Seven places further round the circle is always somebody on the other side.
    others = [parties[(number + 7) % len(parties)] for number in range(len(parties))]
    pairs = list(zip(parties, others, strict=True))
    _write(Wish(fair=fair, chooser=a, about=b, level=LEVELS[n % len(LEVELS)]) for n, (a, b) in enumerate(pairs))
    expires = timezone.now() + dt.timedelta(days=5)
    _write(Request(fair=fair, sender=a, receiver=b, expires_at=expires, message="Molimo.", **own) for a, b in pairs)
    _write(
        Suggestion(fair=fair, a=min(pair, key=lambda p: p.pk), b=max(pair, key=lambda p: p.pk), score=number % 1001)
        for number, pair in enumerate(pairs)
    )


def meeting_places(size: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (left, right, slot, table) of ``size`` meetings between ``size / 2`` parties a side in 20 slots.

    Everybody has two meetings, nobody sits twice in a slot, and no table is used twice in one.
    """
    half = size // 2
    for number in range(size):
        left, second = number % half, number // half
        yield left, (left + second) % half, left % 10 + 10 * second, left // 10 + 1


def _timetable(fair: Fair, number: int, state: str, parties: list[Party], slots: list[Slot]) -> None:
    size = len(parties)
    timetable = Timetable.objects.create(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        number=number,
        state=state,
        score=size,
        score_bound=size,
        figures=_figures(size),
        published_at=timezone.now() if state == TimetableState.PUBLISHED else None,
    )
    companies, csos = parties[0::2], parties[1::2]
    meetings = [
        Meeting(timetable=timetable, slot=slots[slot], a=companies[left], b=csos[right], table_number=table)
        for left, right, slot, table in meeting_places(size)
    ]
    _write(meetings)
    _write(
        Seat(meeting=meeting, timetable=timetable, slot=meeting.slot, party=own, other=other)
        for meeting in meetings
        for own, other in ((meeting.a, meeting.b), (meeting.b, meeting.a))
    )
    _write(
        UnmetWish(timetable=timetable, a=meeting.a, b=meeting.b, score=n % 1000, code="capacity")
        for n, meeting in enumerate(meetings)
    )


def _figures(size: int) -> dict[str, object]:
    """The figures of a timetable in the shape of ``events.actions.figures``."""
    side = {"parties": size // 2, "fewest": 2, "median": 2.0, "at_minimum": size // 2}
    share = {"wished": size, "met": size // 2}
    return {
        "meetings": size,
        "parties": size,
        "sides": {"company": side, "cso": side},
        "histogram": [0, 0, size],
        "at_minimum": size,
        "must": share,
        "mutual": share,
        "one_sided": share,
        "idle": 9.0,
        "none": {"count": 0, "why": {}},
        "advice": [],
        "seconds": 1.0,
        "gap": 0.0,
        "kept": 0,
        "moved": 0,
    }


def _office(network: Network, size: int) -> None:
    """Mails that left and lines of the journal."""
    _write(
        OutboxMessage(
            network=network,
            template="events.party_invited",
            to=f"party{number}@bench.example",
            language="en",
            subject=f"Invitation {number}",
            text="Text. " * 60,
            state=OutboxState.SENT,
        )
        for number in range(size)
    )
    now = timezone.now()
    _write(
        AuditEntry(
            network=network,
            sequence=number,
            at=now,
            verb="events.wish_stated",
            actor_kind="system",
            actor_name="bench",
            subject_type="events.Party",
            previous_hash="0" * 64,
            hash="0" * 64,
        )
        for number in range(1, size + 1)
    )


def _login(network: Network, email: str, kind: str, organisation_id: UUID | None) -> Account:
    account = Account.objects.create_user(email, None, name=email.split("@", maxsplit=1)[0], is_demo=True)
    Role.objects.create(network=network, account=account, kind=kind, organisation_id=organisation_id)
    return account
