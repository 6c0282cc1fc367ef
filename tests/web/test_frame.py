"""The frame is worked out once for each kind of reader, and shows nobody another's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_manager, a_network, an_account
from tests.web.browsing import BACKEND, a_browser, reached, text_of

from spona.kernel.models import Account, Role
from spona.web import shell as frames

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_frames_yet() -> None:
    frames._shells.clear()


def languages_on(answer: Any) -> set[str]:
    """The addresses the language switch leads to."""
    return set(re.findall(r'href="([^"]*next=[^"]*)"', answer.content.decode()))


def test_changing_the_language_leads_back_to_the_page_one_is_on() -> None:
    reached(a_network())
    browser = a_browser()

    first, second = browser.get("/search/?q=a&b=c"), browser.get("/programmes/")

    assert {address.partition("?next=")[2] for address in languages_on(first)} == {"%2Fsearch%2F%3Fq%3Da%26b%3Dc"}
    assert {address.partition("?next=")[2] for address in languages_on(second)} == {"%2Fprogrammes%2F"}
    assert len(frames._shells) == 2


def test_a_frame_is_worked_out_once_for_one_reader_and_section() -> None:
    by = a_manager(reached(a_network()))
    browser = a_browser(by)
    for path in ("/desk/", "/desk/", "/fairs/", "/fairs/"):
        assert browser.get(path).status_code == 200
    assert len(frames._shells) == 2


def test_two_readers_see_their_own_names_and_tokens() -> None:
    network = reached(a_network())
    ana, iva = a_manager(network), a_manager(network)
    pages = [a_browser(by).get("/desk/") for by in (ana, iva)]

    for page, own, other in ((pages[0], ana, iva), (pages[1], iva, ana)):
        assert own.name in text_of(page)
        assert other.name not in text_of(page)
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())) for page in pages]
    assert all(len(of_page) == 1 and len(next(iter(of_page))) == 64 for of_page in tokens)
    assert tokens[0] != tokens[1]


def test_the_way_out_works_with_the_token_on_the_page() -> None:
    from django.test import Client

    by = a_manager(reached(a_network()))
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(Account.objects.get(pk=by.account_id), backend=BACKEND)
    for _time in range(2):
        page = browser.get("/desk/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None

    answer = browser.post("/accounts/logout/", {"csrfmiddlewaretoken": token[1]})

    assert answer.status_code == 302
    assert browser.get("/desk/").status_code == 302


def test_a_role_taken_away_is_gone_from_the_next_page() -> None:
    by = a_manager(reached(a_network()))
    browser = a_browser(by)
    assert "Outbox" in text_of(browser.get("/desk/"))

    Role.objects.filter(account_id=by.account_id).update(ended_at=timezone.now())

    assert "Outbox" not in text_of(browser.get("/desk/"))


def test_who_has_no_role_sees_no_manager_s_entries_after_a_manager_was_there() -> None:
    network = reached(a_network())
    a_browser(a_manager(network)).get("/desk/")
    stranger = a_browser()
    stranger.force_login(an_account(), backend=BACKEND)

    assert "Outbox" not in text_of(stranger.get("/desk/"))


def test_frames_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "SHELLS_KEPT", 2)
    network = reached(a_network())
    for _number in range(4):
        a_browser(a_manager(network)).get("/desk/")
    assert len(frames._shells) <= 2
