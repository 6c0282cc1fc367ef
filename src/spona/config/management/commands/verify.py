"""`spona verify FILE`: prove a backup by restoring it elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from spona.config.backup import prove


class Command(BaseCommand):
    help = "Restore a backup into a throw-away server and compare every table, file and journal head with its manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a tar written by `spona backup`")

    def handle(self, **options: Any) -> None:
        manifest = prove(options["file"])
        rows, tables = sum(manifest["rows"].values()), len(manifest["rows"])
        self.stdout.write(f"{options['file']} of {manifest['made_at']} restores: {rows} rows in {tables} tables agree.")
