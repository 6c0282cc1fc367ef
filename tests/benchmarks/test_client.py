"""The measuring client against a small server: it reads answers whole, keeps its connection and counts honestly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spona.config.bench.client import Order, Target, run

BODY = b"x" * 200_000


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[tuple[str, int]] = set()

    def do_GET(self) -> None:
        self.connections.add(self.client_address)
        unchanged = self.headers.get("If-None-Match") == "known"
        self.send_response(304 if unchanged else 200)
        if not unchanged:
            self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the standard library's name
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Answering.connections.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_client_keeps_one_connection_and_reads_every_answer_whole(port: int) -> None:
    answers = run(Order("127.0.0.1", [Target(port, "/", {})], 0.2, 3))[0]

    assert len(Answering.connections) == 3
    assert answers.body_bytes == len(BODY)
    assert answers.statuses == {"200": len(answers.seconds)}


def test_an_answer_without_a_body_is_understood(port: int) -> None:
    answers = run(Order("127.0.0.1", [Target(port, "/", {"If-None-Match": "known"})], 0.1, 1))[0]

    assert (answers.statuses, answers.body_bytes) == ({"304": len(answers.seconds)}, 0)


def test_a_server_that_is_not_there_is_an_error_and_no_figure() -> None:
    with pytest.raises(OSError, match="refused"):
        run(Order("127.0.0.1", [Target(1, "/", {})], 0.1, 1))


def test_several_targets_are_asked_in_turns(port: int) -> None:
    known = Target(port, "/", {"If-None-Match": "known"})

    first, second = run(Order("127.0.0.1", [Target(port, "/", {}), known], 0.2, 1))

    assert (set(first.statuses), set(second.statuses)) == ({"200"}, {"304"})
    assert len(first.seconds) == len(second.seconds)
