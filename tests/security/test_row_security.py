"""The second wall: as the application's role, PostgreSQL shows and takes one network's rows only."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from tests.factories import a_manager, a_network

from spona.kernel.actions import in_network
from spona.kernel.models import ImportBatch, ImportChange, Link, Role, SearchDocument, StoredFile, uuid7
from spona.kernel.models.row_security import grant_to_app_role

pytestmark = pytest.mark.django_db
WITHOUT_POLICY = {"kernel.NetworkDomain"}


def a_document(network):
    return SearchDocument.objects.create(network=network, kind="x", object_id=uuid7(), title="x", folded="x")


def test_another_networks_rows_are_invisible():
    own, other = a_document(a_network()), a_document(a_network())
    with in_network(own.network_id):
        assert list(SearchDocument.objects.values_list("pk", flat=True)) == [own.pk]
        assert SearchDocument.objects.filter(pk=other.pk).update(title="taken") == 0
        assert SearchDocument.objects.filter(pk=other.pk).delete()[0] == 0


def test_a_row_cannot_be_written_into_another_network():
    own, other = a_network(), a_network()
    with in_network(own.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        a_document(other)


def test_without_a_network_nothing_is_seen_but_what_names_the_network():
    network = a_network()
    a_document(network)
    a_manager(network)
    with in_network(None):
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
            counts.append(ImportChange.objects.count())
    assert counts == [1, 0]


def test_with_the_policy_dropped_another_networks_rows_are_visible():
    own, _other = a_document(a_network()), a_document(a_network())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kernel_searchdocument DISABLE ROW LEVEL SECURITY")
    with in_network(own.network_id):
        assert SearchDocument.objects.count() == 2


def test_every_table_with_a_network_has_a_policy():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'own_network'")
        walled = {name for (name,) in cursor.fetchall()}
    open_tables = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "network" for field in model._meta.fields) and model._meta.db_table not in walled
    }
    assert open_tables == WITHOUT_POLICY


def test_a_transaction_without_the_application_s_role_is_not_bound():
    own, _other = a_document(a_network()), a_document(a_network())
    with in_network(own.network_id):
        connection.cursor().execute("RESET ROLE")
        assert SearchDocument.objects.count() == 2


def tables_the_application_cannot_use():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT ("
            " has_table_privilege('spona_app', oid, 'SELECT') AND has_table_privilege('spona_app', oid, 'INSERT') AND"
            " has_table_privilege('spona_app', oid, 'UPDATE') AND has_table_privilege('spona_app', oid, 'DELETE'))"
        )
        return [name for (name,) in cursor.fetchall()]


def test_the_application_may_use_the_tables_of_packages_after_every_migration():
    connection.cursor().execute("REVOKE ALL ON django_session, procrastinate_jobs FROM spona_app")
    assert sorted(tables_the_application_cannot_use()) == ["django_session", "procrastinate_jobs"]
    grant_to_app_role()
    assert tables_the_application_cannot_use() == []
