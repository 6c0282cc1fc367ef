"""Where people without an account find their part of a fair: signed links and the addresses made of them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from spona.events.models import Party
from spona.events.rules import PARTY_LINK
from spona.kernel.actions import issue_link
from spona.kernel.models import Actor

PARTY_PATH = "/f/{token}/"
"""The page a party's link opens. ``web`` declares its URL under the same path."""

DAYS_AFTER_FAIR = 30


def party_url(token: str) -> str:
    """Return the full address a mail carries for a party's link token."""
    base: str = getattr(settings, "SPONA_BASE_URL", "http://127.0.0.1:8000")
    return base.rstrip("/") + PARTY_PATH.format(token=token)


def fresh_party_url(party: Party, by: Actor) -> str:
    """Issue a link for the party and return its address. It works until a month after the fair; older links keep working.

    Only the hash of a token is kept, so every mail carries a link of its own.
    """
    last_day = max(party.fair.starts_on, timezone.now().date()) + dt.timedelta(days=DAYS_AFTER_FAIR)
    expires_at = dt.datetime.combine(last_day, dt.time.max, tzinfo=dt.UTC)
    return party_url(issue_link(purpose=PARTY_LINK, subject=party, expires_at=expires_at, by=by))
