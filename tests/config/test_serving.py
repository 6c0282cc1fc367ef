"""The supervisor: a busy port is one line, a child never outlives its parent, a dead child is started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from spona.config import console
from spona.config.database import database_settings
from spona.config.serving import Child, Supervisor, require_free_port

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and waits to be collected doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_busy_port_is_refused_with_a_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=rf"can't listen on 127.0.0.1:{port} .* choose another port"):
            require_free_port("127.0.0.1", port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux promises it")
def test_a_child_ends_with_its_parent_even_when_that_is_killed() -> None:
    program = "from spona.config.serving import Child; import sys, time\n"
    program += "child = Child('sleeper', [sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)'])\n"
    program += "child.start(); print(child.process.pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert parent.stdout is not None
    lines = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
    child = int((lines - {"1"}).pop())
    assert is_alive(child)

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 60
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not is_alive(child)
    parent.stdout.close()


def test_a_child_that_keeps_dying_stops_the_whole() -> None:
    supervisor = Supervisor([Child("sleeper", [sys.executable, "-c", "raise SystemExit(1)"])])
    supervisor.children[0].start()

    with pytest.raises(CommandError, match="the sleeper ends again and again"):
        supervisor.watch()
    supervisor.stop()


def test_stopping_ends_every_child() -> None:
    supervisor = Supervisor([Child("one", SLEEP), Child("two", SLEEP)])
    for child in supervisor.children:
        child.start()

    supervisor.stop()

    assert [child.died() for child in supervisor.children] == [True, True]


def test_only_postgresql_is_a_database() -> None:
    with pytest.raises(ImproperlyConfigured, match="Spona runs on PostgreSQL only"):
        database_settings("sqlite:///spona.db")


def test_an_address_with_odd_characters_is_read_whole() -> None:
    entry = database_settings("postgresql://us%40er:p%2Fw@db.example:6543/spo%20na?sslmode=require")

    assert (entry["USER"], entry["PASSWORD"], entry["HOST"]) == ("us@er", "p/w", "db.example")
    assert (entry["PORT"], entry["NAME"], entry["OPTIONS"]["sslmode"]) == ("6543", "spo na", "require")


def test_an_unknown_command_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/unused")

    assert console.main(["nonsense"]) == 2
    assert capsys.readouterr().err == (
        "spona nonsense: there is no command 'nonsense'; `spona help --commands` lists them all.\n"
    )
