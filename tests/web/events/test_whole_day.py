"""A whole day with sixty CSOs and forty-five companies, from the first badge to the last answer, on the pages."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.events.planning_factories import ReadyFair, a_ready_fair, worked_out
from tests.web.browsing import text_of
from tests.web.events.phones import a_link, a_phone
from tests.web.events.phones import send as send_form
from tests.web.events.planning_pages import at, send, the_manager

from spona.events.actions import plan_fair, publish_timetable
from spona.events.actions.badges import badge_url
from spona.events.actions.gates import add_gate, issue_gate_link
from spona.events.models import AdHocMeeting, CheckIn, Fair, Meeting, Party, Rating, Scan, Timetable, Wish
from spona.events.queries.ratings import rating_figures
from spona.events.states import RATING_LINK, PartyState, TimetableState
from spona.kernel.models import OutboxMessage
from spona.matching.models import MatchRun

pytestmark = pytest.mark.django_db
CSOS, COMPANIES, SLOTS, CHOICES = 60, 45, 4, 5


def a_big_day() -> ReadyFair:
    """Published; the first meeting begins in ten minutes."""
    ready = a_ready_fair(CSOS, COMPANIES, SLOTS, is_public=True)
    Wish.objects.bulk_create(
        Wish(fair=ready.fair, chooser=cso, about=ready.companies[(n + step * 7) % COMPANIES], level="yes")
        for n, cso in enumerate(ready.csos)
        for step in range(CHOICES)
    )
    run = plan_fair(fair=ready.fair, by=ready.manager, time_limit=3.0)
    publish_timetable(timetable=worked_out(run, ready), by=ready.manager)
    to_now(ready, -10)
    return ready


def to_now(ready: ReadyFair, minutes: float) -> None:
    """Move the hours: the first meeting began so many minutes ago."""
    move = timezone.now() - dt.timedelta(minutes=minutes) - ready.slots[0].starts_at
    for slot in ready.slots if move < dt.timedelta(0) else reversed(ready.slots):
        slot.starts_at, slot.ends_at = slot.starts_at + move, slot.ends_at + move
        slot.save()
    Fair.objects.filter(pk=ready.fair.pk).update(starts_on=timezone.localdate())
    ready.fair = Fair.objects.get(pk=ready.fair.pk)


def volunteer_at(ready: ReadyFair, name: str) -> str:
    """A gate and the path of its link."""
    gate = add_gate(fair=ready.fair, name=name, by=ready.manager)
    return "/g/" + issue_gate_link(gate=gate, by=ready.manager).rpartition("/g/")[2]


def scan(path: str, parties: list[Party], *, waited: int = 0, start: int = 0) -> Any:
    """Hand in one reading for each party; ``waited``: minutes without a signal."""
    now = timezone.now()
    at_gate = (now - dt.timedelta(minutes=waited)).isoformat()
    items = [
        {"text": badge_url(party), "nonce": f"{path[3:11]}-{start + n:06}", "written_at": at_gate}
        for n, party in enumerate(parties)
    ]
    sent = json.dumps({"sent_at": now.isoformat(), "items": items})
    return a_phone().post(f"{path}scans/", sent, content_type="application/json").json()["items"]


def a_broker_finds_company(ready: ReadyFair, manager: Client, name: str) -> None:
    """Bring the walk-in of this name together with a CSO that is free and wants to meet it."""
    walk_in = Party.objects.get(fair=ready.fair, name=name)
    free = next(party for party in ready.csos[1:] if not _is_busy(ready, party))
    Wish.objects.create(fair=ready.fair, chooser=free, about=walk_in, level="must")
    assert f"{free.name} wants to meet {name}." in text_of(manager.get(at("broker", ready.fair)))
    send(manager, at("broker", ready.fair), a=free.pk, b=walk_in.pk)


def test_a_whole_day() -> None:
    ready = a_big_day()
    manager = the_manager(ready)
    missing, late = ready.csos[0], ready.companies[0]
    others = [party for party in (*ready.csos, *ready.companies) if party not in {missing, late}]
    north, south = volunteer_at(ready, "North"), volunteer_at(ready, "South")

    # Doors: one gate with a signal, one without; a batch comes twice, a badge is shown at both.
    scan(north, others[:60])
    for _time in range(2):
        scan(south, others[50:], waited=5)
    entries = CheckIn.objects.filter(fair=ready.fair)
    assert (entries.count(), Scan.objects.count()) == (len(others), 60 + len(others) - 50)
    assert entries.filter(gate__name="South", device_at__isnull=False).count() == len(others) - 50

    # Somebody nobody expected, and somebody who had said nothing of coming late.
    assert send_form(a_phone(), f"{north}walk-in/", name="Pekara Klas", side="company").status_code == 302
    send_form(a_phone(), north, do="name", party=late.pk)
    assert entries.count() == CSOS + COMPANIES
    page = text_of(manager.get(at("day", ready.fair)))
    assert f"{CSOS + COMPANIES} in, of {CSOS + COMPANIES + 1} expected" in page

    # One CSO does not come: the rest is planned again, as little as possible changes, and only those hear of it.
    before = {frozenset(pair) for pair in _pairs(ready)}
    send(manager, at("no_show", ready.fair), absent=[str(missing.pk)], since="day")
    mails = OutboxMessage.objects.count()
    draft = worked_out(MatchRun.objects.latest("created_at"), ready)
    send(manager, f"/fairs/{ready.fair.slug}/plan/drafts/{draft.number}/publish/")
    after = {frozenset(pair) for pair in _pairs(ready)}
    assert Party.objects.get(pk=missing.pk).state == PartyState.NO_SHOW
    assert not [pair for pair in after if missing.pk in pair]
    assert len([pair for pair in before - after if missing.pk not in pair]) <= 3
    assert 0 < OutboxMessage.objects.count() - mails < 30

    # Meetings are on: the screen says so, a broker finds company for those who are free.
    to_now(ready, 5)
    assert "Now:" in text_of(a_phone().get(at("hall", ready.fair)))
    a_broker_finds_company(ready, manager, "Pekara Klas")
    assert AdHocMeeting.objects.count() == 1

    # Afterwards: one says that it took place, the other that it did not.
    to_now(ready, 300)
    send(manager, at("ratings", ready.fair))
    published = Meeting.objects.filter(timetable__fair=ready.fair, timetable__state=TimetableState.PUBLISHED)
    meeting = published.order_by("slot__starts_at", "a__sort_key")[0]
    for rater, about, answer in ((meeting.a, meeting.b, "next_step"), (meeting.b, meeting.a, "missed")):
        path = f"/r/{a_link(rater, RATING_LINK)}/"
        assert send_form(a_phone(), f"{path}answers/", about=about.pk, answer=answer).status_code == 302
    figures = rating_figures(ready.manager, ready.fair)
    assert (figures.held, figures.missed, figures.next_steps, Rating.objects.count()) == (1, 0, 1, 2)


def _pairs(ready: ReadyFair) -> list[tuple[Any, Any]]:
    published = Timetable.objects.get(fair=ready.fair, state=TimetableState.PUBLISHED)
    return list(published.meetings.values_list("a_id", "b_id"))


def _is_busy(ready: ReadyFair, party: Party) -> bool:
    seats = Timetable.objects.get(fair=ready.fair, state=TimetableState.PUBLISHED).seats
    return seats.filter(party=party, slot=ready.slots[0]).exists()
