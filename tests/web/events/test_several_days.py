"""A fair of two days says the day with every time, on screens, on paper and on a phone; a fair of one day does not."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from pypdf import PdfReader
from tests.events.day_factories import a_gate
from tests.events.factories import a_fair, a_programme
from tests.events.planning_factories import ReadyFair
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, text_of
from tests.web.browsing import send as send_form
from tests.web.events.phones import a_link, a_phone
from tests.web.events.planning_pages import a_draft, a_wished_fair, at, the_manager

from spona.events.actions import publish_timetable
from spona.events.actions.checkins import check_in_party
from spona.events.models import Slot, Timetable

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Wed 14 May, 10:00", "Thu 15 May, 10:00"


@pytest.fixture
def two_days() -> tuple[ReadyFair, Timetable]:
    """Two CSOs and two companies, one slot a day at ten: everybody meets one on each day."""
    ready = a_wished_fair(csos=2, companies=2, slots=1, is_public=True)
    slot = ready.slots[0]
    day = dt.timedelta(days=1)
    Slot.objects.create(fair=ready.fair, starts_at=slot.starts_at + day, ends_at=slot.ends_at + day)
    return ready, a_draft(ready)


@contextmanager
def minutes_in(ready: ReadyFair, minutes: float) -> Iterator[None]:
    """The first meeting began so many minutes ago."""
    now = ready.slots[0].starts_at + dt.timedelta(minutes=minutes)
    with patch("django.utils.timezone.now", return_value=now):
        yield


def words_of(answer: object) -> str:
    document = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages).split())


def lacking_a_day(shown: dict[str, str]) -> dict[str, list[str]]:
    """The pages on which one of the two days is not named with its time."""
    missing = {name: [said for said in (FIRST, SECOND) if said not in text] for name, text in shown.items()}
    return {name: days for name, days in missing.items() if days}


def test_the_cockpit_says_the_day(two_days: tuple[ReadyFair, Timetable]) -> None:
    ready, draft = two_days
    manager, meeting = the_manager(ready), draft.meetings.order_by("slot__starts_at", "a__sort_key").last()
    assert meeting is not None
    pair = f"?a={meeting.a_id}&b={meeting.b_id}"
    plan = at("timetable", ready.fair, draft.number)
    shown = {
        "by table": manager.get(plan),
        "by party": manager.get(f"{plan}?axis=person"),
        "by time": manager.get(f"{plan}?axis=time"),
        "change": manager.get(at("change", ready.fair, draft.number) + pair),
        "slots": manager.get(at("slots", ready.fair)),
        "party": manager.get(f"/fairs/{ready.fair.slug}/parties/{ready.csos[0].pk}/"),
    }

    assert lacking_a_day({name: text_of(page) for name, page in shown.items()}) == {}
    assert f"They meet at {SECOND}" in text_of(shown["change"])
    assert SECOND in text_of(manager.get(at("explain", ready.fair, draft.number) + pair))


def test_papers_say_the_day(two_days: tuple[ReadyFair, Timetable]) -> None:
    ready, draft = two_days
    manager = the_manager(ready)

    shown = {name: words_of(manager.get(at(name, ready.fair, draft.number))) for name in PAPERS}

    assert lacking_a_day(shown) == {}


PAPERS = ("timetable_pdf", "tables_pdf", "parties_pdf")


def test_everybody_and_each_party_read_the_day(two_days: tuple[ReadyFair, Timetable]) -> None:
    ready, draft = two_days
    link = a_link(ready.csos[0])
    hours = text_of(a_phone().get(f"/f/{link}/"))
    publish_timetable(timetable=draft, by=ready.manager)
    slug = ready.fair.slug
    public = {name: text_of(a_phone().get(f"/fairs/{slug}/timetable/?by={name}")) for name in ("table", "party")}
    pdf = words_of(a_phone().get(f"/t/{link}/timetable.pdf"))
    own = text_of(a_phone().get(f"/f/{link}/timetable/"))

    assert lacking_a_day(public | {"hours": hours, "pdf": pdf}) == {}
    assert ("14 May 2031" in own, "15 May 2031" in own) == (True, True)


def test_the_screen_in_the_hall_says_the_day(two_days: tuple[ReadyFair, Timetable]) -> None:
    ready, draft = two_days
    publish_timetable(timetable=draft, by=ready.manager)

    with minutes_in(ready, 5):
        screen = text_of(a_phone().get(at("hall", ready.fair)))

    assert f"Now: {FIRST}–10:20." in screen
    assert f"Next: {SECOND}–10:20." in screen


def test_a_party_s_own_day_says_the_day(two_days: tuple[ReadyFair, Timetable]) -> None:
    ready, draft = two_days
    publish_timetable(timetable=draft, by=ready.manager)
    link = a_link(ready.csos[0], days=10_000)

    with minutes_in(ready, 5):
        check_in_party(gate=a_gate(ready.fair), party=ready.csos[0], by=ready.manager)
        phone = text_of(a_phone().get(f"/f/{link}/day/"))

    now, _, later = phone.partition("Next")
    ahead, _, begun = later.partition("How was it?")
    assert ("in at Wed 14 May, 10:05, gate A" in now, f"{FIRST}–10:20" in now) == (True, True)
    assert (ahead.count(f"{SECOND}–10:20"), ahead.count("10:00")) == (2, 2)
    assert (begun.count(FIRST), begun.count("10:00")) == (1, 1)


def test_at_a_fair_of_one_day_a_party_reads_the_time_alone() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=2, is_public=True)
    publish_timetable(timetable=a_draft(ready), by=ready.manager)
    link = a_link(ready.csos[0], days=10_000)

    with minutes_in(ready, 5):
        phone = text_of(a_phone().get(f"/f/{link}/day/"))

    assert ("10:00–10:20" in phone, "Wed 14 May" in phone) == (True, False)


def test_a_fair_of_one_day_says_it_once() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=2)
    draft = a_draft(ready)

    page = text_of(the_manager(ready).get(at("timetable", ready.fair, draft.number)))

    assert ("10:00" in page, "Wed 14 May" in page) == (True, False)


def test_slots_of_another_day_are_added_and_moved_through_the_page() -> None:
    network = reached(a_network())
    fair = a_fair(a_programme(network), slots=1)
    browser = a_browser(a_manager(network))

    send_form(browser, f"/fairs/{fair.slug}/slots/", day="2027-03-19", time="10:00", count="1")
    second = fair.slots.get(starts_at__date=dt.date(2027, 3, 19))
    send_form(browser, f"/fairs/{fair.slug}/slots/{second.pk}/", starts="11:00", ends="11:20")

    second.refresh_from_db()
    assert second.starts_at == dt.datetime(2027, 3, 19, 10, tzinfo=dt.UTC)
    assert 'value="2027-03-19"' in browser.get(f"/fairs/{fair.slug}/slots/{second.pk}/").content.decode()
