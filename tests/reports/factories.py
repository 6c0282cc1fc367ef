"""A past to report on, and the people who read reports. Everybody here is made up."""

from __future__ import annotations

from typing import Any

from tests.events.factories import a_network, a_programme, an_actor, the_network

from spona.events.models import Fair
from spona.kernel.models import Actor, RoleKind
from spona.partnerships.actions.past import Past, write_past

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


def a_partner(fair: Fair, *countries: str, **role: Any) -> Actor:
    """A national partner for these countries."""
    return an_actor(fair.network, RoleKind.NATIONAL_PARTNER, countries=countries, **role)
