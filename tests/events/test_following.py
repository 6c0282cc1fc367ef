"""A party is called as its organisation is called, unless it said otherwise itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.events.factories import a_fair, a_manager, a_party, a_programme, a_side, an_organisation, the_network
from tests.factories import a_network
from tests.partnerships.factories import an_agreement

from spona.events.actions import edit_party, register_publicly
from spona.events.models import Fair, Party
from spona.events.queries import parties_for
from spona.events.receivers import on_organisation_renamed
from spona.kernel.models import AuditEntry
from spona.parties.actions import add_name, edit_organisation, merge_organisations, remove_name, undo_merge
from spona.parties.models import Organisation
from spona.parties.signals import organisation_renamed
from spona.parties.states import NameKind

pytestmark = pytest.mark.django_db

OIB = "29291823202"


def rename(organisation: Organisation, **changes: str) -> None:
    edit_organisation(organisation=organisation, version=None, changes=changes, by=the_network(organisation.network))


def called(party: Party) -> tuple[str, str]:
    """Name and town as they stand on the party's row."""
    party.refresh_from_db()
    return party.name, party.city


def registered(fair: Fair, name: str, town: str, language: str = "hr") -> Party:
    """Whoever knows the register number, with a name and a town of their own."""
    register_publicly(
        side=a_side(fair, "cso"), name=name, town=town, scheme="HR-OIB", number=OIB, language=language,
        contact_name="Ana Anić", contact_email="ana@example.org", origin="10.0.0.1", by=the_network(fair.network),
    )  # fmt: skip
    return Party.objects.get(fair=fair)


def a_known_organisation(fair: Fair, **columns: Any) -> Organisation:
    return an_organisation(
        fair.network, "Udruga Izvor", language="hr", country="HR", town="Osijek", numbers={"HR-OIB": OIB}, **columns
    )


def test_a_party_follows_its_organisation_s_name_and_town():
    party = a_party(a_fair(), name="Izvor reke")
    rename(party.organisation, name="Izvor Save", town="Šabac")
    assert called(party) == ("Izvor Save", "Šabac")


def test_without_the_receiver_it_keeps_what_it_was_called():
    party = a_party(a_fair(), name="Izvor reke")
    organisation_renamed.disconnect(dispatch_uid="events.rename_parties")
    try:
        rename(party.organisation, name="Izvor Save")
    finally:
        organisation_renamed.connect(on_organisation_renamed, dispatch_uid="events.rename_parties")
    assert called(party)[0] == "Izvor reke"


def test_it_stands_in_its_place_in_the_list_and_is_found_there():
    programme = a_programme(a_network())
    fair = a_fair(programme)
    parties = [a_party(fair, name=name) for name in ("Alfa", "Beta", "Gama")]
    rename(parties[0].organisation, name="Zeta")
    manager = a_manager(programme)
    assert [party.name for party in parties_for(manager, fair)] == ["Beta", "Gama", "Zeta"]
    assert [party.name for party in parties_for(manager, fair, text="zeta")] == ["Zeta"]


def test_a_name_in_another_language_comes_and_goes():
    party = a_party(a_fair(), name="Izvor reke")
    by = the_network(party.network)
    row = add_name(organisation=party.organisation, name="Изворът", language="bg", kind=NameKind.TRANSLATION, by=by)
    party.refresh_from_db()
    assert party.other_names == {"bg": "Изворът"}
    remove_name(name=row, by=by)
    party.refresh_from_db()
    assert party.other_names == {}


def test_what_a_party_called_itself_when_it_registered_stays():
    fair = a_fair(is_open=True, is_public=True)
    known = a_known_organisation(fair)
    party = registered(fair, "Izvor, podružnica", "Đakovo")
    rename(known, name="Udruga Izvor Slavonije", town="Vukovar")
    assert called(party) == ("Izvor, podružnica", "Đakovo")


def test_who_registered_under_the_known_name_follows_it():
    fair = a_fair(is_open=True, is_public=True)
    known = a_known_organisation(fair)
    party = registered(fair, "Udruga Izvor", "Osijek")
    rename(known, name="Udruga Izvor Slavonije", town="Vukovar")
    assert called(party) == ("Udruga Izvor Slavonije", "Vukovar")


@pytest.mark.parametrize(
    ("name", "others"), [("Izvor, podružnica", {}), ("Udruga Izvor", {"en": "The Spring"})], ids=["own", "known"]
)
def test_names_in_other_languages_are_shown_to_who_knows_the_name(name, others):
    fair = a_fair(is_open=True, is_public=True)
    known = a_known_organisation(fair)
    add_name(organisation=known, name="The Spring", language="en", by=the_network(fair.network))
    assert registered(fair, name, "Osijek").other_names == others


def test_a_double_s_party_takes_the_kept_name_and_gives_it_back():
    fair = a_fair()
    by = the_network(fair.network)
    party = a_party(fair, name="Udruga Mi")
    kept = an_organisation(fair.network, "Udruga MI Split", town="Split")
    merge = merge_organisations(kept=kept, absorbed=party.organisation, by=by)
    assert called(party) == ("Udruga MI Split", "Split")
    undo_merge(merge=merge, by=by)
    assert called(party) == ("Udruga Mi", "")


def test_a_double_s_party_keeps_the_name_it_said():
    fair = a_fair(is_open=True, is_public=True)
    absorbed = a_known_organisation(fair)
    party = registered(fair, "Izvor, podružnica", "Osijek")
    kept = an_organisation(fair.network, "Izvor")
    merge_organisations(kept=kept, absorbed=absorbed, by=the_network(fair.network))
    party.refresh_from_db()
    assert (party.organisation_id, party.name) == (kept.pk, "Izvor, podružnica")


def test_after_a_merge_the_kept_one_s_parties_are_found_by_the_double_s_name():
    fair = a_fair()
    party = a_party(fair, name="Izvor reke")
    double = an_organisation(fair.network, "Udruga Vrelo")
    merge_organisations(kept=party.organisation, absorbed=double, by=the_network(fair.network))
    assert [found.pk for found in parties_for(the_network(fair.network), fair, text="vrelo")] == [party.pk]


def test_a_page_that_is_open_meanwhile_is_still_saved():
    party = a_party(a_fair(), name="Izvor reke")
    rename(party.organisation, name="Izvor Save")
    edit_party(party=party, version=party.version, contact_phone="+381 60 1234567", by=the_network(party.network))
    party.refresh_from_db()
    assert (party.name, party.contact_phone) == ("Izvor Save", "+381 60 1234567")


def test_what_was_agreed_keeps_the_names_it_was_agreed_under():
    agreement = an_agreement()
    party = agreement.parties.get(position=0)
    rename(party.organisation, name="Zeta")
    party.refresh_from_db()
    agreement.refresh_from_db()
    assert ("Zeta" in party.name, "Zeta" in agreement.title) == (False, False)


def test_the_journal_tells_of_the_organisation_alone():
    party = a_party(a_fair(), name="Izvor reke")
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    rename(party.organisation, name="Izvor Save")
    told = AuditEntry.objects.exclude(pk__in=before).values_list("verb", flat=True)
    assert sorted(told) == ["parties.organisation_edited"]
