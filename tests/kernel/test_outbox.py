"""Mail leaves after the action that caused it, is tried again when the server says no, and is never sent twice."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import a_manager, a_network
from tests.jobs import run_jobs, working

from spona.kernel.actions import invite, release_mail
from spona.kernel.actions.outbox import MAX_ATTEMPTS
from spona.kernel.models import OutboxMessage, OutboxState, RoleKind

pytestmark = pytest.mark.django_db


def write_a_mail():
    by = a_manager(a_network())
    invite(email="new@example.org", kind=RoleKind.NETWORK_MANAGER, url_of="https://spona.test/TOKEN/", by=by)
    return by


@pytest.fixture
def server_says_no(monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_mail_leaves_with_the_action_that_wrote_it():
    with working():
        write_a_mail()
    assert ([m.to for m in mail.outbox], OutboxMessage.objects.get().state) == ([["new@example.org"]], OutboxState.SENT)


def test_a_sent_mail_is_not_sent_again_by_a_job_that_runs_twice():
    with working():
        write_a_mail()
    from spona.kernel.tasks import deliver_mail

    deliver_mail(message_id=str(OutboxMessage.objects.get().pk))
    assert len(mail.outbox) == 1


def test_a_mail_the_server_does_not_take_waits_longer_each_time(server_says_no):
    waits = []
    with working(failing=True):
        write_a_mail()
    for _ in range(MAX_ATTEMPTS - 1):
        job = ProcrastinateJob.objects.get(status="todo")
        waits.append(round((job.scheduled_at - dt.datetime.now(dt.UTC)).total_seconds()))
        _run_once()
    assert [round(later / sooner) for sooner, later in pairwise(waits)] == [8, 8, 8]


def _run_once():
    """Run one job that was put off, as if its time had come."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    run_jobs(failing=True)


def test_after_five_tries_the_mail_has_failed_and_nobody_tries_again(server_says_no):
    with working(failing=True):
        write_a_mail()
    run_jobs(failing=True, also_later=True)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.error) == (OutboxState.FAILED, 5, "ConnectionRefusedError")
    assert not ProcrastinateJob.objects.filter(status="todo").exists()


def test_a_failed_mail_that_is_released_has_all_its_tries_again(server_says_no, monkeypatch):
    with working(failing=True):
        by = write_a_mail()
    run_jobs(failing=True, also_later=True)
    monkeypatch.undo()
    with working():
        released = release_mail(message=OutboxMessage.objects.get(), by=by)
    assert (released.attempts, len(mail.outbox)) == (0, 1)


def test_without_the_retries_a_single_refusal_would_lose_the_mail(server_says_no, monkeypatch):
    """Negative control of the two above: no strategy, no second try."""
    from spona.kernel.tasks import deliver_mail

    monkeypatch.setattr(deliver_mail, "retry_strategy", None)
    with working(failing=True):
        write_a_mail()
    assert (OutboxMessage.objects.get().attempts, run_jobs(failing=True, also_later=True)) == (1, [])
