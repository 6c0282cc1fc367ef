"""What took long to make is laid down again for the next test: every row as it was, with its own key."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

SHELF = "remembered"
COLUMNS = """
SELECT quote_ident(table_name), string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
  AND table_name NOT LIKE 'procrastinate%' AND table_name <> 'django_migrations'
GROUP BY table_name ORDER BY table_name
"""


def remember() -> None:
    """Copy every row of the scratch database to a shelf of its own, which no flush empties. Jobs are not kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        _run(cursor, f"DROP SCHEMA IF EXISTS {SHELF} CASCADE", f"CREATE SCHEMA {SHELF}")
        for table, _columns in _tables(cursor):
            _run(cursor, f"CREATE TABLE {SHELF}.{table} AS TABLE public.{table}")


def lay_down() -> None:
    """Put the remembered rows where whatever is there now stood. Keys are checked once all of them lie there."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        _run(cursor, f"TRUNCATE {', '.join(f'public.{table}' for table, _columns in tables)}")
        for table, columns in tables:
            _run(cursor, f"INSERT INTO public.{table} ({columns}) (SELECT {columns} FROM {SHELF}.{table})")  # noqa: S608  names of tables


def _run(cursor: Any, *statements: str) -> None:
    for statement in statements:
        cursor.execute(statement)


def _tables(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(COLUMNS)
    return list(cursor.fetchall())
