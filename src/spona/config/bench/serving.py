"""A throw-away installation as in production: its own PostgreSQL with durability on, its own granian, DEBUG off."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from spona.config.bench.client import Answers, Order
from spona.config.bench.figures import Figures, figures_of
from spona.config.bench.pages import BenchPage
from spona.config.bench.seeding import SeededFair
from spona.config.database import database_settings
from spona.config.embedded import EmbeddedServer
from spona.config.serving import Child, wait_until_ready, web_command
from spona.kernel.models import Account

HOST = "127.0.0.1"
WARM_UP_SECONDS = 0.4
SETTLING_SECONDS = 8.0
"""A server that has just started reads libraries beside its first answers (``config.warming``): not measured."""

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def fresh_database(server: EmbeddedServer, name: str) -> Iterator[str]:
    """Point this process at a new, migrated database of the server for the block; yields its address."""
    address, before = server.url(name), dict(connections["default"].settings_dict)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    _reconnect(database_settings(address))
    try:
        call_command("migrate", interactive=False, verbosity=0)
        yield address
    finally:
        _reconnect(before)


@contextmanager
def own_server(home: Path) -> Iterator[EmbeddedServer]:
    """Run a server in ``home`` and point this process at it for the block."""
    before = dict(connections["default"].settings_dict)
    with EmbeddedServer(home) as server:
        _reconnect(database_settings(server.url()))
        try:
            yield server
        finally:
            _reconnect(before)


def _reconnect(database: dict[str, object]) -> None:
    wrapper = connections["default"]
    wrapper.close()
    if isinstance(wrapper, DatabaseWrapper):
        wrapper.close_pool()
    wrapper.settings_dict.update(database)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def web_server(database_url: str, var: Path, workers: int) -> Iterator[int]:
    """Run granian with the production settings over the database; yields its port.

    Errors: CommandError where it does not answer within a minute.
    """
    port = free_port()
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "spona.config.settings.prod",
        "DATABASE_URL": database_url,
        "SPONA_SECRET_KEY": settings.SECRET_KEY,
        "SPONA_HOSTS": HOST,
        "SPONA_SMTP_HOST": "localhost",
        "SPONA_VAR": str(var),
    }
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, env={**os.environ, **surroundings}, check=True, timeout=120)
    command = ["/usr/bin/env", *(f"{name}={value}" for name, value in surroundings.items())]
    child = Child("web server", [*command, *web_command(HOST, port, workers)])
    child.start()
    try:
        if not wait_until_ready(HOST, port, lambda: not child.died()):
            raise CommandError("the web server of the benchmark did not start; its last lines above say why.")
        time.sleep(SETTLING_SECONDS)
        yield port
    finally:
        _end(child)


def _end(child: Child) -> None:
    """Ask a child to end and wait; one that doesn't within ten seconds is ended by force."""
    if child.process is None:
        return
    child.process.terminate()
    try:
        child.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def session_cookie(account: Account) -> str:
    """Log an account in without its password; returns the header of the browser's cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Measure:
    """Measures pages of one seeded fair: half of ``seconds`` with one reader, half with ``clients`` at once."""

    def __init__(self, seeded: SeededFair, port: int, *, size: int, seconds: float, clients: int) -> None:
        self.seeded, self.port, self.size = seeded, port, size
        self.seconds, self.clients = seconds, clients
        people = {"manager": seeded.manager, "member": seeded.member}
        self.cookies = {who: session_cookie(account) for who, account in people.items()}

    def page(self, page: BenchPage) -> Figures:
        """Ask for a page until its time is up, warmed up first.

        Errors: CommandError where the client could not.
        """
        headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "identity", "Accept-Language": "en"}
        if page.who:
            headers["Cookie"] = self.cookies[page.who]
        path = page.address(self.seeded)
        queries, etag = self._look(path, headers)
        if page.revalidated:
            headers["If-None-Match"] = etag
            queries, _etag = self._look(path, headers)
        self._ask(path, headers, WARM_UP_SECONDS, self.clients)
        alone = self._ask(path, headers, self.seconds / 2, 1)
        busy = self._ask(path, headers, self.seconds / 2, self.clients)
        return figures_of(page, self.size, alone, busy, queries)

    def _look(self, path: str, headers: dict[str, str]) -> tuple[int, str]:
        """Open the page once in this process, where every query can be counted: (queries, ETag).

        It is opened twice, because the first opening also finds out which network answers.
        """
        browser = Client(headers=dict(headers), SERVER_NAME=HOST, raise_request_exception=False)
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(path)
        counted = [query for query in captured.captured_queries if not query["sql"].startswith(_TRANSACTION)]
        return len(counted), response.headers.get("ETag", "")

    def _ask(self, path: str, headers: dict[str, str], seconds: float, clients: int) -> Answers:
        order = Order(HOST, self.port, path, headers, seconds, clients)
        command = [sys.executable, "-m", "spona.config.bench.client"]
        answer = subprocess.run(
            command, input=json.dumps(asdict(order)), capture_output=True, text=True, check=False, timeout=seconds + 60
        )
        if answer.returncode:
            raise CommandError(f"{path} could not be measured: {answer.stderr.strip().splitlines()[-1]}")
        return Answers(**json.loads(answer.stdout))
