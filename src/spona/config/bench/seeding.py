"""A throw-away network with one fair of a given size. Names are put together from word lists and stand for nobody."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from spona.events.models import (
    Fair,
    Load,
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
from spona.kernel.models.record import uuid7
from spona.parties.models import Organisation
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState, Visibility

SLUG = "bench-fair"
MANAGER = "manager@bench.example"
MEMBER = "member@bench.example"
SLOTS = 20
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
    with transaction.atomic():
        network = Network.objects.create(
            slug="bench", name=Translated.of("Bench", "en"), country="RS", languages=["en"]
        )
        fair = _fair(network)
        organisations = _organisations(network, size)
        parties = _parties(fair, organisations)
        _answers(fair, parties)
        slots = _slots(fair)
        for number, state in ((1, TimetableState.PUBLISHED), (2, TimetableState.DRAFT)):
            _timetable(fair, number, state, parties, slots)
        _office(network, size)
        manager = _login(network, MANAGER, RoleKind.NETWORK_MANAGER, None)
        member = _login(network, MEMBER, RoleKind.ORGANISATION_MEMBER, organisations[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return SeededFair(fair.slug, parties[0], manager, member)


def invented_name(number: int) -> str:
    """The same number gives the same name, and none is the beginning of another."""
    return f"{FIRST[number % len(FIRST)]} {SECOND[number // len(FIRST) % len(SECOND)]} {number:05}"


def _write(like: models.Model, rows: Iterable[dict[str, Any]]) -> list[UUID]:
    """Copy rows into a table and return their ids. Each is as ``like`` is but for the columns it names.

    The model's own preparation of values is done once, for ``like``: half a million rows are written in a minute.
    """
    fields = like._meta.local_concrete_fields
    usual = {field.column: _copied(field, field.pre_save(like, add=True)) for field in fields}
    names = ", ".join(connection.ops.quote_name(str(column)) for column in usual)
    ids = []
    with connection.cursor() as cursor, cursor.copy(f"COPY {like._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            ids.append(row.setdefault("id", uuid7()))
            copy.write_row(list((usual | row).values()))
    return ids


def _copied(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as COPY takes it; JSON as text."""
    ready = field.get_db_prep_save(value, connection)
    return _json(ready.obj) if isinstance(ready, Jsonb) else ready


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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


def _organisations(network: Network, size: int) -> list[UUID]:
    names = [invented_name(number) for number in range(size)]
    made = _write(
        Organisation(network=network, kind="cso", country="RS", name=Translated.of("", "sr-latn"), is_public=True),
        (
            {
                "kind": "cso" if number % 2 else "company",
                "town": TOWNS[number % len(TOWNS)],
                "name": _json({"sr-latn": name}),
                "sort_key": name.lower(),
                "search_key": name.lower(),
            }
            for number, name in enumerate(names)
        ),
    )
    _write(
        SearchDocument(network=network, kind="parties.organisation", object_id=made[0], is_public=True),
        ({"object_id": pk, "title": name, "folded": name.lower()} for pk, name in zip(made, names, strict=True)),
    )
    return made


def _parties(fair: Fair, organisations: list[UUID]) -> list[UUID]:
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
        ).pk
        for position, code in enumerate(("company", "cso"))
    ]
    like = Party(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        side_id=sides[0],
        organisation_id=organisations[0],
        state=PartyState.CONFIRMED,
        language="sr-latn",
    )
    return _write(
        like,
        (
            {
                "side_id": sides[number % 2],
                "organisation_id": organisation,
                "name": invented_name(number),
                "city": TOWNS[number % len(TOWNS)],
                "sort_key": invented_name(number).lower(),
                "folded": invented_name(number).lower(),
                "contact_email": f"party{number}@bench.example",
            }
            for number, organisation in enumerate(organisations)
        ),
    )


