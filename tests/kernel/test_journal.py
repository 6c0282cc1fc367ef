"""The journal: every row changed or taken out shows, and the database refuses both."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import a_manager, a_network

from spona.kernel.actions import record, verify_chain
from spona.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def a_chain(length):
    network = a_network()
    manager = a_manager(network)
    entries = [record("kernel.tested", on=network, by=manager, data={"n": number}) for number in range(length)]
    return network, entries


def without_triggers(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


def test_an_untouched_chain_is_whole():
    network, _ = a_chain(3)
    assert list(verify_chain(network.pk)) == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.integers(0, 3),
    change=st.sampled_from(
        ["verb = 'kernel.lied'", "data = '{\"n\": 99}'", "actor_id = gen_random_uuid()", "at = now()"]
    ),
)
def test_any_changed_row_is_found(place, change):
    with transaction.atomic():
        network, entries = a_chain(4)
        assert list(verify_chain(network.pk)) == []
        without_triggers(f"UPDATE kernel_auditentry SET {change} WHERE id = %s", [entries[place].pk])  # noqa: S608
        found = list(verify_chain(network.pk))
        assert found == [f"entry {place + 1} was changed after it was written"]
        transaction.set_rollback(True)


@pytest.mark.parametrize("place", range(4))
def test_any_removed_row_is_found(place):
    network, entries = a_chain(4)
    without_triggers("DELETE FROM kernel_auditentry WHERE id = %s", [entries[place].pk])
    assert list(verify_chain(network.pk)) != []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE kernel_auditentry SET verb = 'x'", "DELETE FROM kernel_auditentry", "TRUNCATE kernel_auditentry"],
)
def test_the_database_refuses_to_rewrite_the_journal(statement):
    a_chain(1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('spona.scratch', '', true)")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_erased_name_leaves_the_chain_whole():
    network, entries = a_chain(2)
    AuditEntry.objects.filter(pk=entries[0].pk).update(actor_name="")
    assert list(verify_chain(network.pk)) == []
