"""People are asked to join, and come in with the role they were asked for."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier

import pytest
from django.db import connection
from tests.factories import a_manager, a_network

from spona.kernel.actions import end_role, invite
from spona.kernel.models import Actor, OutboxMessage, Problem, Role, RoleKind

pytestmark = pytest.mark.django_db


def test_an_invitation_goes_out_with_its_link():
    network = a_network()
    invitation = invite(email="Ana@Example.org ", kind=RoleKind.MENTOR, url_of="/join/TOKEN/", by=a_manager(network))
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.subject_id, mail.subject) == ("ana@example.org", invitation.pk, f"Your account at {network}")
    assert ("/join/" in mail.text, "/join/" in mail.html, "TOKEN" in mail.text) == (True, True, False)


def two_managers_remove_each_other(network):
    """Both at the same moment, from threads with connections of their own; returns how many then run the network."""
    roles = [Role.objects.get(account_id=a_manager(network).account_id) for _ in range(2)]
    start = Barrier(2)

    def remove(role):
        by = Actor.of_system("test", network.pk)
        start.wait(timeout=60)
        with suppress(Problem), closing(connection):
            end_role(role=role, by=by)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(remove, roles))
    return Role.objects.filter(network=network, ended_at=None).count()


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_at_once_leave_one():
    assert two_managers_remove_each_other(a_network()) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_locks_both_would_be_gone(monkeypatch):
    both_have_looked = Barrier(2)

    def look_without_locking(role):
        held = Role.objects.filter(network_id=role.network_id, ended_at=None).count()
        both_have_looked.wait(timeout=60)
        if held == 1:
            raise Problem("the last one", code="last_manager")

    monkeypatch.setattr("spona.kernel.actions.accounts._refuse_last_manager", look_without_locking)
    assert two_managers_remove_each_other(a_network()) == 0
