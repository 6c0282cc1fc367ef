"""What is typed at the desk, batches from tablets without signal, and fifty tablets at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from tests.events.factories import a_party, the_network
from tests.partnerships.factories import a_market, a_pair, an_agreement, at_desk, side

from spona.events.models import Fair
from spona.kernel.models import OutboxMessage, Problem, Problems, Refused
from spona.partnerships.actions import confirm_party, confirmations, take_batch, take_item
from spona.partnerships.models import Agreement, Confirmation, StateChange
from spona.partnerships.states import AgreementState, ConfirmedHow

DRAWN = "M10 20L30 40L50 60"
TABLETS = 50


def an_item(fair: Fair, **fields: str) -> dict[str, str]:
    """What the desk's form sends, filled in."""
    company, cso = a_pair(fair)
    item = {
        "nonce": str(uuid.uuid4()),
        "a": str(company),
        "b": str(cso),
        "a_owner": "Ana Uzorak",
        "a_email": "ana@company.example",
        "a1_kind": "time",
        "a1_what": "paint the classrooms",
        "a1_quantity": "40",
        "a1_unit": "hours",
        "a1_value": "1.250,50 EUR",
        "a1_estimate": "hourly",
        "b1_kind": "space",
        "due_on": "2027-06-18",
    }
    return item | fields


def places(refused: pytest.ExceptionInfo[Problems]) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in refused.value.problems]


@pytest.mark.django_db
class TestTyping:
    def test_what_is_typed_becomes_an_agreement(self) -> None:
        fair = a_market()
        taken = take_item(values=an_item(fair), fair=fair, by=at_desk(fair))
        agreement = Agreement.objects.get(pk=taken.agreement.pk)  # type: ignore[union-attr]

        first = agreement.contributions.order_by("position")[0]
        assert (taken.status, agreement.state, agreement.due_on) == ("saved", "proposed", dt.date(2027, 6, 18))
        assert (str(first.quantity), first.unit, str(first.value_amount)) == ("40.00", "hours", "1250.50")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("a1_value", "a lot"),
            ("a1_value", "5k"),
            ("a1_quantity", "many"),
            ("due_on", "soon"),
            ("a_email", "ana at company"),
            ("a", "Nobody Ltd"),
            ("b", ""),
            ("nonce", "1"),
        ],
    )
    def test_what_cannot_be_read_is_said_at_its_field(self, field: str, typed: str) -> None:
        fair = a_market()

        with pytest.raises(Problems) as refused:
            take_item(values=an_item(fair, **{field: typed}), fair=fair, by=at_desk(fair))

        assert ([place for place, _code in places(refused)], Agreement.objects.count()) == ([field], 0)

    def test_a_value_of_a_lot_says_what_to_write_instead(self) -> None:
        fair = a_market()

        with pytest.raises(Problems) as refused:
            take_item(values=an_item(fair, a1_value="a lot"), fair=fair, by=at_desk(fair))

        assert [str(problem) for problem in refused.value.problems] == [
            "“a lot” is not an amount. Write a number, for example 1.250,00 EUR. An estimate is enough."
        ]

    def test_two_parties_of_one_name_are_told_apart_by_their_towns(self) -> None:
        fair = a_market()
        twins = [a_party(fair, "cso", "Udruga Most") for _ in range(2)]
        for party, town in zip(twins, ("Niš", "Osijek"), strict=True):
            type(party).objects.filter(pk=party.pk).update(city=town)

        with pytest.raises(Problems) as refused:
            take_item(values=an_item(fair, b="Udruga Most"), fair=fair, by=at_desk(fair))
        taken = take_item(values=an_item(fair, b="УДРУГА МОСТ · Osijek"), fair=fair, by=at_desk(fair))

        assert places(refused) == [("b", "party_unknown")]
        assert side(taken.agreement, 1).organisation_id == twins[1].organisation_id  # type: ignore[arg-type]

    def test_both_signatures_confirm_it_at_once(self) -> None:
        fair = a_market()
        item = an_item(fair, a_signature=DRAWN, b_signature=DRAWN)
        taken = take_item(values=item, fair=fair, by=at_desk(fair))

        assert (taken.agreement.state, Confirmation.objects.count()) == ("confirmed", 2)  # type: ignore[union-attr]

    def test_another_fair_s_tablet_writes_nothing_here(self) -> None:
        fair, other = a_market(), a_market()

        with pytest.raises(Refused):
            take_item(values=an_item(fair), fair=fair, by=at_desk(other))


