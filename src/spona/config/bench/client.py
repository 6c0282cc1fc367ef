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
class Order:
    """What to ask for, how long and with how many clients at once."""

    host: str
    port: int
    path: str
    headers: dict[str, str]
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


def request_bytes(order: Order) -> bytes:
    """The one request all clients send."""
    lines = [f"GET {order.path} HTTP/1.1", f"Host: {order.host}:{order.port}", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in order.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def run(order: Order) -> Answers:
    """Ask until the time is up. Each client waits for its answer before it asks again.

    Errors: OSError where a connection breaks; nothing is measured then.
    """
    answers, request, lock = Answers(), request_bytes(order), threading.Lock()
    broken: list[OSError] = []
    begun, cpu = time.perf_counter(), time.process_time()
    until = begun + order.seconds

    def one_client() -> None:
        times, statuses, size = [], dict[str, int](), 0
        try:
            wire = Wire(order.host, order.port)
            while (asked := time.perf_counter()) < until:
                status, size = wire.ask(request)
                times.append(time.perf_counter() - asked)
                statuses[status] = statuses.get(status, 0) + 1
            wire.close()
        except OSError as error:
            broken.append(error)
        with lock:
            answers.seconds += times
            answers.body_bytes = max(answers.body_bytes, size)
            for status, count in statuses.items():
                answers.statuses[status] = answers.statuses.get(status, 0) + count

    clients = [threading.Thread(target=one_client) for _ in range(order.clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if broken:
        raise broken[0]
    answers.elapsed = time.perf_counter() - begun
    answers.client_cpu = time.process_time() - cpu
    return answers


def main() -> None:
    """Read the order, write the answers."""
    order = Order(**json.load(sys.stdin))
    json.dump(asdict(run(order)), sys.stdout)


if __name__ == "__main__":
    main()
