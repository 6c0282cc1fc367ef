"""The record of an organisation: made, changed, found in both scripts, and shown to those it is for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.parties.factories import (
    a_manager,
    a_member_of,
    a_national_partner,
    a_network,
    a_stranger,
    an_actor,
    an_organisation,
)
from tests.permissions import declared_in, open_to_everybody

from spona.kernel.actions import allowed
from spona.kernel.models import Actor, AuditEntry, Conflict, Problem, Refused
from spona.kernel.queries import keyset
from spona.parties.actions import (
    add_name,
    add_person,
    add_register_number,
    archive_organisation,
    edit_organisation,
    end_affiliation,
    join_network,
    leave_network,
    publish_organisation,
    remove_name,
    seed_topics,
    set_topics,
)
from spona.parties.models import Membership, Organisation, Person, Topic
from spona.parties.queries import ORDER, contacts_for, organisation_for, organisations_for

pytestmark = pytest.mark.django_db


def test_a_record_keeps_its_name_place_and_number_and_says_so_in_the_journal() -> None:
    made = an_organisation(a_network(), "Smart kolektiv", town="Београд", numbers={"RS-PIB": "101134702"})

    assert (made.name.text("sr"), made.name.text("sr-latn")) == ("Смарт колектив", "Smart kolektiv")
    assert made.place is not None
    assert made.place.code == "geonames:792680"
    assert list(made.numbers.values_list("scheme", "value")) == [("RS-PIB", "101134702")]
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["parties.organisation_created"]


@pytest.mark.parametrize("typed", ["građanske", "Грађанске", "gradjanske INICIJATIVE", "civic", "101134702"])
def test_a_search_finds_a_record_in_any_script_language_and_by_number(typed: str) -> None:
    network = a_network()
    made = an_organisation(network, "Građanske inicijative", numbers={"RS-PIB": "101134702"})
    an_organisation(network, "Trag fondacija")
    add_name(organisation=made, name="Civic Initiatives", language="en", kind="translation", by=a_manager(network))

    assert list(organisations_for(a_manager(network), text=typed)) == [made]


def test_lists_follow_the_alphabet_of_the_network() -> None:
    network = a_network()
    for name in ("Zvono", "Čarobnjak", "Ćup", "Cvet", "Đak", "Dom", "Šuma", "Ljubav", "Luka"):
        an_organisation(network, name)

    listed = [str(found.name.text("sr-latn")) for found in organisations_for(a_manager(network))]

    assert listed == ["Cvet", "Čarobnjak", "Ćup", "Dom", "Đak", "Luka", "Ljubav", "Šuma", "Zvono"]


def test_a_lost_race_is_shown_and_not_overwritten() -> None:
    made = an_organisation(a_network())
    manager = a_manager(made.network)
    edit_organisation(organisation=made, version=1, changes={"town": "Niš"}, by=manager)

    with pytest.raises(Conflict) as lost:
        edit_organisation(organisation=made, version=1, changes={"town": "Leskovac"}, by=manager)

    assert lost.value.current.town == "Niš"


def test_a_new_main_name_moves_the_record_in_the_list_and_keeps_the_old_name() -> None:
    made = an_organisation(a_network(), "Forum poslovnih lidera")
    manager = a_manager(made.network)
    add_name(organisation=made, name="Forum za odgovorno poslovanje", language="sr-latn", is_main=True, by=manager)

    made.refresh_from_db()
    assert made.name.text("sr-latn") == "Forum za odgovorno poslovanje"
    assert list(organisations_for(manager, text="lidera")) == [made]


def test_the_main_name_is_not_taken_away() -> None:
    made = an_organisation(a_network())

    with pytest.raises(Problem) as refused:
        remove_name(name=made.names.get(), by=a_manager(made.network))

    assert refused.value.code == "main_name"


def test_a_number_belongs_to_one_organisation_and_the_other_is_named() -> None:
    network = a_network()
    an_organisation(network, "Prva", numbers={"HR-OIB": "61817894937"})
    second = an_organisation(network, "Druga")

    with pytest.raises(Problem) as refused:
        add_register_number(organisation=second, scheme="HR-OIB", value="61817894937", by=a_manager(network))

    assert str(refused.value.message) == "61817894937 is already the number of “Prva”."


def test_the_same_number_may_stand_in_two_networks() -> None:
    for network in (a_network(), a_network()):
        assert an_organisation(network, numbers={"HR-OIB": "61817894937"}).numbers.count() == 1


@pytest.mark.parametrize(
    ("values", "place"),
    [({"kind": "club"}, "kind"), ({"country": "Serbia"}, "country"), ({"size": "huge"}, "size")],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(values: dict[str, Any], place: str) -> None:
    with pytest.raises(Problem) as refused:
        an_organisation(a_network(), **values)

    assert refused.value.place == place
    assert Organisation.objects.count() == 0


def test_who_sees_which_organisations() -> None:
    network = a_network()
    serbian, croatian = an_organisation(network, "A"), an_organisation(network, "B", country="HR")
    public = an_organisation(network, "C", country="BG")
    publish_organisation(organisation=public, by=a_manager(network))
    elsewhere = an_organisation(a_network(), "D")

    seen = {
        "manager": set(organisations_for(a_manager(network))),
        "programme manager": set(organisations_for(an_actor(network, "manager", programme_id=network.pk))),
        "partner": set(organisations_for(a_national_partner(network, "HR"))),
        "member": set(organisations_for(a_member_of(serbian))),
        "juror": set(organisations_for(an_actor(network, "juror", programme_id=network.pk))),
        "stranger": set(organisations_for(a_stranger(network))),
        "other network": set(organisations_for(a_manager(elsewhere.network))),
    }

    assert seen == {
        "manager": {serbian, croatian, public},
        "programme manager": {serbian, croatian, public},
        "partner": {croatian, public},
        "member": {serbian, public},
        "juror": {public},
        "stranger": {public},
        "other network": {elsewhere},
    }


EVERYBODY = "manager partner member other_partner other_member other_manager stranger"
PERMISSIONS = {
    "parties.see_organisation": "manager partner member",
    "parties.edit_organisation": "manager partner member",
    "parties.see_contacts": "manager partner member",
    "parties.edit_people": "manager partner member",
    "parties.merge_organisations": "manager",
    "parties.publish_organisation": "manager",
    "parties.list_organisations": "manager partner other_partner other_manager",
    "parties.create_organisation": "manager partner other_partner other_manager",
    "parties.manage_topics": "manager",
    "parties.find_doubles": "manager other_manager",
}


def who_may(name: str) -> list[str]:
    network, other = a_network(), a_network()
    organisation = an_organisation(network)
    actors: dict[str, Actor] = {
        "manager": a_manager(network),
        "partner": a_national_partner(network, "RS"),
        "member": a_member_of(organisation),
        "other_partner": a_national_partner(network, "HR"),
        "other_member": a_member_of(an_organisation(network)),
        "other_manager": a_manager(other),
        "stranger": a_stranger(network),
    }

    return [who for who, actor in actors.items() if allowed(name, actor, organisation)]


def test_every_permission_of_the_module_is_in_the_table() -> None:
    assert declared_in("parties") == set(PERMISSIONS)


@pytest.mark.parametrize("name", PERMISSIONS)
def test_who_may_do_what(name: str) -> None:
    assert who_may(name) == PERMISSIONS[name].split()


@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who != EVERYBODY])
def test_a_rule_that_lets_everybody_in_is_noticed(name: str) -> None:
    """Negative control of the table."""
    with open_to_everybody(name):
        assert who_may(name) == EVERYBODY.split()


def test_people_are_shown_to_those_who_may_see_addresses_only() -> None:
    organisation = an_organisation(a_network())
    place = add_person(
        organisation=organisation,
        name="Ana Anić",
        email="Ana@Primer.rs",
        role="director",
        by=a_manager(organisation.network),
    )

    assert list(contacts_for(a_manager(organisation.network), organisation)) == [place]
    assert list(contacts_for(a_national_partner(organisation.network, "HR"), organisation)) == []
    assert list(contacts_for(a_stranger(organisation.network), organisation)) == []


def test_the_same_address_does_not_make_a_second_person() -> None:
    organisation = an_organisation(a_network())
    manager = a_manager(organisation.network)
    first = add_person(organisation=organisation, name="Ana Anić", email="ana@primer.rs", by=manager)

    assert add_person(organisation=organisation, name="Ana A.", email="ANA@primer.rs", by=manager) == first
    assert Person.objects.count() == 1


def test_who_spoke_for_an_organisation_stays_written_after_the_end() -> None:
    organisation = an_organisation(a_network())
    manager = a_manager(organisation.network)
    place = add_person(organisation=organisation, name="Ana Anić", by=manager)
    end_affiliation(affiliation=place, by=manager)

    place.refresh_from_db()
    assert (list(contacts_for(manager, organisation)), place.is_contact) == ([], False)
    assert organisation.affiliations.count() == 1


def test_an_organisation_joins_a_network_once_and_may_come_back() -> None:
    network = a_network()
    manager = a_manager(network)
    member, forum = an_organisation(network), an_organisation(network, "Forum", kind="network")
    first = join_network(organisation=member, body=forum, tier="gold", by=manager)

    with pytest.raises(Problem) as refused:
        join_network(organisation=member, body=forum, by=manager)
    leave_network(membership=first, by=manager)
    join_network(organisation=member, body=forum, tier="silver", by=manager)

    assert refused.value.code == "member_already"
    tiers = Membership.objects.values_list("tier", "until")
    assert {tier: until is None for tier, until in tiers} == {"gold": False, "silver": True}


def test_only_a_network_has_members() -> None:
    network = a_network()
    with pytest.raises(Problem) as refused:
        join_network(organisation=an_organisation(network), body=an_organisation(network), by=a_manager(network))

    assert refused.value.code == "not_a_network"


def test_the_seventeen_goals_are_seeded_once_and_an_organisation_is_found_by_one() -> None:
    network = a_network()
    manager = a_manager(network)
    found, other = an_organisation(network), an_organisation(network)
    assert (seed_topics(by=manager), seed_topics(by=manager)) == (17, 0)
    set_topics(organisation=found, topics=Topic.objects.filter(code__in=["4", "17"]), by=manager)
    set_topics(organisation=other, topics=Topic.objects.filter(code="4"), by=manager)

    assert list(organisations_for(manager, topic="17")) == [found]
    assert Topic.objects.get(code="5").label.text("sr") == "Родна равноправност"


def test_an_archived_record_leaves_the_lists() -> None:
    organisation = an_organisation(a_network())
    manager = a_manager(organisation.network)
    archive_organisation(organisation=organisation, by=manager)

    assert list(organisations_for(manager)) == []
    assert organisation_for(manager, organisation.pk) == organisation


def test_a_stranger_changes_nothing() -> None:
    organisation = an_organisation(a_network())
    with pytest.raises(Refused):
        edit_organisation(
            organisation=organisation, version=1, changes={"town": "Niš"}, by=a_stranger(organisation.network)
        )


def test_a_list_of_three_costs_what_a_list_of_one_costs() -> None:
    network = a_network()
    counts = []
    for more in (1, 2):
        for _organisation in range(more):
            an_organisation(network, town="Niš")
        with CaptureQueriesContext(connection) as queries:
            page = keyset(organisations_for(a_manager(network)), order=ORDER)
            assert [found.place.name.text("en") for found in page.rows if found.place] == ["Niš"] * len(page.rows)
        counts.append(len(queries))

    assert counts == [1, 1]
