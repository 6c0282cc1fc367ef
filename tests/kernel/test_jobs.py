"""A job is written with the rows it is about: what was acknowledged is done, also where a process dies in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_manager, a_network

from spona.kernel.actions import Letter, enqueue, in_network, invite, send_mail_messages
from spona.kernel.actions import jobs as jobs_of_the_kernel
from spona.kernel.actions.outbox import register_mail
from spona.kernel.models import Actor, OutboxMessage, RoleKind


class DiedError(Exception):
    """The process is gone."""


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests(db: None) -> None:
    """The library's rows are no model of ours: the flush after a test leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@contextmanager
def dying_after_commit() -> Iterator[None]:
    """The process dies when its rows are saved and before anything else happens."""

    def die(_connection: BaseDatabaseWrapper) -> None:
        raise DiedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "run_and_clear_commit_hooks", die)
        with pytest.raises(DiedError):
            yield


def enqueue_and_roll_back() -> None:
    with suppress(DiedError), transaction.atomic():
        enqueue("kernel.deliver_mail", message_id="1")
        raise DiedError


def invite_somebody(by: Actor) -> None:
    with in_network(by.network_id):
        invite(email="new@example.org", kind=RoleKind.NETWORK_MANAGER, url_of="https://spona.test/TOKEN/", by=by)


def mails_without_a_job() -> list[str]:
    """Queued mails nobody will ever send."""
    with_job = {args["message_id"] for args in ProcrastinateJob.objects.values_list("args", flat=True)}
    return [str(pk) for pk in OutboxMessage.objects.values_list("pk", flat=True) if str(pk) not in with_job]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_right_after_saving_leaves_no_mail_without_its_job() -> None:
    by = a_manager(a_network())
    with dying_after_commit():
        invite_somebody(by)

    assert (OutboxMessage.objects.count(), mails_without_a_job()) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_handed_over_after_saving_the_mail_would_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the one above."""
    written = jobs_of_the_kernel.enqueue
    monkeypatch.setattr(
        "spona.kernel.actions.outbox.enqueue",
        lambda name, **ids: transaction.on_commit(lambda: written(name, **ids)),
    )
    by = a_manager(a_network())
    with dying_after_commit():
        invite_somebody(by)

    assert len(mails_without_a_job()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_mails_have_their_jobs_the_moment_they_are_saved() -> None:
    by = a_manager(a_network())
    register_mail("kernel.invitation")
    letters = [
        Letter(to=f"{n}@example.org", language="en", context={"link_url": "https://spona.test/"}) for n in range(3)
    ]
    with dying_after_commit(), in_network(by.network_id):
        send_mail_messages("kernel.invitation", letters=letters, by=by)

    assert (OutboxMessage.objects.count(), mails_without_a_job()) == (3, [])


def test_nothing_is_done_for_what_was_rolled_back() -> None:
    enqueue_and_roll_back()

    assert ProcrastinateJob.objects.count() == 0


def test_a_job_that_wants_another_one_writes_it_with_its_own_rows() -> None:
    """Inside a worker the library has connections of its own; ours stays in the transaction all the same."""
    with app.replace_connector(app.connector.get_worker_connector()):
        enqueue_and_roll_back()
        enqueue("kernel.deliver_mail", message_id="2")

    assert list(ProcrastinateJob.objects.values_list("args", flat=True)) == [{"message_id": "2"}]


def test_the_role_that_sees_one_network_only_may_write_jobs() -> None:
    network = a_network()
    with in_network(network.pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            role = cursor.fetchone()[0]
        enqueue("kernel.deliver_mail", lock="one", message_id="1")

    assert (role, ProcrastinateJob.objects.get().lock) == ("spona_app", "one")
