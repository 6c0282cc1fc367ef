"""The private server itself: create the data folder, start or join, roles and database, stop."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from spona.config.embedded import guardian
from spona.config.embedded.binaries import (
    EmbeddedServerError,
    Programs,
    available_programs,
    preferred_programs,
    server_user,
    shared_state_folder,
)

DATABASE = "spona"
OWNER_ROLE = "spona_owner"
APP_ROLE = "spona_app"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")

_SUPERUSER = "postgres"
_PORT = 5432  # only part of the socket's name: the server listens on no network address
_LONGEST_SOCKET_PATH = 100
_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 20
_UNSAFE_FOR_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def database_url(socket_folder: Path, database: str = DATABASE, role: str = OWNER_ROLE) -> str:
    """The address of a database behind a socket folder, in the form of `DATABASE_URL`."""
    return f"postgresql://{role}@/{quote(database)}?host={quote(str(socket_folder), safe='')}&port={_PORT}"


class EmbeddedServer:
    """A PostgreSQL of our own under `home`, reachable through a socket that only its user (and root) can open.

    Several processes may use one home at the same time: the first starts the server, the last one's end stops it
    (`guardian.py`). With `scratch=True` the home is a throw-away folder, durability is off and everything is removed
    afterwards; never use that for data somebody wants to keep.

    The socket folder stands in for a password: no network port exists, so none can be busy or reached from outside.
    """

    def __init__(self, home: Path | None = None, *, scratch: bool = False, programs: Programs | None = None) -> None:
        if (home is None) != scratch:
            raise ValueError("a scratch server makes its own folder; any other server needs a home")
        self.user = server_user()
        self.scratch = scratch
        self.home = _scratch_home() if home is None else self._reachable(home.absolute())
        self.socket_folder = self._socket_folder()
        self._wanted_programs = programs
        self._users_lock: int | None = None
        self._guardian: subprocess.Popen[bytes] | None = None

    # -- use -----------------------------------------------------------------------------------------------------------

    def url(self, database: str = DATABASE, role: str = OWNER_ROLE) -> str:
        return database_url(self.socket_folder, database, role)

    def start(self) -> None:
        """Start the server or join the running one. Side effects: creates and, for another major version, moves data.

        Errors: EmbeddedServerError with the end of the server's log.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711)  # ours: the server's user passes through to its own folders and writes nothing here
        with _exclusive(self.home / "start.lock"):
            self._users_lock = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users_lock, fcntl.LOCK_SH)  # waits while a guardian is stopping the server
            if not self._answers():
                try:
                    self._start_own()
                except BaseException:
                    self._release()
                    raise

    def stop(self) -> None:
        """Leave the server; where nobody else uses it, wait until it has ended."""
        if self._users_lock is None:
            return
        try:
            fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._release()
            return
        self._release()
        deadline = time.monotonic() + _SECONDS_TO_STOP
        data = self._data_folder(self._recorded_major()) if self.home.exists() else self.home
        while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        if self._guardian is not None:
            self._guardian.wait(timeout=_SECONDS_TO_STOP)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    # -- starting ------------------------------------------------------------------------------------------------------

    def _start_own(self) -> None:
        """Start the recorded version's data, or fresh data, or move the data to a newer installed version first."""
        preferred = self._wanted_programs or preferred_programs(self.user)
        recorded = self._recorded_major()
        if recorded is None:
            self._run(preferred)
            self._record(preferred.major)
        elif recorded == preferred.major:
            self._run(preferred)
        else:
            self._run_other_major(recorded, preferred)

    def _run_other_major(self, recorded: int, preferred: Programs) -> None:
        """Dump with the newer programs from the old server, restore into a new folder, keep the old folder.

        Data of a newer version than the preferred one stays with its own programs: a dump can't go backwards.
        """
        old = next((p for p in available_programs(self.user) if p.major == recorded), None)
        if old is None:
            raise EmbeddedServerError(
                f"The data in {self._data_folder(recorded)} was written by PostgreSQL {recorded}, whose programs are "
                f"gone: install 'postgresql-{recorded}' once more and start again."
            )
        self._run(old)
        if recorded > preferred.major:
            return
        dump = Path(tempfile.mkdtemp(prefix="spona-upgrade-")) / "spona.dump"
        _run_program(preferred, "pg_dump", "--format=custom", f"--file={dump}", self.url())
        self._end_guardian()
        shutil.rmtree(self.home / str(preferred.major), ignore_errors=True)
        self._run(preferred)
        self._restore(preferred, dump)
        shutil.rmtree(dump.parent)
        self._record(preferred.major)

    def _restore(self, programs: Programs, dump: Path) -> None:
        """Fill the fresh database. As superuser: the dump names the extensions' owner and the grants of both roles."""
        address = f"--dbname={self.url(role=_SUPERUSER)}"
        _run_program(programs, "pg_restore", "--exit-on-error", "--clean", "--if-exists", address, str(dump))

    def _run(self, programs: Programs) -> None:
        """Run the server of one major version and make sure that its roles and database exist."""
        data = self._data_folder(programs.major)
        if not (data / "PG_VERSION").exists():
            self._create_data(programs, data)
        self._own_folder(self.socket_folder, 0o700)
        self._start_guardian(programs, data)
        self._prepare_database()

    def _create_data(self, programs: Programs, data: Path) -> None:
        data.parent.mkdir(exist_ok=True)
        data.parent.chmod(0o711)
        if data.exists():  # a first start that was interrupted: nothing in it is anybody's data
            shutil.rmtree(data)
        self._own_folder(data, 0o700)
        arguments = [
            "--username",
            _SUPERUSER,
            "--auth=trust",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--no-instructions",
        ]
        result = subprocess.run(
            [programs.path("initdb"), "--pgdata", str(data), *arguments, *(["--no-sync"] if self.scratch else [])],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **self.user.popen_arguments(),  # type: ignore[call-overload]
        )
        if result.returncode:
            raise EmbeddedServerError(f"PostgreSQL can't create its data folder {data}: {result.stderr.strip()}")

    def _start_guardian(self, programs: Programs, data: Path) -> None:
        settings = ["listen_addresses=", f"unix_socket_directories={self.socket_folder}", f"port={_PORT}"]
        settings += ["unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC", "max_connections=200"]
        settings += _UNSAFE_FOR_SPEED if self.scratch else ()
        options = [part for setting in settings for part in ("-c", setting)]
        plan = {
            "command": [programs.path("postgres"), "-D", str(data), *options],
            "privileges": self.user.popen_arguments(),
            "lock": str(self.home / "users.lock"),
            "log": str(self.home / "server.log"),
            "remove": str(self.home) if self.scratch else None,
        }
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", str(guardian.__file__), json.dumps(plan)],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._answers():
            if self._guardian.poll() is not None or time.monotonic() > deadline:
                log = (self.home / "server.log").read_text(errors="replace").strip().splitlines()[-3:]
                raise EmbeddedServerError(f"PostgreSQL did not start: {' / '.join(log)}")
            time.sleep(0.02)

    def _end_guardian(self) -> None:
        """Stop the server while staying its only user: give the lock away and take it again."""
        if self._users_lock is None or self._guardian is None:
            raise EmbeddedServerError("this process did not start the server")
        fcntl.flock(self._users_lock, fcntl.LOCK_UN)
        self._guardian.wait(timeout=_SECONDS_TO_STOP)
        fcntl.flock(self._users_lock, fcntl.LOCK_SH)

    def _prepare_database(self) -> None:
        """Roles, extensions and the database. Everything stands in `template1`, so test databases have it too."""
        with self._superuser("template1") as connection:
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (APP_ROLE, "LOGIN")):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(f"CREATE ROLE {role} {rights}")
            connection.execute(f"GRANT {APP_ROLE} TO {OWNER_ROLE}")  # the owner may step down (SET ROLE)
            for extension in EXTENSIONS:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            for rights, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
                grant = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE} GRANT {rights} ON {things} TO {APP_ROLE}"
                connection.execute(grant)
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not exists:
            with self._superuser("postgres") as connection:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")

    # -- folders and small questions -----------------------------------------------------------------------------------

    def _superuser(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.url(database, _SUPERUSER), autocommit=True, connect_timeout=5)

    def _answers(self) -> bool:
        try:
            self._superuser("template1").close()
        except psycopg.OperationalError:
            return False
        return True

    def _reachable(self, home: Path) -> Path:
        """`home`, or for root a folder outside root's home where the server's user could not walk down to `home`."""
        return home if self.user.can_reach(home) else shared_state_folder(home)

    def _socket_folder(self) -> Path:
        """Inside the home where the system's limit for socket paths allows it, else a short name of its own."""
        inside = self.home / "socket"
        if len(str(inside)) + len(f"/.s.PGSQL.{_PORT}") <= _LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/tmp") / f"spona-{self.user.uid}-{digest}"  # noqa: S108  # nosec B108 - owner and mode are checked

    def _own_folder(self, folder: Path, mode: int) -> None:
        """Make `folder` the server user's with exactly `mode`; a folder somebody else put there is refused."""
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), self.user.uid}:
            raise EmbeddedServerError(f"{folder} belongs to another user: remove it and start again.")
        self.user.own(folder)
        folder.chmod(mode)

    def _data_folder(self, major: int | None) -> Path:
        return self.home / str(major) / "data"

    def _recorded_major(self) -> int | None:
        record = self.home / "major"
        return int(record.read_text()) if record.exists() else None

    def _record(self, major: int) -> None:
        (self.home / "major").write_text(f"{major}\n")

    def _release(self) -> None:
        if self._users_lock is not None:
            os.close(self._users_lock)
            self._users_lock = None


class _exclusive:  # noqa: N801 -- used like a function in a `with` line
    """Hold an exclusive lock on a file while the block runs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = self.path.open("a")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()


def _scratch_home() -> Path:
    """A throw-away folder with a short name, so that the socket fits into it."""
    return Path(tempfile.mkdtemp(prefix="spona-pg-", dir="/tmp"))  # nosec B108 - made by mkdtemp


def _run_program(programs: Programs, name: str, *arguments: str) -> None:
    """Run one client program; its complaint becomes ours."""
    result = subprocess.run([programs.path(name), *arguments], capture_output=True, text=True, check=False)
    if result.returncode:
        raise EmbeddedServerError(f"{name} failed: {result.stderr.strip()}")