def _answers(fair: Fair, parties: list[UUID]) -> None:
    """What parties offered, wished and asked: one of each a party."""
    own = {"network_id": fair.network_id, "programme_id": fair.programme_id}
    first = parties[0]
    proposals = _write(
        Proposal(party_id=first, state=ProposalState.SUBMITTED, **own), ({"party_id": party} for party in parties)
    )
    _write(
        ProposalEdition(proposal_id=proposals[0], number=1, language="sr-latn", text="Tekst. " * 40),
        ({"proposal_id": pk, "title": f"Predlog {number}"} for number, pk in enumerate(proposals)),
    )
    # Seven places further round the circle is always somebody on the other side.
    pairs = [(party, parties[(number + 7) % len(parties)]) for number, party in enumerate(parties)]
    _write(
        Wish(fair=fair, chooser_id=first, about_id=first),
        ({"chooser_id": a, "about_id": b, "level": LEVELS[n % len(LEVELS)]} for n, (a, b) in enumerate(pairs)),
    )
    expires = timezone.now() + dt.timedelta(days=5)
    _write(
        Request(fair=fair, sender_id=first, receiver_id=first, expires_at=expires, message="Molimo.", **own),
        ({"sender_id": a, "receiver_id": b} for a, b in pairs),
    )
    _write(
        Suggestion(fair=fair, a_id=first, b_id=first, score=0),
        ({"a_id": min(pair), "b_id": max(pair), "score": number % 1001} for number, pair in enumerate(pairs)),
    )


def meeting_places(size: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (left, right, slot, table) of ``size`` meetings between ``size / 2`` parties a side in 20 slots.

    Everybody has two meetings and nobody sits twice in a slot; who sits left keeps a table.
    """
    half = size // 2
    for number in range(size):
        left, second = number % half, number // half
        yield left, (left + second) % half, left % 10 + 10 * second, left + 1


def _timetable(fair: Fair, number: int, state: str, parties: list[UUID], slots: list[Slot]) -> None:
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
    planned: list[dict[str, Any]] = [
        {"slot_id": slots[slot].pk, "a_id": companies[left], "b_id": csos[right], "table_number": table}
        for left, right, slot, table in meeting_places(size)
    ]
    first = planned[0]
    ids = _write(Meeting(timetable=timetable, **first), ({**meeting} for meeting in planned))
    _write(
        Seat(
            meeting_id=ids[0],
            timetable=timetable,
            slot_id=first["slot_id"],
            party_id=first["a_id"],
            other_id=first["b_id"],
        ),
        (
            {"meeting_id": pk, "slot_id": meeting["slot_id"], "party_id": meeting[own], "other_id": meeting[other]}
            for pk, meeting in zip(ids, planned, strict=True)
            for own, other in (("a_id", "b_id"), ("b_id", "a_id"))
        ),
    )
    keys = ((party, invented_name(number).lower()) for number, party in enumerate(parties))
    _write(
        Load(timetable=timetable, party_id=parties[0], meetings=2),
        ({"party_id": party, "sort_key": key} for party, key in keys),
    )
    _write(
        UnmetWish(timetable=timetable, a_id=first["a_id"], b_id=first["b_id"], code="capacity"),
        ({"a_id": m["a_id"], "b_id": m["b_id"], "score": n % 1000} for n, m in enumerate(planned)),
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
            language="en",
            text="Text. " * 60,
            state=OutboxState.SENT,
        ),
        ({"to": f"party{number}@bench.example", "subject": f"Invitation {number}"} for number in range(size)),
    )
    _write(
        AuditEntry(
            network=network,
            sequence=0,
            at=timezone.now(),
            verb="events.wish_stated",
            actor_kind="system",
            actor_name="bench",
            subject_type="events.Party",
            previous_hash="0" * 64,
            hash="0" * 64,
        ),
        ({"sequence": number} for number in range(1, size + 1)),
    )


def _login(network: Network, email: str, kind: str, organisation_id: UUID | None) -> Account:
    account = Account.objects.create_user(email, None, name=email.split("@", maxsplit=1)[0], is_demo=True)
    Role.objects.create(network=network, account=account, kind=kind, organisation_id=organisation_id)
    return account
