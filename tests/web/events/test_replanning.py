"""A plan near an earlier one: how many meetings may change is asked for, and what is proven is said."""

from __future__ import annotations

from typing import Any

import pytest
from tests.events.planning_factories import ReadyFair, a_ready_fair, says, worked_out
from tests.web.events.planning_pages import a_draft, a_wished_fair, at, send, the_manager

from spona.events.actions import plan_fair, publish_timetable
from spona.events.models import Timetable
from spona.matching.models import MatchRun
from spona.web.events.planning_words import replanned

pytestmark = pytest.mark.django_db


def a_better_pair_after_a_plan() -> tuple[ReadyFair, Timetable]:
    """One meeting is planned; then two others say that they want each other more."""
    ready = a_ready_fair(csos=1, companies=2, slots=1)
    says(ready.csos[0], ready.companies[0], "yes")
    draft = a_draft(ready)
    says(ready.csos[0], ready.companies[1], "yes")
    says(ready.companies[1], ready.csos[0], "yes")
    return ready, draft


@pytest.mark.parametrize(("moves", "met"), [(None, 0), (0, 0), (1, 1)])
def test_a_better_meeting_moves_an_old_one_only_where_that_is_allowed(moves: int | None, met: int) -> None:
    ready, draft = a_better_pair_after_a_plan()

    run = plan_fair(fair=ready.fair, keep=draft, moves=moves, by=ready.manager, time_limit=2.0)
    found = worked_out(run, ready)

    assert found.meetings.get().b_id == ready.companies[met].pk
    assert found.figures["replanned"] == {"moves": moves, "proven": True}


def test_a_plan_from_nothing_is_no_re_plan() -> None:
    ready, draft = a_better_pair_after_a_plan()

    found = worked_out(plan_fair(fair=ready.fair, moves=1, by=ready.manager, time_limit=2.0), ready)

    assert ("replanned" in draft.figures, "replanned" in found.figures) == (False, False)
    assert found.run is not None
    assert found.run.most_moves is None


@pytest.mark.parametrize("fields", [{"keep": "on", "moves": "2"}, {"moves": "2"}])
def test_a_manager_says_how_many_meetings_may_change(fields: dict[str, str]) -> None:
    ready = a_wished_fair()
    a_draft(ready)
    manager = the_manager(ready)
    assert "Change at most so many meetings" in manager.get(at("plan", ready.fair)).content.decode()

    send(manager, at("plan", ready.fair), **fields)

    run = MatchRun.objects.latest("number")
    assert (run.most_moves, run.start is None) == (2, False)


def test_a_number_that_is_none_asks_for_nothing() -> None:
    ready = a_wished_fair()
    a_draft(ready)

    answer = send(the_manager(ready), at("plan", ready.fair), keep="on", moves="-1")

    assert (answer.status_code, MatchRun.objects.count()) == (422, 1)
    assert "How many meetings may change is a whole number." in answer.content.decode()


def test_the_same_is_asked_where_somebody_is_missing() -> None:
    ready = a_wished_fair()
    publish_timetable(timetable=a_draft(ready), by=ready.manager)

    send(the_manager(ready), at("no_show", ready.fair), absent=str(ready.csos[0].pk), since="day", moves="3")

    assert MatchRun.objects.latest("number").most_moves == 3


def said_of(**figures: Any) -> str:
    return replanned(Timetable(figures={"replanned": figures} if figures else {}))


def test_what_is_proven_is_said_and_what_is_not_too() -> None:
    assert [said_of(moves=None, proven=proven)[:6] for proven in (True, False)] == ["Proven", "Few me"]
    assert "not proven" in said_of(moves=None, proven=False)
    assert "at most 1,200 meetings" in said_of(moves=1200, proven=True)
    assert "not proven" in said_of(moves=1200, proven=False)
    assert said_of() == ""


def test_the_comparison_after_a_re_plan_says_it() -> None:
    ready, draft = a_better_pair_after_a_plan()
    worked_out(plan_fair(fair=ready.fair, keep=draft, by=ready.manager, time_limit=2.0), ready)
    a_draft(ready)
    manager, compare = the_manager(ready), at("compare", ready.fair)

    pages = [manager.get(f"{compare}?first=1&second={second}").content.decode() for second in (2, 3)]

    assert ["changes fewer meetings" in page for page in pages] == [True, False]
