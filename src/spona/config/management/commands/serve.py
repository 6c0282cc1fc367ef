"""`spona serve`: the web server and the job worker, until Ctrl-C."""

import os
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from spona.config.serving import (
    Child,
    Supervisor,
    require_free_port,
    wait_until_ready,
    web_command,
    worker_command,
)


class Command(BaseCommand):
    help = "Bring the database up to date, then run the web server and the job worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="default: PORT, else 8000")
        parser.add_argument("--workers", type=int, default=1, help="web server processes (default 1, 8 threads each)")
        parser.add_argument("--with-demo", action="store_true", help="fill an empty database with the demo content")

    def handle(self, **options: Any) -> None:
        """Side effects: migrates; with `--with-demo` writes demo content into an empty database; blocks."""
        host, port = options["host"], self._port(options["port"])
        require_free_port(host, port)
        call_command("migrate", interactive=False, verbosity=0)
        if options["with_demo"] and not apps.get_model("kernel", "Network").objects.exists():
            self._fill()
        connections.close_all()
        web = Child("web server", web_command(host, port, options["workers"]))
        supervisor = Supervisor([web, Child("job worker", worker_command())])
        supervisor.start()
        try:
            if wait_until_ready(host, port, supervisor.wanted):
                self._announce(host, port)
            supervisor.watch()
        finally:
            supervisor.stop()
        self.stdout.write("Stopped.")

    def _port(self, text: str) -> int:
        if not text.isdigit() or not 0 < int(text) < 65536:
            raise CommandError(f"the port '{text}' is not a number from 1 to 65535.")
        return int(text)

    def _fill(self) -> None:
        if "demo" in get_commands():
            self.stdout.write("Writing the demo content ...")
            call_command("demo")

    def _announce(self, host: str, port: int) -> None:
        """The address, and the demo logins where there are any."""
        logins = settings.VAR_DIR / "demo_logins.txt"
        self.stdout.write(f"\nSpona runs at http://{host}:{port}")
        if logins.exists():
            self.stdout.write(logins.read_text().rstrip())
        self.stdout.write("Ctrl-C stops it; all data stays.\n")
        self.stdout.flush()
