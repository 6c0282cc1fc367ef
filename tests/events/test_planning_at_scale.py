"""The real fair: every organisation of the workbook, planned and written with a bounded number of queries."""

from __future__ import annotations

import os
import random
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.events.planning_factories import a_ready_fair, some_parties

from spona.events.actions import build_problem, plan_fair, publish_timetable
from spona.events.models import Side, Timetable, Wish
from spona.kernel.models import OutboxMessage, Translated
from spona.matching.actions import work_run
from spona.matching.states import USABLE

SHARED = Path(os.environ.get("SPONA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
WORKBOOK = SHARED / "data" / "fair" / "sajam_all.xlsx"
SIDES = {"cso": "Udruge", "company": "Tvrtke", "town": "Gradovi i općine"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not WORKBOOK.exists(), reason=f"{WORKBOOK} is not there: set SPONA_SHARED to the shared folder"),
]


def test_479_organisations_are_planned_written_and_published_in_a_bounded_number_of_queries() -> None:
    book = openpyxl.load_workbook(WORKBOOK, read_only=True)
    ready = a_ready_fair(csos=0, companies=0, slots=12, tables=120)
    Side.objects.create(fair=ready.fair, code="town", name=Translated.of("Gradovi", "hr"), position=2)
    parties = {}
    for code, sheet in SIDES.items():
        names = [str(row[0]) for row in book[sheet].iter_rows(min_row=2, max_col=1, values_only=True)]
        side = Side.objects.get(fair=ready.fair, code=code)
        Side.objects.filter(pk=side.pk).update(min_meetings=1 if code == "cso" else 0, max_meetings=8)
        parties[code] = some_parties(side, len(names), names)
    luck = random.Random(2031)
    Wish.objects.bulk_create(
        Wish(fair=ready.fair, chooser=cso, about=other, level="must" if place == 0 else "yes")
        for cso in parties["cso"]
        for place, other in enumerate(luck.sample(parties["company"] + parties["town"], 8))
    )
    assert sum(map(len, parties.values())) == 479
    with CaptureQueriesContext(connection) as asked:
        assert len(build_problem(ready.fair)["parties"]) == 479
    assert len(asked) == 9

    run = plan_fair(fair=ready.fair, by=ready.manager, time_limit=5.0)
    with CaptureQueriesContext(connection) as worked:
        done = work_run(run_id=run.pk, by=ready.system)
    draft = Timetable.objects.get(run=run)

    assert done is not None
    assert done.state in USABLE
    assert draft.figures["meetings"] == draft.meetings.count() > 0
    assert draft.figures["sides"]["cso"]["fewest"] >= 1
    assert len(worked) <= 120
    with CaptureQueriesContext(connection) as published:
        publish_timetable(timetable=draft, by=ready.manager)
    assert OutboxMessage.objects.count() == 479
    assert len(published) <= 40
