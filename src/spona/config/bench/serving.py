"""A throw-away installation as in production: its own PostgreSQL with durability on, its own granian, DEBUG off."""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from spona.config.bench.client import Answers, Order, Target
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


class Installation:
    """One server over one seeded fair, and how its pages are asked for."""

    def __init__(self, seeded: SeededFair, address: str, port: int, *, size: int) -> None:
        self.seeded, self.address, self.port, self.size = seeded, address, port, size
        people = {"manager": seeded.manager, "member": seeded.member}
        self.cookies = {who: session_cookie(account) for who, account in people.items()}

    def prepare(self, page: BenchPage) -> tuple[Target, int, int]:
        """Return what to ask for, and how many queries and function calls the page takes.

        It is opened in this process, where they can be counted; several times, because the first opening also finds out
        which network answers.
        """
        _reconnect(database_settings(self.address))
        cache.clear()
        headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "identity", "Accept-Language": "en"}
        if page.who:
            headers["Cookie"] = self.cookies[page.who]
        path = page.address(self.seeded)
        queries, calls, etag = self._look(path, headers)
        if page.revalidated:
            headers["If-None-Match"] = etag
            queries, calls, _etag = self._look(path, headers)
        return Target(self.port, path, headers), queries, calls

    def _look(self, path: str, headers: dict[str, str]) -> tuple[int, int, str]:
        browser = Client(headers=dict(headers), SERVER_NAME=HOST, raise_request_exception=False)
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(path)
        counted = [query for query in captured.captured_queries if not query["sql"].startswith(_TRANSACTION)]
        profiler = cProfile.Profile()
        profiler.runcall(browser.get, path)
        calls: int = vars(pstats.Stats(profiler))["total_calls"]
        return len(counted), calls, response.headers.get("ETag", "")


def measure(page: BenchPage, installations: Sequence[Installation], seconds: float, clients: int) -> list[Figures]:
    """Ask all installations for a page: in turns by one reader, then each by ``clients`` at once.

    ``seconds`` is for each installation, half of it for each way. Errors: CommandError where a server does not answer.
    """
    prepared = [installation.prepare(page) for installation in installations]
    targets = [target for target, _queries, _calls in prepared]
    _ask(targets, WARM_UP_SECONDS * len(targets), clients)
    alone = _ask(targets, seconds / 2 * len(targets), 1)
    busy = [_ask([target], seconds / 2, clients)[0] for target in targets]
    return [
        figures_of(page, installation.size, by_one, by_all, queries, calls)
        for installation, by_one, by_all, (_target, queries, calls) in zip(
            installations, alone, busy, prepared, strict=True
        )
    ]


def _ask(targets: list[Target], seconds: float, clients: int) -> list[Answers]:
    order = Order(HOST, targets, seconds, clients)
    command = [sys.executable, "-m", "spona.config.bench.client"]
    answer = subprocess.run(
        command, input=json.dumps(asdict(order)), capture_output=True, text=True, check=False, timeout=seconds + 60
    )
    if answer.returncode:
        said = answer.stderr.strip().splitlines()[-1]
        raise CommandError(f"{targets[0].path} could not be measured: {said}")
    return [Answers(**of_target) for of_target in json.loads(answer.stdout)]
