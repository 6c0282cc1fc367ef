"""`spona check`: does this installation hold together? Django's own checks, then database, migrations and files."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.check import Command as DjangoCheck
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(DjangoCheck):
    help = "Self test: configuration, database, migrations, files. Exit code 2 and one line at the first fault."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Side effects: writes and removes one file and one temporary table."""
        super().handle(*app_labels, **options)
        if options["list_tags"]:
            return
        self._database_can_be_written()
        self._migrations_are_applied()
        self._files_can_be_written()
        self.stdout.write("Configuration, database, migrations and files are in order.")

    def _database_can_be_written(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TEMPORARY TABLE write_probe ON COMMIT DROP AS SELECT 1")
        except DatabaseError as error:
            raise CommandError(f"the database can't be written: {error}") from error

    def _migrations_are_applied(self) -> None:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            raise CommandError(f"{len(missing)} migrations are not applied: run `spona migrate` (or `spona serve`).")

    def _files_can_be_written(self) -> None:
        folder = Path(settings.MEDIA_ROOT)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise CommandError(f"files can't be written to {folder}: {error.strerror}") from error
