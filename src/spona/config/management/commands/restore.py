"""`spona restore FILE`: bring a backup back."""

import shutil
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from spona.config.backup import conninfo, contents_of, empty_database, opened, restore_database, write_backup
from spona.config.embedded import EmbeddedServer
from spona.kernel.models.row_security import grant_to_app_role, make_app_role


class Command(BaseCommand):
    help = "Bring a backup back into an empty database; --replace first saves and then empties a filled one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a tar written by `spona backup`")
        parser.add_argument("--replace", action="store_true", help="save what is there under var/, then replace it")

    def handle(self, **options: Any) -> None:
        """Side effects: replaces the database's tables and grants them to the application, adds the backup's files to
        the files folder.
        """
        database, files = settings.DATABASES["default"], Path(settings.MEDIA_ROOT)
        target = conninfo(database)
        connections.close_all()
        with opened(options["file"]) as (folder, manifest):
            if contents_of(target).rows.get("kernel_account"):
                self._save_what_is_there(database, files, allowed=options["replace"])
                self._rehearse(folder, manifest)
            empty_database(target)
            make_app_role()
            restore_database(folder, manifest, target)
            grant_to_app_role()
            if (folder / "files").is_dir():
                shutil.copytree(folder / "files", files, dirs_exist_ok=True)
        self.stdout.write(f"Restored {sum(manifest['rows'].values())} rows as of {manifest['made_at']}.")

    def _rehearse(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Restore into a throw-away server first: what is there is not emptied for a backup that does not hold."""
        with EmbeddedServer(scratch=True) as server:
            restore_database(folder, manifest, server.url())

    def _save_what_is_there(self, database: dict[str, Any], files: Path, *, allowed: bool) -> None:
        if not allowed:
            raise CommandError("the database holds data: add --replace to save it under var/ and replace it.")
        saved = settings.VAR_DIR / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}.tar"
        write_backup(saved, database, files)
        self.stdout.write(f"What was there is saved in {saved}")
