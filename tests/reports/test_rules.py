"""Who reads a fair's report and who opens its rows: every permission of the module against everybody who might try."""

from __future__ import annotations

import pytest
from tests.events.factories import a_fair, a_manager, a_network, a_party, a_programme, an_actor, by_link, the_network
from tests.permissions import declared_in, open_to_everybody
from tests.reports.factories import a_partner

from spona.events.models import Fair
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import allowed

pytestmark = pytest.mark.django_db

MANAGERS = {"manager", "network"}
ELSEWHERE = {"other programme's manager", "other network", "other programme's donor"}
TABLES: dict[str, set[str]] = {
    "reports.see_fair_report": MANAGERS | {"donor", "partner", "partner in the programme"},
    "reports.open_fair_rows": MANAGERS | {"partner", "partner in the programme"},
    "reports.open_wishes": MANAGERS,
    "reports.list_reports": MANAGERS
    | ELSEWHERE
    | {"donor", "partner", "partner in the programme", "partner in another programme"},
}


def people(fair: Fair) -> dict[str, Actor]:
    network, programme, other = fair.network, fair.programme, a_programme(fair.network)
    party = a_party(fair)
    return {
        "manager": a_manager(programme),
        "network": the_network(network),
        "other programme's manager": a_manager(other),
        "other network": the_network(a_network()),
        "donor": an_actor(network, RoleKind.DONOR_VIEWER, programme),
        "other programme's donor": an_actor(network, RoleKind.DONOR_VIEWER, other),
        "partner": a_partner(fair, "RS"),
        "partner in the programme": a_partner(fair, "RS", programme=programme),
        "partner in another programme": a_partner(fair, "RS", programme=other),
        "mentor": an_actor(network, RoleKind.MENTOR, programme),
        "member": an_actor(network, RoleKind.ORGANISATION_MEMBER, organisation_id=party.organisation_id),
        "party link": by_link(party),
        "anonymous": Actor(network_id=network.pk),
    }


def who_may(permission: str, fair: Fair, actors: dict[str, Actor]) -> set[str]:
    on = None if permission == "reports.list_reports" else fair
    return {name for name, actor in actors.items() if allowed(permission, actor, on)}


def test_every_permission_of_the_module_is_in_the_table() -> None:
    assert set(TABLES) == declared_in("reports")


def test_everybody_may_do_what_the_table_says_and_nothing_else() -> None:
    fair = a_fair()
    actors = people(fair)

    assert {name: who_may(name, fair, actors) for name in TABLES} == TABLES


def test_a_rule_that_lets_everybody_in_is_noticed() -> None:
    """Negative control of the table."""
    fair = a_fair()
    actors = people(fair)
    unnoticed = []
    for name, who in TABLES.items():
        with open_to_everybody(name):
            if who_may(name, fair, actors) == who:
                unnoticed.append(name)

    assert unnoticed == []
