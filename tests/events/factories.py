"""A fair, its sides, its parties and the people who act at it, in one line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from spona.events.actions import SideSpec, add_party, add_slots, create_fair, open_fair, set_sides
from spona.events.models import Fair, Party, Side
from spona.events.states import PARTY_LINK
from spona.kernel.models import Actor, Grant, LinkGrant, Network, RoleKind, Translated, uuid7
from spona.parties.actions import create_organisation
from spona.parties.models import Organisation
from spona.programmes.models import Programme

_numbers = count(1)
FAIR_DAY = dt.datetime(2027, 3, 18, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
"""Ten o'clock in Belgrade."""

CSOS_AND_COMPANIES = (
    SideSpec(code="cso", name=Translated.of("Udruge", "hr"), organisation_kind="cso"),
    SideSpec(code="company", name=Translated.of("Tvrtke", "hr"), organisation_kind="company"),
)


def a_network(slug: str = "", *, country: str = "RS") -> Network:
    slug = slug or f"network-{next(_numbers)}"
    return Network.objects.create(slug=slug, name=Translated.of(slug, "en"), country=country, languages=["en"])


def a_programme(network: Network) -> Programme:
    number = next(_numbers)
    return Programme.objects.create(
        network=network, slug=f"programme-{number}", name=Translated.of(f"Programme {number}", "en")
    )


def an_actor(network: Network, kind: str, programme: Programme | None = None, **role: Any) -> Actor:
    grant = Grant(kind, network.pk, programme.pk if programme else None, **role)
    return Actor(network_id=network.pk, account_id=uuid7(), name="Faker Actor", grants=(grant,))


def a_manager(programme: Programme) -> Actor:
    return an_actor(programme.network, RoleKind.MANAGER, programme)


def the_network(network: Network) -> Actor:
    return an_actor(network, RoleKind.NETWORK_MANAGER)


def by_link(party: Party, purpose: str = PARTY_LINK) -> Actor:
    return Actor(network_id=party.network_id, link=LinkGrant(uuid7(), purpose, party.pk, party.network_id))


def a_fair(
    programme: Programme | None = None,
    *,
    slots: int = 6,
    sides: Sequence[SideSpec] = CSOS_AND_COMPANIES,
    is_open: bool = False,
    **details: Any,
) -> Fair:
    programme = programme or a_programme(a_network())
    by = the_network(programme.network)
    fair = create_fair(
        programme=programme,
        name=Translated.of("Partnership Fair", "en"),
        slug=f"fair-{next(_numbers)}",
        starts_on=FAIR_DAY.date(),
        by=by,
        **details,
    )
    set_sides(fair=fair, sides=sides, by=by)
    if slots:
        add_slots(fair=fair, starts_at=FAIR_DAY, count=slots, by=by)
    return open_fair(fair=fair, by=by) if is_open else fair


def a_side(fair: Fair, code: str) -> Side:
    return fair.sides.get(code=code)


def an_organisation(network: Network, name: str = "", **columns: Any) -> Organisation:
    values = {"kind": "cso", "language": "en", **columns}
    return create_organisation(name=name or f"Organisation {next(_numbers)}", by=the_network(network), **values)


def a_party(fair: Fair, code: str = "cso", name: str = "", **details: Any) -> Party:
    organisation = an_organisation(fair.network, name)
    return add_party(side=a_side(fair, code), organisation=organisation, by=the_network(fair.network), **details)
