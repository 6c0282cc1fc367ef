"""Who may do what at a fair: every permission of the module against everybody who might try."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.events.factories import a_fair, a_manager, a_network, a_party, a_programme, an_actor, by_link, the_network
from tests.permissions import open_to_everybody

from spona.events.models import Fair, Gate, Party, Proposal, Request
from spona.events.states import BROKER_LINK, GATE_LINK, PARTY_LINK, RATING_LINK, TIMETABLE_LINK, FairState
from spona.kernel.models import Actor, LinkGrant, RoleKind, uuid7
from spona.kernel.rules import allowed, declared_permissions

pytestmark = pytest.mark.django_db

MANAGERS = {"manager", "network"}
PARTY = {"party link", "member"}
ON_FAIR: dict[str, set[str]] = {
    "events.create_fair": MANAGERS,
    "events.manage_fair": MANAGERS,
    "events.see_fair": MANAGERS | {"mentor", "donor"},
    "events.see_public_fair": MANAGERS,
    "events.register_publicly": set(),
    "events.manage_parties": MANAGERS,
    "events.see_parties": MANAGERS | {"donor"},
    "events.see_contacts": MANAGERS,
    "events.plan_fair": MANAGERS,
    "events.see_timetable": MANAGERS | {"donor"},
    "events.publish_timetable": MANAGERS,
    "events.see_public_timetable": MANAGERS,
    "events.run_day": MANAGERS,
    "events.bring_together": MANAGERS,
    "events.see_ratings": MANAGERS,
    "events.list_proposals": MANAGERS | {"mentor"},
}
ON_PARTY: dict[str, set[str]] = {
    "events.register": MANAGERS | PARTY,
    "events.answer_for_party": MANAGERS | PARTY,
    "events.state_wish": MANAGERS | PARTY,
    "events.see_wishes": MANAGERS | PARTY,
    "events.send_request": MANAGERS | PARTY,
    "events.see_requests": MANAGERS | PARTY,
    "events.see_suggestions": MANAGERS | PARTY,
    "events.write_proposal": MANAGERS | PARTY,
    "events.see_own_timetable": MANAGERS,
    "events.see_own_day": MANAGERS | PARTY | {"timetable link", "rating link"},
    "events.rate_meeting": PARTY | {"rating link"},
}
ON_GATE: dict[str, set[str]] = {"events.check_in": MANAGERS}
"""On other days than the fair's; on its day see ``test_checkins``."""
ON_PROPOSAL: dict[str, set[str]] = {
    "events.comment_proposal": MANAGERS | {"mentor"},
    "events.decide_proposal": MANAGERS | {"mentor"},
    "events.see_proposal": MANAGERS | PARTY | {"mentor"},
}
ON_REQUEST: dict[str, set[str]] = {
    "events.answer_request": MANAGERS | {"other party's link"},
    "events.withdraw_request": MANAGERS | PARTY,
}
ON_NOTHING: dict[str, set[str]] = {
    "events.list_fairs": MANAGERS
    | PARTY
    | {
        "mentor",
        "donor",
        "anonymous",
        "timetable link",
        "rating link",
        "gate link",
        "broker link",
        "other party's link",
        "other programme's mentor",
    }
    | {"other programme's manager", "other network's manager", "other network"},
}
"""The page is open to everybody; which fairs stand on it is ``queries.fairs_for``'s to say."""
TABLES = {**ON_NOTHING, **ON_FAIR, **ON_PARTY, **ON_PROPOSAL, **ON_REQUEST, **ON_GATE}


def people(fair: Fair, party: Party, other: Party) -> dict[str, Actor]:
    network, programme = fair.network, fair.programme
    stranger = a_network()
    return {
        "manager": a_manager(programme),
        "network": the_network(network),
        "other programme's manager": a_manager(a_programme(network)),
        "other network's manager": a_manager(a_programme(stranger)),
        "other network": the_network(stranger),
        "party link": by_link(party),
        "member": an_actor(network, RoleKind.ORGANISATION_MEMBER, organisation_id=party.organisation_id),
        "other party's link": by_link(other),
        "timetable link": by_link(party, TIMETABLE_LINK),
        "rating link": by_link(party, RATING_LINK),
        "gate link": Actor(
            network_id=network.pk,
            link=LinkGrant(
                uuid7(),
                GATE_LINK,
                fair.gates.get_or_create(name="A", defaults={"network": network, "programme_id": fair.programme_id})[
                    0
                ].pk,
                network.pk,
            ),
        ),
        "broker link": Actor(network_id=network.pk, link=LinkGrant(uuid7(), BROKER_LINK, fair.pk, network.pk)),
        "mentor": an_actor(network, RoleKind.MENTOR, programme),
        "other programme's mentor": an_actor(network, RoleKind.MENTOR, a_programme(network)),
        "donor": an_actor(network, RoleKind.DONOR_VIEWER, programme),
        "anonymous": Actor(network_id=network.pk),
    }


