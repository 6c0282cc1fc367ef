"""Agreements written, confirmed, moved and renewed."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.events.factories import a_manager, a_programme, an_organisation, the_network
from tests.partnerships.factories import HOURS, a_market, a_pair, an_agreement, confirmed, holding, side

from spona.kernel.models import AuditEntry, Money, OutboxMessage, Problem, Problems, Refused
from spona.parties.actions import merge_organisations, undo_merge
from spona.partnerships.actions import (
    change_owner,
    change_state,
    confirm_party,
    renew_agreement,
    set_desk_terms,
)
from spona.partnerships.models import Agreement, Contribution, StateChange
from spona.partnerships.states import AGREEMENT_MOVES, AgreementState, ConfirmedHow, Reason

pytestmark = pytest.mark.django_db


class TestWriting:
    def test_it_names_both_sides_and_promises_what_each_gives(self) -> None:
        company, cso = a_pair()
        agreement = an_agreement([company, cso])

        lines = agreement.contributions.order_by("position").values_list("giver_id", "taker_id", "kind", "stage")
        assert agreement.title == f"{company} – {cso}"
        assert list(lines) == [(company.pk, cso.pk, "time", "promised"), (cso.pk, company.pk, "space", "promised")]

    def test_sent_twice_under_one_number_it_is_one(self) -> None:
        pair, nonce = a_pair(), uuid.uuid4()
        first, second = (an_agreement(pair, nonce=nonce) for _ in range(2))

        assert (first.pk, Agreement.objects.count(), Contribution.objects.count()) == (second.pk, 1, 2)

    def test_other_content_under_a_used_number_is_refused_and_the_first_is_kept(self) -> None:
        pair, nonce = a_pair(), uuid.uuid4()
        an_agreement(pair, nonce=nonce)

        with pytest.raises(Problem) as error:
            an_agreement(pair, nonce=nonce, about="something else")

        assert (error.value.code, Agreement.objects.get().about) == ("nonce_used", "")

    def test_money_stays_outside_a_fair_unless_its_organiser_lets_it_in(self) -> None:
        fair = a_market()
        money = [replace(HOURS, kind="money", quantity=None, unit="", estimate="stated")]

        with pytest.raises(Problems) as error:
            an_agreement(fair=fair, lines=money)
        assert [(problem.place, problem.code) for problem in error.value.problems] == [("a1_kind", "money_refused")]

        set_desk_terms(fair=fair, money_allowed=True, check_days=14, by=the_network(fair.network))
        assert an_agreement(fair=fair, lines=money).contributions.get().kind == "money"

    @pytest.mark.parametrize(
        ("change", "place", "code"),
        [
            ({"kind": ""}, "a1_kind", "kind"),
            ({"quantity": Decimal(0)}, "a1_quantity", "quantity"),
            ({"unit": "litres"}, "a1_unit", "unit"),
            ({"value": Money(Decimal(-1), "EUR")}, "a1_value", "negative"),
            ({"estimate": ""}, "a1_estimate", "estimate_missing"),
        ],
    )
    def test_what_cannot_be_promised_is_said_at_its_field(self, change: dict, place: str, code: str) -> None:
        with pytest.raises(Problems) as error:
            an_agreement(lines=[replace(HOURS, **change)])

        assert [(problem.place, problem.code) for problem in error.value.problems] == [(place, code)]

    def test_nobody_agrees_with_itself_or_on_nothing(self) -> None:
        company, _cso = a_pair()

        with pytest.raises(Problems) as error:
            an_agreement([company, company], lines=[])

        assert [problem.code for problem in error.value.problems] == ["same_party", "no_lines"]

    def test_only_the_desk_writes_at_a_fair(self) -> None:
        fair = a_market()
        pair = a_pair(fair)

        with pytest.raises(Refused):
            an_agreement(pair, fair=fair, by=a_manager(a_programme(fair.network)))


class TestConfirming:
    def test_it_is_confirmed_when_the_last_side_has_said_yes(self) -> None:
        agreement = an_agreement()
        states = []
        for position in range(2):
            party = side(agreement, position)
            states.append(confirm_party(party=party, how=ConfirmedHow.LINK, by=holding(party)).state)

        assert states == ["proposed", "confirmed"]
        assert sorted(OutboxMessage.objects.values_list("template", "to")) == [
            ("partnerships.agreement_confirmed", "ana@company.example"),
            ("partnerships.agreement_confirmed", "ben@cso.example"),
        ]

    def test_said_again_it_changes_nothing(self) -> None:
        agreement = confirmed(an_agreement())
        before = (agreement.version, AuditEntry.objects.count(), OutboxMessage.objects.count())
        confirmed(agreement)
        agreement.refresh_from_db()

        assert (agreement.version, AuditEntry.objects.count(), OutboxMessage.objects.count()) == before

    def test_one_side_does_not_confirm_for_the_other(self) -> None:
        agreement = an_agreement()

        with pytest.raises(Refused):
            confirm_party(party=side(agreement, 0), how=ConfirmedHow.LINK, by=holding(side(agreement, 1)))

    @pytest.mark.parametrize("drawn", ["", "a lot", "M1 1<script>", "M9999 1", "M1 1" + "L22 33" * 3000])
    def test_a_signature_that_is_no_drawing_confirms_nothing(self, drawn: str) -> None:
        party = side(an_agreement(), 0)

        with pytest.raises(Problem) as error:
            confirm_party(party=party, how=ConfirmedHow.SIGNATURE, signature=drawn, by=the_network(party.network))

        assert (error.value.code, party.confirmations.count()) == ("signature", 0)

    def test_a_drawn_signature_is_kept(self) -> None:
        party = side(an_agreement(), 0)
        drawn = "M10 20L30 40 50 60M70 80L90 100"
        confirm_party(party=party, how=ConfirmedHow.SIGNATURE, signature=drawn, by=the_network(party.network))

        assert party.confirmations.get().signature == drawn

    def test_what_has_ended_is_not_confirmed(self) -> None:
        agreement = an_agreement()
        by = the_network(agreement.network)
        change_state(agreement=agreement, state=AgreementState.ENDED, reason=Reason.NO_TIME, by=by)

        with pytest.raises(Problem) as error:
            confirm_party(party=side(agreement, 0), how=ConfirmedHow.MANAGER, by=by)

        assert error.value.code == "not_proposed"


class TestStates:
    @pytest.mark.parametrize("now", [state for state in AgreementState.values if state != "proposed"])
    def test_every_move_that_is_not_in_the_table_is_refused(self, now: str) -> None:
        agreement = confirmed(an_agreement())
        by = the_network(agreement.network)
        reached = set()
        for then in set(AgreementState.values) - {"confirmed"}:
            reason = Reason.OTHER if now in {"infeasible", "ended"} else ""
            Agreement.objects.filter(pk=agreement.pk).update(state=now, reason=reason)
            with suppress(Problem):
                change_state(agreement=agreement, state=then, reason=Reason.OTHER, by=by)
                reached.add(then)

        assert reached == set(AGREEMENT_MOVES.get(now, ()))

    def test_only_the_sides_themselves_confirm(self) -> None:
        agreement = an_agreement()

        with pytest.raises(Problem) as error:
            change_state(agreement=agreement, state=AgreementState.CONFIRMED, by=the_network(agreement.network))

        assert error.value.code == "confirmed_by_parties"

    def test_an_outcome_needs_its_reason(self) -> None:
        agreement = confirmed(an_agreement())

        with pytest.raises(Problem) as error:
            change_state(agreement=agreement, state=AgreementState.INFEASIBLE, by=the_network(agreement.network))
        assert (error.value.place, error.value.code) == ("reason", "reason_missing")

        with pytest.raises(IntegrityError, match="agreement_outcome_has_a_reason"), transaction.atomic():
            Agreement.objects.update(state=AgreementState.INFEASIBLE)

    def test_every_step_is_written_down(self) -> None:
        agreement = confirmed(an_agreement())
        change_state(agreement=agreement, state=AgreementState.RUNNING, by=holding(side(agreement, 1)))

        steps = StateChange.objects.filter(agreement=agreement).values_list("state", flat=True)
        assert list(steps) == ["proposed", "confirmed", "running"]

    def test_a_new_owner_gets_a_new_code_and_the_old_one_dies(self) -> None:
        agreement = an_agreement()
        party = side(agreement, 0)
        changed = change_owner(
            party=party, owner_name="Eva Test", owner_email="EVA@company.example", by=the_network(agreement.network)
        )

        assert (changed.owner_email, changed.link_serial) == ("eva@company.example", 2)


class TestRenewal:
    def test_it_promises_the_same_once_more_and_names_the_one_before(self) -> None:
        fair = a_market()
        agreement = confirmed(an_agreement(fair=fair))
        by = the_network(fair.network)
        change_state(agreement=agreement, state=AgreementState.DONE, by=by)
        renewed = renew_agreement(agreement=agreement, by=by)

        kinds = list(renewed.contributions.order_by("position").values_list("kind", flat=True))
        assert (renewed.previous_id, renewed.state, kinds) == (agreement.pk, "proposed", ["time", "space"])

    def test_one_that_runs_is_not_renewed_and_none_is_renewed_twice(self) -> None:
        agreement = confirmed(an_agreement())
        by = the_network(agreement.network)
        codes = []
        for _attempt in range(3):
            try:
                renew_agreement(agreement=agreement, by=by)
            except Problem as problem:
                codes.append(problem.code)
            else:
                codes.append("renewed")
            if codes == ["not_over"]:
                change_state(agreement=agreement, state=AgreementState.DONE, by=by)

        assert codes == ["not_over", "renewed", "renewed_already"]


class TestMerging:
    def test_a_double_s_agreements_go_to_the_record_that_is_kept_and_back(self) -> None:
        company, cso = a_pair()
        by = the_network(company.network)
        agreement = an_agreement([company, cso])
        kept = an_organisation(company.network, kind="company")
        merge = merge_organisations(kept=kept, absorbed=company, by=by)
        merged = (side(agreement, 0).organisation_id, agreement.contributions.order_by("position")[0].giver_id)
        undo_merge(merge=merge, by=by)

        assert merged == (kept.pk, kept.pk)
        assert (side(agreement, 0).organisation_id, agreement.contributions.order_by("position")[0].giver_id) == (
            company.pk,
            company.pk,
        )

    def test_two_that_agreed_with_each_other_are_not_one(self) -> None:
        company, cso = a_pair()
        an_agreement([company, cso])

        with pytest.raises(Problem) as error:
            merge_organisations(kept=company, absorbed=cso, by=the_network(company.network))

        assert error.value.code == "agreed_with_each_other"
