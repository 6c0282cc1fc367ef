"""A private PostgreSQL that lives exactly as long as somebody uses it."""

from spona.config.embedded.binaries import EmbeddedServerError, Programs, available_programs, preferred_programs
from spona.config.embedded.server import APP_ROLE, DATABASE, OWNER_ROLE, EmbeddedServer, database_url

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "EmbeddedServer",
    "EmbeddedServerError",
    "Programs",
    "available_programs",
    "database_url",
    "preferred_programs",
]
