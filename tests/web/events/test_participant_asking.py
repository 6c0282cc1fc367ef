"""What a party asks of others and offers them: requests for meetings, and its proposal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.events.factories import by_link, the_network
from tests.web.events.phones import a_link, a_phone, an_open_fair, send

from spona.events.actions import (
    accept_proposal,
    return_proposal,
    send_request,
    submit_proposal,
    write_proposal,
)
from spona.events.models import Proposal, Request
from spona.events.states import ProposalState, RequestState

pytestmark = pytest.mark.django_db


# -- requests ----------------------------------------------------------------------------------------------------------


def test_a_request_is_sent_with_a_word_and_says_when_it_expires() -> None:
    (cso,), (company, _other) = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/requests/"
    assert send(phone, f"{path}?to={company.pk}", do="ask", message="Let us talk").status_code == 302
    page = phone.get(path).content.decode()
    assert ("Let us talk" in page, "Unanswered it expires on" in page) == (True, True)
    assert send(phone, f"{path}?to={company.pk}", do="ask", message="Again").status_code == 422
    assert Request.objects.count() == 1


def test_a_request_is_accepted_or_declined_with_a_word_and_once() -> None:
    (cso,), (first, second) = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/requests/"
    for sender, do, state in ((first, "accept", RequestState.ACCEPTED), (second, "decline", RequestState.DECLINED)):
        asked = send_request(sender=sender, receiver=cso, by=by_link(sender))
        assert send(phone, path, do=do, request=asked.pk, answer="Gladly").status_code == 302
        asked.refresh_from_db()
        assert (asked.state, asked.answer) == (state, "Gladly")
        assert send(phone, path, do="accept", request=asked.pk).status_code == 422


def test_an_expired_request_is_explained_where_it_is_answered() -> None:
    (cso,), (company, _other) = an_open_fair()
    asked = send_request(sender=company, receiver=cso, by=by_link(company))
    Request.objects.filter(pk=asked.pk).update(expires_at=timezone.now() - dt.timedelta(hours=1))
    answer = send(a_phone(), f"/f/{a_link(cso)}/requests/", do="accept", request=asked.pk)
    assert (answer.status_code, "This request expired on" in answer.content.decode()) == (422, True)


def test_a_sent_request_is_withdrawn() -> None:
    (cso,), (company, _other) = an_open_fair()
    asked = send_request(sender=cso, receiver=company, by=by_link(cso))
    assert send(a_phone(), f"/f/{a_link(cso)}/requests/", do="withdraw", request=asked.pk).status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN


# -- the proposal ------------------------------------------------------------------------------------------------------


def test_a_proposal_is_written_handed_in_returned_and_improved() -> None:
    (cso,), _companies = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/proposal/"
    first = {"title": "Vrt", "text": "Školski vrt", "language": "hr", "amount": "1200.50", "currency": "eur"}
    assert send(phone, path, do="submit", **first).status_code == 302
    proposal = Proposal.objects.get(party=cso)
    assert (proposal.state, proposal.amount, proposal.currency) == (ProposalState.SUBMITTED, 1200.5, "EUR")
    return_proposal(proposal=proposal, comment="Say whom it helps", by=the_network(cso.network))
    assert "Say whom it helps" in phone.get(path).content.decode()
    proposal.refresh_from_db()
    second = {"title": "Vrt za sve", "text": "Za 200 djece", "language": "hr", "_version": proposal.version}
    assert send(phone, path, do="submit", **second).status_code == 302
    assert list(proposal.editions.order_by("number").values_list("title", flat=True)) == ["Vrt", "Vrt za sve"]


def test_a_proposal_somebody_else_saved_meanwhile_is_not_overwritten() -> None:
    (cso,), _companies = an_open_fair()
    phone, path = a_phone(), f"/f/{a_link(cso)}/proposal/"
    send(phone, path, do="save", title="Prvi", text="", language="hr")
    stale = {"do": "save", "title": "Drugi", "text": "", "language": "hr", "_version": 0}
    answer = send(phone, path, **stale)
    assert (answer.status_code, "Drugi" in answer.content.decode()) == (409, True)
    assert Proposal.objects.get(party=cso).editions.count() == 1


def test_a_proposal_that_is_ready_is_read_by_partners_beside_the_name() -> None:
    (cso,), (company, _other) = an_open_fair()
    by = the_network(cso.network)
    written = write_proposal(party=company, title="Zelena škola", text="Krovovi", language="hr", by=by)
    path = f"/f/{a_link(cso)}/wishes/"
    assert "Zelena škola" not in a_phone().get(path).content.decode()
    accept_proposal(proposal=submit_proposal(proposal=written, by=by), by=by)
    assert "Zelena škola" in a_phone().get(path).content.decode()


def test_an_amount_without_currency_and_dates_the_wrong_way_round_stand_beside_their_fields() -> None:
    (cso,), _companies = an_open_fair()
    wrong = {"title": "Vrt", "language": "hr", "amount": "5", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}
    page = send(a_phone(), f"/f/{a_link(cso)}/proposal/", do="submit", **wrong)
    shown = page.content.decode()
    assert page.status_code == 422
    assert ("id_currency_error" in shown, "id_ends_on_error" in shown) == (True, True)
    assert Proposal.objects.count() == 0
