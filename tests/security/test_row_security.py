"""The second wall: as the application's role, PostgreSQL shows and takes one network's rows only."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from tests.factories import a_manager, a_network

from spona.kernel.actions import in_network
from spona.kernel.models import ImportBatch, ImportChange, Link, Role, SearchDocument, StoredFile, uuid7

pytestmark = pytest.mark.django_db
WITHOUT_POLICY = {"kernel.NetworkDomain"}


def as_app():
    connection.cursor().execute("SET LOCAL ROLE spona_app")


def a_document(network):
    return SearchDocument.objects.create(network=network, kind="x", object_id=uuid7(), title="x", folded="x")


def test_another_networks_rows_are_invisible():
    own, other = a_document(a_network()), a_document(a_network())
    with in_network(own.network_id):
        as_app()
        assert list(SearchDocument.objects.values_list("pk", flat=True)) == [own.pk]
        assert SearchDocument.objects.filter(pk=other.pk).update(title="taken") == 0
        assert SearchDocument.objects.filter(pk=other.pk).delete()[0] == 0


def test_a_row_cannot_be_written_into_another_network():
    own, other = a_network(), a_network()
    with in_network(own.pk):
        as_app()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            a_document(other)


def test_without_a_network_nothing_is_seen_but_what_names_the_network():
    network = a_network()
    a_document(network)
    a_manager(network)
    with in_network(None):
        as_app()
        assert (SearchDocument.objects.count(), Role.objects.count()) == (0, 1)
        assert Role.objects.update(kind="juror") == 0
        assert Link.objects.count() == 0


def test_a_part_is_seen_where_its_parent_is():
    network, other = a_network(), a_network()
    file = StoredFile.objects.create(network=network, name="a", media_type="text/csv", size=1, sha256="0" * 64)
    batch = ImportBatch.objects.create(network=network, kind="x", file=file)
    ImportChange.objects.create(batch=batch, position=0, model="x.X", object_id=uuid7())
    counts = []
    for each in (network, other):
        with in_network(each.pk):
            as_app()
            counts.append(ImportChange.objects.count())
            connection.cursor().execute("RESET ROLE")
    assert counts == [1, 0]


def test_with_the_policy_dropped_another_networks_rows_are_visible():
    own, _other = a_document(a_network()), a_document(a_network())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kernel_searchdocument DISABLE ROW LEVEL SECURITY")
    with in_network(own.network_id):
        as_app()
        assert SearchDocument.objects.count() == 2


def test_every_kernel_table_with_a_network_has_a_policy():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'own_network'")
        walled = {name for (name,) in cursor.fetchall()}
    open_tables = {
        model._meta.label
        for model in apps.get_app_config("kernel").get_models()
        if any(field.name == "network" for field in model._meta.fields) and model._meta.db_table not in walled
    }
    assert open_tables == WITHOUT_POLICY
