"""Jobs of partnerships: ids in, one action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from spona.kernel.actions import in_network
from spona.kernel.models import Actor, Network
from spona.partnerships.actions import send_due_checks, send_reminders


@app.periodic(cron="41 6 * * *")
@app.task(name="partnerships.send_checks", queueing_lock="partnerships.send_checks")
def send_checks(timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """Ask how agreements stand whose day has come, and remind those who have not answered, network by network."""
    for network_id in Network.objects.values_list("id", flat=True):
        by = Actor.of_system("clock", network_id)
        asked = reminded = 1
        while asked or reminded:
            with in_network(network_id):
                asked = send_due_checks(by=by)
                reminded = send_reminders(by=by)
