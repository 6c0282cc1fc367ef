"""A fair with wishes, and clients of those who open its planning pages. Names are invented by Faker."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out
from tests.factories import an_actor

from spona.events.actions import plan_fair
from spona.events.models import Fair, Timetable
from spona.kernel.models import Account, RoleKind


def a_wished_fair(csos: int = 3, companies: int = 3, slots: int = 3, **columns: Any) -> ReadyFair:
    """A fair that is ready to be planned: every CSO wishes to meet every company."""
    ready = a_ready_fair(csos=csos, companies=companies, slots=slots, **columns)
    everybody_wishes(ready)
    return ready


def a_draft(ready: ReadyFair) -> Timetable:
    """Plan the fair and return the draft."""
    return worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=5.0), ready)


def a_client(ready: ReadyFair, *kinds: str) -> Client:
    """Somebody with these roles in the fair's programme, logged in; without roles nobody in particular."""
    cache.clear()
    client = Client()
    if kinds:
        actor = an_actor(ready.fair.network, *kinds, programme_id=ready.fair.programme_id)
        client.force_login(
            Account.objects.get(pk=actor.account_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return client


def the_manager(ready: ReadyFair) -> Client:
    """Whoever manages the fair's programme."""
    return a_client(ready, RoleKind.MANAGER)


def at(name: str, fair: Fair, number: int | None = None) -> str:
    """Return the address of a planning page."""
    return reverse(f"web:events:{name}", args=[fair.slug] if number is None else [fair.slug, number])


def send(client: Client, url: str, **fields: Any) -> HttpResponse:
    """Post a form as a browser does, with a key of its own."""
    return client.post(url, {"_key": uuid.uuid4().hex, **fields})  # type: ignore[return-value]
