"""Networks, actors and organisations for tests, made through the public actions."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from spona.kernel.models import Actor, Grant, Network, RoleKind, Translated
from spona.parties.actions import create_organisation
from spona.parties.models import Organisation

_numbers = itertools.count(1)


def a_network(**fields: Any) -> Network:
    """A network with a name and two languages."""
    number = next(_numbers)
    values = {
        "slug": f"network-{number}",
        "name": Translated.of(f"Network {number}", "en"),
        "languages": ["sr-latn", "en"],
    }
    return Network.objects.create(**(values | fields))


def an_actor(network: Network, kind: str = "", **grant: Any) -> Actor:
    """Somebody with an account and at most one role in the network."""
    grants = (Grant(kind, network.pk, **grant),) if kind else ()
    return Actor(network_id=network.pk, account_id=uuid.uuid4(), name="Somebody", grants=grants)


def a_manager(network: Network) -> Actor:
    """Somebody who runs the network."""
    return an_actor(network, RoleKind.NETWORK_MANAGER)


def a_national_partner(network: Network, *countries: str) -> Actor:
    """A national partner of these countries."""
    return an_actor(network, RoleKind.NATIONAL_PARTNER, countries=countries)


def a_member_of(organisation: Organisation) -> Actor:
    """Somebody who speaks for the organisation."""
    return an_actor(organisation.network, RoleKind.ORGANISATION_MEMBER, organisation_id=organisation.pk)


def a_stranger(network: Network) -> Actor:
    """Somebody with no account."""
    return Actor(network_id=network.pk)


def an_organisation(network: Network, name: str = "", **fields: Any) -> Organisation:
    """An organisation of the network, a Serbian CSO unless said otherwise."""
    values: dict[str, Any] = {"kind": "cso", "country": "RS", "language": "sr-latn"} | fields
    return create_organisation(name=name or f"Udruga {next(_numbers)}", by=a_manager(network), **values)
