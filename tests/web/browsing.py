"""Somebody in front of a browser: signed in or not, sending forms with a fresh key, reading what a page shows."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.cache import cache
from django.test import Client

from spona.kernel.models import Account, Actor, Network

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def a_browser(actor: Actor | None = None, *, language: str = "en") -> Client:
    """The browser of the actor's account; of a visitor where there is none."""
    cache.clear()
    client = Client(headers={"accept-language": language})
    if actor is not None and actor.account_id is not None:
        client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)
    return client


def reached(network: Network) -> Network:
    """The network, reached under the host name of tests: of several, this one answers."""
    network.domains.get_or_create(host="testserver")
    cache.clear()
    return network


def send(client: Client, path: str, *, key: str = "", **fields: Any) -> Any:
    """Send a form with a key of its own, or with the key of an earlier sending."""
    return client.post(path, {"_key": key or uuid.uuid4().hex, **fields})


def text_of(answer: Any) -> str:
    """What stands on the page, without markup, in one line."""
    shown = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(shown.split())


def field_of(answer: Any, name: str) -> str:
    """The value of a hidden or typed field as the page came."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', answer.content.decode())
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""
