"""Who acts, and in which network: settled once per request, before any page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from spona.kernel.models import Actor, Network
from spona.kernel.queries import actor_of, network_for_host

NETWORK_CACHE_SECONDS = 30


class ActorMiddleware:
    """Puts ``request.network`` and ``request.actor`` where ``@page`` expects them.

    Roles are read for every request, so that a role taken away counts at the next one; the network of a host name is
    kept for half a minute. Addresses that need neither (static files, health) are left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, "/healthz")):
            return self.get_response(request)
        network = network_of_host(request.get_host())
        if network is None:
            return render(request, "web/shell/no_network.html", status=503)
        request.network = network  # type: ignore[attr-defined]  # PageRequest
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, network.pk)  # type: ignore[attr-defined]  # PageRequest
        else:
            request.actor = Actor(network_id=network.pk)  # type: ignore[attr-defined]  # PageRequest
        return self.get_response(request)


def network_of_host(host: str) -> Network | None:
    """Return the network reached under a host name, remembered for half a minute."""
    key = f"network:{host}"
    network: Network | None = cache.get(key)
    if network is None:
        network = network_for_host(host)
        if network is not None:
            cache.set(key, network, NETWORK_CACHE_SECONDS)
    return network
