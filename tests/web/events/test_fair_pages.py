"""Whoever opens a fair's workspace is led to the pages that open, and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.events.planning_factories import ReadyFair, a_ready_fair
from tests.web.events.planning_pages import a_client, at

from spona.kernel.models import RoleKind
from spona.web.events import fair_pages

pytestmark = pytest.mark.django_db
TABS = {
    "Overview": "fair",
    "Parties": "parties",
    "Wishes": "wishes",
    "Proposals": "proposals",
    "Timetable": "plan",
    "The day": "day",
}
SHOWN = {
    RoleKind.MANAGER: list(TABS),
    RoleKind.DONOR_VIEWER: ["Overview", "Parties", "Timetable"],
    RoleKind.MENTOR: ["Overview", "Proposals"],
}


@pytest.fixture
def ready() -> ReadyFair:
    return a_ready_fair(1, 1, 1)


def shown_in(part: str, client: Client, ready: ReadyFair) -> dict[str, str]:
    """The links in a part of the fair's first page, by their words."""
    page = client.get(at("fair", ready.fair)).content.decode()
    found = re.search(rf'<(nav|ul) class="{part}".*?</\1>', page, re.DOTALL)
    assert found is not None
    links = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', found[0], re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): url for url, words in links}


def statuses(client: Client, urls: Iterable[str]) -> set[int]:
    return {client.get(url).status_code for url in urls}


@pytest.mark.parametrize(("kind", "shown"), SHOWN.items())
def test_the_tabs_are_those_that_open(kind: str, shown: list[str], ready: ReadyFair) -> None:
    client = a_client(ready, kind)

    tabs = shown_in("tabs", client, ready)
    hidden = [at(name, ready.fair) for label, name in TABS.items() if label not in shown]

    assert tabs == {label: at(TABS[label], ready.fair) for label in shown}
    assert statuses(client, tabs.values()) == {200}
    assert statuses(client, hidden) <= {403}


@pytest.mark.parametrize(("kind", "links"), [("manager", 5), ("donor_viewer", 2), ("mentor", 1)])
def test_the_figures_lead_where_one_may_go(kind: str, links: int, ready: ReadyFair) -> None:
    client = a_client(ready, kind)

    figures = shown_in("figures", client, ready)

    assert (len(figures), statuses(client, figures.values())) == (links, {200})


@pytest.mark.parametrize(("kind", "opens"), [("manager", True), ("donor_viewer", False)])
def test_the_list_leads_to_a_party_whom_it_opens_to(kind: str, opens: bool, ready: ReadyFair) -> None:
    client, party = a_client(ready, kind), ready.csos[0]

    page = client.get(at("parties", ready.fair)).content.decode()
    opened = client.get(f"/fairs/{ready.fair.slug}/parties/{party.pk}/").status_code

    assert party.name in page
    assert (f"/parties/{party.pk}/" in page, opened == 200) == (opens, opens)


@pytest.mark.parametrize("kind", [RoleKind.MENTOR, RoleKind.DONOR_VIEWER])
def test_tabs_that_ask_nobody_lead_to_refusals(kind: str, ready: ReadyFair, monkeypatch: pytest.MonkeyPatch) -> None:
    client = a_client(ready, kind)
    monkeypatch.setattr(fair_pages, "allowed", lambda *_: True)

    assert statuses(client, shown_in("tabs", client, ready).values()) == {200, 403}


@pytest.mark.parametrize("kind", SHOWN)
def test_asking_costs_no_query(kind: str, ready: ReadyFair, monkeypatch: pytest.MonkeyPatch) -> None:
    client, url = a_client(ready, kind), at("fair", ready.fair)
    client.get(url)
    with CaptureQueriesContext(connection) as asking:
        client.get(url)
    monkeypatch.setattr(fair_pages, "allowed", lambda *_: True)
    with CaptureQueriesContext(connection) as asking_nobody:
        client.get(url)

    assert len(asking) == len(asking_nobody)
