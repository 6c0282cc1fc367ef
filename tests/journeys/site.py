"""What the journeys share: logging in, working off the jobs a page left behind, reading the mails that went out."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import dataclass
from typing import Any, cast

from django.db import connections
from playwright.sync_api import Page
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app

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


def run_jobs() -> None:
    """Let a worker of its own work off every job that waits, then end.

    It runs in a thread: Playwright keeps an event loop in this one, and the jobs need connections of their own.
    """
    failures: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(_work_off())
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(timeout=60)
    assert not worker.is_alive(), "the jobs did not end within a minute"
    assert failures == []


async def _work_off() -> None:
    connector = cast("Any", app.connector).get_worker_connector()
    assert isinstance(connector, BaseAsyncConnector)
    async with app.with_connector(connector).open_async() as worker_app:
        await worker_app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


def newest_mail(to: str, template: str) -> OutboxMessage:
    """The last mail of a kind to somebody."""
    return OutboxMessage.objects.filter(to=to, template=template).latest("created_at")


def link_in(mail: OutboxMessage) -> str:
    """The one address a mail leads to."""
    found: list[str] = re.findall(r"https?://\S+", mail.text)
    assert len(set(found)) == 1
    return found[0]
