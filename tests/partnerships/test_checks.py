"""Asking both sides how it stands, and what their answers do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.events.factories import the_network
from tests.factories import a_manager
from tests.jobs import working
from tests.partnerships.factories import a_market, an_agreement, confirmed, holding, side

from spona.kernel.models import Actor, LinkGrant, OutboxMessage, Problem, Refused, uuid7
from spona.parties.actions import add_person, end_affiliation
from spona.partnerships.actions import (
    answer_check,
    change_state,
    pass_on_check,
    send_due_checks,
    send_reminders,
    set_desk_terms,
)
from spona.partnerships.models import Agreement, ContactCheck
from spona.partnerships.states import CHECK_LINK, AgreementState, CheckAnswer, Reason
from spona.partnerships.tasks import send_checks

pytestmark = pytest.mark.django_db


def asked(agreement: Agreement) -> list[ContactCheck]:
    """The checks of an agreement after the job has run."""
    send_due_checks(by=the_network(agreement.network))
    return list(agreement.checks.select_related("agreement", "party"))


def with_link(check: ContactCheck) -> Actor:
    return Actor(check.network_id, link=LinkGrant(uuid7(), CHECK_LINK, check.pk, check.network_id))


def mails(template: str = "partnerships.contact_check") -> list[str]:
    return sorted(OutboxMessage.objects.filter(template=template).values_list("to", flat=True))


class TestAsking:
    def test_both_owners_are_asked_after_fourteen_days_and_once(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        checks = [*asked(agreement), *asked(agreement)]

        assert ({check.days for check in checks}, len({check.pk for check in checks})) == ({14}, 2)
        assert mails() == ["ana@company.example", "ben@cso.example"]

    @pytest.mark.parametrize(("days", "expected"), [(13, []), (14, [14]), (90, [90]), (100, [90]), (400, [365])])
    def test_only_the_latest_day_that_has_come_is_asked_about(self, days: int, expected: list[int]) -> None:
        agreement = confirmed(an_agreement(), days_ago=days)

        assert sorted({check.days for check in asked(agreement)}) == expected

    def test_who_has_said_that_it_runs_is_not_asked_after_fourteen_days(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=20)
        change_state(agreement=agreement, state=AgreementState.RUNNING, by=the_network(agreement.network))

        assert asked(agreement) == []

    def test_the_organiser_of_a_fair_says_after_how_many_days(self) -> None:
        fair = a_market()
        agreement = confirmed(an_agreement(fair=fair), days_ago=8)
        before = asked(agreement)
        set_desk_terms(fair=fair, money_allowed=False, check_days=7, by=the_network(fair.network))

        assert (before, len(asked(agreement))) == ([], 2)

    def test_silence_is_reminded_of_twice_a_week_apart(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        check = asked(agreement)[0]
        answer_check(check=check, answer=CheckAnswer.NOT_YET, by=with_link(check))
        by, now = the_network(agreement.network), timezone.now()
        sent = [send_reminders(by=by, now=now + dt.timedelta(days=day)) for day in (6, 7, 8, 14, 30)]

        assert (sent, len(mails())) == ([0, 1, 0, 1, 0], 4)

    def test_the_daily_job_asks(self) -> None:
        confirmed(an_agreement(), days_ago=14)
        with working():
            send_checks.func(timestamp=0)

        assert mails() == ["ana@company.example", "ben@cso.example"]


class TestWhoIsAsked:
    def test_where_the_owner_has_left_the_other_contact_is_asked(self) -> None:
        agreement = an_agreement()
        party, by = side(agreement, 0), the_network(agreement.network)
        own = add_person(organisation=party.organisation, name="Ana", email="ana@company.example", by=by)
        add_person(organisation=party.organisation, name="Eva", email="eva@company.example", by=by)
        type(party).objects.filter(pk=party.pk).update(owner=own.person)
        end_affiliation(affiliation=own, by=by)
        confirmed(agreement, days_ago=14)
        asked(agreement)

        assert mails() == ["ben@cso.example", "eva@company.example"]

    def test_where_nobody_else_is_known_the_organiser_is_asked(self) -> None:
        agreement = an_agreement(owners=("", "ben@cso.example"))
        manager = a_manager(agreement.network)
        confirmed(agreement, days_ago=14)
        check = asked(agreement)[0]

        assert (check.via, len(mails())) == ("manager", 2)
        assert manager.account_id is not None

    def test_who_no_longer_answers_passes_the_question_on(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        check = asked(agreement)[0]
        add_person(
            organisation=check.party.organisation, name="Eva", email="eva@x.example", by=the_network(agreement.network)
        )
        went_to = pass_on_check(check=check, by=with_link(check))
        check.refresh_from_db()

        assert (went_to, check.sent_to, check.answer) == ("contact", "eva@x.example", "")


class TestAnswering:
    @pytest.mark.parametrize(
        ("answer", "state"),
        [("contacted", "contacted"), ("running", "running"), ("done", "done"), ("not_yet", "confirmed")],
    )
    def test_an_answer_moves_the_agreement(self, answer: str, state: str) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        check = asked(agreement)[0]
        answer_check(check=check, answer=answer, by=with_link(check))

        assert Agreement.objects.get().state == state

    def test_it_comes_to_nothing_with_a_reason(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        check = asked(agreement)[0]
        with pytest.raises(Problem) as error:
            answer_check(check=check, answer=CheckAnswer.INFEASIBLE, by=with_link(check))
        answer_check(check=check, answer=CheckAnswer.INFEASIBLE, reason=Reason.NO_TIME, by=with_link(check))

        agreement.refresh_from_db()
        assert (error.value.place, agreement.state, agreement.reason) == ("reason", "infeasible", "no_time")

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_one_side_s_no_never_overrides_the_other_s_yes(self, order: tuple[int, int]) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        checks = asked(agreement)
        answers = {0: (CheckAnswer.RUNNING, ""), 1: (CheckAnswer.INFEASIBLE, Reason.NO_TIME)}
        for position in order:
            answer, reason = answers[position]
            check = checks[position]
            answer_check(check=check, answer=answer, reason=reason, by=with_link(check))

        agreement.refresh_from_db()
        assert (agreement.state, agreement.is_disputed) == ("running", True)

    def test_answered_twice_the_first_answer_stands(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        check = asked(agreement)[0]
        for _again in range(2):
            answer_check(check=check, answer=CheckAnswer.CONTACTED, by=with_link(check))
        with pytest.raises(Problem) as error:
            answer_check(check=check, answer=CheckAnswer.DONE, by=with_link(check))

        assert (error.value.code, Agreement.objects.get().state) == ("answered_already", "contacted")

    def test_another_check_s_link_answers_nothing(self) -> None:
        agreement = confirmed(an_agreement(), days_ago=14)
        first, second = asked(agreement)

        with pytest.raises(Refused):
            answer_check(check=first, answer=CheckAnswer.DONE, by=with_link(second))
        with pytest.raises(Refused):
            answer_check(check=first, answer=CheckAnswer.DONE, by=holding(side(agreement, 1)))
