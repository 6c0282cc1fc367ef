"""Who may have the engine work: a table."""

from __future__ import annotations

import pytest
from tests.permissions import declared_in, open_to_everybody

from spona.kernel.models import Actor, Grant, LinkGrant, RoleKind, uuid7
from spona.kernel.rules import allowed
from spona.matching.models import MatchRun

NETWORK, ELSEWHERE, PROGRAMME, ORGANISATION = (uuid7() for _number in range(4))
PERMISSIONS = (
    "matching.start_run",
    "matching.work_run",
    "matching.cancel_run",
    "matching.see_run",
    "matching.put_demand",
)


def with_role(kind: str, network: object = NETWORK, programme: object = PROGRAMME) -> Actor:
    grant = Grant(kind, network, programme_id=programme, organisation_id=ORGANISATION)  # type: ignore[arg-type]
    return Actor(network_id=network, account_id=uuid7(), grants=(grant,))  # type: ignore[arg-type]


ACTORS = {
    "network manager": (with_role(RoleKind.NETWORK_MANAGER, programme=None), True),
    "manager": (with_role(RoleKind.MANAGER), True),
    "worker": (Actor.of_system("planner", NETWORK), True),
    "manager of another programme": (with_role(RoleKind.MANAGER, programme=uuid7()), False),
    "network manager elsewhere": (with_role(RoleKind.NETWORK_MANAGER, network=ELSEWHERE, programme=None), False),
    "worker elsewhere": (Actor.of_system("planner", ELSEWHERE), False),
    "mentor": (with_role(RoleKind.MENTOR), False),
    "donor": (with_role(RoleKind.DONOR_VIEWER), False),
    "member of an organisation": (with_role(RoleKind.ORGANISATION_MEMBER), False),
    "holder of a link": (Actor(NETWORK, link=LinkGrant(uuid7(), "events.party", uuid7(), NETWORK)), False),
    "nobody": (Actor(NETWORK), False),
}


def test_every_permission_of_the_module_is_in_the_table() -> None:
    assert declared_in("matching") == set(PERMISSIONS)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_rule_that_lets_everybody_in_is_noticed(permission: str) -> None:
    """Negative control of the table."""
    run = MatchRun(network_id=NETWORK, programme_id=PROGRAMME)
    with open_to_everybody(permission):
        wrong = {who for who, (actor, may) in ACTORS.items() if allowed(permission, actor, run) is not may}

    assert wrong == {who for who, (_actor, may) in ACTORS.items() if not may}


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("who", ACTORS)
def test_only_the_programmes_managers_and_their_worker_plan(permission: str, who: str) -> None:
    actor, may = ACTORS[who]

    assert allowed(permission, actor, MatchRun(network_id=NETWORK, programme_id=PROGRAMME)) is may
