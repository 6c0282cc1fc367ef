"""`spona backup FILE`: database and files in one tar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from spona.config.backup import write_backup


class Command(BaseCommand):
    help = "Write the database and all files into one tar with a manifest. People may go on working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the tar to write; it must not exist yet")

    def handle(self, **options: Any) -> None:
        manifest = write_backup(options["file"], settings.DATABASES["default"], Path(settings.MEDIA_ROOT))
        rows, files = sum(manifest["rows"].values()), len(manifest["sha256"]) - 1
        self.stdout.write(f"{options['file']}: {rows} rows, {files} files. Prove it: spona verify {options['file']}")
