"""The search box shows what the reader may open and nothing else, with a way to each page."""

import pytest
from django.core.management import call_command
from tests.events.factories import a_fair
from tests.factories import a_manager, a_network, an_actor
from tests.parties.factories import an_organisation
from tests.programmes.factories import a_programme
from tests.web.browsing import a_browser, reached, text_of

from spona.events.actions import edit_fair
from spona.kernel.models import Actor, RoleKind, SearchDocument
from spona.parties.actions import archive_organisation, publish_organisation
from spona.parties.actions import edit_organisation as edit
from spona.programmes.actions import edit_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return reached(a_network())


def found(actor, text):
    answer = a_browser(actor).get("/search/", {"q": text})
    assert answer.status_code == 200
    return text_of(answer)


def system(network):
    return Actor.of_system("test", network.pk)


CANARIES = ("kanarinacOrganizacija", "kanarinacProgram", "kanarinacSajam")


def write_canaries(network):
    """One organisation, one programme and one fair nobody outside may know of."""
    programme = a_programme(network, "kanarinacProgram")
    fair = a_fair(programme)
    edit_fair(fair=fair, name=fair.name.with_text("kanarinacSajam", "en"), is_public=False, by=system(network))
    organisation = an_organisation(network, "kanarinacOrganizacija")
    return programme, fair, organisation


def seen(page):
    return {canary for canary in CANARIES if canary in page.replace("“kanarinac”", "")}


def test_each_reader_finds_what_she_may_open_and_no_canary_more(network):
    programme, _, organisation = write_canaries(network)
    write_canaries(a_network())
    readers = {
        "visitor": None,
        "account": an_actor(network),
        "manager": a_manager(network),
        "programme manager": an_actor(network, RoleKind.MANAGER, programme_id=programme.pk),
        "manager of another": an_actor(network, RoleKind.MANAGER, programme_id=a_programme(network).pk),
        "member": an_actor(network, RoleKind.ORGANISATION_MEMBER, organisation_id=organisation.pk),
    }
    assert {who: seen(found(actor, "kanarinac")) for who, actor in readers.items()} == {
        "visitor": set(),
        "account": set(),
        "manager": set(CANARIES),
        "programme manager": set(CANARIES),
        "manager of another": {"kanarinacOrganizacija"},
        "member": set(),
    }


def test_the_page_itself_keeps_the_canaries_in_when_the_search_lets_them_through(network, monkeypatch):
    """The second wall: each module is asked for the row, whatever the search's own table says."""
    write_canaries(network)
    SearchDocument.objects.update(is_public=True)
    assert seen(found(None, "kanarinac")) == set()


def test_nobody_finds_what_lies_in_another_network(network):
    an_organisation(a_network(), "kanarinacOrganizacija")
    assert seen(found(a_manager(network), "kanarinac")) == set()


def test_what_is_made_public_is_found_by_everybody_in_either_script(network):
    record = an_organisation(network, "Kuća šarenih snova")
    before = "Kuća šarenih snova" in found(None, "kuca")
    publish_organisation(organisation=record, by=system(network))
    after = ["Kuća šarenih snova" in found(None, text) for text in ("kuca", "КУЋА", "šareni")]
    assert (before, after) == (False, [True, True, True])


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(network):
    record, by = an_organisation(network, "Stara lipa"), a_manager(network)
    edit(organisation=record, version=1, changes={"name": "Novi hrast"}, by=by)
    assert ("Novi hrast" in found(by, "hrast"), "Novi hrast" in found(by, "lipa")) == (True, False)


def test_what_is_archived_is_not_found(network):
    record, by = an_organisation(network, "Stara lipa"), a_manager(network)
    archive_organisation(organisation=record, by=by)
    assert "Stara lipa" not in found(by, "lipa")


def test_a_find_leads_to_the_page_its_reader_may_open(network):
    programme = a_programme(network, "Vidra", is_open=True)
    fair = a_fair(programme)
    edit_fair(fair=fair, name=fair.name.with_text("Vidra sajam", "en"), is_public=True, by=system(network))
    pages = [a_browser(actor).get("/search/", {"q": "vidra"}).content.decode() for actor in (a_manager(network), None)]
    assert [f'href="/fairs/{fair.slug}/manage/"' in page for page in pages] == [True, False]
    assert [f'href="/programmes/{programme.slug}/"' in page for page in pages] == [True, True]


def test_the_search_costs_the_same_for_one_find_and_for_three(network, django_assert_max_num_queries):
    by = a_manager(network)
    browser = a_browser(by)
    for name in ("Vidra prva", "Vidra druga", "Vidra treća"):
        an_organisation(network, name)
        browser.get("/search/", {"q": "vidra"})
        with django_assert_max_num_queries(12):
            browser.get("/search/", {"q": "vidra"})


def test_reindexing_brings_back_what_was_lost(network, capsys):
    write_canaries(network)
    edit_programme(programme=a_programme(network), version=None, changes={}, by=system(network))
    before = set(SearchDocument.objects.values_list("object_id", "title", "is_public"))
    SearchDocument.objects.all().delete()
    call_command("reindex")
    assert set(SearchDocument.objects.values_list("object_id", "title", "is_public")) == before
    assert f"{network.slug}: {len(before)} can be found." in capsys.readouterr().out