def targets(fair: Fair, party: Party, other: Party) -> dict[str, object]:
    proposal = Proposal.objects.create(network=fair.network, programme_id=fair.programme_id, party=party)
    request = Request.objects.create(
        network=fair.network,
        programme_id=fair.programme_id,
        fair=fair,
        sender=party,
        receiver=other,
        expires_at=timezone.now(),
    )
    on: dict[str, object] = dict.fromkeys(ON_NOTHING) | dict.fromkeys(ON_FAIR, fair)
    on |= dict.fromkeys(ON_PARTY, party) | dict.fromkeys(ON_PROPOSAL, proposal) | dict.fromkeys(ON_REQUEST, request)
    gate, _made = Gate.objects.get_or_create(
        fair=fair, name="A", defaults={"network": fair.network, "programme_id": fair.programme_id}
    )
    return on | dict.fromkeys(ON_GATE, gate)


def who_may(permission: str, on: object, actors: dict[str, Actor]) -> set[str]:
    return {name for name, actor in actors.items() if allowed(permission, actor, on)}


def an_open_fair() -> tuple[Fair, Party, Party]:
    fair = a_fair(is_open=True)
    return fair, a_party(fair), a_party(fair, "company")


def test_every_permission_of_the_module_is_in_the_table() -> None:
    assert set(TABLES) == {name for name in declared_permissions() if name.startswith("events.")}


def test_everybody_may_do_what_the_table_says_and_nothing_else() -> None:
    fair, party, other = an_open_fair()
    actors, on = people(fair, party, other), targets(fair, party, other)

    assert {name: who_may(name, on[name], actors) for name in TABLES} == TABLES


def test_a_rule_that_lets_everybody_in_is_noticed() -> None:
    """Negative control of the table."""
    fair, party, other = an_open_fair()
    actors, on = people(fair, party, other), targets(fair, party, other)
    unnoticed = []
    for name, who in TABLES.items():
        with open_to_everybody(name):
            if who_may(name, on[name], actors) == who != set(actors):
                unnoticed.append(name)

    assert unnoticed == []


@pytest.mark.parametrize("permission", ["events.register", "events.state_wish", "events.send_request"])
def test_when_wishes_are_closed_only_managers_change_them(permission: str) -> None:
    fair, party, other = an_open_fair()
    Fair.objects.update(state=FairState.PLANNING)
    party = Party.objects.get(pk=party.pk)

    assert who_may(permission, party, people(fair, party, other)) == MANAGERS


def test_a_published_timetable_is_read_by_its_party_and_by_the_holder_of_its_link() -> None:
    fair, party, other = an_open_fair()
    Fair.objects.update(state=FairState.PUBLISHED)
    party = Party.objects.get(pk=party.pk)

    readers = who_may("events.see_own_timetable", party, people(fair, party, other))

    assert readers == MANAGERS | PARTY | {"timetable link"}


def test_a_public_fair_is_seen_by_everybody_in_its_network_and_by_nobody_else() -> None:
    fair, party, other = an_open_fair()
    fair.is_public = True
    actors = people(fair, party, other)

    outside = {"other network's manager", "other network"}
    assert who_may("events.see_public_fair", fair, actors) == set(actors) - outside
    assert who_may("events.register_publicly", fair, actors) == set(actors) - outside


def test_a_link_for_another_purpose_opens_nothing() -> None:
    _fair, party, _other = an_open_fair()

    assert allowed("events.answer_for_party", by_link(party, "kernel.invitation"), party) is False
    assert allowed("events.answer_for_party", by_link(party, PARTY_LINK), party) is True
