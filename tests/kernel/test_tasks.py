"""Jobs that nobody asks for: those of dead workers, and cleaning up."""

import asyncio
import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from spona.kernel.actions import save_draft
from spona.kernel.models import Draft, IdempotencyRecord
from spona.kernel.queries import draft_of
from spona.kernel.tasks import DEAD_AFTER, forget_old


def a_job_of_a_worker(silent_for: int) -> int:
    """A job begun by a worker that gave its last sign of life so many seconds ago; returns its id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
            " RETURNING id",
            [silent_for],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'kernel.deliver_mail', '{}', 'doing', %s) RETURNING id",
            [worker],
        )
        return cursor.fetchone()[0]


def rescue() -> None:
    """Run ``kernel.retry_stalled_jobs`` as the worker does: on a connection of its own."""
    connector = app.connector.get_worker_connector()

    async def once():
        with app.replace_connector(connector):
            async with app.open_async():
                await app.configure_task("kernel.retry_stalled_jobs").defer_async(timestamp=0)
                await app.run_worker_async(
                    wait=False, listen_notify=False, install_signal_handlers=False, concurrency=1, queues=["default"]
                )

    asyncio.run(once())


@pytest.mark.django_db(transaction=True)
def test_jobs_of_a_dead_worker_go_to_the_living(monkeypatch):
    monkeypatch.setattr(app.tasks["kernel.deliver_mail"], "func", lambda: None)
    orphan, busy = a_job_of_a_worker(silent_for=DEAD_AFTER + 10), a_job_of_a_worker(silent_for=5)
    rescue()
    states = dict(ProcrastinateJob.objects.filter(pk__in=[orphan, busy]).values_list("pk", "status"))
    assert states == {orphan: "succeeded", busy: "doing"}


@pytest.mark.django_db
def test_drafts_and_answers_are_forgotten_after_thirty_days():
    for name, days in (("old", 31), ("young", 29)):
        save_draft(owner="account:1", form=f"/{name}/", data={"name": name})
        IdempotencyRecord.objects.create(owner="account:1", key=name * 4, path="/", body_hash="b")
        then = timezone.now() - dt.timedelta(days=days)
        Draft.objects.filter(form=f"/{name}/").update(updated_at=then)
        IdempotencyRecord.objects.filter(key=name * 4).update(created_at=then)
    forget_old(timestamp=0)
    assert [draft_of("account:1", form) for form in ("/old/", "/young/")] == [{}, {"name": "young"}]
    assert list(IdempotencyRecord.objects.values_list("key", flat=True)) == ["young" * 4]
