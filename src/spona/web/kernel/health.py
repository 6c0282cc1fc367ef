"""What machines ask: alive, ready, whom to tell about a hole, and the sign of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone

from spona.kernel.queries import database_writable, worker_seen_at
from spona.web.page import PageDeclaration

WORKER_SILENCE = dt.timedelta(seconds=60)


def probe(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Declare a page that is asked by machines: public, without actor, network or transaction, never cached."""

    @wraps(view)
    def served(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    served.page = PageDeclaration("kernel.open_public_page", None, (), ("GET",), False)  # type: ignore[attr-defined]
    return served


@probe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view takes its request
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@probe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view
    """The database takes writes and a worker has shown itself within the minute; 503 with the reasons otherwise."""
    missing = []
    try:
        if not database_writable():
            missing.append("the database refuses writes")
        seen = worker_seen_at()
        if seen is None or timezone.now() - seen > WORKER_SILENCE:
            missing.append("no job worker is alive")
    except DatabaseError:
        missing.append("the database does not answer")
    status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
    response = JsonResponse({"ready": not missing, "missing": missing}, status=status)
    if missing:
        response["Retry-After"] = "10"
    return response


@probe
def security_contact(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole."""
    expires = (timezone.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:security@{request.get_host().split(':')[0]}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en, sr, hr, bg",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@probe
def icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view
    """What a browser asks for beside a page that names no sign.

    Never our page of what is not there: that one holds forms, and its token would replace the one of the page opened in
    the same moment.
    """
    return redirect(static("web/mark.svg"))
