"""A restored installation works at once; a command on a database nobody has migrated says so in one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.factories import a_network

from spona.config.backup import write_backup
from spona.config.embedded import EmbeddedServer

Spona = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = "import sys; from spona.config.console import main; raise SystemExit(main(sys.argv[1:]))"
GRANTS = """
SELECT count(*) FILTER (WHERE has_table_privilege('spona_app', oid, 'SELECT, INSERT, UPDATE, DELETE')) = count(*),
       count(*) > 50
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def empty(scratch_server: EmbeddedServer) -> Iterator[str]:
    """The address of a database without tables."""
    with psycopg.connect(scratch_server.url("template1", "postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE restore_sample OWNER spona_owner")
        yield scratch_server.url("restore_sample")
        admin.execute("DROP DATABASE restore_sample WITH (FORCE)")


@pytest.fixture
def spona(empty: str, tmp_path: Path) -> Spona:
    """Run a command on the empty database, as a person does in a terminal."""
    environment = {**os.environ, "DATABASE_URL": empty, "SPONA_VAR": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    environment["DJANGO_SETTINGS_MODULE"] = "spona.config.settings.dev"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  our own interpreter and our own arguments
            [sys.executable, "-c", COMMAND, *arguments], capture_output=True, text=True, check=False, env=environment
        )

    return run


@pytest.mark.parametrize(
    "command",
    [("demo",), ("found", "--name", "Mreža", "--manager", "ana@example.org"), ("import", __file__, "--fair", "sajam")],
    ids=lambda command: command[0],
)
def test_a_command_on_a_database_nobody_migrated_says_so_in_one_line(command: tuple[str, ...], spona: Spona) -> None:
    done = spona(*command)

    said = f"spona {command[0]}: the database lacks tables of this version: run `spona migrate` first.\n"
    assert (done.returncode, done.stderr, done.stdout) == (2, said, "")


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path) -> Path:
    """A backup of an installation with one network."""
    a_network(slug="most")
    write_backup(tmp_path / "backup.tar", {**connection.settings_dict}, tmp_path / "files")
    return tmp_path / "backup.tar"


def networks_seen_by_the_application(address: str) -> tuple[Any, ...]:
    with psycopg.connect(address) as restored:
        grants = restored.execute(GRANTS).fetchone()
        restored.execute("SET ROLE spona_app")
        slugs = restored.execute("SELECT slug FROM kernel_network").fetchall()
    return (grants, slugs)


def test_a_restored_database_may_be_used_by_the_application_at_once(backup: Path, spona: Spona, empty: str) -> None:
    done = spona("restore", str(backup))

    assert (done.returncode, done.stderr) == (0, "")
    assert networks_seen_by_the_application(empty) == ((True, True), [("most",)])


def test_a_backup_that_does_not_hold_does_not_cost_what_is_there(backup: Path, spona: Spona, empty: str) -> None:
    spona("restore", str(backup))
    with psycopg.connect(empty, autocommit=True) as there:
        there.execute(
            "INSERT INTO kernel_account (id, created_at, updated_at, date_joined, password, is_superuser, email, name,"
            " language, is_active, is_staff, is_demo) VALUES (gen_random_uuid(), now(), now(), now(), '', false,"
            " 'ana@example.org', '', '', true, false, false)"
        )
    spoilt = spoil(backup)

    done = spona("restore", str(spoilt), "--replace")

    assert (done.returncode, "differs at rows of kernel_network: expected 7" in done.stderr) == (2, True)
    assert networks_seen_by_the_application(empty)[1] == [("most",)]


def spoil(backup: Path) -> Path:
    """A copy whose manifest claims seven networks."""
    spoilt = backup.with_name("spoilt.tar")
    with tarfile.open(backup) as source, tarfile.open(spoilt, "w") as target:
        for member in source.getmembers():
            part = source.extractfile(member)
            content = part.read() if part else b""
            if member.name == "manifest.json":
                manifest = json.loads(content)
                manifest["rows"]["kernel_network"] = 7
                content = json.dumps(manifest).encode()
                member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    return spoilt
