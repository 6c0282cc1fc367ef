"""The second wall between networks: PostgreSQL itself shows a connection the rows of one network only.

See ``docs/decisions/0020-row-level-security.md`` for which tables have which policy, and why.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.migrations.operations.base import Operation

APP_ROLE = "spona_app"
SETTING = "spona.network"
NETWORK = f"NULLIF(current_setting('{SETTING}', true), '')::uuid"

OWN = f"network_id = {NETWORK}"
UNKNOWN = f"{NETWORK} IS NULL"


class RowSecurity(Operation):
    """Let the application's role see and write the rows of its network only, in the named tables.

    Every module's migrations call it for their tables with ``network_id``. ``parent`` names (column, table) for parts
    without a network of their own: their rows are seen and written where their parent's row is seen.
    ``readable_before_network`` is for the few tables that tell which network it is: while a transaction has named none,
    they may be read and not written. The owner's role, which migrates, backs up and restores, is not bound.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, tables: list[str], *, parent: tuple[str, str] | None = None, readable_before_network: bool = False
    ) -> None:
        self.tables, self.parent, self.readable_before_network = tables, parent, readable_before_network

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the migration writer prints."""
        named = {"parent": self.parent, "readable_before_network": self.readable_before_network}
        return type(self).__name__, [self.tables], named

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models stay as they are."""

    def database_forwards(self, _app_label: str, schema_editor: Any, *_states: Any) -> None:
        """Switch row security on and name the policies."""
        own = OWN
        if self.parent:
            column, table = self.parent
            own = f"EXISTS (SELECT FROM {table} parent WHERE parent.id = {column})"  # nosec B608  names from migrations
        schema_editor.execute(MAKE_APP_ROLE)
        for table in self.tables:
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
            schema_editor.execute(
                f"CREATE POLICY own_network ON {table} TO {APP_ROLE} USING ({own}) WITH CHECK ({own})"
            )
            if self.readable_before_network:
                schema_editor.execute(
                    f"CREATE POLICY before_network ON {table} FOR SELECT TO {APP_ROLE} USING ({UNKNOWN})"
                )

    def database_backwards(self, _app_label: str, schema_editor: Any, *_states: Any) -> None:
        """Take the wall down."""
        for table in self.tables:
            schema_editor.execute(f"DROP POLICY own_network ON {table}")
            schema_editor.execute(f"DROP POLICY IF EXISTS before_network ON {table}")
            schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """Return what migrate prints."""
        return f"Row security for {', '.join(self.tables)}"


MAKE_APP_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN CREATE ROLE {APP_ROLE}; END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role {APP_ROLE} is missing: an administrator runs CREATE ROLE {APP_ROLE} first.';
END $$
"""  # nosec B608  a constant of ours

GRANT_TO_APP_ROLE = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
    END IF;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'An administrator runs GRANT {APP_ROLE} TO % first.', current_user;
END $$
"""  # nosec B608  a constant of ours


def make_app_role(database: str = "default") -> None:
    """Make the application's role where the server has none, so that policies that name it can be restored.

    Errors: ``DatabaseError`` where the owner may not make roles.
    """
    with connections[database].cursor() as cursor:
        cursor.execute(MAKE_APP_ROLE)


def grant_to_app_role(database: str = "default") -> None:
    """Let the connection step down to the application's role, and that role use every table there is.

    Tables of packages (sessions, jobs, log-in) come without a migration of ours that could grant them. Runs after
    every ``migrate``; running it again changes nothing. Errors: ``DatabaseError`` where the owner may not grant the
    role.
    """
    make_app_role(database)
    with connections[database].cursor() as cursor:
        cursor.execute(GRANT_TO_APP_ROLE)
