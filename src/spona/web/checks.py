"""Start-up checks: no address without a declared rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from spona.kernel.rules import declared_permissions

FOREIGN_PREFIXES = ("accounts/", "static/")
"""Addresses served by packages: log-in and its second factors, which guard themselves, and static files."""


def our_patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of ours with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if route.startswith(FOREIGN_PREFIXES):
            continue
        if isinstance(entry, URLResolver):
            yield from our_patterns(entry, route)
        else:
            yield route, entry


@register
def every_page_declares_its_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  Django's signature
    """Refuse to start with an address whose view says not who may open it, or names a permission nobody declared."""
    known = set(declared_permissions())
    errors: list[CheckMessage] = []
    for route, pattern in our_patterns():
        declaration = getattr(pattern.callback, "page", None)
        if declaration is None:
            errors.append(Error(f"/{route} has no @page: say who may open it.", id="spona.E001"))
        elif declaration.permission not in known:
            errors.append(Error(f"/{route} names the unknown permission {declaration.permission}.", id="spona.E002"))
    return errors
