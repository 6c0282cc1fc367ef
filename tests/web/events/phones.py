"""A browser for tests of what parties and the public see: forms are read from the page, as a person would."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.cache import cache
from django.test import Client
from tests.events.factories import a_fair, a_party, the_network

from spona.events.models import Party
from spona.events.rules import PARTY_LINK
from spona.kernel.actions import issue_link
from spona.kernel.models import Account, Role, RoleKind

LATER = dt.timedelta(days=30)


def a_phone(language: str = "en") -> Client:
    """Somebody without an account."""
    cache.clear()
    return Client(headers={"accept-language": language})


def a_link(party: Party, purpose: str = PARTY_LINK, *, days: int = 30) -> str:
    """Give a party a link; returns its token. Negative ``days``: it has expired."""
    expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    return issue_link(purpose=purpose, subject=party, expires_at=expires_at, by=the_network(party.network))


def a_member(party: Party) -> Client:
    """Somebody with an account who speaks for the party's organisation, signed in."""
    account = Account.objects.create_user(email=f"{uuid.uuid4().hex}@example.org", password=None)
    Role.objects.create(
        account=account,
        network=party.network,
        kind=RoleKind.ORGANISATION_MEMBER,
        organisation_id=party.organisation_id,
    )
    phone = a_phone()
    phone.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return phone


def send(phone: Client, path: str, *, key: str = "", **fields: Any) -> Any:
    """Send a form with a key of its own, or with the key of an earlier sending."""
    return phone.post(path, {"_key": key or uuid.uuid4().hex, **fields})


def an_open_fair(csos: int = 1, companies: int = 2, **details: Any) -> tuple[list[Party], list[Party]]:
    fair = a_fair(is_open=True, **details)
    return (
        [a_party(fair, "cso", f"Udruga {number}") for number in range(csos)],
        [a_party(fair, "company", f"Tvrtka {number}") for number in range(companies)],
    )
