"""What a fair's report counts, by whose word, and what it does not claim to know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.events.planning_factories import says
from tests.partnerships.factories import an_agreement, confirmed
from tests.reports.factories import HeldFair, a_held_fair, a_partner, a_past, let_in, readers, says_of

from spona.events.models import AdHocMeeting, Party, WishLevel
from spona.events.states import EntryWay
from spona.kernel.models import Money, Refused
from spona.parties.models import Organisation
from spona.partnerships.actions import change_state
from spona.partnerships.models import StateChange
from spona.partnerships.states import AgreementState, Stage
from spona.reports.queries import FairFigures, fair_report, groups_of, parties_behind, report_fair_for
from spona.reports.states import Outcome, Presence, Source, Why, WishOutcome

pytestmark = pytest.mark.django_db

HELD, MISSED = "held", "missed"


def figures(held: HeldFair) -> FairFigures:
    return fair_report(held.manager, held.fair).this


def meetings(held: HeldFair) -> dict[str, int]:
    counted = figures(held).meetings.counts
    return {outcome: count for (source, outcome), count in sorted(counted.items()) if source == Source.PLANNED}


class TestEvidence:
    def test_of_a_fair_without_a_gate_and_without_a_word_nothing_is_claimed(self) -> None:
        this = figures(a_held_fair())

        assert this.parties.number(Presence.INVITED).value == 4
        unknown = (
            this.parties.number(Presence.CAME),
            this.parties.number(Presence.MET),
            this.meetings.number(Source.PLANNED, "held"),
            this.meetings.kept_rate(),
        )
        assert [(number.value, number.why) for number in unknown] == [
            (None, Why.NO_GATE),
            *[(None, Why.NO_EVIDENCE)] * 3,
        ]
        assert this.meetings.number(Source.PLANNED, Outcome.UNKNOWN).value == 4

    def test_one_side_s_word_that_it_took_place_outweighs_the_other_s_that_it_did_not(self) -> None:
        held = a_held_fair()
        says_of(held.csos[0], held.companies[0], HELD)
        says_of(held.companies[0], held.csos[0], MISSED)
        says_of(held.csos[1], held.companies[1], MISSED)

        assert meetings(held) == {"denied": 1, "said": 1, "unknown": 2}

    def test_where_nobody_says_anything_a_meeting_counts_when_both_were_let_in(self) -> None:
        held = a_held_fair()
        let_in(held, *held.csos, held.companies[0])

        assert meetings(held) == {"absent": 2, "there": 2}
        assert figures(held).meetings.kept_rate().value == 0.5

    def test_who_met_has_come_also_past_the_gate(self) -> None:
        held = a_held_fair()
        let_in(held, held.csos[0])
        says_of(held.csos[1], held.companies[1], HELD)
        this = figures(held).parties

        assert (this.number(Presence.CAME).value, this.number(Presence.MET).value) == (3, 2)

    def test_who_came_unannounced_was_not_invited(self) -> None:
        held = a_held_fair()
        let_in(held, held.csos[0])
        let_in(held, held.companies[0], way=EntryWay.WALK_IN)
        this = figures(held).parties
        counted = {presence.value: this.number(presence).value for presence in Presence}

        assert counted == {
            "invited": 3,
            "declined": 0,
            "came": 2,
            "came_invited": 1,
            "walk_in": 1,
            "met": 2,
        }

    def test_a_meeting_a_broker_brought_about_makes_both_have_met(self) -> None:
        held = a_held_fair(csos=1, companies=1)
        a, b = sorted(held.everybody, key=lambda party: party.pk)
        now = timezone.now()
        AdHocMeeting.objects.create(
            network_id=held.fair.network_id, programme_id=held.fair.programme_id, fair=held.fair,
            a=a, b=b, starts_at=now - dt.timedelta(hours=1), ends_at=now - dt.timedelta(minutes=40),
        )  # fmt: skip
        this = figures(held)

        assert this.meetings.number(Source.BROUGHT, "held").value == 1
        assert this.parties.number(Presence.MET).value == 2

    def test_a_meeting_whose_time_is_not_over_is_not_counted_yet(self) -> None:
        held = a_held_fair()
        early = timezone.now() - dt.timedelta(days=30)

        assert fair_report(held.manager, held.fair, now=early).this.meetings.number(Source.PLANNED).value == 0


def test_what_is_counted_and_what_is_listed_is_asked_in_the_same_way() -> None:
    past = a_past(meetings=40, agreements=12)
    fair = past.fairs[1]
    report = fair_report(readers(fair)["network"], fair)
    now = timezone.now()
    for presence in Presence:
        listed = parties_behind(readers(fair)["network"], fair, now, presence=presence.value).count()
        assert (presence, report.this.parties.number(presence).value) == (presence, listed)


def test_first_wishes_are_met_by_meetings_that_took_place() -> None:
    held = a_held_fair()
    for company in held.companies:
        says(held.csos[0], company, WishLevel.MUST)
    let_in(held, held.csos[0], held.companies[0])
    wishes = figures(held).wishes

    assert (wishes.number(WishLevel.MUST).value, wishes.number(WishLevel.MUST, WishOutcome.HELD).value) == (2, 1)
    assert wishes.number(WishLevel.MUST, WishOutcome.PLANNED).value == 2
    assert wishes.number(WishLevel.YES, WishOutcome.HELD).why == Why.NO_WISH


class TestAgreements:
    def test_value_is_counted_once_everybody_has_confirmed_and_stays_in_its_currency(self) -> None:
        held = a_held_fair()
        pair = (held.companies[0].organisation, held.csos[0].organisation)
        confirmed(an_agreement(pair, fair=held.fair))
        an_agreement((held.companies[1].organisation, held.csos[1].organisation), fair=held.fair)
        found = figures(held).agreements

        assert (found.number(made=True).value, found.number(AgreementState.PROPOSED).value) == (1, 1)
        assert found.value("EUR").value == Money(800, "EUR")
        assert found.value("EUR", state=AgreementState.PROPOSED).value == Money(800, "EUR")
        assert found.quantity("time", "hours", Stage.PROMISED).value == 40
        assert found.unvalued().value == 1

    def test_what_nobody_has_said_was_delivered_is_not_nothing(self) -> None:
        held = a_held_fair()
        confirmed(an_agreement((held.companies[0].organisation, held.csos[0].organisation), fair=held.fair))
        found = figures(held).agreements

        assert found.value("EUR", stage=Stage.DELIVERED).why == Why.NOT_REPORTED
        assert found.quantity("time", "hours", Stage.DELIVERED).why == Why.NOT_REPORTED

    def test_the_curve_reads_the_state_of_the_day_not_today_s(self) -> None:
        held = a_held_fair(days_ago=120)
        pair = (held.companies[0].organisation, held.csos[0].organisation)
        agreement = confirmed(an_agreement(pair, fair=held.fair), days_ago=100)
        change_state(agreement=agreement, state=AgreementState.DONE, by=held.manager)
        StateChange.objects.filter(agreement=agreement, state="done").update(
            at=agreement.confirmed_at + dt.timedelta(days=60)
        )
        found = figures(held).agreements

        assert [found.after(14, state).value for state in ("confirmed", "done")] == [1, 0]
        assert [found.after(90, state).value for state in ("confirmed", "done")] == [0, 1]
        assert found.after(365).why == Why.TOO_YOUNG
        assert found.checks(14).why == Why.NOT_ASKED


class TestReaders:
    def test_a_fair_stands_beside_the_one_it_was_made_from(self) -> None:
        first, second = a_past().fairs
        report = fair_report(readers(second)["manager"], second)

        assert report.before is not None
        assert report.before.fair == first
        assert fair_report(readers(first)["manager"], first).before is None

    def test_a_national_partner_counts_its_own_countries_alone(self) -> None:
        held = a_held_fair()
        Organisation.objects.filter(pk=held.csos[0].organisation_id).update(country="BA")
        let_in(held, *held.everybody)
        partner = a_partner(held.fair, "BA")
        this = fair_report(partner, held.fair).this

        assert this.parties.number(Presence.CAME).value == 1
        assert this.meetings.number(Source.PLANNED).value == 2
        assert report_fair_for(partner, held.fair.slug) == held.fair
        assert report_fair_for(a_partner(held.fair, "HR"), held.fair.slug) is None

    def test_a_gate_that_was_kept_is_known_also_where_none_of_one_s_own_came(self) -> None:
        held = a_held_fair()
        Organisation.objects.filter(pk=held.csos[0].organisation_id).update(country="BA")
        let_in(held, held.companies[0])

        assert fair_report(a_partner(held.fair, "BA"), held.fair).this.parties.number(Presence.CAME).value == 0

    def test_nobody_else_counts_anything(self) -> None:
        held = a_held_fair()
        stranger = a_partner(a_held_fair().fair, "RS")

        with pytest.raises(Refused):
            fair_report(stranger, held.fair)

    def test_a_donor_gets_no_group_so_small_that_a_number_points_at_somebody(self) -> None:
        held = a_held_fair(csos=3, companies=8)
        Organisation.objects.filter(pk=held.companies[0].organisation_id).update(size="large")
        for_donor = fair_report(readers(held.fair)["donor"], held.fair).this.parties
        for_manager = figures(held).parties

        assert groups_of("kind", [for_donor]) == []
        assert [sorted(group.values) for group in groups_of("kind", [for_manager])] == [["company"], ["cso"]]
        assert groups_of("size", [for_donor]) == []
        assert for_donor.number(Presence.INVITED).rows is None

    def test_small_groups_are_put_together_with_as_many_larger_ones_as_it_takes(self) -> None:
        held = a_held_fair(csos=1, companies=13)
        for place, party in enumerate(held.companies):
            Party.objects.filter(pk=party.pk).update(city="Niš" if place < 7 else "Bor")
        Party.objects.filter(pk=held.csos[0].pk).update(city="Kula")
        donor = fair_report(readers(held.fair)["donor"], held.fair).this.parties
        groups = groups_of("city", [donor])

        assert [(sorted(group.values), group.is_rest) for group in groups] == [
            (["nis"], False),
            (["bor", "kula"], True),
        ]
        assert [donor.number(Presence.INVITED, "city", group).value for group in groups] == [7, 7]

    def test_sizes_stand_from_the_smallest_to_the_largest_however_many_parties_have_them(self) -> None:
        held = a_held_fair(csos=1, companies=6)
        for party, size in zip(held.companies, ("large", "large", "large", "medium", "medium", "micro"), strict=True):
            Organisation.objects.filter(pk=party.organisation_id).update(size=size)

        by_size = groups_of("size", [figures(held).parties])
        assert [sorted(group.values) for group in by_size] == [["micro"], ["medium"], ["large"], [""]]
