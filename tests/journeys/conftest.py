"""A site with a network of its own on the live server, as `make run` would serve it: CSP, static files, jobs, mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from tests.conftest import NewPage
from tests.factories import an_account
from tests.journeys.fair_day import LANGUAGES, Day, a_published_day
from tests.journeys.remembered import lay_down, remember
from tests.journeys.site import Site
from tests.journeys.walk import Walk

from spona.kernel.models import Network, Role, RoleKind, Translated
from spona.kernel.queries import actor_of

_days: list[Day] = []


def _served(live_server: Any, settings: Any) -> str:
    """Make the links in mails lead to the live server, and forget what an earlier test left; returns its address."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")  # no model of ours, so the flush after a test spares it
    cache.clear()  # a host name's network is remembered, and the one of the test before is gone
    settings.SPONA_BASE_URL = live_server.url
    return str(live_server.url)


def _a_site(url: str) -> Site:
    network = Network.objects.create(
        slug="most", name=Translated.of("Most", "en"), country="HR", languages=["hr", "sr-latn", "en"]
    )
    account = an_account(email="manager@example.org", name="Mira Uzorak")
    Role.objects.create(network=network, account=account, kind=RoleKind.NETWORK_MANAGER)
    return Site(url, network, account, actor_of(account, network.pk))


@pytest.fixture
def site(live_server: Any, settings: Any) -> Site:
    """An empty network; the links in its mails lead to the live server."""
    return _a_site(_served(live_server, settings))


@pytest.fixture
def day(live_server: Any, settings: Any) -> Day:
    """The published day of 105 parties. It is made and planned once; every further test gets the same rows again."""
    url = _served(live_server, settings)
    if _days:
        lay_down()
    else:
        _days.append(a_published_day(_a_site(url)))
        remember()
    return _days[0]


@pytest.fixture(params=LANGUAGES)
def walk(request: pytest.FixtureRequest, day: Day, new_page: NewPage) -> Iterator[Walk]:
    """A journey through the published day, once in each language. A page that speaks another one fails it."""
    walked = Walk(day.site, new_page, request.param)
    yield walked
    assert walked.strangers == {}
