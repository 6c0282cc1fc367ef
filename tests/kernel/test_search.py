"""One search box, any script."""

import pytest
from django.db.models.signals import post_delete, post_save
from tests.factories import a_manager, a_network, a_programme_manager, a_visitor

from spona.kernel.actions import SearchText, index_document, register_searchable, search
from spona.kernel.models import NetworkDomain, uuid7
from spona.kernel.queries import search_for

pytestmark = pytest.mark.django_db
PROGRAMME = uuid7()


@pytest.fixture
def network(monkeypatch):
    """A network with two things to be found; host names are searchable in these tests alone."""
    network = a_network()
    monkeypatch.setitem(search._searchable, "kernel.NetworkDomain", None)
    texts = {"open.example": True, "closed.example": False}
    register_searchable(
        "kernel.NetworkDomain",
        lambda row: SearchText("host", "Kuća šarenih snova", (row.host,), PROGRAMME, is_public=texts[row.host]),
    )
    for host in texts:
        index_document(NetworkDomain.objects.create(network=network, host=host))
    yield network
    for signal in (post_save, post_delete):
        signal.disconnect(sender=NetworkDomain, dispatch_uid="search kernel.NetworkDomain")


@pytest.mark.parametrize("text", ["kuca", "КУЋА", "sarenih kuća", "шарен", "kuca sarennih"])
def test_a_thing_is_found_in_any_script_by_beginnings_and_with_a_slip(network, text):
    assert len(search_for(a_manager(network), text)) == 2


@pytest.mark.parametrize("text", ["", "  ", "zgrada", "%"])
def test_nothing_is_found_for_other_words(network, text):
    assert search_for(a_manager(network), text) == []


def test_only_managers_find_what_is_not_public(network):
    found = {
        "visitor": len(search_for(a_visitor(network), "kuca")),
        "manager": len(search_for(a_programme_manager(network, PROGRAMME), "kuca")),
        "other programme": len(search_for(a_programme_manager(network, uuid7()), "kuca")),
        "other network": len(search_for(a_manager(a_network()), "kuca")),
    }
    assert found == {"visitor": 1, "manager": 2, "other programme": 1, "other network": 0}
