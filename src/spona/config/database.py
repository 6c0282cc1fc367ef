"""Which database the settings use: the one of DATABASE_URL, else the private server under `var/`."""

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


def private_database_url(var: Path) -> str:
    """Where the private server of `var` answers once it runs; nothing is started here."""
    return EmbeddedServer(postgres_home(var)).url()
