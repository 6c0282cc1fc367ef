"""Links with which brokers work who have no account: they see who is free and why two should meet, and no contacts."""

from __future__ import annotations

from spona.events.actions.addresses import broker_url
from spona.events.models import Fair
from spona.events.queries.days import gate_closes
from spona.events.states import BROKER_LINK
from spona.kernel.actions import action, issue_link, revoke_links
from spona.kernel.models import Actor
from spona.kernel.rules import require


@action
def issue_broker_link(*, fair: Fair, by: Actor) -> str:
    """Return the address of a fresh link for a broker; earlier ones keep working until all are ended.

    It opens on the days of the fair only, as long as the links of its gates do.
    """
    require("events.run_day", by, fair)
    token = issue_link(purpose=BROKER_LINK, subject=fair, expires_at=gate_closes(fair), label=str(fair), by=by)
    return broker_url(token)


@action
def end_broker_links(*, fair: Fair, by: Actor) -> int:
    """End every broker's link of a fair; returns how many there were. What brokers brought about stays."""
    require("events.run_day", by, fair)
    return revoke_links(purpose=BROKER_LINK, subject=fair, by=by)
