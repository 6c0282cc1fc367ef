"""The job worker for tests, on the test's own connection: ``with working(): some_action(...)``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Max
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job


@contextmanager
def working(*, failing: bool = False) -> Iterator[None]:
    """Run the jobs enqueued inside, and those they enqueue, when the block ends. ``failing``: as ``run_jobs``."""
    last = ProcrastinateJob.objects.aggregate(last=Max("id"))["last"] or 0
    yield
    run_jobs(failing=failing, after=last)


def run_jobs(*, failing: bool = False, also_later: bool = False, after: int = 0) -> list[str]:
    """Run the jobs that are due, in the order they were enqueued, until none is left; returns their names.

    A job's error is the test's error, unless ``failing``: then it is retried as its strategy says, or has failed.
    ``also_later``: don't wait for the time a retry is put off to. ``after``: only jobs written after the one with this
    number.
    """
    ran = []
    while (row := _next(also_later, after)) is not None:
        ran.append(row.task_name)
        task = app.tasks[row.task_name]
        error: Exception | None = None
        try:
            task.func(**row.args)
        except Exception as raised:
            if not failing:
                raise
            error = raised
        _finish(row, task, error)
    return ran


def _next(also_later: bool, after: int) -> ProcrastinateJob | None:
    waiting = ProcrastinateJob.objects.filter(status="todo", id__gt=after)
    return (waiting if also_later else waiting.filter(scheduled_at=None)).order_by("id").first()


def _finish(row: ProcrastinateJob, task: Any, error: Exception | None) -> None:
    job = Job(
        id=row.pk,
        queue=row.queue_name,
        lock=row.lock,
        queueing_lock=row.queueing_lock,
        task_name=row.task_name,
        attempts=row.attempts,
    )
    retry = task.get_retry_exception(error, job) if error else None
    status, later = ("todo", retry.retry_decision.retry_at) if retry else ("failed" if error else "succeeded", None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, scheduled_at = %s, attempts = attempts + 1 WHERE id = %s",
            [status, later, row.pk],
        )
