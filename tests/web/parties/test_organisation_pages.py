"""Organisations as those who keep the record read them."""

from __future__ import annotations

import pytest
from tests.events.factories import an_organisation
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, text_of

from spona.kernel.models import Actor, Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Actor:
    network = reached(a_network())
    for name, country in (("Alfa", "RS"), ("Beta", "HR"), ("Gama", "")):
        an_organisation(network, name, country=country)
    return a_manager(network)


def listed(manager: Actor, language: str, **filters: str) -> str:
    return text_of(a_browser(manager, language=language).get("/organisations/", filters))


@pytest.mark.parametrize(("language", "names"), [("en", ("Serbia", "Croatia")), ("hr", ("Srbija", "Hrvatska"))])
def test_the_list_names_countries_as_its_reader_does(manager: Actor, language: str, names: tuple[str, str]) -> None:
    shown = listed(manager, language)
    assert [name in shown for name in names] == [True, True]


@pytest.mark.parametrize("typed", ["Croatia", "hr"])
def test_a_country_is_asked_for_by_the_name_the_list_shows(manager: Actor, typed: str) -> None:
    shown = listed(manager, "en", country=typed)
    assert [name in shown for name in ("Alfa", "Beta", "Gama")] == [False, True, False]


def test_towns_are_read_in_the_reader_s_letters(manager: Actor) -> None:
    network = Network.objects.get(pk=manager.network_id)
    found = an_organisation(network, "Izvor", language="sr-latn", town="Čačak")
    pages = ["/organisations/", f"/organisations/{found.pk}/"]
    for language, town in (("sr", "Чачак"), ("hr", "Čačak")):
        browser = a_browser(manager, language=language)
        assert [town in text_of(browser.get(path)) for path in pages] == [True, True]


def test_a_country_is_chosen_by_its_name_and_stays_what_it_was(manager: Actor) -> None:
    network = Network.objects.get(pk=manager.network_id)
    found = an_organisation(network, "Unija", country="EU")
    browser = a_browser(manager, language="hr")
    new = text_of(browser.get("/organisations/new/"))

    page = browser.get(f"/organisations/{found.pk}/edit/").content.decode()

    assert ("Bosna i Hercegovina" in new, '<option value="EU" selected>' in page) == (True, True)
