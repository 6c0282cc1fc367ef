"""Every address there is, asked by everybody who might try: who gets in, what is shown, what is changed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from tests.factories import a_manager, a_programme_manager, an_actor
from tests.programmes.factories import a_programme
from tests.security.scene import Scene, a_scene
from tests.web.browsing import a_browser

from spona.kernel.models import Actor, AuditEntry
from spona.web.checks import our_patterns

pytestmark = pytest.mark.django_db

OPEN = {
    "kernel.open_public_page",
    "kernel.accept_invitation",
    "programmes.list_programmes",
    "programmes.see_programme",
    "events.list_fairs",
    "events.see_public_fair",
    "events.see_public_timetable",
    "partnerships.open_code_page",
}
"""Asked before pages that visitors reach, where their subject is public. Every other permission is closed to them."""

OWN = {"kernel.open_desk"}
"""Everybody with an account has one of these, with their own things on it."""

HOSTS = {"own": "testserver", "other": "localhost"}
WORDS = {"own": "zrnoalfa", "other": "zrnobeta"}
ASKED = {"search/": {"q": "zrno"}, "fairs/<slug:slug>/plan/compare/": {"first": "1", "second": "1"}}
"""What some pages are asked with. The search finds the words, and is not one of them: a page may repeat it."""

NOT_IN_TESTS = {"readyz"}
"""Ready is a server with a worker; none runs beside the tests."""

OF_A_PROGRAMME = "slug:slug|batch_id|proposal_id|party_id|mail_id|agreement_id|evidence_id|introduction_id|<uuid:nonce>"
"""Parts of addresses that name something of one programme."""

NOT_TEXT = ("pdf", "sheet", "zip")


@pytest.fixture
def own() -> Scene:
    """The network that is tried; everything of it that may be public is."""
    return _reached("own")


@pytest.fixture
def other(own: Scene) -> Scene:
    """A second network with rows of the same kinds."""
    return _reached("other")


def _reached(which: str) -> Scene:
    scene = a_scene(WORDS[which], is_shown=True)
    scene.network.domains.create(host=HOSTS[which])
    return scene


def addresses() -> Iterator[tuple[str, URLPattern, str]]:
    """Every address of ours with each of its methods."""
    for route, pattern in our_patterns():
        for method in pattern.callback.page.methods:  # type: ignore[attr-defined]
            yield route, pattern, method


def ask(client: Client, scene: Scene, route: str, pattern: URLPattern, method: str, host: str = "own") -> Any:
    """Open the page about the scene's rows, or send an empty form to it."""
    data = {"_key": uuid.uuid4().hex} if method == "POST" else ASKED.get(route, {})
    asked = client.post if method == "POST" else client.get
    return asked(scene.address(route, pattern), data, headers={"host": HOSTS[host]})


def is_refused(answer: Any) -> bool:
    """Not found, forbidden, a link worth nothing, asked or sent to log in."""
    sent_to_login = answer.status_code == 302 and answer["Location"].startswith(f"{reverse('account_login')}?")
    return sent_to_login or answer.status_code in {401, 403, 404, 410}


def shown_on(answer: Any) -> str:
    """What a page shows; nothing for PDF documents and spreadsheets, whose text is packed."""
    if any(kind in answer.headers.get("Content-Type", "") for kind in NOT_TEXT):
        return ""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def actors(scene: Scene) -> dict[str, Actor | None]:
    """Those who have no business in the network."""
    foreign = a_manager(a_scene("zrnogama").network)
    return {"visitor": None, "account without a role": an_actor(scene.network), "manager of another network": foreign}


def closed(permission: str, actor: Actor | None) -> bool:
    """Whether a page behind this permission is closed to the actor, whatever it is about."""
    return permission not in OPEN and not (permission in OWN and actor is not None)


def test_nobody_without_a_role_opens_or_changes_anything_that_is_not_public(own: Scene) -> None:
    passed = []
    for name, actor in actors(own).items():
        client, before = a_browser(actor), AuditEntry.objects.count()
        for route, pattern, method in addresses():
            if closed(pattern.callback.page.permission, actor):  # type: ignore[attr-defined]
                answer = ask(client, own, route, pattern, method)
                passed += [] if is_refused(answer) else [(name, method, route, answer.status_code)]
        passed += [] if AuditEntry.objects.count() == before else [(name, "journal", "", 0)]
    assert passed == []


def test_who_runs_the_network_opens_every_page_of_it(own: Scene) -> None:
    """422: the page of an import that has problems."""
    client = a_browser(own.manager)
    refused = [
        (route, answer.status_code)
        for route, pattern, method in addresses()
        if method == "GET" and "<str:token>" not in route and route not in NOT_IN_TESTS
        if (answer := ask(client, own, route, pattern, method)).status_code not in {200, 302, 422}
    ]
    assert refused == []


def test_without_the_rule_the_matrix_would_notice(own: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spona.web.page.require", lambda *_asked: None)
    client = a_browser(an_actor(own.network))
    opened = [
        route
        for route, pattern, method in addresses()
        if method == "GET" and closed(pattern.callback.page.permission, own.manager)  # type: ignore[attr-defined]
        if not is_refused(ask(client, own, route, pattern, method))
    ]
    assert len(opened) > 10


def test_a_token_nobody_was_given_opens_nothing(own: Scene) -> None:
    client = a_browser()
    statuses = {
        ask(client, own, route, pattern, method).status_code
        for route, pattern, method in addresses()
        if "<str:token>" in route
    }
    assert statuses == {410}


def test_a_manager_of_one_programme_reaches_no_fair_of_another(own: Scene) -> None:
    mine = a_programme(own.network)
    client = a_browser(a_programme_manager(own.network, mine.pk))
    passed = [
        (method, route, answer.status_code)
        for route, pattern, method in addresses()
        if re.search(OF_A_PROGRAMME, route)
        if closed(pattern.callback.page.permission, None)  # type: ignore[attr-defined]
        if not is_refused(answer := ask(client, own, route, pattern, method))
    ]
    assert passed == []


def test_confidential_words_stay_away_from_everybody_else(own: Scene) -> None:
    seen = []
    for name, actor in actors(own).items():
        client = a_browser(actor)
        for route, pattern, method in addresses():
            if method == "GET" and own.word in shown_on(ask(client, own, route, pattern, "GET")):
                seen.append((name, route))
    assert seen == []


def test_the_words_are_on_the_pages_of_those_who_may_read_them(own: Scene) -> None:
    client = a_browser(own.manager)
    seen = {
        route
        for route, pattern, method in addresses()
        if method == "GET" and own.word in shown_on(ask(client, own, route, pattern, "GET"))
    }
    assert {
        "outbox/",
        "programmes/<slug:key>/team/",
        "imports/<uuid:batch_id>/",
        "fairs/<slug:slug>/parties/<uuid:party_id>/",
    } <= seen


def test_two_networks_never_see_each_other_s_words(own: Scene, other: Scene) -> None:
    client = a_browser(other.manager)
    for host, scene, word in (("other", other, own.word), ("other", own, own.word), ("own", own, own.word)):
        seen = [
            route
            for route, pattern, method in addresses()
            if method == "GET" and word in shown_on(ask(client, scene, route, pattern, "GET", host=host))
        ]
        assert (host, scene.word, seen) == (host, scene.word, [])
