"""Who of a fair's list is written to: by side, by answer, by name or town, by whether they came last time."""

from __future__ import annotations

from django.db.models import QuerySet

from spona.events.models import Fair, Party
from spona.events.queries.met_before import came_to
from spona.events.queries.parties import parties_for
from spona.kernel.models import Actor, OutboxMessage, OutboxState
from spona.kernel.rules import require

CAME, NEW = "came", "new"


def segment_of(
    actor: Actor, fair: Fair, *, side: str = "", state: str = "", text: str = "", town: str = "", last: str = ""
) -> QuerySet[Party]:
    """Return the parties that fit, by name, with what a letter needs. ``last``: "came" to the fair this one was made
    from, or "new" since. Errors: ``Refused``.
    """
    require("events.manage_parties", actor, fair)
    parties = parties_for(actor, fair, side=side, text=text, state=state).select_related("side", "fair__network")
    if town:
        parties = parties.filter(city__icontains=town)
    if last and fair.follows is not None:
        came = came_to(fair.follows)
        parties = parties.filter(organisation__in=came) if last == CAME else parties.exclude(organisation__in=came)
    return parties


def held_letters(actor: Actor, fair: Fair, template: str) -> int:
    """Return how many letters of a kind to a fair's parties wait to be released. Errors: ``Refused``."""
    require("events.manage_parties", actor, fair)
    parties = Party.objects.filter(fair=fair).values("pk")
    held = OutboxMessage.objects.filter(network_id=fair.network_id, template=template, state=OutboxState.HELD)
    return held.filter(subject_id__in=parties).count()
