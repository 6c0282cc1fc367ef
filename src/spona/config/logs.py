"""Log lines a machine can read: one JSON object a line, with the request's id and without personal data."""

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="-")

LINK_TOKEN = re.compile(r"(/(?:f|t|calendar|invitation)/)[\w-]{16,}")
"""A signed link opens somebody's page: the log keeps the way and not the key."""


class RequestIdMiddleware:
    """Gives each request a random id, sends it back as X-Request-Id and puts it on every log line of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = secrets.token_hex(8)
        request.request_id = identifier  # type: ignore[attr-defined]  # the page of a failure names it
        request_id.set(identifier)  # kept until the next request: Django logs a 4xx or 5xx after all middleware
        response = self.get_response(request)
        response.headers["X-Request-Id"] = identifier
        return response


class RequestIdFilter(logging.Filter):
    """Puts the current request's id on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line. Of an exception only place and type are kept: its text may quote what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": LINK_TOKEN.sub(r"\1…", record.getMessage()),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["places"] = self._places(record)
        return json.dumps(line, ensure_ascii=False)

    def _places(self, record: logging.LogRecord) -> str:
        """File and line of each frame, innermost last."""
        trace = record.exc_info[2] if record.exc_info else None
        places = []
        while trace is not None:
            places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        return " < ".join(places)
