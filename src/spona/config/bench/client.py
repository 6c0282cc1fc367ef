"""The other end of the wire: keep-alive sockets that ask for one page again and again, in a process of their own.

`python -m spona.config.bench.client` reads a JSON order from stdin and writes the answer to stdout. It imports nothing
but the standard library, reads only what it needs of HTTP (status, length) and never parses the page, so that what it
costs stays small beside what it measures; its own processor time is part of the answer.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass, field

_HEADERS_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Target:
    """One page of one server."""

    port: int
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Order:
    """What to ask for, how long and with how many clients at once.

    Several targets are asked in turns, one request each: what else the machine does meanwhile then falls on all of them
    alike, and their ratio stays true where their seconds don't.
    """

    host: str
    targets: list[Target]
    seconds: float
    clients: int


@dataclass
class Answers:
    """What came back: seconds of each request, statuses with their counts, bytes of one body."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    body_bytes: int = 0
    elapsed: float = 0.0
    client_cpu: float = 0.0

    def add(self, seconds: float, status: str, body_bytes: int) -> None:
        """Count one answer."""
        self.seconds.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.body_bytes = max(self.body_bytes, body_bytes)


class Wire:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[str, int]:
        """Send one request and read its answer whole: (status, bytes of the body)."""
        self.socket.sendall(request)
        received = b""
        while _HEADERS_END not in received:
            received += self._more()
        head, _, body = received.partition(_HEADERS_END)
        status = head[9:12].decode()
        found = _LENGTH.search(head)
        expected = int(found.group(1)) if found else 0
        if found is None and status not in {"204", "304"}:
            raise ConnectionError("the answer names no length")
        count = len(body)
        while count < expected:
            count += len(self._more())
        return status, expected

    def _more(self) -> bytes:
        data = self.socket.recv(_CHUNK)
        if not data:
            raise ConnectionError("the server hung up")
        return data

    def close(self) -> None:
        self.socket.close()


def request_bytes(host: str, target: Target) -> bytes:
    """The request every client sends to a target."""
    lines = [f"GET {target.path} HTTP/1.1", f"Host: {host}:{target.port}", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in target.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def run(order: Order) -> list[Answers]:
    """Ask until the time is up and return what each target answered. Clients wait for an answer before they ask again.

    Errors: OSError where a connection breaks; nothing is measured then.
    """
    answers, lock = [Answers() for _ in order.targets], threading.Lock()
    requests = [request_bytes(order.host, target) for target in order.targets]
    broken: list[OSError] = []
    begun, cpu = time.perf_counter(), time.process_time()
    until = begun + order.seconds

    def one_client() -> None:
        try:
            wires = [Wire(order.host, target.port) for target in order.targets]
            while time.perf_counter() < until:
                for wire, request, of_target in zip(wires, requests, answers, strict=True):
                    asked = time.perf_counter()
                    status, size = wire.ask(request)
                    with lock:
                        of_target.add(time.perf_counter() - asked, status, size)
            for wire in wires:
                wire.close()
        except OSError as error:
            broken.append(error)

    clients = [threading.Thread(target=one_client) for _ in range(order.clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if broken:
        raise broken[0]
    for of_target in answers:
        of_target.elapsed = time.perf_counter() - begun
        of_target.client_cpu = time.process_time() - cpu
    return answers


def main() -> None:
    """Read the order, write the answers."""
    given = json.load(sys.stdin)
    order = Order(**given | {"targets": [Target(**target) for target in given["targets"]]})
    json.dump([asdict(answers) for answers in run(order)], sys.stdout)


if __name__ == "__main__":
    main()
