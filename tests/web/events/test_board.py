"""The screen in the hall: what it says when, what it never says, and what asking again costs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect
from tests.events.planning_factories import ReadyFair
from tests.web.browsing import text_of
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at

from spona.events.actions import publish_timetable
from spona.events.models import AdHocMeeting

pytestmark = pytest.mark.django_db


def on_the_wall() -> ReadyFair:
    ready = a_wished_fair(is_public=True)
    publish_timetable(timetable=a_draft(ready), by=ready.manager)
    return ready


@contextmanager
def minutes_in(ready: ReadyFair, minutes: float) -> Iterator[None]:
    now = ready.slots[0].starts_at + dt.timedelta(minutes=minutes)
    with patch("spona.web.events.board.timezone.now", return_value=now):
        yield


@pytest.mark.parametrize(
    ("minutes", "said"), [(-30, "Next: 10:00–10:20."), (5, "Now: 10:00–10:20."), (600, "All meetings are over.")]
)
def test_it_says_who_sits_where_now_and_next(minutes: int, said: str) -> None:
    ready = on_the_wall()

    with minutes_in(ready, minutes):
        assert said in text_of(a_client(ready).get(at("hall", ready.fair)))


def test_asking_again_is_answered_shortly_until_something_changes() -> None:
    ready = on_the_wall()
    client, url = a_client(ready), at("hall_now", ready.fair)
    with minutes_in(ready, 5):
        first = client.get(url)
        known = {"If-None-Match": first.headers["ETag"]}
        with CaptureQueriesContext(connection) as queries:
            again = client.get(url, headers=known)
    with minutes_in(ready, 25):
        next_slot = client.get(url, headers=known)

    reads = [q["sql"] for q in queries.captured_queries if q["sql"].startswith("SELECT") and " FROM " in q["sql"]]
    assert [answer.status_code for answer in (first, again, next_slot)] == [200, 304, 200]
    assert (again.content, len(reads) <= 6) == (b"", True)
    assert not [sql for sql in reads if "events_meeting" in sql]


def test_whom_a_broker_brought_together_appears_at_their_table() -> None:
    ready = on_the_wall()
    now = ready.slots[0].starts_at + dt.timedelta(minutes=5)
    a, b = sorted((ready.csos[0], ready.companies[0]), key=lambda party: party.pk)
    with minutes_in(ready, 5):
        before = a_client(ready).get(at("hall_now", ready.fair))
        AdHocMeeting.objects.create(
            network_id=ready.fair.network_id,
            programme_id=ready.fair.programme_id,
            fair=ready.fair,
            a=a,
            b=b,
            table_number=77,
            starts_at=now,
            ends_at=now + dt.timedelta(minutes=20),
        )
        after = a_client(ready).get(at("hall_now", ready.fair), headers={"If-None-Match": before.headers["ETag"]})

    assert (after.status_code, ">77<" in after.content.decode().replace(" ", "")) == (200, True)


def test_it_shows_names_and_nothing_else_of_a_party() -> None:
    ready = on_the_wall()
    for party in (*ready.csos, *ready.companies):
        party.contact_name, party.note = "zrno person", "zrno note"
        party.save()

    with minutes_in(ready, 5):
        page = a_client(ready).get(at("hall", ready.fair)).content.decode()

    assert (ready.csos[0].name in page, "zrno" in page, "@example.org" in page) == (True, False, False)


def test_nothing_is_seen_before_publication() -> None:
    ready = a_wished_fair(is_public=True)
    a_draft(ready)

    for name in ("hall", "hall_now"):
        assert a_client(ready).get(at(name, ready.fair)).status_code in {302, 403}


@pytest.mark.django_db(transaction=True)
def test_the_time_left_is_counted_down_and_a_bell_can_be_switched_on(desktop_page: Page, axe: Any) -> None:
    ready = on_the_wall()
    with minutes_in(ready, 5):
        desktop_page.goto(at("hall", ready.fair))
        clock = desktop_page.locator(".clock")
        expect(clock).to_have_text(re.compile(r"^14:[0-5]\d$"))
        shown = clock.inner_text()
        expect(clock).not_to_have_text(shown)
        assert clock.inner_text() < shown
        bell = desktop_page.get_by_role("button", name="Ring when a meeting ends")
        bell.click()
        expect(bell).to_have_attribute("aria-pressed", "true")
        assert axe(desktop_page) == []
