"""Where in the network a visitor sits, for doors that are open to everybody."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household: whoever has one address there has all the others as well."""


def origin_of(request: HttpRequest) -> str:
    """Return the network address a request came from, of IPv6 its household's; empty where none is known.

    ``SPONA_PROXIES`` says how many proxies of our own stand before the server. Each adds one address to the end of
    ``X-Forwarded-For``; what stands before those was written by the visitor and is not believed.
    """
    named = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.SPONA_PROXIES
    if proxies:
        passed = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
        named = passed[-proxies] if len(passed) >= proxies else named
    try:
        address = ipaddress.ip_address(named)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, HOUSEHOLD), strict=False))
