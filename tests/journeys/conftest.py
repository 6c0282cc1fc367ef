"""A site with a network of its own on the live server, as `make run` would serve it: CSP, static files, jobs, mails."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from tests.factories import an_account
from tests.journeys.site import Site

from spona.kernel.models import Network, Role, RoleKind, Translated
from spona.kernel.queries import actor_of


@pytest.fixture
def site(live_server: Any, settings: Any) -> Site:
    """An empty network; the links in its mails lead to the live server."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")  # no model of ours, so the flush after a test spares it
    cache.clear()  # a host name's network is remembered, and the one of the test before is gone
    settings.SPONA_BASE_URL = live_server.url
    network = Network.objects.create(
        slug="most", name=Translated.of("Most", "en"), country="HR", languages=["hr", "sr-latn", "en"]
    )
    account = an_account(email="manager@example.org", name="Mira Uzorak")
    Role.objects.create(network=network, account=account, kind=RoleKind.NETWORK_MANAGER)
    return Site(live_server.url, network, account, actor_of(account, network.pk))
