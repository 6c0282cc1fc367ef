"""Who met whom, who never did, and introductions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from tests.events.factories import a_manager, a_programme, an_organisation, the_network
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out
from tests.factories import a_network
from tests.partnerships.factories import HOURS, an_agreement, confirmed

from spona.events.actions import plan_fair, publish_timetable
from spona.events.models import Meeting, Rating, Slot
from spona.kernel.models import Actor, Problem, Problems, Refused
from spona.partnerships.actions import introduce, note_outcome
from spona.partnerships.queries import (
    TieFilter,
    introductions_for,
    network,
    network_figures,
    never_met,
    tie_years,
    ties_for,
)

pytestmark = pytest.mark.django_db


def a_past_fair() -> ReadyFair:
    """Two CSOs and two companies, each pair in one meeting, two weeks ago."""
    ready = a_ready_fair(csos=2, companies=2, slots=2)
    everybody_wishes(ready)
    publish_timetable(
        timetable=worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=5.0), ready), by=ready.manager
    )
    ago = timezone.now() - dt.timedelta(days=14)
    for number, slot in enumerate(ready.slots):
        starts = ago + dt.timedelta(hours=number)
        Slot.objects.filter(pk=slot.pk).update(starts_at=starts, ends_at=starts + dt.timedelta(minutes=20))
    ready.fair.starts_on = ago.date()
    ready.fair.save()
    return ready


def ties(by: Actor, **wanted: object) -> set[tuple[int, int, int]]:
    return {(tie.met, tie.introduced, tie.agreed) for tie in ties_for(by, TieFilter(**wanted)).rows}  # type: ignore[arg-type]


def test_joins_are_made_in_the_order_written_and_in_these_questions_alone() -> None:
    """Or a network with many new rows waits minutes: the planner would begin with all pairs of its parties."""
    limit = "SELECT current_setting('join_collapse_limit')"
    with connection.cursor() as cursor:
        cursor.execute(limit)
        before = cursor.fetchall()
        inside = network._rows(limit, ())
        cursor.execute(limit)

        assert (inside, cursor.fetchall(), before != inside) == ([("1",)], before, True)


class TestTies:
    def test_meetings_introductions_and_agreements_of_a_pair_are_one_tie(self) -> None:
        ready = a_past_fair()
        pair = [ready.companies[0].organisation, ready.csos[0].organisation]
        introduce(
            organisations=pair, on=timezone.localdate(), purpose="a playground", by=the_network(ready.fair.network)
        )
        confirmed(an_agreement(pair))
        by = the_network(ready.fair.network)

        assert ties(by) == {(1, 1, 1), (1, 0, 0)}
        assert (len(ties_for(by, TieFilter()).rows), network_figures(by, TieFilter()).met) == (4, 4)

    def test_one_side_s_did_not_happen_never_overrides_the_other_s_it_did(self) -> None:
        ready = a_past_fair()
        by, fair = the_network(ready.fair.network), ready.fair
        counts = []
        for answers in (("missed", ""), ("missed", "held"), ("missed", "missed")):
            Rating.objects.all().delete()
            first, second = ready.csos[0], ready.companies[0]
            for rater, about, answer in ((first, second, answers[0]), (second, first, answers[1])):
                if answer:
                    Rating.objects.create(
                        network_id=fair.network_id,
                        programme_id=fair.programme_id,
                        fair=fair,
                        rater=rater,
                        about=about,
                        answer=answer,
                    )
            counts.append(network_figures(by, TieFilter()).met)

        assert counts == [3, 4, 3]

    def test_what_is_to_come_or_only_proposed_is_no_tie(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=1)
        everybody_wishes(ready)
        publish_timetable(
            timetable=worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=5.0), ready), by=ready.manager
        )
        an_agreement([ready.companies[0].organisation, ready.csos[0].organisation])

        assert ties(the_network(ready.fair.network)) == set()

    def test_three_that_agree_are_three_ties(self) -> None:
        network = a_network()
        three = [an_organisation(network) for _ in range(3)]
        agreement = an_agreement(three, lines=[HOURS])
        confirmed(agreement)

        assert network_figures(the_network(network), TieFilter()).pairs == 3

    def test_ties_are_narrowed_by_year_by_sector_and_by_what_happened(self) -> None:
        ready = a_past_fair()
        by = the_network(ready.fair.network)
        year = ready.fair.starts_on.year

        assert tie_years(by) == [year]
        shown = [
            len(ties_for(by, wanted).rows)
            for wanted in (
                TieFilter(year=year),
                TieFilter(year=year - 1),
                TieFilter(left="company", right="cso"),
                TieFilter(left="cso", right="company"),
                TieFilter(left="cso", right="cso"),
                TieFilter(how="agreed"),
            )
        ]
        assert shown == [4, 0, 4, 4, 0, 0]

    def test_every_tie_is_on_one_page(self) -> None:
        ready = a_past_fair()
        by, place, seen = the_network(ready.fair.network), "", []
        for _page in range(4):
            page = ties_for(by, TieFilter(), place=place, size=1)
            seen += [(tie.first_id, tie.second_id) for tie in page.rows]
            place = page.next

        assert (len(seen), len(set(seen)), place) == (4, 4, "")

    def test_a_manager_sees_the_ties_of_her_programmes_and_nobody_else_any(self) -> None:
        ready = a_past_fair()
        others = a_manager(a_programme(ready.fair.network))

        assert (ties(a_manager(ready.fair.programme)), ties(others)) == ({(1, 0, 0)}, set())
        with pytest.raises(Refused):
            ties_for(Actor(ready.fair.network_id), TieFilter())


class TestStrangers:
    def test_pairs_that_came_and_never_met_are_listed_by_name(self) -> None:
        ready = a_past_fair()
        by = the_network(ready.fair.network)
        before = never_met(by, left="cso", right="company").rows
        type(ready.csos[0]).objects.filter(pk=ready.csos[0].pk).update(state="no_show")
        Meeting.objects.filter(a=ready.csos[1], b=ready.companies[1]).update(state="cancelled")
        Meeting.objects.filter(b=ready.csos[1], a=ready.companies[1]).update(state="cancelled")
        after = never_met(by, left="cso", right="company").rows

        assert (before, [(pair.first_id, pair.second_id) for pair in after]) == (
            [],
            [(ready.csos[1].organisation_id, ready.companies[1].organisation_id)],
        )

    def test_every_pair_is_on_one_page_whichever_kind_is_asked_first(self) -> None:
        ready = a_ready_fair(csos=3, companies=2, slots=1)
        by = the_network(ready.fair.network)
        for left, right, expected in (("cso", "company", 6), ("company", "cso", 6), ("cso", "cso", 3)):
            place, seen = "", []
            for _page in range(10):
                page = never_met(by, left=left, right=right, place=place, size=2)
                seen += [frozenset({pair.first_id, pair.second_id}) for pair in page.rows]
                place = page.next
                if not place:
                    break
            assert (len(seen), len(set(seen))) == (expected, expected)

    def test_a_spoilt_place_begins_at_the_beginning(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=1)
        by = the_network(ready.fair.network)

        assert len(never_met(by, left="cso", right="company", place="x'; --").rows) == 1


class TestIntroductions:
    def test_it_says_who_when_what_for_and_what_came_of_it(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=1)
        by = the_network(ready.fair.network)
        pair = [ready.csos[0].organisation, ready.companies[0].organisation]
        made = introduce(organisations=pair, on=timezone.localdate(), purpose="books for a library", by=by)
        noted = note_outcome(introduction=made, version=made.version, outcome="met", outcome_note="over coffee", by=by)

        assert (noted.introducer_name, noted.outcome, noted.version) == ("Faker Actor", "met", 2)
        assert [row.pk for row in introductions_for(by, outcome="met")] == [made.pk]

    def test_what_cannot_be_is_said_at_its_field(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=1)
        one = ready.csos[0].organisation
        tomorrow = timezone.localdate() + dt.timedelta(days=1)

        with pytest.raises(Problems) as refused:
            introduce(organisations=[one, one], on=tomorrow, purpose=" ", by=the_network(ready.fair.network))

        assert [(problem.place, problem.code) for problem in refused.value.problems] == [
            ("b", "same_party"),
            ("on", "future"),
            ("purpose", "purpose_missing"),
        ]

    def test_an_unknown_outcome_is_refused(self) -> None:
        ready = a_ready_fair(csos=1, companies=1, slots=1)
        by = the_network(ready.fair.network)
        pair = [ready.csos[0].organisation, ready.companies[0].organisation]
        made = introduce(organisations=pair, on=timezone.localdate(), purpose="x", by=by)

        with pytest.raises(Problem) as error:
            note_outcome(introduction=made, version=None, outcome="married", by=by)

        assert error.value.code == "outcome"
