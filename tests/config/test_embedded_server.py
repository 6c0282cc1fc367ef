"""The private PostgreSQL: shared by its users, gone with the last one, moved to a newer version whole."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from spona.config.embedded import (
    APP_ROLE,
    OWNER_ROLE,
    EmbeddedServer,
    EmbeddedServerError,
    available_programs,
)
from spona.config.embedded.binaries import server_user


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder the server's user can reach, unlike pytest's own temporary folders."""
    folder = Path(tempfile.mkdtemp(prefix="spona-home-"))
    folder.chmod(0o711)
    yield folder / "postgres"
    shutil.rmtree(folder)


def ask(server: EmbeddedServer, question: str, role: str = OWNER_ROLE) -> object:
    with psycopg.connect(server.url(role=role), autocommit=True) as connection:
        cursor = connection.execute(question)  # type: ignore[call-overload]
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def is_running(server: EmbeddedServer) -> bool:
    try:
        psycopg.connect(server.url()).close()
    except psycopg.OperationalError:
        return False
    return True


def eventually(condition: Callable[[], bool]) -> bool:
    """Whether the condition becomes true within a minute."""
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_data_stays_when_the_server_is_started_again(home: Path) -> None:
    with EmbeddedServer(home) as server:
        ask(server, "CREATE TABLE note AS SELECT 'kept' AS text")
    with EmbeddedServer(home) as server:
        assert ask(server, "SELECT text FROM note") == "kept"


def test_the_server_stops_with_its_last_user(home: Path) -> None:
    first, second = EmbeddedServer(home), EmbeddedServer(home)
    first.start()
    second.start()

    first.stop()
    assert is_running(second)

    second.stop()
    assert not is_running(second)


def test_the_server_stops_when_its_only_user_is_killed(home: Path) -> None:
    program = "import sys, time; from pathlib import Path; from spona.config.embedded import EmbeddedServer; "
    program += "EmbeddedServer(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    user = subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE)  # noqa: S603
    assert user.stdout is not None
    assert user.stdout.readline() == b"up\n"
    server = EmbeddedServer(home)
    assert is_running(server)

    os.kill(user.pid, signal.SIGKILL)
    user.communicate()

    assert eventually(lambda: not is_running(server))


def test_a_scratch_server_leaves_nothing_behind() -> None:
    with EmbeddedServer(scratch=True) as server:
        assert ask(server, "SHOW fsync") == "off"

    assert not server.home.exists()


def test_data_somebody_keeps_is_written_with_full_durability(home: Path) -> None:
    with EmbeddedServer(home) as server:
        settings = {name: ask(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")}

    assert settings == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def test_the_server_listens_on_no_network_address(scratch_server: EmbeddedServer) -> None:
    assert ask(scratch_server, "SHOW listen_addresses") == ""


def test_the_socket_is_open_to_the_servers_user_alone(scratch_server: EmbeddedServer) -> None:
    folder = scratch_server.socket_folder.stat()

    assert (folder.st_mode & 0o777, folder.st_uid) == (0o700, server_user().uid)


def test_the_app_role_reads_and_writes_the_owners_tables_but_changes_no_table(home: Path) -> None:
    with EmbeddedServer(home) as server:
        ask(server, "CREATE TABLE note (text text)")
        ask(server, "INSERT INTO note VALUES ('by the app')", APP_ROLE)

        assert ask(server, "SELECT text FROM note", APP_ROLE) == "by the app"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server, "DROP TABLE note", APP_ROLE)


def test_a_folder_too_deep_for_a_socket_gets_a_short_one(home: Path) -> None:
    deep = home / ("folder-" * 12)
    with EmbeddedServer(deep) as server:
        assert ask(server, "SELECT 1") == 1
        assert server.socket_folder.parent == Path("/tmp")  # noqa: S108
    server.socket_folder.rmdir()


def test_data_moves_to_a_newer_version_and_the_old_folder_stays(home: Path) -> None:
    by_major = {programs.major: programs for programs in available_programs(server_user())}
    if len(by_major) < 2:
        pytest.skip("only one version of PostgreSQL on this machine")
    old, new = min(by_major), max(by_major)
    with EmbeddedServer(home, programs=by_major[old]) as server:
        ask(server, "CREATE TABLE note AS SELECT 'Ђорђе' AS text")
        ask(server, "CREATE INDEX ON note USING gin (text gin_trgm_ops)")

    with EmbeddedServer(home, programs=by_major[new]) as server:
        major = int(str(ask(server, "SHOW server_version_num"))) // 10_000
        text = ask(server, "SELECT text FROM note", APP_ROLE)

    assert (major, text) == (new, "Ђорђе")
    assert (home / str(old) / "data" / "PG_VERSION").exists()


def test_data_of_a_version_that_is_gone_is_refused_with_a_remedy(home: Path) -> None:
    home.mkdir()
    (home / "major").write_text("14\n")

    with pytest.raises(EmbeddedServerError, match="install 'postgresql-14' once more"):
        EmbeddedServer(home).start()
