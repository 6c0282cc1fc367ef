"""Jobs of matching, called as the worker calls them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.events.planning_factories import a_ready_fair, everybody_wishes

from spona.events.actions import plan_fair
from spona.matching import tasks
from spona.matching.models import MatchRun
from spona.matching.states import RunState

pytestmark = pytest.mark.django_db


def test_a_swept_run_is_worked_out_by_the_next_worker() -> None:
    ready = a_ready_fair()
    everybody_wishes(ready)
    run = plan_fair(fair=ready.fair, by=ready.manager)
    an_hour_ago = timezone.now() - dt.timedelta(hours=1)
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=1, updated_at=an_hour_ago)

    tasks.sweep_stale_runs(timestamp=0)
    tasks.work_run(run_id=str(run.pk), network_id=str(run.network_id))

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.OPTIMAL, 2)
    assert ready.fair.timetables.get().run == run
