"""Where people without an account find their part of a fair: signed links and the addresses made of them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from spona.events.models import Fair, Party
from spona.events.states import PARTY_LINK
from spona.kernel.actions import issue_link
from spona.kernel.models import Actor

PARTY_PATH = "/f/{token}/"
"""The page a party's link opens. ``web`` declares its URL under the same path."""

TIMETABLE_PATH = "/t/{token}/"
"""The page a timetable's link opens. ``web`` declares its URL under the same path."""

GATE_PATH = "/g/{token}/"
"""The page a gate's link opens. ``web`` declares its URL under the same path."""

BROKER_PATH = "/m/{token}/"
"""The page a broker's link opens. ``web`` declares its URL under the same path."""

RATING_PATH = "/r/{token}/"
"""The page on which a party says what became of its meetings. ``web`` declares its URL under the same path."""

DAYS_AFTER_FAIR = 30


def party_url(token: str) -> str:
    """Return the full address a mail carries for a party's link token."""
    return base_url() + PARTY_PATH.format(token=token)


def timetable_url(token: str) -> str:
    """Return the full address a mail carries for the link token of a party's timetable."""
    return base_url() + TIMETABLE_PATH.format(token=token)


def gate_url(token: str) -> str:
    """Return the full address of a gate for the volunteers at it."""
    return base_url() + GATE_PATH.format(token=token)


def broker_url(token: str) -> str:
    """Return the full address at which somebody without an account brings parties together."""
    return base_url() + BROKER_PATH.format(token=token)


def rating_url(token: str) -> str:
    """Return the full address a mail carries for saying what became of a party's meetings."""
    return base_url() + RATING_PATH.format(token=token)


def base_url() -> str:
    """Return what every address we write begins with."""
    base: str = getattr(settings, "SPONA_BASE_URL", "http://127.0.0.1:8000")
    return base.rstrip("/")


def links_expire(fair: Fair) -> dt.datetime:
    """Return when links given out today for a fair stop working: a month after its day."""
    last_day = max(fair.starts_on, timezone.now().date()) + dt.timedelta(days=DAYS_AFTER_FAIR)
    return dt.datetime.combine(last_day, dt.time.max, tzinfo=dt.UTC)


def fresh_party_url(party: Party, by: Actor) -> str:
    """Issue a link for the party and return its address. It works until a month after the fair; older links keep
    working.

    Only the hash of a token is kept, so every mail carries a link of its own.
    """
    return party_url(issue_link(purpose=PARTY_LINK, subject=party, expires_at=links_expire(party.fair), by=by))
