"""A backup is proven by restoring it: what differs, is damaged or is no backup is named."""

import json
import tarfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError

from spona.config import backup
from spona.config.backup import conninfo, prove, restore_database, write_backup
from spona.config.database import database_settings
from spona.config.embedded import EmbeddedServer

HEAD = "a" * 64


@pytest.fixture(scope="module")
def database(scratch_server: EmbeddedServer) -> dict[str, Any]:
    """A database with two notes and the head of one network's journal."""
    with psycopg.connect(scratch_server.url("template1", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE backup_sample OWNER spona_owner")
    with psycopg.connect(scratch_server.url("backup_sample")) as connection:
        connection.execute("CREATE TABLE note AS SELECT unnest(ARRAY['Ђорђе', 'Šuma']) AS text")
        connection.execute("CREATE INDEX ON note USING gin (text gin_trgm_ops)")
        connection.execute("CREATE TABLE kernel_audithead (network_id uuid, sequence bigint, hash text)")
        connection.execute("INSERT INTO kernel_audithead VALUES (gen_random_uuid(), 7, %s)", [HEAD])
    return database_settings(scratch_server.url("backup_sample"))


@pytest.fixture
def archive(database: dict[str, Any], tmp_path: Path) -> Path:
    files = tmp_path / "files"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "abc").write_text("a statute")
    write_backup(tmp_path / "backup.tar", database, files)
    return tmp_path / "backup.tar"


def with_member(archive: Path, name: str, content: bytes) -> Path:
    """A copy of the archive in which one member has other content."""
    folder = archive.parent / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (folder / name).write_bytes(content)
    changed = archive.with_name("changed.tar")
    with tarfile.open(changed, "w") as tar:
        for member in sorted(folder.iterdir()):
            tar.add(member, member.name)
    return changed


def test_a_backup_restores_to_the_same_rows_and_journal_heads(archive: Path) -> None:
    manifest = prove(archive)

    assert manifest["rows"] == {"kernel_audithead": 1, "note": 2}
    assert list(manifest["audit_heads"].values()) == [f"7 {HEAD}"]
    assert sorted(manifest["sha256"]) == ["database.dump", "files/ab/abc"]


def test_a_backup_is_readable_by_its_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_never_written_over(archive: Path, database: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="exists already"):
        write_backup(archive, database, tmp_path)


def test_a_damaged_file_is_named(archive: Path) -> None:
    with pytest.raises(CommandError, match="files/ab/abc is missing or damaged"):
        prove(with_member(archive, "files/ab/abc", b"another statute"))


@pytest.fixture
def claims_three_notes(archive: Path) -> Path:
    """A backup whose manifest counted one row more than its dump holds."""
    with tarfile.open(archive) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        manifest = json.load(content)
    manifest["rows"]["note"] = 3
    return with_member(archive, "manifest.json", json.dumps(manifest).encode())


def test_a_lost_row_is_named(claims_three_notes: Path) -> None:
    with pytest.raises(CommandError, match="differs at rows of note: expected 3, restored 2"):
        prove(claims_three_notes)


def test_without_counting_the_restored_rows_a_lost_one_would_pass(
    claims_three_notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the figures are really taken from the restored database."""
    with backup.opened(claims_three_notes) as (_, manifest):
        claimed = backup.Contents(manifest["rows"], manifest["audit_heads"])
    monkeypatch.setattr(backup, "contents_of", lambda _: claimed)

    assert prove(claims_three_notes)["rows"]["note"] == 3


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_text("Dear all")

    with pytest.raises(CommandError, match="is not a readable backup"):
        prove(tmp_path / "letter.tar")


def test_a_password_stays_out_of_the_command_line(database: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    run = backup.subprocess.run
    monkeypatch.setattr(backup.subprocess, "run", lambda command, **kw: seen.append(command) or run(command, **kw))

    with pytest.raises(CommandError):
        restore_database(Path("/nowhere"), {}, conninfo({**database, "PASSWORD": "a-secret"}))

    assert [Path(command[0]).name for command in seen][-1] == "pg_restore"
    assert [part for command in seen for part in command if "a-secret" in part] == []
