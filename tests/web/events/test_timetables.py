"""Changes by hand with their effect shown first, comparisons, reasons, and planning again after a no-show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from tests.events.planning_factories import ReadyFair, says
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at, send, the_manager

from spona.events.actions import ban_pair, pin_pair, publish_timetable
from spona.events.models import Party, Timetable
from spona.events.states import PartyState, TimetableState
from spona.kernel.models import Network
from spona.matching.actions import work_run
from spona.matching.models import Demand, MatchRun

pytestmark = pytest.mark.django_db


def of_pair(a: Party, b: Party, **more: str) -> dict[str, str]:
    return {"a": str(a.pk), "b": str(b.pk), **more}


def test_a_ban_shows_what_it_costs_and_saves_nothing_until_it_is_sent() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=2)
    a_draft(ready)
    manager, pair = the_manager(ready), of_pair(ready.csos[0], ready.companies[0], do="ban")

    shown = manager.get(at("change", ready.fair, 1), pair).content.decode()

    assert escape(f"{ready.csos[0].name} and {ready.companies[0].name} do not meet") in shown
    assert "Meetings that fall away" in shown
    assert (Demand.objects.count(), Timetable.objects.count()) == (0, 1)


def test_a_change_that_is_sent_becomes_the_next_draft_and_a_demand() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=2)
    a_draft(ready)
    manager, pair = the_manager(ready), of_pair(ready.csos[0], ready.companies[0], do="ban")

    saved = send(manager, at("change", ready.fair, 1), **pair)

    assert saved.headers["Location"] == at("timetable", ready.fair, 2)
    assert Demand.objects.get().kind == "ban"
    assert Timetable.objects.get(number=2).meetings.count() == 3
    assert "Compare with draft 1" in manager.get(at("plan", ready.fair)).content.decode()


def test_the_keys_of_the_grid_lead_to_the_change_and_save_nothing() -> None:
    ready = a_wished_fair()
    a_draft(ready)
    a, b, slot = ready.csos[0], ready.companies[0], ready.slots[1]

    led = send(the_manager(ready), at("by_hand", ready.fair, 1), action="move", item=f"{a.pk}:{b.pk}", target=slot.pk)

    assert led.headers["Location"] == f"{at('change', ready.fair, 1)}?a={a.pk}&b={b.pk}&do=move&slot={slot.pk}"
    assert (Demand.objects.count(), Timetable.objects.count()) == (0, 1)


def test_a_pin_against_a_refusal_is_refused_beside_what_can_be_done() -> None:
    ready = a_wished_fair()
    says(ready.companies[0], ready.csos[0], "no")
    a_draft(ready)

    answer = send(
        the_manager(ready), at("change", ready.fair, 1), **of_pair(ready.csos[0], ready.companies[0], do="pin")
    )

    assert answer.status_code == 422
    assert Demand.objects.count() == 0
    assert Timetable.objects.count() == 1


def test_two_parties_are_found_by_their_names_and_told_why_they_do_not_meet() -> None:
    ready = a_wished_fair(csos=2, companies=1, slots=2)
    ban_pair(fair=ready.fair, a=ready.csos[0], b=ready.companies[0], by=ready.manager)
    a_draft(ready)
    manager, url = the_manager(ready), at("explain", ready.fair, 1)

    page = manager.get(url, {"a": ready.csos[0].name, "b": ready.companies[0].name}).content.decode()

    assert "are banned from meeting." in page
    assert "No single party of this fair" in manager.get(url, {"a": "nobody so called", "b": "x"}).content.decode()


def test_wishes_left_out_are_listed_with_their_reason_and_for_one_party() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=1)
    a_draft(ready)
    manager, url = the_manager(ready), at("unmet", ready.fair, 1)

    every = manager.get(url).content.decode()
    of_one = manager.get(url, {"party": ready.csos[0].name}).content.decode()

    assert (every.count(">What it would cost<"), of_one.count(">What it would cost<")) == (2, 1)


def test_a_party_s_page_leads_to_why_it_does_not_meet_somebody() -> None:
    ready = a_wished_fair(csos=2, companies=1, slots=1)
    cso, manager = ready.csos[0], the_manager(ready)
    page = f"/fairs/{ready.fair.slug}/parties/{cso.pk}/"
    unmet, explain = f"{at('unmet', ready.fair, 1)}?party={cso.pk}", f"{at('explain', ready.fair, 1)}?a={cso.pk}"
    before = manager.get(page).content.decode()
    a_draft(ready)

    after = manager.get(page).content.decode()
    asked = manager.get(explain).content.decode()

    assert [(url in before, url in after) for url in (unmet, explain)] == [(False, True), (False, True)]
    assert manager.get(unmet).status_code == 200
    assert (f'value="{escape(cso.name)}"' in asked, "This field is required" in asked) == (True, False)


def test_who_meets_nobody_is_told_why() -> None:
    ready = a_wished_fair(csos=1, companies=2, slots=1)
    a_draft(ready)

    page = the_manager(ready).get(at("without", ready.fair, 1)).content.decode()

    assert "as many meetings as they can" in page or "serve other meetings better" in page


def test_parties_below_their_promise_are_listed_first() -> None:
    ready = a_wished_fair(csos=1, companies=2, slots=1)
    ready.companies[0].side.min_meetings = 1
    ready.companies[0].side.save()
    draft = a_draft(ready)
    left_out = next(party for party in ready.companies if not draft.seats.filter(party=party).exists())

    page = the_manager(ready).get(at("loads", ready.fair, 1), {"short": "on"}).content.decode()

    assert escape(left_out.name) in page
    assert [escape(party.name) in page for party in ready.companies if party != left_out] == [False]


def published(ready: ReadyFair) -> Timetable:
    return publish_timetable(timetable=a_draft(ready), by=ready.manager)


def test_after_a_no_show_the_rest_is_planned_again_and_compared_before_it_is_published() -> None:
    ready = a_wished_fair()
    published(ready)
    manager = the_manager(ready)

    asked = send(manager, at("no_show", ready.fair), absent=str(ready.csos[0].pk), since="day")
    assert asked.headers["Location"] == at("run", ready.fair)
    ready.csos[0].refresh_from_db()
    assert ready.csos[0].state == PartyState.NO_SHOW

    work_run(run_id=MatchRun.objects.latest("number").pk, by=ready.system)
    compare = f"{at('compare', ready.fair)}?first=1&second=2"
    assert manager.get(at("run", ready.fair)).headers["Location"] == compare
    page = manager.get(compare).content.decode()
    assert "6 meetings stay as they are, 0 move, 0 are new, 3 fall away." in page
    assert "Publish draft 2" in page

    send(manager, at("publish", ready.fair, 2))
    assert Timetable.objects.get(number=2).state == TimetableState.PUBLISHED
    assert Timetable.objects.get(number=1).state == TimetableState.RETIRED


def test_a_no_show_of_nobody_is_no_plan() -> None:
    ready = a_wished_fair()
    published(ready)

    answer = send(the_manager(ready), at("no_show", ready.fair), since="day")

    assert answer.status_code == 422
    assert "Nobody is chosen." in answer.content.decode()


def test_a_timetable_is_not_published_while_wishes_are_open() -> None:
    ready = a_wished_fair(state="open")
    a_draft(ready)
    manager = the_manager(ready)

    page = manager.get(at("publish", ready.fair, 1)).content.decode()
    answer = send(manager, at("publish", ready.fair, 1))

    assert ("Wishes are still open" in page, "Publish it now" in page) == (True, False)
    assert answer.status_code == 422
    assert Timetable.objects.get().state == TimetableState.DRAFT


def test_a_draft_is_put_aside() -> None:
    ready = a_wished_fair()
    a_draft(ready)

    send(the_manager(ready), at("discard", ready.fair, 1))

    assert Timetable.objects.get().state == TimetableState.DISCARDED


def test_what_is_insisted_on_is_listed_and_let_go_of() -> None:
    ready = a_wished_fair()
    pair = (ready.csos[0], ready.companies[0])
    pin_pair(fair=ready.fair, a=pair[0], b=pair[1], slot=ready.slots[0], by=ready.manager)
    manager, url = the_manager(ready), at("demands", ready.fair)
    assert "10:00" in manager.get(url).content.decode()

    send(manager, url, **of_pair(*pair))

    assert Demand.objects.count() == 0


def test_nobody_else_changes_or_publishes() -> None:
    ready = a_wished_fair()
    a_draft(ready)
    pair = of_pair(ready.csos[0], ready.companies[0], do="ban")

    for kind in ("donor_viewer", "mentor"):
        client = a_client(ready, kind)
        for name in ("change", "publish", "discard", "by_hand"):
            assert send(client, at(name, ready.fair, 1), **pair).status_code in {403, 404}

    assert (Demand.objects.count(), Timetable.objects.get().state) == (0, TimetableState.DRAFT)


@pytest.mark.parametrize("name", ["unmet", "loads", "without"])
def test_a_list_costs_the_same_number_of_queries_for_one_row_and_for_three(name: str) -> None:
    asked = []
    for count in (1, 3):
        ready = a_wished_fair(csos=count + 1, companies=1, slots=1, slug=f"fair-{count}")
        Network.objects.exclude(pk=ready.fair.network_id).update(created_at=timezone.now())
        a_draft(ready)
        manager = the_manager(ready)
        manager.get(at(name, ready.fair, 1))
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(at(name, ready.fair, 1)).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= 15
