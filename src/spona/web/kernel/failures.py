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

from spona.config.logs import request_id

RETRY_SECONDS = 60


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Nothing is under this address, or nothing for this reader."""
    return render(request, "web/shell/404.html", status=HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """A page of a package is not open to this reader."""
    return render(request, "web/shell/403.html", status=HTTPStatus.FORBIDDEN)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """The request itself makes no sense, so nothing about its sender is asked."""
    return _bare("web/shell/400.html", HTTPStatus.BAD_REQUEST)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """A form came without its sign of origin: the page was open too long, or cookies are switched off."""
    return _bare("web/shell/stale_form.html", HTTPStatus.FORBIDDEN, back=request.path)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Our own mistake, or a database that is away: then the browser is told when to come back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _bare("web/shell/503.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _bare("web/shell/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _bare(template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    """Render without the frame's context processors."""
    response = HttpResponse(render_to_string(template, {"request_id": request_id.get(), **context}), status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
