"""Which database the settings use: the one of DATABASE_URL, else the private server under `var/`."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from spona.config.embedded import EmbeddedServer

POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def postgres_home(var: Path) -> Path:
    """The folder of the private server inside `var`."""
    return var / "postgres"


def database_settings(url: str) -> dict[str, Any]:
    """Django's entry for a `postgresql://user:password@host:port/name?option=value` address.

    Errors: ImproperlyConfigured where it isn't PostgreSQL or names no database.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/database: Spona runs on PostgreSQL only."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": {**options, "pool": dict(POOL)},
    }


def read_moments_quickly() -> None:
    """Let new connections read times with the standard library's parser: the driver's own is a fifth of a list's cost.

    Call once Django is set up. What isn't written in UTC goes to the driver's parser as before.
    """
    from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template

    class QuickMoments(BaseTzLoader):
        timezone = dt.UTC

        def load(self, data: bytes | bytearray | memoryview) -> dt.datetime:
            try:
                moment = dt.datetime.fromisoformat(bytes(data).decode())
            except ValueError:
                return super().load(data)
            return moment if moment.tzinfo is dt.UTC else super().load(data)

    get_adapters_template(True, dt.UTC).register_loader("timestamptz", QuickMoments)


def private_database_url(var: Path) -> str:
    """Where the private server of `var` answers once it runs; nothing is started here."""
    return EmbeddedServer(postgres_home(var)).url()
