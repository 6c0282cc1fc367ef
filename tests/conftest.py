"""One scratch PostgreSQL for the whole run, started with the first test that needs a database, and the browser fixtures."""

from collections.abc import Iterator

import pytest

from spona.config.database import database_settings
from spona.config.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def scratch_server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL of this run alone: parallel runs don't see each other, and nothing is left behind."""
    with EmbeddedServer(scratch=True) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(scratch_server: EmbeddedServer) -> None:
    """Point Django at the scratch server before pytest-django creates the test database."""
    from django.db import connections

    connections["default"].settings_dict.update(database_settings(scratch_server.url()))
