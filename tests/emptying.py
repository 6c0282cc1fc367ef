"""What a test that commits leaves behind is deleted in milliseconds; Django's flush takes more than half a second."""

from __future__ import annotations

import psycopg
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql

MADE_WITH_THE_TABLES = {ContentType._meta.db_table, Permission._meta.db_table}
JOBS = ("procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs", "procrastinate_workers")


def empty_tables(superuser_url: str) -> None:
    """Delete the rows of every table that has some, jobs among them, but those that migrating makes.

    The address is a superuser's on the test database: without triggers nothing asks for an order of the tables, and the
    journal lets its rows go. A flush truncates every table, empty or not, and then makes all permissions anew.
    """
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables = [*sorted(names - MADE_WITH_THE_TABLES - set(JOBS)), *JOBS]
    questions = [sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in tables]
    with psycopg.connect(superuser_url, options="-c lock_timeout=120s") as database:
        database.execute("SET session_replication_role = replica")
        has_rows = database.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(questions))).fetchone() or ()
        for table, filled in zip(tables, has_rows, strict=True):
            if filled:
                database.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
