"""Fairs ready to be planned: parties, slots and wishes as rows, and a manager to act. Names are invented by Faker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from faker import Faker

from spona.events.actions import plan_fair, publish_timetable
from spona.events.models import Fair, Party, Side, Slot, Timetable, Wish
from spona.events.states import FairState, PartyState
from spona.kernel.models import Actor, Grant, Network, RoleKind, Translated, uuid7
from spona.matching.actions import work_run
from spona.matching.models import MatchRun
from spona.parties.models import Organisation
from spona.programmes.models import Programme

FIRST_SLOT = dt.datetime(2031, 5, 14, 8, 0, tzinfo=dt.UTC)


@dataclass
class ReadyFair:
    """A fair in planning with two sides, and whoever manages its programme."""

    fair: Fair
    manager: Actor
    slots: list[Slot]
    csos: list[Party] = field(default_factory=list)
    companies: list[Party] = field(default_factory=list)

    @property
    def system(self) -> Actor:
        return Actor.of_system("planner", self.fair.network_id)


def a_ready_fair(csos: int = 3, companies: int = 3, slots: int = 3, **columns: Any) -> ReadyFair:
    """Make a fair with so many parties a side, all coming, and slots of twenty minutes from ten o'clock in Zagreb."""
    network = Network.objects.create(slug=f"n{uuid7().hex}", name=Translated.of("Mreža", "hr"), languages=["hr", "en"])
    programme = Programme.objects.create(network=network, slug="sajam", name=Translated.of("Sajam", "hr"))
    fair = Fair.objects.create(
        **{
            "network": network,
            "programme": programme,
            "slug": "sajam-2031",
            "name": Translated.of("Sajam partnerstava", "hr", en="Partnership fair"),
            "state": FairState.PLANNING,
            "starts_on": FIRST_SLOT.date(),
            "time_zone": "Europe/Zagreb",
            **columns,
        }
    )
    step = dt.timedelta(minutes=20)
    written = [
        Slot.objects.create(fair=fair, starts_at=FIRST_SLOT + n * step, ends_at=FIRST_SLOT + (n + 1) * step)
        for n in range(slots)
    ]
    grant = Grant(RoleKind.MANAGER, network.pk, programme_id=programme.pk)
    manager = Actor(network_id=network.pk, account_id=uuid7(), name="Manager", grants=(grant,))
    ready = ReadyFair(fair, manager, written)
    for position, (code, count) in enumerate((("cso", csos), ("company", companies))):
        counts = {"taken": count, "confirmed": count}
        side = Side.objects.create(fair=fair, code=code, name=Translated.of(code, "en"), position=position, **counts)
        parties = some_parties(side, count)
        setattr(ready, "csos" if code == "cso" else "companies", parties)
    return ready


def some_parties(side: Side, count: int, names: Sequence[str] | None = None) -> list[Party]:
    """Make so many confirmed parties of a side, each an organisation with an address of its own."""
    fake = Faker("hr_HR")
    fake.seed_instance(f"{side.code}-{count}")
    chosen = names or [f"{fake.company()} {n}" for n in range(count)]
    fair = side.fair
    organisations = Organisation.objects.bulk_create(
        Organisation(
            network_id=fair.network_id,
            kind="cso" if side.code == "cso" else "company",
            name=Translated.of(name, "hr"),
            sort_key=name.lower(),
            search_key=name.lower(),
        )
        for name in chosen
    )
    ids = sorted(uuid7() for _name in chosen)
    return Party.objects.bulk_create(
        Party(
            pk=ids[number],
            network_id=fair.network_id,
            programme_id=fair.programme_id,
            fair=fair,
            side=side,
            organisation=organisation,
            name=name,
            sort_key=f"{number:05}",
            state=PartyState.CONFIRMED,
            language="hr",
            contact_email=f"{side.code}{number}@example.org",
        )
        for number, (organisation, name) in enumerate(zip(organisations, chosen, strict=True))
    )


def says(chooser: Party, about: Party, level: str) -> Wish:
    """Write down what a party says about another."""
    return Wish.objects.create(fair=chooser.fair, chooser=chooser, about=about, level=level)


def everybody_wishes(ready: ReadyFair, level: str = "yes") -> None:
    """Let every CSO wish for every company."""
    Wish.objects.bulk_create(
        Wish(fair=ready.fair, chooser=cso, about=company, level=level)
        for cso in ready.csos
        for company in ready.companies
    )


def worked_out(run: MatchRun, ready: ReadyFair) -> Timetable:
    """Let a worker do the run, and return the draft it becomes."""
    work_run(run_id=run.pk, by=ready.system)
    return Timetable.objects.get(run=run)


def pairs_of(timetable: Timetable) -> set[tuple[UUID, UUID]]:
    """Return who meets whom, in the order of the columns."""
    return set(timetable.meetings.values_list("a_id", "b_id"))


def a_draft(csos: int = 3, companies: int = 3, slots: int = 3) -> tuple[ReadyFair, Timetable]:
    ready = a_ready_fair(csos, companies, slots)
    everybody_wishes(ready)
    return ready, worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)


def a_published(csos: int = 3, companies: int = 3, slots: int = 3) -> tuple[ReadyFair, Timetable]:
    ready, draft = a_draft(csos, companies, slots)
    return ready, publish_timetable(timetable=draft, by=ready.manager)
