"""Jobs of the kernel: ids in, one action."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from spona.kernel.actions import deliver_mail as deliver
from spona.kernel.actions import forget_old_forms, forget_old_paces, in_network
from spona.kernel.actions.outbox import MAX_ATTEMPTS
from spona.kernel.models import Actor, Network, OutboxMessage, OutboxState

WAIT_BASE = 8
"""Seconds: tries of a mail lie 8, 64, 512 and 4096 seconds apart, long enough for a server that first says no."""

DEAD_AFTER = 60
"""Seconds without a sign of life after which a worker counts as gone; a living one gives one every ten."""


class MailNotTakenError(Exception):
    """The mail server did not take a mail; the job is tried again later."""


@app.task(name="kernel.deliver_mail", retry=RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=WAIT_BASE))
def deliver_mail(message_id: str) -> None:
    """Send one mail of the outbox. Errors: ``MailNotTakenError`` where it is to be tried again."""
    network_id = OutboxMessage.objects.values_list("network_id", flat=True).get(pk=message_id)
    with in_network(network_id):
        message = deliver(message_id=UUID(message_id), by=Actor.of_system("outbox", network_id))
    if message.state == OutboxState.QUEUED:
        raise MailNotTakenError(message.error)


@app.periodic(cron="* * * * *")
@app.task(name="kernel.retry_stalled_jobs", queueing_lock="kernel.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """Hand the jobs of workers that died to the living. Every job of ours may run twice: it looks at its row first."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        await manager.retry_job(job)


@app.periodic(cron="23 3 * * *")
@app.task(name="kernel.forget_old_forms", queueing_lock="kernel.forget_old_forms")
def forget_old(timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """Throw away answers to forms, drafts nobody came back to, and counters of visits."""
    forget_old_forms()
    for network_id in Network.objects.values_list("id", flat=True):
        with in_network(network_id):
            forget_old_paces()
