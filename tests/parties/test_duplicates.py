"""Rows from outside are matched with the records they speak of, and records with their doubles, each with a reason."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from tests.parties.factories import a_manager, a_national_partner, a_network, a_stranger, an_organisation

from spona.kernel.models import Problem, Refused
from spona.parties import queries
from spona.parties.actions import take_in_new_organisations, take_in_organisation
from spona.parties.models import Organisation, OrganisationIntake
from spona.parties.queries import duplicate_proposals, host_of, match_organisation, match_organisations

pytestmark = pytest.mark.django_db


def a_row(name: str, **values: Any) -> OrganisationIntake:
    return OrganisationIntake(**({"name": name, "kind": "cso", "country": "RS", "language": "sr-latn"} | values))


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("Udruga „MI”", "UDRUGA MI"),
        ("Удруга МИ", "Udruga MI"),
        ("Optimus Plus d.o.o.", "OPTIMUS PLUS DOO"),
        ("LTD Filix", "Filix Ltd"),
        ("Građanske inicijative", "Gradjanske inicijative"),
    ],
)
def test_one_name_written_twice_is_very_likely_one_organisation(written: str, again: str) -> None:
    known = an_organisation(a_network(), written)

    found = match_organisation(known.network_id, a_row(again))

    assert [(match.organisation_id, match.level) for match in found] == [(known.pk, "very_likely")]
    assert found[0].reason == f"Same name: “{written}”."


def test_the_same_number_is_certain_whatever_the_name() -> None:
    known = an_organisation(a_network(), "Smart kolektiv", numbers={"RS-PIB": "101134702"})

    found = match_organisation(known.network_id, a_row("Pametna zajednica", numbers=(("RS-PIB", "101134702"),)))

    assert [(match.organisation_id, match.level, match.reason) for match in found] == [
        (known.pk, "certain", "Same register number: Serbia: PIB 101134702.")
    ]


def test_a_slip_of_the_pen_is_likely_in_the_same_town_and_only_possible_elsewhere() -> None:
    network = a_network()
    known = an_organisation(network, "Centar za promociju civilnog društva", country="BA", town="Sarajevo")
    row = a_row("Cenatar za promociju civilnog društva", country="BA")

    levels = [
        [match.level for match in match_organisation(known.network_id, a_row(row.name, country="BA", town=town))]
        for town in ("САРАЈЕВО", "Tuzla", "")
    ]

    assert levels == [["likely"], ["possible"], ["possible"]]


def test_a_similar_name_with_the_same_website_is_likely() -> None:
    known = an_organisation(a_network(), "Trag fondacija", website="https://www.tragfondacija.org/sr")

    found = match_organisation(known.network_id, a_row("Trag fondacijaa", website="tragfondacija.org"))

    assert [(match.organisation_id, match.level) for match in found] == [(known.pk, "likely")]


def test_one_name_in_two_countries_is_two_organisations() -> None:
    known = an_organisation(a_network(), "Crveni krst", country="RS")

    assert match_organisation(known.network_id, a_row("Crveni krst", country="ME")) == []


def test_another_network_is_never_matched() -> None:
    an_organisation(a_network(), "Udruga MI")

    assert match_organisation(a_network().pk, a_row("Udruga MI")) == []


def test_many_rows_cost_as_many_queries_as_one() -> None:
    network = a_network()
    for number in range(3):
        an_organisation(network, f"Društvo {number} Vedrana")
    counts = []
    for rows in (1, 40):
        with CaptureQueriesContext(connection) as captured:
            match_organisations(network.pk, [a_row(f"Društvo {number} Vedranaa") for number in range(rows)])
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_doubles_in_the_register_are_proposed_with_their_reason() -> None:
    network = a_network()
    manager = a_manager(network)
    names = ["Udruga MI", "УДРУГА „МИ“", "Udruženje pčelara Župa", "Udruženje pčelaraa Župa", "Savez izviđača"]
    made = [an_organisation(network, name, town="Niš") for name in names]

    found = duplicate_proposals(manager)

    assert [({pair.first_id, pair.second_id}, pair.level) for pair in found] == [
        ({made[0].pk, made[1].pk}, "very_likely"),
        ({made[2].pk, made[3].pk}, "likely"),
    ]
    second = next(row for row in made if row.pk == found[1].second_id)
    assert found[1].reason == f"Similar name in the same place: “{second.name}”."


def test_names_are_compared_within_a_home_only() -> None:
    network = a_network()
    for number in range(30):
        an_organisation(network, f"Organizacija Alfa{number:02d}", town=f"Selo {number}")

    with patch.object(queries.spona_lang, "similar_name", wraps=queries.spona_lang.similar_name) as compared:
        duplicate_proposals(a_manager(network))

    assert compared.call_count == 0


def test_only_those_who_may_merge_are_shown_doubles() -> None:
    network = a_network()
    an_organisation(network, "Udruga MI")
    an_organisation(network, "UDRUGA MI")

    assert [duplicate_proposals(actor) for actor in (a_national_partner(network, "RS"), a_stranger(network))] == [
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("website", "host"),
    [("https://www.Primer.RS/o-nama", "primer.rs"), ("primer.rs", "primer.rs"), ("facebook.com/mi", ""), ("", "")],
)
def test_a_shared_host_says_nothing(website: str, host: str) -> None:
    assert host_of(website) == host


def test_a_row_becomes_a_record_and_the_import_hears_of_every_row_written() -> None:
    network = a_network()
    log: list[tuple[str, Any]] = []

    def heard(row: models.Model, before: dict[str, Any] | None) -> None:
        log.append((type(row).__name__, before))

    row = a_row("Grad Zagreb", country="HR", town="GRAD ZAGREB", numbers=(("HR-OIB", "61817894937"),))
    made = take_in_organisation(values=row, batch_log=heard, by=a_manager(network))

    assert (made.place.code if made.place else "", made.numbers.get().value) == ("HR050", "61817894937")
    assert log == [("Organisation", None), ("OrganisationName", None), ("RegisterNumber", None)]


def test_a_matched_row_fills_what_is_empty_and_overwrites_nothing() -> None:
    network = a_network()
    known = an_organisation(network, "Grad Zagreb", country="HR", website="https://zagreb.hr")
    log: list[tuple[str, Any]] = []

    def heard(row: models.Model, before: dict[str, Any] | None) -> None:
        log.append((type(row).__name__, before))

    row = a_row(
        "City of Zagreb", country="HR", town="Zagreb", website="example.org", numbers=(("HR-OIB", "61817894937"),)
    )
    take_in_organisation(values=row, same_as=known.pk, batch_log=heard, by=a_manager(network))

    known.refresh_from_db()
    assert (known.website, known.town, known.names.count()) == ("https://zagreb.hr", "Zagreb", 2)
    assert log == [("Organisation", {"town": ""}), ("OrganisationName", None), ("RegisterNumber", None)]


def test_of_many_rows_the_one_whose_number_is_taken_is_named_and_none_is_written() -> None:
    network = a_network()
    an_organisation(network, "Grad Zagreb", numbers={"HR-OIB": "61817894937"})
    numbers = {"Udruga Mi": "50770214261", "Zagreb": "61817894937"}
    rows = [a_row(name, numbers=(("HR-OIB", number),)) for name, number in numbers.items()]

    with pytest.raises(Problem) as taken:
        take_in_new_organisations(values=rows, by=a_manager(network))

    assert (taken.value.code, "“Zagreb”" in str(taken.value), Organisation.objects.count()) == ("number_taken", True, 1)


def test_a_row_with_a_wrong_number_writes_nothing() -> None:
    network = a_network()
    with pytest.raises(Problem) as refused:
        take_in_organisation(values=a_row("A", numbers=(("HR-OIB", "61817894936"),)), by=a_manager(network))

    assert (refused.value.code, Organisation.objects.count()) == ("register_number_check_digit", 0)


@pytest.mark.parametrize("same", [True, False])
def test_a_national_partner_adds_nothing_to_another_country(same: bool) -> None:
    known = an_organisation(a_network(), country="HR")
    partner = a_national_partner(known.network, "RS")
    with pytest.raises(Refused):
        take_in_organisation(values=a_row("A", country="HR"), same_as=known.pk if same else None, by=partner)

    assert take_in_organisation(values=a_row("A"), by=partner).country == "RS"
