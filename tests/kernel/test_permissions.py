"""Every permission of the kernel, and who may pass. A new permission without a row here fails."""

import pytest
from tests.factories import a_manager, a_network, a_programme_manager, a_visitor, an_actor
from tests.permissions import open_to_everybody

from spona.kernel.models import Actor, Grant, RoleKind, uuid7
from spona.kernel.rules import allowed, declared_permissions

pytestmark = pytest.mark.django_db
PROGRAMME = uuid7()
EVERYBODY = {"visitor", "account", "juror", "programme manager", "other programme's manager", "network manager"}
LOGGED_IN = EVERYBODY - {"visitor"}
MANAGERS = {"programme manager", "network manager"}
WHO_MAY = {
    "kernel.accept_invitation": EVERYBODY,
    "kernel.edit_network": {"network manager"},
    "kernel.handle_outbox": MANAGERS,
    "kernel.import_rows": MANAGERS,
    "kernel.manage_roles": MANAGERS,
    "kernel.open_desk": LOGGED_IN,
    "kernel.open_public_page": EVERYBODY,
    "kernel.see_journal": {"network manager"},
    "kernel.see_outbox": {*MANAGERS, "other programme's manager"},
}


class _Thing:
    """Something of one programme."""

    def __init__(self, network_id):
        self.network_id, self.programme_id = network_id, PROGRAMME


def actors(network):
    return {
        "visitor": a_visitor(network),
        "account": an_actor(network),
        "juror": an_actor(network, RoleKind.JUROR, programme_id=PROGRAMME),
        "programme manager": a_programme_manager(network, PROGRAMME),
        "other programme's manager": a_programme_manager(network, uuid7()),
        "network manager": a_manager(network),
    }


def test_every_permission_is_in_the_table():
    assert {name for name in declared_permissions() if name.startswith("kernel.")} == set(WHO_MAY)


def who_may(permission):
    network = a_network()
    return {name for name, actor in actors(network).items() if allowed(permission, actor, _Thing(network.pk))}


@pytest.mark.parametrize("permission", WHO_MAY)
def test_exactly_these_may(permission):
    assert who_may(permission) == WHO_MAY[permission]


@pytest.mark.parametrize("permission", [name for name, who in WHO_MAY.items() if who != EVERYBODY])
def test_a_rule_that_lets_everybody_in_is_noticed(permission):
    """Negative control of the table."""
    with open_to_everybody(permission):
        assert who_may(permission) == EVERYBODY


@pytest.mark.parametrize("name", ["edit_network", "handle_outbox", "import_rows", "manage_roles"])
def test_nobody_manages_in_another_network(name):
    foreign = _Thing(a_network().pk)
    assert not any(allowed(f"kernel.{name}", actor, foreign) for actor in actors(a_network()).values())


def test_a_permission_nobody_declared_is_refused_to_everybody():
    network = a_network()
    assert not any(allowed("kernel.nothing", actor, network) for actor in actors(network).values())


def test_a_system_actor_acts_with_a_managers_rights_in_its_network_only():
    own, other = a_network(), a_network()
    system = Actor.of_system("test", own.pk)
    assert [allowed("kernel.import_rows", system, _Thing(network.pk)) for network in (own, other)] == [True, False]


def test_the_programmes_and_organisations_of_a_role_are_those_of_the_actors_network_alone():
    here, elsewhere, organisation = uuid7(), uuid7(), uuid7()
    actor = Actor(
        network_id=here,
        grants=(
            Grant(RoleKind.MANAGER, here, PROGRAMME),
            Grant(RoleKind.MANAGER, elsewhere, uuid7()),
            Grant(RoleKind.NATIONAL_PARTNER, here, None, None, ("RS",)),
            Grant(RoleKind.ORGANISATION_MEMBER, here, None, organisation),
        ),
    )

    assert actor.programmes_of(RoleKind.MANAGER, RoleKind.NATIONAL_PARTNER) == (PROGRAMME,)
    assert actor.programmes_of(RoleKind.JUROR) == ()
    assert actor.organisations_of(RoleKind.ORGANISATION_MEMBER, RoleKind.MANAGER) == (organisation,)
