"""A past to report on, and the people who read reports. Everybody here is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.events.factories import a_network, a_programme, an_actor, the_network
from tests.events.planning_factories import a_ready_fair

from spona.events.models import CheckIn, Fair, Gate, Meeting, Party, Rating, Seat, Slot, Timetable
from spona.events.states import EntryWay, FairState, TimetableState
from spona.kernel.models import Actor, RoleKind
from spona.partnerships.actions.past import Past, write_past
from spona.programmes.models import Programme

SMALL = {"fairs": 2, "meetings": 80, "agreements": 24, "csos": 12, "companies": 8}


def a_past(**sizes: int) -> Past:
    """Fairs that are over, in a demo network of their own, as many and as large as asked."""
    network = a_network()
    network.is_demo = True
    network.save()
    return write_past(programme=a_programme(network), by=the_network(network), **{**SMALL, **sizes})


def readers(fair: Fair) -> dict[str, Actor]:
    """Everybody who may read the fair's report."""
    network, programme = fair.network, fair.programme
    return {
        "network": the_network(network),
        "manager": an_actor(network, RoleKind.MANAGER, programme),
        "partner": a_partner(fair, "RS"),
        "donor": an_actor(network, RoleKind.DONOR_VIEWER, programme),
    }


def a_partner(fair: Fair, *countries: str, programme: Programme | None = None) -> Actor:
    """A national partner for these countries, of the whole network or of one programme."""
    return an_actor(fair.network, RoleKind.NATIONAL_PARTNER, programme, countries=countries)


@dataclass
class HeldFair:
    """A fair that is over, with one meeting of every CSO with every company in its published timetable."""

    fair: Fair
    csos: list[Party]
    companies: list[Party]
    manager: Actor

    @property
    def everybody(self) -> list[Party]:
        return self.csos + self.companies


def a_held_fair(csos: int = 2, companies: int = 2, *, days_ago: int = 20, **columns: Any) -> HeldFair:
    """Make a fair that took place so many days ago; nobody was checked in and nobody has said anything yet."""
    ready = a_ready_fair(csos, companies, slots=csos * companies)
    fair = ready.fair
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    Fair.objects.filter(pk=fair.pk).update(**{"starts_on": day, "state": FairState.OVER, **columns})
    shared = {"network_id": fair.network_id, "programme_id": fair.programme_id, "fair": fair}
    timetable = Timetable.objects.create(number=1, state=TimetableState.PUBLISHED, **shared)
    begin = timezone.now() - dt.timedelta(days=days_ago, hours=2)
    pairs = [(cso, company) for cso in ready.csos for company in ready.companies]
    for place, (slot, (cso, company)) in enumerate(zip(ready.slots, pairs, strict=True)):
        start = begin + dt.timedelta(minutes=20 * place)
        Slot.objects.filter(pk=slot.pk).update(starts_at=start, ends_at=start + dt.timedelta(minutes=20))
        meeting = Meeting.objects.create(timetable=timetable, slot=slot, a=cso, b=company, table_number=1)
        for party, other in ((cso, company), (company, cso)):
            Seat.objects.create(meeting=meeting, timetable=timetable, slot=slot, party=party, other=other)
    return HeldFair(Fair.objects.get(pk=fair.pk), ready.csos, ready.companies, ready.manager)


def let_in(held: HeldFair, *parties: Party, way: str = EntryWay.BADGE) -> None:
    """Check parties in at the fair's one gate."""
    shared = {"network_id": held.fair.network_id, "programme_id": held.fair.programme_id, "fair": held.fair}
    gate, _made = Gate.objects.get_or_create(name="A", **shared)
    for party in parties:
        CheckIn.objects.create(party=party, gate=gate, at=timezone.now(), way=way, **shared)


def says_of(rater: Party, about: Party, answer: str) -> None:
    """What one side says of its meeting."""
    Rating.objects.create(
        network_id=rater.network_id,
        programme_id=rater.programme_id,
        fair=rater.fair,
        rater=rater,
        about=about,
        answer=answer,
    )
