"""Who may do what with agreements: every permission of the module against everybody who might try."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.events.factories import a_manager, a_network, a_programme, an_actor, the_network
from tests.partnerships.factories import a_market, an_agreement, at_desk, confirmed, holding, side

from spona.kernel.models import Actor, LinkGrant, RoleKind, uuid7
from spona.kernel.rules import allowed, declared_permissions
from spona.partnerships.actions import introduce
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck
from spona.partnerships.states import CHECK_LINK

pytestmark = pytest.mark.django_db

MANAGERS = {"manager", "network"}
ALL_MANAGERS = MANAGERS | {"other programme's manager"}
STRANGERS = {"other network", "other network's manager"}
"""Managers somewhere else: what stands in their own network is theirs."""
SIDES = {"first side's link", "first side's member", "second side's link"}
DESK = {"desk"}
ON_NOTHING: dict[str, set[str]] = {
    "partnerships.list_agreements": ALL_MANAGERS | STRANGERS,
    "partnerships.list_own_agreements": ALL_MANAGERS | STRANGERS | {"first side's member", "member of others"},
    "partnerships.read_own_agreements": {"first side's member", "member of others"},
    "partnerships.see_ledger": ALL_MANAGERS | STRANGERS,
    "partnerships.list_introductions": ALL_MANAGERS | STRANGERS,
    "partnerships.see_network": ALL_MANAGERS | STRANGERS,
    "partnerships.send_checks": ALL_MANAGERS | STRANGERS,
}
ON_FAIR: dict[str, set[str]] = {
    "partnerships.set_desk": MANAGERS,
    "partnerships.use_desk": MANAGERS | DESK,
}
ON_AGREEMENT: dict[str, set[str]] = {
    "partnerships.manage_agreement": MANAGERS,
    "partnerships.see_agreement": MANAGERS | SIDES | DESK,
    "partnerships.follow_agreement": MANAGERS | SIDES,
}
ON_FIRST_SIDE: dict[str, set[str]] = {
    "partnerships.confirm_agreement": MANAGERS | DESK | {"first side's link", "first side's member"},
    "partnerships.change_owner": MANAGERS | {"first side's member"},
}
ON_CHECK_OF_FIRST_SIDE: dict[str, set[str]] = {
    "partnerships.answer_check": MANAGERS | {"first side's link", "first side's member", "the check's link"},
}
ON_INTRODUCTION: dict[str, set[str]] = {"partnerships.keep_introduction": MANAGERS}
OPEN = {"partnerships.open_code_page"}
TABLES = {
    **ON_NOTHING,
    **ON_FAIR,
    **ON_AGREEMENT,
    **ON_FIRST_SIDE,
    **ON_CHECK_OF_FIRST_SIDE,
    **ON_INTRODUCTION,
}


def people(agreement: Agreement, first: AgreementParty, check: ContactCheck) -> dict[str, Actor]:
    network, fair = agreement.network, agreement.fair
    assert fair is not None
    stranger = a_network()
    member = RoleKind.ORGANISATION_MEMBER
    return {
        "manager": a_manager(fair.programme),
        "network": the_network(network),
        "other programme's manager": a_manager(a_programme(network)),
        "other network": the_network(stranger),
        "other network's manager": a_manager(a_programme(stranger)),
        "first side's link": holding(first),
        "second side's link": holding(side(agreement, 1)),
        "first side's member": an_actor(network, member, organisation_id=first.organisation_id),
        "member of others": an_actor(network, member, organisation_id=uuid7()),
        "another agreement's link": holding(side(an_agreement(fair=fair), 0)),
        "the check's link": Actor(network.pk, link=LinkGrant(uuid7(), CHECK_LINK, check.pk, network.pk)),
        "another check's link": Actor(network.pk, link=LinkGrant(uuid7(), CHECK_LINK, uuid7(), network.pk)),
        "desk": at_desk(fair),
        "another fair's desk": at_desk(a_market()),
        "donor": an_actor(network, RoleKind.DONOR_VIEWER, fair.programme),
        "anonymous": Actor(network_id=network.pk),
    }


def test_every_permission_of_the_module_is_in_the_table() -> None:
    declared = {name for name in declared_permissions() if name.startswith("partnerships.")}

    assert declared == set(TABLES) | OPEN


def test_each_permission_is_held_by_those_in_the_table_and_by_nobody_else() -> None:
    fair = a_market()
    agreement = confirmed(an_agreement(fair=fair))
    first = side(agreement, 0)
    check = ContactCheck.objects.create(
        network=fair.network, agreement=agreement, party=first, days=14, sent_at=timezone.now()
    )
    pair = [party.organisation for party in agreement.parties.all()]
    introduction = introduce(
        organisations=pair, on=timezone.localdate(), purpose="x", fair=fair, by=the_network(fair.network)
    )
    on: dict[str, object] = dict.fromkeys(ON_NOTHING) | dict.fromkeys(ON_FAIR, fair)
    on |= dict.fromkeys(ON_AGREEMENT, agreement) | dict.fromkeys(ON_FIRST_SIDE, first)
    on |= dict.fromkeys(ON_CHECK_OF_FIRST_SIDE, check) | dict.fromkeys(ON_INTRODUCTION, introduction)
    actors = people(agreement, first, check)
    held = {name: {who for who, actor in actors.items() if allowed(name, actor, on[name])} for name in TABLES}

    assert held == TABLES


def test_outside_fairs_any_manager_writes_agreements() -> None:
    network = a_network()
    actors = {
        "network": the_network(network),
        "manager": a_manager(a_programme(network)),
        "donor": an_actor(network, RoleKind.DONOR_VIEWER, a_programme(network)),
        "anonymous": Actor(network_id=network.pk),
    }

    assert {who for who, actor in actors.items() if allowed("partnerships.use_desk", actor, None)} == MANAGERS
