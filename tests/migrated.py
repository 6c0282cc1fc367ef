"""The migrated database of an earlier run, so that a run of a few tests doesn't wait for a hundred migrations.

It is kept in `.pytest_cache` under a name drawn from everything that decides what migrating makes: migrations, models
and the locked packages. After a change of any of them the next run migrates again; `make clean` forgets it.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import psycopg

from spona.config.embedded import APP_ROLE, OWNER_ROLE, EmbeddedServer, preferred_programs
from spona.config.embedded.binaries import Programs, server_user

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"
TEMPLATE = "migrated"


def kept_dump(programs: Programs) -> Path:
    """Where the database that migrating makes of the code as it stands is kept; it need not be there."""
    known = hashlib.sha256(f"{programs.major} {OWNER_ROLE} {APP_ROLE}".encode())
    sources = [ROOT / "requirements-dev.lock", Path(__file__)]
    for folder in ("migrations", "models"):
        sources += sorted((ROOT / "src/spona").glob(f"*/{folder}/**/*.py"))
    for source in sources:
        known.update(source.relative_to(ROOT).as_posix().encode() + source.read_bytes())
    return KEPT / f"{known.hexdigest()[:20]}.dump"


def use_kept(server: EmbeddedServer, settings: dict[str, Any]) -> None:
    """Let the test database be made from the kept one, where there is one: `settings["TEST"]` then names it."""
    programs = preferred_programs(server_user())
    dump = kept_dump(programs)
    if not dump.exists():
        return
    with psycopg.connect(server.url("postgres", role="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER_ROLE} TEMPLATE template0")
    address = f"--dbname={server.url(TEMPLATE, role='postgres')}"
    subprocess.run([programs.path("pg_restore"), "--exit-on-error", address, str(dump)], check=True)  # noqa: S603
    settings["TEST"]["TEMPLATE"] = TEMPLATE


def keep(server: EmbeddedServer, database: str) -> None:
    """Keep the freshly migrated test database for later runs, in place of those of other code."""
    programs = preferred_programs(server_user())
    dump = kept_dump(programs)
    for outdated in KEPT.glob("*.dump"):
        outdated.unlink(missing_ok=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = dump.with_suffix(f".{server.home.name}")
    options = ["--format=custom", f"--file={unfinished}", server.url(database, role="postgres")]
    subprocess.run([programs.path("pg_dump"), *options], check=True)  # noqa: S603
    unfinished.rename(dump)
