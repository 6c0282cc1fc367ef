"""Jobs of the kernel: ids in, one action."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from spona.kernel.actions import deliver_mail as deliver
from spona.kernel.actions import in_network
from spona.kernel.models import Actor, OutboxMessage


@app.task(name="kernel.deliver_mail")
def deliver_mail(message_id: str) -> None:
    """Send one mail of the outbox."""
    network_id = OutboxMessage.objects.values_list("network_id", flat=True).get(pk=message_id)
    with in_network(network_id):
        deliver(message_id=UUID(message_id), by=Actor.of_system("outbox", network_id))
