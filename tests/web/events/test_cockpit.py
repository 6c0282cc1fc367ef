"""The way from wishes to a published timetable, through the pages a manager uses."""

from __future__ import annotations

import pytest
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at, send, the_manager

from spona.events.models import Timetable
from spona.events.states import TimetableState
from spona.kernel.models import RoleKind
from spona.matching.actions import work_run
from spona.matching.models import MatchRun

pytestmark = pytest.mark.django_db


def test_a_manager_plans_watches_and_publishes() -> None:
    ready = a_wished_fair()
    manager = the_manager(ready)
    plan = at("plan", ready.fair)

    asked = send(manager, plan, time_limit="5")
    assert (asked.status_code, asked.headers["Location"]) == (302, at("run", ready.fair))
    assert b"waits for its turn" in manager.get(at("run", ready.fair)).content

    run = MatchRun.objects.get(subject_id=ready.fair.pk)
    work_run(run_id=run.pk, by=ready.system)
    assert manager.get(at("run", ready.fair)).headers["Location"] == plan
    assert b"Proven best timetable" in manager.get(plan).content

    assert b"Publish it now" in manager.get(at("publish", ready.fair, 1)).content
    published = send(manager, at("publish", ready.fair, 1))

    assert (published.status_code, published.headers["Location"]) == (302, plan)
    assert Timetable.objects.get(fair=ready.fair).state == TimetableState.PUBLISHED


@pytest.mark.parametrize("name", ["timetable", "unmet", "without", "loads", "publish", "explain", "print_timetable"])
def test_pages_about_a_timetable_are_the_managers_own(name: str) -> None:
    ready = a_wished_fair()
    a_draft(ready)
    url = at(name, ready.fair, 1)

    assert the_manager(ready).get(url).status_code == 200
    assert a_client(ready).get(url).status_code in {302, 404}
    assert a_client(ready, RoleKind.MENTOR).get(url).status_code in {403, 404}


@pytest.mark.parametrize("name", ["timetable_pdf", "tables_pdf", "parties_pdf", "badges_pdf"])
def test_papers_are_pdfs(name: str) -> None:
    ready = a_wished_fair()
    a_draft(ready)

    assert the_manager(ready).get(at(name, ready.fair, 1)).content[:5] == b"%PDF-"
