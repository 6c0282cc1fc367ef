"""Work for later: a job is a row written in the transaction that wants the work, by name and with ids."""

from __future__ import annotations

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.types import JSONValue

_writer = App(connector=DjangoConnector())
"""Writes jobs over Django's own connection, so that a job is saved or rolled back with the rows it is about. The app
of ``procrastinate.contrib.django`` does so in pages only: inside a worker it has connections of its own, and a job
written there would start before its rows are saved."""


def enqueue(name: str, *, lock: str | None = None, **ids: str) -> None:
    """Write a job in the caller's transaction; a worker sees it after commit, and nobody after a rollback.

    ``name`` is a task declared in some module's ``tasks.py``; ``ids`` are strings only, so that a job never acts on
    stale rows. ``lock``: jobs with the same lock run one after another.
    """
    _writer.configure_task(name, lock=lock).defer(**ids)


def enqueue_each(name: str, jobs: list[dict[str, str]]) -> None:
    """Write many jobs of one kind in the caller's transaction, with one query; ``jobs`` are the ids of each."""
    rows: list[dict[str, JSONValue]] = [dict(ids) for ids in jobs]
    if rows:
        _writer.configure_task(name).batch_defer(*rows)