@pytest.mark.django_db
class TestBatches:
    def test_sent_twice_or_half_every_agreement_is_there_once(self) -> None:
        fair = a_market()
        by, items = at_desk(fair), [an_item(fair, a_signature=DRAWN, b_signature=DRAWN) for _ in range(3)]
        statuses = [
            [taken.status for taken in take_batch(items=some, fair=fair, sent_at="", by=by)]
            for some in (items[:2], items, items[1:])
        ]

        assert statuses == [["saved", "saved"], ["known", "known", "saved"], ["known", "known"]]
        assert (Agreement.objects.count(), Confirmation.objects.count()) == (3, 6)
        assert OutboxMessage.objects.filter(template="partnerships.agreement_confirmed").count() == 3

    def test_one_that_is_refused_keeps_none_of_the_others_out(self) -> None:
        fair = a_market()
        items: list[dict[str, Any]] = [an_item(fair), an_item(fair, a1_value="a lot"), {"nonce": 7}, an_item(fair)]
        taken = take_batch(items=items, fair=fair, sent_at="", by=at_desk(fair))

        assert [one.status for one in taken] == ["saved", "refused", "refused", "saved"]
        assert [problem.place for problem in taken[1].problems] == ["a1_value"]

    def test_a_signature_that_comes_later_is_added_to_what_is_known(self) -> None:
        fair = a_market()
        item = an_item(fair)
        by = at_desk(fair)
        take_batch(items=[item], fair=fair, sent_at="", by=by)
        later = take_batch(items=[item | {"a_signature": DRAWN}], fair=fair, sent_at="", by=by)

        assert ([one.status for one in later], Confirmation.objects.count()) == (["known"], 1)

    @pytest.mark.parametrize("days_wrong", [-2, 0, 2])
    def test_a_clock_that_is_days_wrong_is_put_right(self, days_wrong: int) -> None:
        fair = a_market()
        wrong = dt.timedelta(days=days_wrong)
        now = timezone.now()
        item = an_item(fair, written_at=(now - dt.timedelta(hours=3) + wrong).isoformat())
        take_batch(items=[item], fair=fair, sent_at=(now + wrong).isoformat(), by=at_desk(fair))

        ago = now - Agreement.objects.get().agreed_at
        assert round(ago.total_seconds() / 60) == 180

    def test_a_time_to_come_is_taken_for_now(self) -> None:
        fair = a_market()
        item = an_item(fair, written_at=(timezone.now() + dt.timedelta(days=9)).isoformat())
        take_batch(items=[item], fair=fair, sent_at="no time", by=at_desk(fair))

        assert Agreement.objects.get().agreed_at <= timezone.now()

    def test_too_many_at_once_are_refused(self) -> None:
        fair = a_market()

        with pytest.raises(Problem) as error:
            take_batch(items=[{}] * 101, fair=fair, sent_at="", by=at_desk(fair))

        assert error.value.code == "batch_too_large"


def at_once(call: Callable[[int], object], times: int) -> list[object]:
    """Call from many threads, each with its own connection; returns what each got."""

    def calling(number: int) -> object:
        close_old_connections()
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(calling, range(times)))


def confirm_from_all_tablets(agreement: Agreement) -> None:
    by = the_network(agreement.network)
    parties = [side(agreement, position) for position in range(2)]
    at_once(
        lambda number: confirm_party(party=parties[number % 2], how=ConfirmedHow.SIGNATURE, signature=DRAWN, by=by),
        TABLETS,
    )


def test_fifty_tablets_confirming_one_agreement_confirm_it_once(transactional_db: None) -> None:
    agreement = an_agreement()
    confirm_from_all_tablets(agreement)

    steps = StateChange.objects.filter(agreement=agreement, state=AgreementState.CONFIRMED).count()
    assert (Confirmation.objects.count(), steps, OutboxMessage.objects.count()) == (2, 1, 2)


def test_without_its_guards_the_agreement_would_be_confirmed_more_than_once(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = an_agreement()
    monkeypatch.setattr(confirmations, "lock", lambda row: type(row).objects.get(pk=row.pk))
    monkeypatch.setattr(confirmations, "is_open", lambda _party: True)
    monkeypatch.setattr("spona.partnerships.actions.agreements.move", lambda row, state: setattr(row, "state", state))
    monkeypatch.setitem(confirmations.__dict__, "still_proposed", lambda _agreement: True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partnerships_confirmation DROP CONSTRAINT party_confirms_once")
        cursor.execute("DROP INDEX agreement_confirmed_once")
    try:
        confirm_from_all_tablets(agreement)

        assert Confirmation.objects.count() == TABLETS
        assert StateChange.objects.filter(state=AgreementState.CONFIRMED).count() > 1
    finally:
        Confirmation.objects.all().delete()
        StateChange.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE partnerships_confirmation ADD CONSTRAINT party_confirms_once UNIQUE (party_id)")
            cursor.execute(
                "CREATE UNIQUE INDEX agreement_confirmed_once ON partnerships_statechange (agreement_id) "
                "WHERE state = 'confirmed'"
            )


def test_one_agreement_sent_by_fifty_tablets_is_one(transactional_db: None) -> None:
    fair = a_market()
    item = an_item(fair)
    by = at_desk(fair)
    answers = at_once(lambda _number: take_item(values=item, fair=fair, by=by).status, TABLETS)

    assert (answers.count("saved"), answers.count("known"), Agreement.objects.count()) == (1, TABLETS - 1, 1)
