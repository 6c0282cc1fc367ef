"""The pages about one's own account wear the site's frame; and what is shown when something goes wrong."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from tests.events.factories import a_network

from spona.kernel.models import Account

pytestmark = pytest.mark.django_db

PASSWORD = "long enough to be one"
LANGUAGES = ("en", "sr", "sr-latn", "hr", "bg")


@pytest.fixture
def visitor() -> Client:
    cache.clear()
    a_network()
    return Client()


@pytest.fixture
def member(visitor: Client) -> Client:
    Account.objects.create_user(email="member@example.org", password=PASSWORD)
    assert visitor.login(email="member@example.org", password=PASSWORD)
    return visitor


def in_frame(page: str) -> bool:
    return 'class="skip"' in page and 'id="main"' in page and 'class="footer"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_in_wears_the_frame_in_every_language(visitor: Client, language: str) -> None:
    answer = visitor.get("/accounts/login/", headers={"accept-language": language})
    assert (answer.status_code, in_frame(answer.content.decode())) == (200, True)


def test_a_member_signs_in_with_address_and_password_and_a_wrong_one_is_said_on_top(visitor: Client) -> None:
    Account.objects.create_user(email="member@example.org", password=PASSWORD)
    wrong = visitor.post("/accounts/login/", {"login": "member@example.org", "password": "not this one"})
    assert (wrong.status_code, 'class="form-errors"' in wrong.content.decode()) == (200, True)
    right = visitor.post("/accounts/login/", {"login": "member@example.org", "password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/desk/")


def test_nobody_can_open_an_account_without_an_invitation(visitor: Client) -> None:
    assert "signup" not in visitor.get("/accounts/login/").content.decode()
    page = visitor.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert (Account.objects.count(), in_frame(page.content.decode())) == (0, True)


@pytest.mark.parametrize(
    "path",
    ["password/change/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/totp/activate/", "logout/", "email/"],
)
def test_pages_about_the_own_account_wear_the_frame(member: Client, path: str) -> None:
    answer = member.get(f"/accounts/{path}", follow=True)
    page = answer.content.decode()
    assert (answer.status_code, in_frame(page)) == (200, True)
    assert inline_code(page) == []


@pytest.mark.parametrize("path", ["login/", "password/reset/"])
def test_pages_before_the_log_in_hold_nothing_the_content_policy_refuses(visitor: Client, path: str) -> None:
    assert inline_code(visitor.get(f"/accounts/{path}").content.decode()) == []


def inline_code(page: str) -> list[str]:
    """Return what the content security policy would refuse: scripts and styles that stand in the page."""
    scripts = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag and "application/json" not in tag]
    return scripts + re.findall(r'\sstyle="|<style|\son[a-z]+="', page)


# -- failures ----------------------------------------------------------------------------------------------------------


def broken(error: Exception) -> Any:
    return patch("spona.web.kernel.desk.render", side_effect=error)


def test_our_own_mistake_names_the_request_and_says_what_is_safe(visitor: Client) -> None:
    visitor.raise_request_exception = False
    with broken(RuntimeError("secret detail")):
        answer = visitor.get("/")
    page = answer.content.decode()
    assert (answer.status_code, answer["X-Request-Id"] in page, "secret detail" in page) == (500, True, False)


def test_a_database_that_is_away_asks_to_come_back(visitor: Client) -> None:
    visitor.raise_request_exception = False
    with broken(OperationalError("connection refused at 10.0.0.7")):
        answer = visitor.get("/")
    assert (answer.status_code, answer["Retry-After"], "10.0.0.7" in answer.content.decode()) == (503, "60", False)


def test_a_form_without_its_sign_of_origin_is_explained(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert (answer.status_code, "This form is too old" in answer.content.decode()) == (403, True)


def test_an_address_under_which_there_is_nothing_wears_the_frame(visitor: Client) -> None:
    answer = visitor.get("/no-such-page/")
    assert (answer.status_code, in_frame(answer.content.decode())) == (404, True)
