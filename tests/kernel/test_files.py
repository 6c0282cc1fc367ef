"""Uploads lie under the hash of their content, and only those who may open them get them."""

import hashlib

import pytest
from tests.factories import a_manager, a_network, an_actor

from spona.kernel.actions import store_file
from spona.kernel.models import Problem, StoredFile
from spona.kernel.queries import file_for, file_path

pytestmark = pytest.mark.django_db
CONTENT = b"Naziv;Grad\nIzvor;Osijek\n"


def test_a_file_lies_under_the_hash_of_its_content():
    stored = store_file(name="C:\\liste\\a.csv", content=CONTENT, by=a_manager(a_network()))
    assert (stored.name, stored.sha256, stored.size) == ("a.csv", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert file_path(stored).read_bytes() == CONTENT


@pytest.mark.parametrize(("content", "limit", "code"), [(CONTENT, 5, "file_too_large"), (b"", 99, "file_empty")])
def test_a_refused_file_leaves_nothing_behind(settings, content, limit, code):
    with pytest.raises(Problem) as refused:
        store_file(name="a.csv", content=content, by=a_manager(a_network()), limit=limit)
    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert (refused.value.code, left, StoredFile.objects.count()) == (code, [], 0)


def test_a_file_is_for_whoever_handed_it_in_and_the_managers():
    network = a_network()
    owner = an_actor(network)
    stored = store_file(name="a.csv", content=CONTENT, by=owner)
    readers = [owner, a_manager(network), an_actor(network), a_manager(a_network())]
    assert [file_for(reader, stored.pk) is not None for reader in readers] == [True, True, False, False]
