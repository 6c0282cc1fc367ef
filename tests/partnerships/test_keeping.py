"""The ledger, milestones, evidence and the story of how it went."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.events.factories import the_network
from tests.kernel import pictures
from tests.partnerships.factories import an_agreement, confirmed, holding, side

from spona.kernel.models import Money, Problem, Problems, Refused
from spona.partnerships.actions import (
    add_evidence,
    add_milestone,
    change_state,
    deliver,
    finish_milestone,
    void_contribution,
    write_story,
)
from spona.partnerships.models import Agreement, Contribution
from spona.partnerships.queries import ledger_for, ledger_sums
from spona.partnerships.states import AgreementState, Reason

pytestmark = pytest.mark.django_db

A_PHOTO = pictures.PNG


def a_promise(agreement: Agreement) -> Contribution:
    return agreement.contributions.select_related("agreement").order_by("position")[0]


class TestLedger:
    def test_what_is_delivered_stands_beside_the_promise_and_never_changes_it(self) -> None:
        agreement = confirmed(an_agreement())
        by = holding(side(agreement, 1))
        for hours in (Decimal(10), Decimal("7.5")):
            deliver(promise=a_promise(agreement), quantity=hours, value=Money(Decimal(150), "EUR"), by=by)

        sums = {(row.stage, row.kind): (row.lines, row.quantity) for row in ledger_sums(the_network(agreement.network))}
        assert sums == {
            ("promised", "time"): (1, Decimal(40)),
            ("delivered", "time"): (2, Decimal("17.5")),
            ("promised", "space"): (1, None),
        }

    def test_what_is_void_counts_nowhere_and_stays(self) -> None:
        agreement = confirmed(an_agreement())
        by = the_network(agreement.network)
        line = deliver(promise=a_promise(agreement), by=by)
        void_contribution(contribution=line, by=by)
        again = void_contribution(contribution=line, by=by)

        assert (ledger_for(by, stage="delivered").count(), again.voided_at is not None) == (0, True)

    def test_a_promise_is_not_taken_back(self) -> None:
        agreement = confirmed(an_agreement())

        with pytest.raises(Problem) as error:
            void_contribution(contribution=a_promise(agreement), by=the_network(agreement.network))

        assert error.value.code == "promise_stays"

    def test_nothing_is_delivered_before_both_confirmed_nor_on_a_day_to_come(self) -> None:
        agreement = an_agreement()
        by = the_network(agreement.network)
        with pytest.raises(Problems) as early:
            deliver(promise=a_promise(agreement), by=by)
        confirmed(agreement)
        with pytest.raises(Problems) as future:
            deliver(promise=a_promise(agreement), on=timezone.localdate() + dt.timedelta(days=2), by=by)

        codes = [[problem.code for problem in found.value.problems] for found in (early, future)]
        assert codes == [["not_running"], ["future"]]

    def test_what_was_never_confirmed_is_nobody_s_promise(self) -> None:
        agreement = an_agreement()
        by = the_network(agreement.network)
        proposed = ledger_for(by).count()
        change_state(agreement=agreement, state=AgreementState.ENDED, reason=Reason.NOT_CONFIRMED, by=by)

        assert (proposed, ledger_for(by).count()) == (0, 0)


class TestEvidence:
    def test_a_photo_needs_a_word_on_the_people_it_shows(self) -> None:
        agreement = confirmed(an_agreement())
        by = the_network(agreement.network)
        places = []
        for consent in ({}, {"consent": "keep"}, {"consent": "keep", "consent_by": "Ana"}, {"consent": "nobody"}):
            try:
                add_evidence(agreement=agreement, name="p.png", content=A_PHOTO, by=by, **consent)
            except Problem as problem:
                places.append(problem.place)
            else:
                places.append("kept")

        assert places == ["consent", "consent_by", "kept", "kept"]

    def test_a_document_needs_none(self) -> None:
        agreement = confirmed(an_agreement())
        kept = add_evidence(
            agreement=agreement, name="list.csv", content=b"a,b\n1,2\n", by=holding(side(agreement, 0)), consent="show"
        )

        assert (kept.kind, kept.consent, kept.file.subject_id) == ("file", "", agreement.pk)

    def test_others_hand_in_nothing(self) -> None:
        agreement, other = confirmed(an_agreement()), an_agreement()

        with pytest.raises(Refused):
            add_evidence(agreement=agreement, name="a.csv", content=b"a\n", by=holding(side(other, 0)))


class TestTheWay:
    def test_a_milestone_is_done_and_not_done_after_all(self) -> None:
        agreement = confirmed(an_agreement())
        by = holding(side(agreement, 0))
        milestone = add_milestone(agreement=agreement, title="Buy the paint", by=by)
        days = [finish_milestone(milestone=milestone, is_done=done, by=by).done_on for done in (True, True, False)]

        assert days == [timezone.localdate(), timezone.localdate(), None]

    def test_the_story_comes_when_there_is_one(self) -> None:
        agreement = confirmed(an_agreement())
        by = holding(side(agreement, 0))
        story = {"story": "Three classrooms in two days.", "language": "en", "may_be_shown": True}
        with pytest.raises(Problem) as error:
            write_story(agreement=agreement, version=None, by=by, **story)
        change_state(agreement=agreement, state=AgreementState.DONE, by=by)
        told = write_story(agreement=agreement, version=None, by=by, **story)

        assert (error.value.code, told.story_may_be_shown) == ("too_early", True)
