"""Jobs of matching: ids in, one action."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from spona.kernel.actions import in_network
from spona.kernel.models import Actor, Network
from spona.matching.actions import sweep_stale_runs as sweep
from spona.matching.actions import work_run as work


@app.task(name="matching.work_run")
def work_run(run_id: str, network_id: str) -> None:
    """Solve one queued run and store what comes out."""
    work(run_id=UUID(run_id), by=Actor.of_system("planner", UUID(network_id)))


@app.periodic(cron="* * * * *")
@app.task(name="matching.sweep_stale_runs", queueing_lock="matching.sweep_stale_runs")
def sweep_stale_runs(timestamp: int) -> None:  # noqa: ARG001  given by the scheduler
    """Put runs whose worker died back into the queue."""
    for network_id in Network.objects.values_list("id", flat=True):
        with in_network(network_id):
            sweep(by=Actor.of_system("sweeper", network_id))
