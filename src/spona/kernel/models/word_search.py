"""How a few rows are found among many by words in their names, behind row security.

Row security has the database judge the network of a row before anything that could betray it, and ``LIKE`` counts as
such; a trigram index is then of no use and every row of the network is read. The functions made here run with the
owner's rights, judge the network themselves and return nothing but ids, which the reader's own query takes up.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.migrations.operations.base import Operation

from spona.kernel.models.row_security import APP_ROLE, NETWORK

NEAR_ENOUGH = 0.4
"""Word similarity from which a mistyped word still finds (0..1, ``pg_trgm``)."""

_SEEN = f"CASE WHEN current_setting('role') = '{APP_ROLE}' THEN {NETWORK} ELSE network END"
"""The network whose rows may be seen: the transaction's for the application, the one asked about for the owner."""

_WITH_WORDS = """
CREATE FUNCTION {table}_with_words(network uuid, part uuid, words text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    word text;
    question text := 'SELECT id FROM {table} WHERE network_id = $1{of_part}';
BEGIN
    FOREACH word IN ARRAY words LOOP
        question := question || format(' AND {column} LIKE %L', '%' || word || '%');
    END LOOP;
    RETURN QUERY EXECUTE question || ' LIMIT $3' USING {seen}, part, most;
END $$
"""

_NEAR = """
CREATE FUNCTION {table}_near(network uuid, phrase text, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- not a SET of the function: only a superuser may write one down in a session that has not loaded pg_trgm yet, and
    -- neither an upgrade nor a restore runs as one
    PERFORM set_config('pg_trgm.word_similarity_threshold', '{near}', true);
    RETURN QUERY EXECUTE 'SELECT id FROM {table} WHERE network_id = $1 AND $2 <% {column}
        ORDER BY word_similarity($2, {column}) DESC, id LIMIT $3' USING {seen}, phrase, most;
END $$
"""


class WordSearch(Operation):
    """Make the functions that find rows of ``table`` by words in its folded ``column``.

    ``part`` names a column that narrows the search to one owner (a fair), "" for all of a network. ``near`` adds the
    search that forgives mistakes.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, column: str, *, part: str = "", near: bool = False) -> None:
        self.table, self.column, self.part, self.near = table, column, part, near

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the migration writer prints."""
        return type(self).__name__, [self.table, self.column], {"part": self.part, "near": self.near}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models stay as they are."""

    def database_forwards(self, _app_label: str, schema_editor: Any, *_states: Any) -> None:
        """Make the functions; nobody but the application's role may call them."""
        of_part = f" AND {self.part} = $2" if self.part else " AND $2 IS NULL"
        named = {"table": self.table, "column": self.column, "seen": _SEEN, "of_part": of_part, "near": NEAR_ENOUGH}
        schema_editor.execute(_WITH_WORDS.format(**named), params=None)
        if self.near:
            schema_editor.execute(_NEAR.format(**named), params=None)
        for signature in self._signatures():
            schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {APP_ROLE}")

    def database_backwards(self, _app_label: str, schema_editor: Any, *_states: Any) -> None:
        """Take the functions away."""
        for signature in self._signatures():
            schema_editor.execute(f"DROP FUNCTION {signature}")

    def _signatures(self) -> list[str]:
        near = [f"{self.table}_near(uuid, text, integer)"] if self.near else []
        return [f"{self.table}_with_words(uuid, uuid, text[], integer)", *near]

    def describe(self) -> str:
        """Return what migrate prints."""
        return f"Search by words for {self.table}"


def ids_with_words(table: str, network_id: UUID, words: list[str], *, part: UUID | None, most: int) -> list[UUID]:
    """Return at most ``most`` ids of rows in which every word occurs; which ones where there are more is left open."""
    return _asked(f"{table}_with_words", [network_id, part, words, most])


def ids_near(table: str, network_id: UUID, phrase: str, *, most: int) -> list[UUID]:
    """Return the ids of the rows whose words are nearest to ``phrase``, the nearest first."""
    return _asked(f"{table}_near", [network_id, phrase, most])


def _asked(function: str, values: list[Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.callproc(function, values)
        return [row[0] for row in cursor.fetchall()]
