"""The states of a match run and who may follow whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where a run stands. The last four are ends."""

    QUEUED = "queued", _("waits for its turn")
    RUNNING = "running", _("is being worked out")
    OPTIMAL = "optimal", _("proven best")
    FEASIBLE = "feasible", _("good, not proven best")
    INFEASIBLE = "infeasible", _("cannot be done")
    FAILED = "failed", _("stopped by an error")
    CANCELLED = "cancelled", _("stopped by hand")


RUN_MOVES: dict[str, tuple[str, ...]] = {
    RunState.QUEUED: (RunState.RUNNING, RunState.CANCELLED, RunState.FAILED),
    RunState.RUNNING: (
        RunState.OPTIMAL,
        RunState.FEASIBLE,
        RunState.INFEASIBLE,
        RunState.FAILED,
        RunState.CANCELLED,
        RunState.QUEUED,
    ),
}
FINISHED = (RunState.OPTIMAL, RunState.FEASIBLE, RunState.INFEASIBLE, RunState.FAILED, RunState.CANCELLED)
USABLE = (RunState.OPTIMAL, RunState.FEASIBLE)
