"""What people see when something went wrong outside a page: nothing found, a stale form, our own mistake.

The pages of a failure of ours ask nothing of the database: it may be what failed.
"""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

RETRY_SECONDS = 60


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Nothing is under this address, or nothing for this reader."""
    return render(request, "web/shell/404.html", status=HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """A page of a package is not open to this reader."""
    return render(request, "web/shell/403.html", status=HTTPStatus.FORBIDDEN)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """The request itself makes no sense, so nothing about its sender is asked."""
    return _bare(request, "web/shell/400.html", HTTPStatus.BAD_REQUEST)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """A form came without its sign of origin: the page was open too long, or cookies are switched off."""
    return _bare(request, "web/shell/stale_form.html", HTTPStatus.FORBIDDEN, back=request.path)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake, or a database that is away: then the browser is told when to come back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _bare(request, "web/shell/503.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _bare(request, "web/shell/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _bare(request: HttpRequest, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    """Render without the frame's context processors."""
    named = {"request_id": getattr(request, "request_id", "-"), **context}
    response = HttpResponse(render_to_string(template, named), status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
