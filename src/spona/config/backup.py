"""A backup is one tar file: the database, the files, and a manifest of what must be found again after restoring it.

Rows are counted in the very snapshot that is dumped, so the manifest holds for a database that is being written to.
"""

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import CommandError
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from spona.config.embedded import EmbeddedServer, Programs, available_programs
from spona.config.embedded.binaries import server_user

KIND, VERSION = "spona-backup", 1
_MANIFEST, _DUMP, _FILES = "manifest.json", "database.dump", "files"


@dataclass(frozen=True)
class Contents:
    """What a database holds, in figures that must be equal before and after."""

    rows: dict[str, int]
    audit_heads: dict[str, str]


def write_backup(target: Path, database: dict[str, Any], files: Path) -> dict[str, Any]:
    """Write the backup of a database and a folder of files; returns its manifest. The file appears whole or not at all.

    Errors: CommandError where the target exists already or the programs to dump with are missing.
    """
    if target.exists():
        raise CommandError(f"{target} exists already: choose another name, a backup is never written over.")
    if not target.absolute().parent.is_dir():
        raise CommandError(f"the folder {target.absolute().parent} does not exist: create it first.")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".spona-backup-") as folder:
        dump = Path(folder) / _DUMP
        contents = _dump_with_contents(conninfo(database), dump)
        stored = sorted(path for path in files.rglob("*") if path.is_file()) if files.is_dir() else []
        manifest = {
            "kind": KIND,
            "version": VERSION,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **asdict(contents),
            "sha256": {_DUMP: _sha256(dump), **{f"{_FILES}/{p.relative_to(files)}": _sha256(p) for p in stored}},
        }
        unfinished = Path(folder) / "backup.tar"
        (Path(folder) / _MANIFEST).write_text(json.dumps(manifest, indent=1))
        with tarfile.open(unfinished, "w") as archive:
            archive.add(Path(folder) / _MANIFEST, _MANIFEST)
            archive.add(dump, _DUMP)
            for path in stored:
                archive.add(path, f"{_FILES}/{path.relative_to(files)}")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.chmod(0o600)
        unfinished.rename(target)
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Unpack a backup into a passing folder and check every hash; yields the folder and the manifest.

    Errors: CommandError naming the file and what is wrong with it.
    """
    with tempfile.TemporaryDirectory(prefix="spona-backup-") as name:
        folder = Path(name)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
            manifest = json.loads((folder / _MANIFEST).read_text())
            expected = dict(manifest["sha256"])
            is_ours = (manifest["kind"], manifest["version"]) == (KIND, VERSION)
        except FileNotFoundError as error:
            raise CommandError(f"there is no file {source}, or no manifest in it: name a backup of Spona.") from error
        except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{source} is not a readable backup of Spona: use another one.") from error
        if not is_ours:
            raise CommandError(f"{source} was written by another version of Spona: restore it with that version.")
        for path, digest in expected.items():
            if not (folder / path).is_file() or _sha256(folder / path) != digest:
                raise CommandError(f"{source}: {path} is missing or damaged: use another backup.")
        yield folder, manifest


def restore_database(folder: Path, manifest: dict[str, Any], target: str) -> None:
    """Fill the empty database behind the connection string `target` and compare it with the manifest.

    Errors: CommandError naming the first figure that differs.
    """
    _run(
        _programs_for(target),
        "pg_restore",
        target,
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(folder / _DUMP),
    )
    found = contents_of(target)
    for kind, figures in asdict(found).items():
        for name in sorted(set(figures) | set(manifest[kind])):
            if figures.get(name) != manifest[kind].get(name):
                expected = f"{manifest[kind].get(name)}, restored {figures.get(name)}"
                raise CommandError(f"the restored database differs at {kind} of {name}: expected {expected}.")


def prove(source: Path) -> dict[str, Any]:
    """Restore a backup into a throw-away server and compare; returns its manifest.

    Errors: CommandError where it is damaged or restores to something else.
    """
    with opened(source) as (folder, manifest), EmbeddedServer(scratch=True) as server:
        restore_database(folder, manifest, server.url())
        return manifest


def empty_database(target: str) -> None:
    """Drop every table. Side effect: all rows are gone; callers write a backup first."""
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def contents_of(target: str) -> Contents:
    """Count a database as it stands."""
    with psycopg.connect(target) as connection:
        return _contents(connection)


def conninfo(database: dict[str, Any]) -> str:
    """The connection string for one entry of Django's DATABASES."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo(**{ours: database[theirs] for theirs, ours in names.items() if database.get(theirs)})


def _contents(connection: psycopg.Connection[Any]) -> Contents:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    rows = {}
    for (table,) in tables:
        counted = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        rows[table] = counted[0] if counted else 0
    heads = {}
    if "kernel_audithead" in rows:
        found = connection.execute("SELECT network_id::text, sequence, hash FROM kernel_audithead").fetchall()
        heads = {network: f"{sequence} {digest}" for network, sequence, digest in found}
    return Contents(rows, heads)


def _dump_with_contents(target: str, dump: Path) -> Contents:
    """Dump and count within one exported snapshot."""
    with psycopg.connect(target) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        contents = _contents(connection)
        options = [
            "--format=custom",
            "--no-comments",
            f"--snapshot={snapshot[0] if snapshot else ''}",
            f"--file={dump}",
        ]
        _run(_programs_for(target), "pg_dump", target, *options)
    return contents


def _programs_for(target: str) -> Programs:
    """The oldest installed programs that are not older than the server: a dump is readable by its own version."""
    with psycopg.connect(target) as connection:
        major = connection.info.server_version // 10_000
    fitting = [programs for programs in available_programs(server_user()) if programs.major >= major]
    if not fitting:
        raise CommandError(f"pg_dump of PostgreSQL {major} or newer is missing: install 'postgresql-client-{major}'.")
    return min(fitting, key=lambda programs: programs.major)


def _run(programs: Programs, name: str, target: str, *options: str) -> None:
    """Run a client program; the password travels in the environment, where no process list shows it."""
    address = {name: str(value) for name, value in conninfo_to_dict(target).items() if value is not None}
    secret = {"PGPASSWORD": address.pop("password")} if "password" in address else {}
    result = subprocess.run(
        [programs.path(name), f"--dbname={make_conninfo(**address)}", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **secret},
    )
    if result.returncode:
        raise CommandError(f"{name} failed: {result.stderr.strip()}")


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
