"""The five published programmes, as their pages tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.parties.factories import a_manager, a_network, a_stranger

from spona.kernel.models import Network, Problem
from spona.parties.models import Organisation
from spona.parties.queries import duplicate_proposals, organisations_for
from spona.programmes.actions import seed_programmes
from spona.programmes.models import Programme, ProgrammePartner
from spona.programmes.queries import partners_of, programme_for, programmes_for

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Network]:
    """A network with the published programmes, written once: the transaction of every test lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        network = a_network()
        seed_programmes(network=network, by=a_manager(network))
        yield network
        transaction.set_rollback(True)


def test_seeding_twice_writes_nothing_twice(network: Network) -> None:
    first = list(Programme.objects.all())
    counted = (Organisation.objects.count(), ProgrammePartner.objects.count())

    assert sorted(seed_programmes(network=network, by=a_manager(network)), key=attrgetter("pk")) == sorted(
        first, key=attrgetter("pk")
    )
    assert (Organisation.objects.count(), ProgrammePartner.objects.count(), Programme.objects.count()) == (*counted, 5)


def test_everybody_reads_them_in_the_language_they_were_published_in_and_in_english(network: Network) -> None:
    found = {programme.slug: programme for programme in programmes_for(a_stranger(network))}

    assert sorted(found) == [
        "cities4csr", "csai", "international-csr-networks", "slovak-experience-serbia", "smart-start",
    ]  # fmt: skip
    assert {slug: programme.name.original for slug, programme in found.items()} == {
        "cities4csr": "bg",
        "csai": "sr-latn",
        "international-csr-networks": "sr-latn",
        "slovak-experience-serbia": "sr-latn",
        "smart-start": "bs",
    }
    assert all("en" in text.texts for programme in found.values() for text in (programme.name, programme.summary))


def test_the_city_network_has_its_money_its_phases_and_ten_cities_in_nine_countries(network: Network) -> None:
    fiche = programme_for(a_stranger(network), "cities4csr")
    assert fiche is not None
    assert fiche.value is not None
    cities = [p.organisation for p in partners_of(a_stranger(network), fiche) if p.role in {"lead", "partner"}]

    assert (fiche.value.amount, fiche.value.currency) == (Decimal("121064.70"), "BGN")
    assert fiche.value.to("EUR").amount == Decimal("61899.40")
    assert [(phase.starts_on, phase.ends_on) for phase in fiche.phases.all()] == [
        (dt.date(2019, 9, 1), dt.date(2020, 3, 31)),
        (dt.date(2020, 5, 1), dt.date(2022, 5, 31)),
    ]
    assert (len(cities), len({city.country for city in cities})) == (10, 9)
    assert fiche.lead is not None
    assert fiche.lead.name.text("en") == "City of Milan"
    assert [city.name.text("en") for city in cities if city.place is None] == []


@pytest.mark.parametrize("typed", ["Milano", "Милано", "City of Milan"])
def test_a_city_is_found_by_every_name_it_was_published_under(network: Network, typed: str) -> None:
    assert [
        found.place.name.text("en") for found in organisations_for(a_stranger(network), text=typed) if found.place
    ] == ["Milan"]


def test_no_organisation_was_written_twice(network: Network) -> None:
    assert duplicate_proposals(a_manager(network)) == []


def test_they_go_into_the_actor_s_own_network_only() -> None:
    empty = a_network()

    with pytest.raises(Problem) as refused:
        seed_programmes(network=empty, by=a_manager(a_network()))

    assert (refused.value.code, Programme.objects.filter(network=empty).count()) == ("other_network", 0)
