"""What a broker's pages ask: the fair of a link, and its parties."""

from __future__ import annotations

from uuid import UUID

from spona.events.models import Fair, Party
from spona.events.states import BROKER_LINK
from spona.kernel.models import Actor, Link
from spona.kernel.rules import require


def fair_of_broker_link(actor: Actor, subject_id: UUID) -> Fair | None:
    """Return the fair a broker's link was given for."""
    found = Fair.objects.filter(pk=subject_id, network_id=actor.network_id)
    return found.select_related("programme", "network").first()


def party_at_broker(actor: Actor, fair: Fair, party_id: UUID) -> Party | None:
    """Return one of the fair's parties to whoever brings them together. Errors: ``Refused``."""
    require("events.bring_together", actor, fair)
    return Party.objects.filter(fair=fair, pk=party_id).select_related("side", "fair").first()


def has_broker_links(actor: Actor, fair: Fair) -> bool:
    """Return whether anybody was given a broker's link that has not been ended. Errors: ``Refused``."""
    require("events.run_day", actor, fair)
    return Link.objects.filter(purpose=BROKER_LINK, subject_id=fair.pk, revoked_at=None).exists()
