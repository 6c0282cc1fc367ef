"""Runs asked for, stopped, and rescued when their worker died. Working one out is in ``work``."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, enqueue, lock, move, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.models import MatchRun
from spona.matching.queries import HEAVY
from spona.matching.signals import run_finished
from spona.matching.states import FINISHED, RunState

MAX_ATTEMPTS = 2
"""Workers a run is given: a problem that kills two of them (memory) would kill the third as well."""

SILENCE = dt.timedelta(seconds=120)
"""How long after its time limit a run may stay without a sign of life before its worker counts as dead."""


@action
def start_run(
    *,
    kind: str,
    subject_id: UUID,
    programme_id: UUID | None,
    problem: dict[str, Any],
    by: Actor,
    start: dict[str, Any] | None = None,
    most_moves: int | None = None,
    seed: int = 0,
    time_limit: float = 10.0,
) -> MatchRun:
    """Freeze a problem and queue it for the engine. ``start``: the result to stay close to; ``most_moves``: how many of
    its meetings may be touched, None for as few as can be.

    Errors: ``Problem`` with code ``run_busy`` while another run of the same subject waits or works.
    """
    require("matching.start_run", by, programme_id)
    earlier = MatchRun.objects.filter(kind=kind, subject_id=subject_id).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(
                network_id=by.network_id,
                programme_id=programme_id,
                kind=kind,
                subject_id=subject_id,
                number=(earlier or 0) + 1,
                problem=problem,
                start=start,
                most_moves=most_moves,
                seed=seed,
                time_limit=time_limit,
                asked_by=by.account_id,
            )
    except IntegrityError as error:
        raise Problem(
            _("This is being planned already."), remedy=_("Wait for the plan, or stop the work on it."), code="run_busy"
        ) from error
    _queue(run)
    record("matching.run_started", on=run, by=by, data={"kind": kind, "number": run.number, "seed": seed})
    return run


@action
def cancel_run(*, run: MatchRun, by: Actor) -> MatchRun:
    """Stop a run. One that waits is cancelled; one that works is asked to stop and keeps the best plan it has found so
    far.
    """
    require("matching.cancel_run", by, run)
    locked = lock(run)
    if locked.state in FINISHED:
        return locked
    if locked.state == RunState.QUEUED:
        end_run(locked, RunState.CANCELLED, by)
    else:
        locked.stop_asked = True
        locked.save(update_fields=["stop_asked", "updated_at"])
    record("matching.run_cancelled", on=locked, by=by)
    return locked


@action
def sweep_stale_runs(*, by: Actor) -> list[MatchRun]:
    """Find runs of the actor's network whose worker has been silent for too long, and give them to another worker.

    A run that has used up its workers fails; one that was asked to stop is cancelled. Returns the runs it moved.
    """
    now = timezone.now()
    running = MatchRun.objects.select_for_update(skip_locked=True).filter(
        network_id=by.network_id, state=RunState.RUNNING
    )
    moved = [
        run for run in running.defer(*HEAVY) if run.updated_at + SILENCE + dt.timedelta(seconds=run.time_limit) < now
    ]
    for run in moved:
        if run.stop_asked:
            end_run(run, RunState.CANCELLED, by)
        elif run.attempts >= MAX_ATTEMPTS:
            run.error = _("The work broke off twice without a result. Try a shorter time limit or a smaller fair.")
            end_run(run, RunState.FAILED, by)
        else:
            move(run, RunState.QUEUED)
            run.progress = 0.0
            run.save(update_fields=["state", "progress", "updated_at"])
            _queue(run)
        record("matching.run_rescued", on=run, by=by, data={"state": run.state, "attempts": run.attempts})
    return moved


def end_run(run: MatchRun, state: str, by: Actor, result: Any = None) -> None:
    """Put a locked run into an end state and tell the modules above, in the caller's transaction."""
    move(run, state)
    run.finished_at = timezone.now()
    run.save(
        update_fields=[
            "state",
            "progress",
            "result",
            "score",
            "score_bound",
            "shortfall",
            "meetings",
            "error",
            "finished_at",
            "updated_at",
        ]
    )
    run_finished.send(sender=MatchRun, run=run, by=by, result=result)


def _queue(run: MatchRun) -> None:
    """Hand the run to a worker. Without a job lock: the constraint ``one_run_at_a_time`` keeps a subject's runs apart,
    and a lock held by the job of a worker that was killed would keep the run's heir from ever starting.
    """
    enqueue("matching.work_run", run_id=str(run.pk), network_id=str(run.network_id))
