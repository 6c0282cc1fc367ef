"""The way from wishes to a published timetable, through the pages a manager uses."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from tests.events.planning_factories import a_ready_fair, worked_out
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at, send, the_manager

from spona.events.actions import pin_pair, plan_fair
from spona.events.models import Timetable, Wish
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


def test_what_is_missing_for_a_plan_is_said_before_anything_can_be_planned() -> None:
    ready = a_ready_fair(slots=0)

    page = the_manager(ready).get(at("plan", ready.fair)).content.decode()

    assert "Add the times at which meetings begin" in page
    assert "nobody has said yet whom to meet" in page
    assert "Plan the meetings" not in page


def test_a_plan_of_nothing_is_refused_in_words() -> None:
    ready = a_ready_fair(slots=0)

    answer = send(the_manager(ready), at("plan", ready.fair), time_limit="5")

    assert answer.status_code == 422
    assert "The fair has no slots yet." in answer.content.decode()


def test_the_progress_is_a_fragment_for_htmx_and_leads_on_when_the_draft_is_there() -> None:
    ready = a_wished_fair()
    manager = the_manager(ready)
    send(manager, at("plan", ready.fair), time_limit="5")

    waiting = manager.get(at("run", ready.fair), headers={"HX-Request": "true"})
    assert b"<html" not in waiting.content
    assert b'hx-trigger="every 2s"' in waiting.content

    work_run(run_id=MatchRun.objects.get(subject_id=ready.fair.pk).pk, by=ready.system)
    done = manager.get(at("run", ready.fair), headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == at("plan", ready.fair)


def test_a_waiting_run_is_stopped_by_hand() -> None:
    ready = a_wished_fair()
    manager = the_manager(ready)
    send(manager, at("plan", ready.fair), time_limit="5")

    send(manager, at("stop_run", ready.fair))

    assert MatchRun.objects.get(subject_id=ready.fair.pk).state == "cancelled"
    assert "Stopped before a plan was found" in manager.get(at("run", ready.fair)).content.decode()


def test_a_run_that_broke_off_says_that_nothing_is_lost() -> None:
    ready = a_wished_fair()
    run = plan_fair(fair=ready.fair, by=ready.manager)
    MatchRun.objects.filter(pk=run.pk).update(state="failed", error="The work broke off.")

    page = the_manager(ready).get(at("run", ready.fair)).content.decode()

    assert "The work broke off." in page
    assert "Your wishes, pins and timetables are as they were." in page


def test_demands_that_clash_are_named_with_the_way_to_let_go_of_one() -> None:
    ready = a_wished_fair(csos=1, companies=2, slots=2)
    for company in ready.companies:
        pin_pair(fair=ready.fair, a=ready.csos[0], b=company, slot=ready.slots[0], by=ready.manager)
    work_run(run_id=plan_fair(fair=ready.fair, by=ready.manager).pk, by=ready.system)
    manager = the_manager(ready)

    page = manager.get(at("run", ready.fair)).content.decode()

    assert "No timetable keeps everything you insist on" in page
    assert escape(f"{ready.csos[0].name} meets {ready.companies[0].name} in 10:00") in page
    assert "The last plan brought no timetable" in manager.get(at("plan", ready.fair)).content.decode()


@pytest.mark.parametrize(("axis", "said"), [("table", "Table 1"), ("person", "3 meetings"), ("time", "10:00–10:20")])
def test_the_timetable_is_read_by_table_by_party_and_by_time(axis: str, said: str) -> None:
    ready = a_wished_fair()
    a_draft(ready)

    page = the_manager(ready).get(at("plan", ready.fair), {"axis": axis}).content.decode()

    assert said in page
    assert escape(ready.companies[0].name) in page


def test_times_beyond_one_screen_are_on_the_next_one() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=10)
    a_draft(ready)
    manager = the_manager(ready)

    first = manager.get(at("plan", ready.fair), {"axis": "person"}).content.decode()
    second = manager.get(at("plan", ready.fair), {"axis": "person", "slot": "6"}).content.decode()

    assert (">11:40<" in first, ">12:00<" in first) == (True, False)
    assert (">12:00<" in second, ">10:00<" in second) == (True, False)


def test_a_donor_reads_the_timetable_and_changes_nothing() -> None:
    ready = a_wished_fair()
    draft = a_draft(ready)
    donor = a_client(ready, RoleKind.DONOR_VIEWER)

    page = donor.get(at("timetable", ready.fair, draft.number)).content.decode()

    assert escape(ready.csos[0].name) in page
    assert "Publish the timetable" not in page
    assert "data-grid-form" not in page
    assert send(donor, at("plan", ready.fair), time_limit="5").status_code == 403
    assert send(donor, at("publish", ready.fair, draft.number)).status_code == 403


MANAGERS_OWN = ("Plan again", "Publish the timetable", "Why not?", "What you insist on", "Badges (PDF)", "Put it aside")


def test_a_donor_is_shown_nothing_that_was_written_for_a_manager_before() -> None:
    ready = a_wished_fair(csos=1, companies=1, slots=1)
    address = at("timetable", ready.fair, a_draft(ready).number)
    manager, donor = the_manager(ready), a_client(ready, RoleKind.DONOR_VIEWER)

    pages = [client.get(address).content.decode() for client in (manager, donor, manager)]

    assert [[words for words in MANAGERS_OWN if words in page] for page in pages] == [
        list(MANAGERS_OWN),
        [],
        list(MANAGERS_OWN),
    ]


def test_a_form_that_was_written_before_is_sent_with_a_key_and_a_token_of_its_own_page() -> None:
    ready = a_wished_fair(csos=1, companies=1, slots=1)
    draft = a_draft(ready)
    manager = the_manager(ready)
    manager.handler.enforce_csrf_checks = True

    pages = [manager.get(at("timetable", ready.fair, draft.number)).content.decode() for _time in range(2)]

    keys = [key for page in pages for key in re.findall(r'name="_key" value="([0-9a-f]{32})"', page)]
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page) for page in pages]
    assert len(set(keys)) == len(keys) == 6
    assert [len(set(of_page)) for of_page in tokens] == [1, 1]
    sent = {"_key": keys[-1], "csrfmiddlewaretoken": tokens[1][-1]}
    answer = manager.post(at("discard", ready.fair, draft.number), sent)
    assert (answer.status_code, Timetable.objects.get().state) == (302, TimetableState.DISCARDED)


@pytest.mark.parametrize("axis", ["table", "person", "time"])
def test_the_cockpit_of_479_parties_costs_fifteen_queries(axis: str) -> None:
    ready = a_ready_fair(csos=300, companies=179, slots=12)
    Wish.objects.bulk_create(
        Wish(fair=ready.fair, chooser=cso, about=ready.companies[(place * 7 + step) % 179], level="yes")
        for place, cso in enumerate(ready.csos)
        for step in range(4)
    )
    worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=2.0), ready)
    manager = the_manager(ready)
    manager.get(at("plan", ready.fair))

    with CaptureQueriesContext(connection) as asked:
        answer = manager.get(at("plan", ready.fair), {"axis": axis})

    assert answer.status_code == 200
    assert [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]][15:] == []
