"""The broker: who is free, whom they should meet and why, and two who are brought together once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from tests.events.day_factories import a_gate
from tests.events.factories import by_link
from tests.events.planning_factories import FIRST_SLOT, ReadyFair, a_published, a_ready_fair, says

from spona.events.actions import ban_pair, introductions
from spona.events.actions.checkins import check_in_party
from spona.events.actions.introductions import bring_together, who_should_meet
from spona.events.models import AdHocMeeting, Fair, Party, Seat, Suggestion
from spona.kernel.models import Problem, Refused

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
EARLY = FIRST_SLOT - 60 * MINUTE


def everybody_in(ready: ReadyFair, *missing: Party) -> None:
    gate = a_gate(ready.fair)
    for party in (*ready.csos, *ready.companies):
        if party not in missing:
            check_in_party(gate=gate, party=party, by=ready.manager)


def an_open_market(csos: int = 2, companies: int = 2) -> ReadyFair:
    """A fair without a timetable, everybody in."""
    ready = a_ready_fair(csos=csos, companies=companies, slots=0, tables=5)
    everybody_in(ready)
    return ready


def pairs(ready: ReadyFair, now: dt.datetime = EARLY) -> list[set[Party]]:
    return [{found.a, found.b} for found in who_should_meet(fair=ready.fair, by=ready.manager, now=now).proposed]


def brought(ready: ReadyFair, a: Party, b: Party, now: dt.datetime = EARLY, table: int | None = None) -> AdHocMeeting:
    return bring_together(fair=ready.fair, a=a, b=b, table_number=table, now=now, by=ready.manager)


class TestOpenMarket:
    def test_those_who_want_each_other_are_proposed_with_the_reason(self) -> None:
        ready = an_open_market()
        cso, company = ready.csos[0], ready.companies[1]
        says(cso, company, "yes")
        says(company, cso, "must")

        view = who_should_meet(fair=ready.fair, by=ready.manager, now=EARLY)

        assert [{found.a, found.b} for found in view.proposed] == [{cso, company}]
        assert view.proposed[0].reasons == ("Both want to meet.",)
        assert (len(view.free), view.tables) == (4, (1, 2, 3, 4, 5))

    def test_what_both_work_on_is_a_reason_where_nobody_has_said_anything(self) -> None:
        ready = an_open_market(1, 1)
        a, b = sorted((*ready.csos, *ready.companies), key=lambda party: party.pk)
        reason = {"kind": "topic", "left": "Youth", "right": "Youth", "weight": 0.5}
        Suggestion.objects.create(fair=ready.fair, a=a, b=b, score=400, reasons=[reason])

        view = who_should_meet(fair=ready.fair, by=ready.manager, now=EARLY)

        assert [found.reasons for found in view.proposed] == [("Both work on: Youth.",)]

    def test_nobody_is_proposed_twice_at_once(self) -> None:
        ready = an_open_market()
        for company in ready.companies:
            says(ready.csos[0], company, "yes")
        says(ready.companies[1], ready.csos[0], "must")

        assert pairs(ready) == [{ready.csos[0], ready.companies[1]}]

    def test_who_refuses_or_is_kept_apart_is_never_proposed_nor_brought_together(self) -> None:
        ready = an_open_market()
        cso, (first, second) = ready.csos[0], ready.companies
        says(cso, first, "must")
        says(first, cso, "no")
        says(cso, second, "yes")
        ban_pair(fair=ready.fair, a=cso, b=second, by=ready.manager)

        assert pairs(ready) == []
        for company in (first, second):
            with pytest.raises(Problem):
                brought(ready, cso, company)

    def test_who_is_not_in_is_not_free(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=0)
        says(ready.csos[0], ready.companies[0], "must")

        assert who_should_meet(fair=ready.fair, by=ready.manager).free == ()
        with pytest.raises(Problem) as error:
            brought(ready, ready.csos[0], ready.companies[0])
        assert error.value.code == "busy"


class TestBringingTogether:
    def test_the_two_are_busy_for_a_meeting_s_time_and_not_proposed_again(self) -> None:
        ready = an_open_market(1, 1)
        says(ready.csos[0], ready.companies[0], "yes")

        meeting = brought(ready, ready.csos[0], ready.companies[0], table=3)

        assert (meeting.ends_at - meeting.starts_at, meeting.table_number) == (20 * MINUTE, 3)
        during = who_should_meet(fair=ready.fair, by=ready.manager, now=EARLY + MINUTE)
        after = who_should_meet(fair=ready.fair, by=ready.manager, now=EARLY + 21 * MINUTE)
        assert (len(during.free), during.tables, len(after.free)) == (0, (1, 2, 4, 5), 2)
        assert (pairs(ready, EARLY + 21 * MINUTE), 3 in after.tables) == ([], True)

    def test_a_taken_table_is_refused(self) -> None:
        ready = an_open_market()
        brought(ready, ready.csos[0], ready.companies[0], table=1)

        with pytest.raises(Problem) as error:
            brought(ready, ready.csos[1], ready.companies[1], table=1)

        assert error.value.code == "table_taken"

    def test_who_has_a_meeting_now_is_busy_unless_its_partner_has_not_come(self) -> None:
        ready, timetable = a_published(csos=2, companies=2, slots=1)
        seat = Seat.objects.filter(timetable=timetable, party=ready.csos[0]).select_related("other").get()
        everybody_in(ready, seat.other)

        view = who_should_meet(fair=ready.fair, by=ready.manager, now=FIRST_SLOT + MINUTE)

        assert [(each.party, each.waits_for) for each in view.free] == [(ready.csos[0], seat.other)]

    def test_a_meeting_ends_when_one_s_next_planned_one_begins(self) -> None:
        ready, _timetable = a_published(csos=2, companies=2, slots=1)
        everybody_in(ready)
        Seat.objects.filter(party=ready.csos[0]).delete()
        other = next(c for c in ready.companies if not Seat.objects.filter(party=c, other=ready.csos[0]).exists())

        meeting = brought(ready, ready.csos[0], other, now=FIRST_SLOT - 8 * MINUTE)
        assert meeting.ends_at == FIRST_SLOT

    def test_two_minutes_before_a_meeting_nobody_is_sent_elsewhere(self) -> None:
        ready, timetable = a_published(csos=2, companies=2, slots=1)
        everybody_in(ready)
        met = set(timetable.seats.filter(party=ready.csos[0]).values_list("other", flat=True))
        other = next(company for company in ready.companies if company.pk not in met)

        with pytest.raises(Problem) as error:
            brought(ready, ready.csos[0], other, now=FIRST_SLOT - 2 * MINUTE)

        assert error.value.code == "no_time"

    def test_only_those_who_run_the_fair_see_and_do_this(self) -> None:
        ready = an_open_market(1, 1)
        by = by_link(ready.csos[0])

        with pytest.raises(Refused):
            who_should_meet(fair=ready.fair, by=by)
        with pytest.raises(Refused):
            bring_together(fair=ready.fair, a=ready.csos[0], b=ready.companies[0], by=by)

    def test_the_view_costs_the_same_for_four_and_for_twenty(self, django_assert_max_num_queries: object) -> None:
        counts = []
        for size in (2, 10):
            ready = an_open_market(size, size)
            for cso, company in zip(ready.csos, ready.companies, strict=True):
                says(cso, company, "yes")
            fair = Fair.objects.get(pk=ready.fair.pk)
            with django_assert_max_num_queries(15) as queries:  # type: ignore[operator]
                assert len(who_should_meet(fair=fair, by=ready.manager, now=EARLY).proposed) == size
            counts.append(len(queries))
        assert counts[0] == counts[1]


def brokers_at_once(ready: ReadyFair) -> list[str]:
    """Eight brokers bring the one CSO together with eight companies at the same moment."""

    def click(company: Party) -> str:
        close_old_connections()
        try:
            brought(ready, ready.csos[0], company)
        except Problem as problem:
            return problem.code
        else:
            return "brought"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(click, ready.companies))


@pytest.mark.django_db(transaction=True)
class TestEightBrokersAtOnce:
    def test_one_party_sits_down_with_one_other(self) -> None:
        ready = an_open_market(1, 8)

        answers = brokers_at_once(ready)

        assert (sorted(answers), AdHocMeeting.objects.count()) == (["brought", *["busy"] * 7], 1)

    def test_without_the_check_behind_the_lock_it_would_sit_with_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ready = an_open_market(1, 8)
        monkeypatch.setattr(introductions, "_check", lambda *_asked: None)

        assert brokers_at_once(ready).count("brought") == 8
