"""Jobs of the fair: ids in, one action."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from spona.events.actions import compute_suggestions
from spona.events.actions import expire_registrations as expire_unconfirmed
from spona.events.actions import expire_requests as expire
from spona.events.models import Fair
from spona.kernel.actions import in_network
from spona.kernel.models import Actor, Network


@app.task(name="events.suggest_partners")
def suggest_partners(fair_id: str, network_id: str) -> None:
    """Work out whom to introduce at one fair."""
    by = Actor.of_system("suggestions", UUID(network_id))
    with in_network(by.network_id):
        fair = Fair.objects.get(pk=UUID(fair_id))
    compute_suggestions(fair=fair, by=by)


@app.periodic(cron="37 * * * *")
@app.task(name="events.expire_registrations", queueing_lock="events.expire_registrations")
def expire_registrations(timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """Give back the places of registrations nobody confirmed in time, network by network."""
    for network_id in Network.objects.values_list("id", flat=True):
        ended = 1
        while ended:
            with in_network(network_id):
                ended = expire_unconfirmed(by=Actor.of_system("clock", network_id))


@app.periodic(cron="7 * * * *")
@app.task(name="events.expire_requests", queueing_lock="events.expire_requests")
def expire_requests(timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """End the requests nobody answered in time, network by network."""
    for network_id in Network.objects.values_list("id", flat=True):
        with in_network(network_id):
            while expire(by=Actor.of_system("clock", network_id)):
                pass
