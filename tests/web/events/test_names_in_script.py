"""A party's name reads in its reader's script; what is stored is what was written."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.utils import translation
from tests.events.factories import a_fair, a_programme, an_organisation, the_network
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, text_of
from tests.web.events.phones import a_link, a_phone

from spona.events.actions import add_party, confirm_party, edit_party
from spona.events.models import Fair, Party
from spona.events.queries.cockpit import find_party, names_of_parties, party_names
from spona.events.queries.sentences import names_for
from spona.kernel.models import NameInScript
from spona.parties.actions import add_name

pytestmark = pytest.mark.django_db
BRIDGE, BRIDGE_IN_LATIN = "Удружење Мост", "Udruženje Most"


@pytest.fixture
def fair() -> Fair:
    return a_fair(a_programme(reached(a_network())), is_open=True, is_public=True)


def a_party_called(fair: Fair, name: str, language: str) -> Party:
    """A party whose organisation has this one name in this language; it comes."""
    organisation = an_organisation(fair.network, name, language=language)
    party = add_party(side=fair.sides.get(code="cso"), organisation=organisation, by=the_network(fair.network))
    return confirm_party(party=party, by=the_network(fair.network))


def stored(party: Party) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, name_language FROM events_party WHERE id = %s", [party.pk])
        name, language = cursor.fetchone()
    return name, language


@pytest.mark.parametrize(
    ("name", "language", "read"),
    [
        (BRIDGE, "sr", {"sr": BRIDGE, "bg": BRIDGE, **dict.fromkeys(("sr-latn", "hr", "en"), BRIDGE_IN_LATIN)}),
        ("Udruženje CSR mreža", "sr-latn", {"sr": "Удружење CSR мрежа", "en": "Udruženje CSR mreža"}),
        ("Udruga Klas", "hr", {"sr": "Udruga Klas", "sr-latn": "Udruga Klas"}),
        ("Сдружение Щастие", "bg", {"sr-latn": "Сдружение Щастие", "en": "Сдружение Щастие"}),
        ("Bridge Ltd", "en", {"sr": "Bridge Ltd"}),
    ],
    ids=["Serbian in Cyrillic", "Serbian in Latin", "Croatian", "Bulgarian", "English"],
)
def test_a_name_reads_in_the_script_of_its_reader(name: str, language: str, read: dict[str, str], fair: Fair) -> None:
    party = a_party_called(fair, name, language)
    found = {}
    for reader in read:
        with translation.override(reader):
            found[reader] = Party.objects.get(pk=party.pk).name

    assert found == read
    assert stored(party) == (name, language)


def test_who_has_a_name_in_the_reader_s_language_is_read_under_it(fair: Fair) -> None:
    organisation = an_organisation(fair.network, BRIDGE, language="sr")
    english = {"name": "Bridge Association", "language": "en", "kind": "translation"}
    organisation = add_name(organisation=organisation, by=the_network(fair.network), **english).organisation
    party = add_party(side=fair.sides.get(code="cso"), organisation=organisation, by=the_network(fair.network))
    said = [{"code": "unknown_party", "params": {"party": str(party.pk)}}]
    found = {}
    for reader in ("en", "sr", "sr-latn", "hr"):
        with translation.override(reader):
            found[reader] = {
                Party.objects.get(pk=party.pk).name,
                names_of_parties(fair, [party.pk])[str(party.pk)],
                names_for(fair, said)[str(party.pk)],
            }

    assert found == {
        "en": {"Bridge Association"},
        "sr": {BRIDGE},
        "sr-latn": {BRIDGE_IN_LATIN},
        "hr": {BRIDGE_IN_LATIN},
    }
    assert stored(party) == (BRIDGE, "sr")


def test_pages_write_it_so_for_everybody_and_for_the_manager(fair: Fair) -> None:
    party = a_party_called(fair, BRIDGE, "sr")
    manager, address = a_manager(fair.network), f"/fairs/{fair.slug}"
    shown = {
        "public list": a_phone("sr-latn").get(f"{address}/who-comes/"),
        "its own page": a_phone("sr-latn").get(f"/f/{a_link(party)}/"),
        "manager's list": a_browser(manager, language="sr-latn").get(f"{address}/parties/"),
        "manager's page": a_browser(manager, language="sr-latn").get(f"{address}/parties/{party.pk}/"),
    }

    assert {page: (BRIDGE_IN_LATIN in text_of(answer)) for page, answer in shown.items()} == dict.fromkeys(shown, True)
    assert BRIDGE in text_of(a_phone("sr").get(f"{address}/who-comes/"))


def test_names_asked_for_without_their_rows_are_written_so_too(fair: Fair) -> None:
    party = a_party_called(fair, BRIDGE, "sr")
    said = [{"code": "unknown_party", "params": {"party": str(party.pk)}}]

    with translation.override("sr-latn"):
        names = [
            names_of_parties(fair, [party.pk])[str(party.pk)],
            names_for(fair, said)[str(party.pk)],
            *party_names(the_network(fair.network), fair),
        ]

    assert names == [BRIDGE_IN_LATIN] * 3


def test_a_party_is_found_under_the_name_that_was_shown(fair: Fair) -> None:
    party = a_party_called(fair, BRIDGE, "sr")
    a_party_called(fair, "Удружење Мост два", "sr")

    with translation.override("sr-latn"):
        found = find_party(the_network(fair.network), fair, BRIDGE_IN_LATIN)

    assert found == party


def write_the_name_back(fair: Fair) -> Party:
    """Read the name in Latin letters, and save the party in every way that writes the name."""
    party = a_party_called(fair, BRIDGE, "sr")
    with translation.override("sr-latn"):
        again = Party.objects.get(pk=party.pk)
        again.name = again.name
        again.save()
        Party.objects.bulk_update([Party.objects.get(pk=party.pk)], ["name"])
        edit_party(party=again, note="x", by=the_network(fair.network))
    return party


def test_what_was_derived_is_never_stored(fair: Fair) -> None:
    assert stored(write_the_name_back(fair))[0] == BRIDGE


def test_without_its_guard_the_derived_name_would_be_stored(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(NameInScript, "get_prep_value", models.CharField.get_prep_value)

    assert stored(write_the_name_back(fair))[0] == BRIDGE_IN_LATIN
