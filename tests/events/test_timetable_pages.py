"""A timetable read page by page: every meeting on one of them, every party in the list of loads."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from django.db.models import F
from tests.events.planning_factories import a_draft, a_ready_fair, everybody_wishes, worked_out

from spona.events.actions import plan_fair
from spona.events.queries.cockpit import loads_for
from spona.events.queries.timetables import timetable_grid

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("with_tables", [True, False])
def test_pages_by_time_follow_each_other_both_ways_and_leave_nobody_out(with_tables: bool) -> None:
    ready, draft = a_draft(csos=4, companies=4, slots=4)
    if not with_tables:
        draft.meetings.update(table_number=None)
    order = ("slot__starts_at", F("table_number").asc(nulls_last=True), "id")
    expected = list(draft.meetings.order_by(*order).values_list("id", flat=True))

    def shown(page: str) -> tuple[list[UUID], str, str]:
        grid = timetable_grid(ready.manager, draft, ready.slots, axis="time", page=page, size=5)
        return [meeting.pk for row in grid.rows for meeting in row.meetings], grid.previous, grid.next

    pages = [shown("")]
    while pages[-1][2]:
        pages.append(shown(pages[-1][2]))
    back = [pages[-1]]
    while back[-1][1]:
        back.append(shown(back[-1][1]))

    assert (len(expected), [pk for ids, _previous, _next in pages for pk in ids]) == (16, expected)
    assert [ids for ids, _previous, _next in reversed(back)][-3:] == [ids for ids, _previous, _next in pages][-3:]
    assert sorted(pk for ids, _previous, _next in back for pk in ids) == sorted(expected)
    assert shown("spoilt:place:x")[0] == pages[0][0]


def test_the_meetings_of_each_are_kept_with_the_timetable_nobody_left_out() -> None:
    ready = a_ready_fair(csos=2, companies=3, slots=2)
    everybody_wishes(ready)
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)
    seats = Counter(draft.seats.values_list("party_id", flat=True))

    kept = dict(draft.loads.values_list("party_id", "meetings"))

    assert kept == {party.pk: seats[party.pk] for party in (*ready.csos, *ready.companies)}
    assert list(draft.loads.order_by("meetings", "sort_key", "id")) == list(loads_for(ready.manager, draft))
