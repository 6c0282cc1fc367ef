"""Rows of the kernel that tests of every module start from. All people are made up."""

from __future__ import annotations

import itertools
from uuid import UUID

from spona.kernel.models import Account, Actor, Network, Role, RoleKind, Translated
from spona.kernel.queries import actor_of

_numbers = itertools.count(1)


def a_network(**fields: object) -> Network:
    """A network of its own."""
    number = next(_numbers)
    defaults = {"slug": f"network-{number}", "name": Translated.of(f"Network {number}", "en"), "country": "RS"}
    return Network.objects.create(**{**defaults, **fields})


def an_account(**fields: object) -> Account:
    """Somebody who can log in with the password ``correct horse battery``."""
    number = next(_numbers)
    defaults = {"email": f"person{number}@example.org", "name": f"Person {number}"}
    return Account.objects.create_user(password="correct horse battery", **{**defaults, **fields})  # type: ignore[arg-type]


def an_actor(
    network: Network,
    *kinds: str,
    programme_id: UUID | None = None,
    organisation_id: UUID | None = None,
    account: Account | None = None,
) -> Actor:
    """Somebody who holds these roles in the network (none: an account without a role)."""
    account = account or an_account()
    for kind in kinds:
        Role.objects.create(
            network=network, account=account, kind=kind, programme_id=programme_id, organisation_id=organisation_id
        )
    return actor_of(account, network.pk)


def a_manager(network: Network) -> Actor:
    """Somebody who runs the network."""
    return an_actor(network, RoleKind.NETWORK_MANAGER)


def a_programme_manager(network: Network, programme_id: UUID) -> Actor:
    """Somebody who manages one programme."""
    return an_actor(network, RoleKind.MANAGER, programme_id=programme_id)


def a_visitor(network: Network) -> Actor:
    """Somebody who isn't logged in."""
    return Actor(network_id=network.pk)
