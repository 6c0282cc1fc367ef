"""One attempt to find the best pairs: the problem as it stood, the seed, how it went, what came out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from spona.kernel.models import NetworkRecord
from spona.matching.states import RUN_MOVES, RunState


class MatchRun(NetworkRecord):
    """A frozen problem and its answer. Knows nothing of fairs or mentors: ``kind`` and ``subject_id`` name whoever
    asked.

    ``problem`` and ``result`` are snapshots in the engine's own format (contract "meetings", version 1): the same
    problem, seed and engine version give the same result, so a run can be repeated and defended years later.
    ``result`` carries one key more, ``advice_said``: the advice as codes and parameters, to be said in the reader's
    language. State is moved by ``matching.actions`` (start_run, work_run, cancel_run, sweep_stale_runs) only.
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = RUN_MOVES

    programme_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=40, help_text="who asked, e.g. events.fair")
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField(help_text="1, 2, 3 ... for its subject")
    problem = models.JSONField()
    start = models.JSONField(null=True, blank=True, help_text="the result to stay close to, when re-planning")
    most_moves = models.PositiveIntegerField(
        null=True, blank=True, help_text="meetings of the start it may touch at most; empty: as few as can be"
    )
    seed = models.PositiveIntegerField(default=0)
    time_limit = models.FloatField(default=10.0, help_text="seconds")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.QUEUED)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="workers that took it; tells a worker given up from its heir"
    )
    progress = models.FloatField(default=0.0, help_text="0 to 1")
    stop_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    score = models.BigIntegerField(null=True, blank=True)
    score_bound = models.BigIntegerField(null=True, blank=True)
    shortfall = models.IntegerField(null=True, blank=True)
    meetings = models.IntegerField(null=True, blank=True)
    error = models.CharField(max_length=400, blank=True)
    asked_by = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "number"], name="run_numbered_once"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_run_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=1), name="run_progress_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} ({self.state})"
