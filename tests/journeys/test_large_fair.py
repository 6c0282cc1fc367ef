"""The real size: every organisation of a published regional list, from its spreadsheet to a published timetable."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.events.factories import CSOS_AND_COMPANIES, a_fair, a_programme, by_link
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, send

from spona.events.actions import Saying, SideSpec, close_wishes, plan_fair, publish_timetable, set_sides, state_wishes
from spona.events.models import Fair, Party, Proposal, Timetable
from spona.kernel.models import Actor, ImportBatch, Translated
from spona.matching.actions import work_run

SHARED = Path(os.environ.get("SPONA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
FOLDER = SHARED / "data" / "fair"
MOST_QUERIES = 15

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"{FOLDER} is not there: set SPONA_SHARED to the shared folder"),
]


def a_large_fair() -> tuple[Fair, Actor]:
    """A fair of twelve slots that takes wishes, in a network reached under the tests' host name."""
    network = reached(a_network(country="HR"))
    manager = a_manager(network)
    fair = a_fair(a_programme(network), slots=12, tables=120, is_open=True)
    town = SideSpec(code="public_authority", name=Translated.of("Gradovi i općine", "hr"), max_meetings=12)
    limits: dict[str, dict[str, Any]] = {
        "cso": {"min_meetings": 1, "max_meetings": 8}, "company": {"max_meetings": 8},
    }  # fmt: skip
    sides = [SideSpec(**{**vars(side), **limits[side.code]}) for side in CSOS_AND_COMPANIES]
    set_sides(fair=fair, sides=[*sides, town], by=manager)
    return fair, manager


def take_in(browser: Client, fair: Fair, name: str) -> ImportBatch:
    """Upload a workbook, accept what was recognised, call every likely double a new organisation, take the rows in."""
    upload = SimpleUploadedFile(name, (FOLDER / name).read_bytes())
    answer = send(browser, f"/fairs/{fair.slug}/import/", file=upload)
    assert answer.status_code == 302
    batch = ImportBatch.objects.latest("created_at")
    preview = browser.get(f"/imports/{batch.pk}/").content.decode()
    decided = dict.fromkeys(re.findall(r'"becomes undecided">.*?name="(row-[^"]+)"', preview, re.DOTALL), "create")
    answer = send(browser, f"/imports/{batch.pk}/take-in/", **decided)
    assert answer.status_code == 302
    return batch


def everybody_wishes(fair: Fair) -> None:
    """Each association says one must and seven times yes, with its own link."""
    luck = random.Random(2031)
    parties = Party.objects.filter(fair=fair).order_by("sort_key", "pk")
    others = list(parties.exclude(side__code="cso").values_list("pk", flat=True))
    for cso in parties.filter(side__code="cso"):
        about = luck.sample(others, 8)
        sayings = [Saying(key, "must" if place == 0 else "yes") for place, key in enumerate(about)]
        state_wishes(chooser=cso, sayings=sayings, by=by_link(cso))


def test_a_published_list_is_taken_in_through_the_page() -> None:
    fair, manager = a_large_fair()

    take_in(a_browser(manager), fair, "sajam_60x45.xlsx")

    counts = {side.code: Party.objects.filter(side=side).count() for side in fair.sides.all()}
    assert counts == {"cso": 55, "company": 45, "public_authority": 12}


def test_479_rows_of_435_organisations_are_taken_in_planned_published_and_looked_at_within_fifteen_queries() -> None:
    fair, manager = a_large_fair()
    browser = a_browser(manager)
    take_in(browser, fair, "sajam_all.xlsx")
    assert (Party.objects.filter(fair=fair).count(), Proposal.objects.count()) == (435, 479)
    everybody_wishes(fair)
    close_wishes(fair=fair, by=manager)
    run = plan_fair(fair=fair, by=manager, time_limit=5.0)
    work_run(run_id=run.pk, by=Actor.of_system("planner", fair.network_id))
    draft = Timetable.objects.get(run=run)
    publish_timetable(timetable=draft, by=manager)

    asked = {address: queries(browser, address) for address in lists_of(fair)}

    assert {address: count for address, count in asked.items() if count > MOST_QUERIES} == {}


def lists_of(fair: Fair) -> list[str]:
    """Every page of the fair that lists parties, wishes, meetings or mails."""
    start, timetable = f"/fairs/{fair.slug}", f"/fairs/{fair.slug}/plan/drafts/1"
    return [
        f"{start}/parties/", f"{start}/wishes/", f"{start}/proposals/", f"{start}/manage/", f"{start}/plan/",
        f"{start}/plan/?axis=person", f"{start}/plan/?axis=time", f"{timetable}/", f"{timetable}/unmet/",
        f"{timetable}/without/", f"{timetable}/parties/", f"{start}/plan/demands/", f"{start}/plan/no-show/",
        "/organisations/", "/outbox/", "/desk/",
    ]  # fmt: skip


def queries(browser: Client, address: str) -> int:
    """How often a page asks a table, its session and roles among them; what frames its transaction is left out."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return sum(" FROM " in query["sql"] for query in asked.captured_queries)
