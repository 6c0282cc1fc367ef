"""Programmes: started from recipes, changed, opened, and shown to those they are for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.parties.factories import a_manager, a_member_of, a_network, a_stranger, an_organisation
from tests.permissions import declared_in, open_to_everybody
from tests.programmes.factories import a_donor_of, a_programme, a_programme_manager

from spona.kernel.actions import allowed
from spona.kernel.models import Actor, Conflict, Money, Problem, Refused, Translated
from spona.kernel.queries import keyset
from spona.programmes.actions import (
    add_funding,
    add_partner,
    change_state,
    edit_programme,
    remove_partner,
    set_phases,
    start_programme,
)
from spona.programmes.models import Phase, Programme
from spona.programmes.presets import RECIPES, recipe
from spona.programmes.queries import (
    ORDER,
    current_phase,
    funding_of,
    partners_of,
    programme_for,
    programmes_for,
    startable_recipes,
)

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.date(2027, 3, 1)
NAME = Translated.of("Sajam partnerstva 2027", "sr-latn")


def test_a_fair_is_started_from_its_recipe_with_dated_phases() -> None:
    manager = a_manager(a_network())
    made = start_programme(recipe="partnership_fair", name=NAME, starts_on=FIRST_DAY, by=manager)

    assert (made.slug, made.state, made.ends_on) == ("sajam-partnerstva-2027", "draft", dt.date(2027, 8, 2))
    assert list(made.phases.values_list("code", "starts_on"))[:2] == [
        ("invite", FIRST_DAY),
        ("register", dt.date(2027, 3, 15)),
    ]
    assert made.phases.get(code="fair").starts_on == made.phases.get(code="fair").ends_on


def test_only_recipes_whose_modules_are_installed_are_offered() -> None:
    with patch.object(recipe.apps, "is_installed", side_effect=lambda name: name in {"spona.events", "spona.matching"}):
        assert [found.code for found in startable_recipes()] == ["partnership_fair"]
        with pytest.raises(Problem) as refused:
            start_programme(recipe="start_up_cohort", name=NAME, starts_on=FIRST_DAY, by=a_manager(a_network()))

    assert refused.value.code == "recipe"


@pytest.mark.parametrize("code", RECIPES)
def test_every_recipe_has_phases_that_begin_in_order_and_end_after_they_begin(code: str) -> None:
    phases = RECIPES[code].phases

    assert [phase.starts for phase in phases] == sorted(phase.starts for phase in phases)
    assert all(phase.ends >= phase.starts for phase in phases)
    assert len({phase.code for phase in phases}) == len(phases)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        (Translated.of("Сајам партнерства", "sr"), "sajam-partnerstva"),
        (Translated.of("Панаир на партньорствата", "bg"), "panair-na-partnyorstvata"),
        (Translated.of("Sajam", "sr-latn", en="The Fair"), "the-fair"),
    ],
)
def test_an_address_is_made_of_plain_letters(name: Translated, slug: str) -> None:
    manager = a_manager(a_network())

    assert start_programme(recipe="partnership_fair", name=name, starts_on=FIRST_DAY, by=manager).slug == slug


def test_an_address_is_given_once() -> None:
    network = a_network()
    a_programme(network, "The Fair")
    with pytest.raises(Problem) as refused:
        a_programme(network, "The Fair")

    assert (refused.value.place, Programme.objects.count()) == ("slug", 1)


def test_money_stays_in_the_currency_it_was_agreed_in_and_the_euro_is_derived() -> None:
    amount = Money(Decimal("121064.70"), "BGN", dt.date(2022, 8, 11))
    made = a_programme(a_network(), value=amount, grant=amount)
    made.refresh_from_db()

    assert made.value == amount
    assert amount.to("EUR").amount == Decimal("61899.40")
    assert made.grant_is_whole_value


def test_an_amount_without_a_currency_is_refused_by_the_database() -> None:
    made = a_programme(a_network())
    with pytest.raises(IntegrityError, match="programme_value_has_currency"), transaction.atomic():
        Programme.objects.filter(pk=made.pk).update(value_amount=Decimal(1))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": Translated()}, "name"),
        ({"starts_on": dt.date(2027, 2, 1), "ends_on": dt.date(2027, 1, 1)}, "ends_on"),
        ({"value": Money(Decimal(-1), "EUR")}, "value"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(changes: dict[str, Any], place: str) -> None:
    made = a_programme(a_network())
    with pytest.raises(Problem) as refused:
        edit_programme(programme=made, version=1, changes=changes, by=a_manager(made.network))

    assert refused.value.place == place


def test_a_lost_race_is_shown_and_not_overwritten() -> None:
    made = a_programme(a_network())
    manager = a_manager(made.network)
    edit_programme(programme=made, version=1, changes={"website": "https://a.example"}, by=manager)
    with pytest.raises(Conflict) as lost:
        edit_programme(programme=made, version=1, changes={"website": "https://b.example"}, by=manager)

    assert lost.value.current.website == "https://a.example"


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        (["running", "closed", "archived"], True),
        (["running", "closed", "running"], True),
        (["closed"], False),
        (["running", "archived"], False),
    ],
)
def test_a_programme_goes_through_its_states_by_the_table(path: list[str], fits: bool) -> None:
    made = a_programme(a_network())
    refused = False
    for state in path:
        try:
            change_state(programme=made, state=state, by=a_manager(made.network))
        except Problem:
            refused = True

    assert refused is not fits


def test_who_sees_which_programmes() -> None:
    network = a_network()
    draft, other, public = a_programme(network), a_programme(network), a_programme(network, is_open=True)
    partner = an_organisation(network)
    add_partner(programme=draft, organisation=partner, by=a_manager(network))

    seen = {
        "manager": set(programmes_for(a_manager(network))),
        "programme manager": set(programmes_for(a_programme_manager(draft))),
        "donor": set(programmes_for(a_donor_of(other))),
        "partner": set(programmes_for(a_member_of(partner))),
        "stranger": set(programmes_for(a_stranger(network))),
        "other network": set(programmes_for(a_manager(a_network()))),
    }

    assert seen == {
        "manager": {draft, other, public},
        "programme manager": {draft, public},
        "donor": {other, public},
        "partner": {draft, public},
        "stranger": {public},
        "other network": set(),
    }


EVERYBODY = "manager programme_manager donor partner other_manager other_network stranger"
PERMISSIONS = {
    "programmes.see_programme": "manager programme_manager donor partner",
    "programmes.start_programme": "manager",
    "programmes.edit_programme": "manager programme_manager",
    "programmes.see_money": "manager programme_manager donor",
    "programmes.list_programmes": EVERYBODY,
}


def who_may(name: str) -> list[str]:
    network = a_network()
    programme, carrier = a_programme(network), an_organisation(network)
    add_partner(programme=programme, organisation=carrier, by=a_manager(network))
    actors: dict[str, Actor] = {
        "manager": a_manager(network),
        "programme_manager": a_programme_manager(programme),
        "donor": a_donor_of(programme),
        "partner": a_member_of(carrier),
        "other_manager": a_programme_manager(a_programme(network)),
        "other_network": a_manager(a_network()),
        "stranger": a_stranger(network),
    }

    return [who for who, actor in actors.items() if allowed(name, actor, programme)]


def test_every_permission_of_the_module_is_in_the_table() -> None:
    assert declared_in("programmes") == set(PERMISSIONS)


@pytest.mark.parametrize("name", PERMISSIONS)
def test_who_may_do_what(name: str) -> None:
    assert who_may(name) == PERMISSIONS[name].split()


@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who != EVERYBODY])
def test_a_rule_that_lets_everybody_in_is_noticed(name: str) -> None:
    """Negative control of the table."""
    with open_to_everybody(name):
        assert who_may(name) == EVERYBODY.split()


def test_a_public_programme_makes_its_partners_public_when_it_opens_and_when_they_join() -> None:
    network = a_network()
    manager = a_manager(network)
    early, late, outsider = an_organisation(network), an_organisation(network), an_organisation(network)
    programme = a_programme(network)
    add_partner(programme=programme, organisation=early, role="lead", by=manager)
    edit_programme(programme=programme, version=None, changes={"visibility": "public"}, by=manager)
    early.refresh_from_db()
    assert not early.is_public

    change_state(programme=programme, state="running", by=manager)
    add_partner(programme=programme, organisation=late, by=manager)
    for organisation in (early, late, outsider):
        organisation.refresh_from_db()

    assert (early.is_public, late.is_public, outsider.is_public) == (True, True, False)


def test_the_lead_partner_leads_the_programme_until_it_is_taken_away() -> None:
    network = a_network()
    programme, lead = a_programme(network), an_organisation(network)
    partner = add_partner(programme=programme, organisation=lead, role="lead", by=a_manager(network))
    programme.refresh_from_db()
    assert programme.lead == lead

    remove_partner(partner=partner, by=a_manager(network))
    programme.refresh_from_db()

    assert programme.lead is None


@pytest.mark.parametrize("case", ["other network", "no country"])
def test_a_partner_that_does_not_fit_is_refused(case: str) -> None:
    network = a_network()
    organisation = an_organisation(a_network() if case == "other network" else network)
    role = "national_partner" if case == "no country" else "partner"
    with pytest.raises(Problem) as refused:
        add_partner(programme=a_programme(network), organisation=organisation, role=role, by=a_manager(network))

    assert refused.value.place == ("organisation" if case == "other network" else "country")


def test_money_comes_from_somebody_and_is_shown_to_the_team() -> None:
    network = a_network()
    programme = a_programme(network)
    with pytest.raises(Problem) as refused:
        add_funding(programme=programme, by=a_manager(network))
    source = add_funding(programme=programme, donor_name="A town hall", by=a_manager(network))

    assert refused.value.code == "donor_missing"
    assert list(funding_of(a_donor_of(programme), programme)) == [source]
    assert list(funding_of(a_stranger(network), programme)) == []


def test_the_phase_of_today_is_known() -> None:
    programme = a_programme(a_network())
    today = dt.date.today()  # noqa: DTZ011  dates of phases have no time zone
    phases = [
        Phase(code="before", starts_on=today - dt.timedelta(9), ends_on=today - dt.timedelta(2)),
        Phase(code="now", starts_on=today - dt.timedelta(1), ends_on=today + dt.timedelta(1)),
        Phase(code="later", starts_on=today + dt.timedelta(5)),
    ]
    set_phases(programme=programme, phases=phases, by=a_manager(programme.network))

    found = current_phase(programme)
    assert found is not None
    assert found.code == "now"


def test_a_stranger_starts_nothing() -> None:
    with pytest.raises(Refused):
        start_programme(recipe="partnership_fair", name=NAME, starts_on=FIRST_DAY, by=a_stranger(a_network()))


def test_lists_of_three_cost_what_lists_of_one_cost() -> None:
    network = a_network()
    manager = a_manager(network)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            programme = a_programme(network)
            add_partner(programme=programme, organisation=an_organisation(network), role="lead", by=manager)
        with CaptureQueriesContext(connection) as programmes:
            assert all(found.lead.name for found in keyset(programmes_for(manager), order=ORDER).rows if found.lead)
        for _each in range(more):
            add_partner(programme=programme, organisation=an_organisation(network, town="Niš"), by=manager)
        with CaptureQueriesContext(connection) as partners:
            assert [str(found.organisation.place) for found in partners_of(manager, programme)][1:] != []
        counts.append((len(programmes), len(partners)))

    assert counts == [(1, 1), (1, 1)]


def test_a_programme_is_found_by_its_address() -> None:
    made = a_programme(a_network(), "The Fair")

    assert programme_for(a_manager(made.network), "the-fair") == made
    assert programme_for(a_stranger(made.network), "the-fair") is None
