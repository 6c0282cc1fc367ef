"""Working out one run. The engine runs outside any transaction, so that minutes of thinking hold no row and no
snapshot.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, in_network, move, record
from spona.kernel.models import Actor
from spona.kernel.rules import require
from spona.matching.actions.runs import end_run
from spona.matching.actions.sentences import sentence_json
from spona.matching.models import MatchRun
from spona.matching.states import RunState

if TYPE_CHECKING:
    from spona_engine import MeetingResult

log = logging.getLogger(__name__)

SIGN_OF_LIFE = 0.5
"""Seconds between two looks at the run's row: progress is told, and asked whether to stop, at most this often."""


def work_run(*, run_id: UUID, by: Actor) -> MatchRun | None:
    """Solve a queued run and store its end. Called by the job; a run that waits no longer is left alone (None).

    Not an action: it is three transactions (taken, signs of life, ended) with the engine between them. An error of the
    engine, or of whoever listens to ``run_finished``, ends the run as FAILED with a sentence and the error's class,
    never its text: that may quote what people wrote.
    """
    with in_network(by.network_id):
        run = _take(run_id=run_id, by=by)
    if run is None:
        return None
    try:
        result = _solve(run)
        document = result.to_json() | {"advice_said": [sentence_json(sentence) for sentence in result.advice]}
        with in_network(by.network_id):
            return _finish(run=run, result=result, document=document, by=by)
    except Exception as error:
        log.exception("run %s failed", run_id)
        with in_network(by.network_id):
            return _fail(run=run, error=type(error).__name__, by=by)


@action
def _take(*, run_id: UUID, by: Actor) -> MatchRun | None:
    """Mark a queued run as running and count the worker."""
    run = MatchRun.objects.select_for_update().get(pk=run_id)
    require("matching.work_run", by, run)
    if run.state != RunState.QUEUED:
        return None
    move(run, RunState.RUNNING)
    run.started_at = timezone.now()
    run.attempts += 1
    run.save(update_fields=["state", "started_at", "attempts", "updated_at"])
    return run


def _solve(run: MatchRun) -> MeetingResult:
    from spona_engine import MeetingProblem, replan, solve  # SciPy takes a second to import; web processes never solve

    watch, problem = Watch(run), MeetingProblem.from_json(run.problem)
    if run.start is None:
        return solve(
            problem,
            seed=run.seed,
            time_limit=run.time_limit,
            progress=watch.progress,
            should_stop=watch.should_stop,
        )
    return replan(
        problem,
        run.start,
        seed=run.seed,
        time_limit=run.time_limit,
        progress=watch.progress,
        should_stop=watch.should_stop,
        moves=run.most_moves,
    )


class Watch:
    """The link between the engine at work and the run's row.

    Solvers may call back from threads of their own; those only leave word here, because a thread that touches the
    database opens a connection that nobody closes.
    """

    def __init__(self, run: MatchRun) -> None:
        self._run = run
        self._owner = threading.get_ident()
        self._next = 0.0
        self._news: dict[str, Any] = {}
        self._stop = False

    def progress(self, fraction: float, best_score: int, score_bound: int) -> None:
        """Take news from the engine; ``fraction`` is clipped to 0..1."""
        self._news = {
            "progress": min(max(float(fraction), 0.0), 1.0),
            "score": int(best_score),
            "score_bound": int(score_bound),
        }
        self._meet()

    def should_stop(self) -> bool:
        """Whether somebody asked for the end, or the run was given to another worker meanwhile."""
        self._meet()
        return self._stop

    def _meet(self) -> None:
        now = time.monotonic()
        if now < self._next or threading.get_ident() != self._owner:
            return
        self._next = now + SIGN_OF_LIFE
        mine = {"pk": self._run.pk, "state": RunState.RUNNING, "attempts": self._run.attempts}
        with in_network(self._run.network_id):
            MatchRun.objects.filter(**mine).update(updated_at=timezone.now(), **self._news)
            self._stop = MatchRun.objects.filter(**mine).values_list("stop_asked", flat=True).first() is not False


@action
def _finish(*, run: MatchRun, result: MeetingResult, document: dict[str, Any], by: Actor) -> MatchRun:
    """Store the result and tell the modules above, in one go. A worker that was given up for dead stores nothing."""
    locked = _still_mine(run)
    if locked is None:
        return run
    locked.result = document
    locked.progress = 1.0
    locked.score = int(result.score)
    locked.score_bound = int(result.score_bound)
    locked.shortfall = int(result.shortfall)
    locked.meetings = len(document["meetings"])
    end_run(locked, RunState(result.status), by, result)
    record("matching.run_finished", on=locked, by=by, data={"state": locked.state, "meetings": locked.meetings})
    return locked


@action
def _fail(*, run: MatchRun, error: str, by: Actor) -> MatchRun:
    """End the run after an error, saying only its class."""
    locked = _still_mine(run)
    if locked is None:
        return run
    locked.error = _("An error stopped the work (%(error)s). Nothing else was changed; try again.") % {"error": error}
    end_run(locked, RunState.FAILED, by)
    record("matching.run_failed", on=locked, by=by, data={"error": error})
    return locked


def _still_mine(run: MatchRun) -> MatchRun | None:
    """Return the run's locked row unless it has been ended or given to another worker."""
    return (
        MatchRun.objects.select_for_update()
        .defer("problem", "start")
        .filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
        .first()
    )
