"""Work for later: enqueued by name, with ids, when the transaction has been saved."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue


def enqueue(name: str, *, lock: str | None = None, **ids: str) -> None:
    """Hand a job to the worker after commit. Nothing is enqueued when the transaction rolls back.

    ``name`` is a task declared in some module's ``tasks.py``; ``ids`` are strings only, so that a job never acts on
    stale rows. ``lock``: jobs with the same lock run one after another.
    """
    transaction.on_commit(lambda: app.configure_task(name, lock=lock).defer(**ids))


def enqueue_each(name: str, jobs: list[dict[str, str]]) -> None:
    """Hand many jobs of one kind to the worker after commit, in one query; ``jobs`` are the ids of each."""
    rows: list[dict[str, JSONValue]] = [dict(ids) for ids in jobs]
    if rows:
        transaction.on_commit(lambda: app.configure_task(name).batch_defer(*rows))
