"""The processes of a running installation and their supervisor."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.core.management import CommandError

_SECONDS_TO_STOP = 10
_SECONDS_TO_BE_READY = 60
_DEATHS_ALLOWED = 5
_DEATHS_COUNT_FOR_SECONDS = 60
_THREADS = 8


def require_free_port(host: str, port: int) -> None:
    """Errors: CommandError where somebody else already listens on it, or the system refuses it to us."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"can't listen on {host}:{port} ({reason}): stop what runs there, or choose another port, PORT=8001."
            ) from error


def web_command(host: str, port: int, workers: int) -> list[str]:
    """granian with threads: our pages are synchronous, and every thread finds a connection in the process's pool."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    capacity = ["--workers", str(workers), "--blocking-threads", str(_THREADS), "--backpressure", "256"]
    behaviour = ["--respawn-failed-workers", "--log-level", "error", "--no-ws"]
    return [*server, *capacity, *behaviour, "spona.config.wsgi:application"]


def worker_command() -> list[str]:
    """The worker that runs the jobs the pages enqueued."""
    return [sys.executable, "-m", "django", "procrastinate", "worker"]


def wait_until_ready(host: str, port: int, still_wanted: Callable[[], bool]) -> bool:
    """Whether the server answers requests; gives up when it is no longer wanted or after a minute."""
    deadline = time.monotonic() + _SECONDS_TO_BE_READY
    while still_wanted() and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return True
        finally:
            connection.close()
    return False


@dataclass
class Child:
    """One supervised process and the moments it died."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        wrapper = [sys.executable, "-m", "spona.config.child", str(os.getpid())]
        self.process = subprocess.Popen([*wrapper, *self.command], stdin=subprocess.DEVNULL, start_new_session=True)

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def dies_too_often(self) -> bool:
        """Note one more death; whether there were too many lately."""
        now = time.monotonic()
        self.deaths.append(now)
        while self.deaths[0] < now - _DEATHS_COUNT_FOR_SECONDS:
            self.deaths.popleft()
        return len(self.deaths) > _DEATHS_ALLOWED


class Supervisor:
    """Starts the children, restarts one that dies, ends all of them together."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def start(self) -> None:
        """Start all, and take over the signals that end a program."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self.children:
            child.start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- the system's signature
        self.stopping = True

    def wanted(self) -> bool:
        return not self.stopping and not any(child.died() for child in self.children)

    def watch(self) -> None:
        """Return when asked to stop.

        Errors: CommandError where one child keeps dying.
        """
        while not self.stopping:
            for child in self.children:
                if child.died():
                    if child.dies_too_often():
                        raise CommandError(f"the {child.name} ends again and again; its last lines above say why.")
                    child.start()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask all children to end, wait, and end by force what doesn't."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _SECONDS_TO_STOP
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
