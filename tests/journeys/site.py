"""What the journeys share: logging in, choosing a language, reading the mails that went out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from spona.kernel.models import Account, Actor, Network, OutboxMessage

PASSWORD = "correct horse battery"
PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Site:
    """A running site with one network and its manager."""

    url: str
    network: Network
    account: Account
    manager: Actor


def speak(page: Page, site: Site, language: str) -> None:
    """Choose the language as the language menu does: by its cookie."""
    page.context.add_cookies([{"name": "spona_language", "value": language, "url": site.url}])


def sign_in(page: Page, site: Site) -> None:
    """Log in as the network's manager through the form."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", site.account.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/**")


def newest_mail(to: str, template: str) -> OutboxMessage:
    """The last mail of a kind to somebody."""
    return OutboxMessage.objects.filter(to=to, template=template).latest("created_at")


def link_in(mail: OutboxMessage) -> str:
    """The one address a mail leads to."""
    found: list[str] = re.findall(r"https?://\S+", mail.text)
    assert len(set(found)) == 1
    return found[0]
