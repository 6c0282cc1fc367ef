"""Asking for a meeting: answered, declined, withdrawn or expired, and never in anybody's way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.events.factories import a_fair, a_party, by_link, the_network

from spona.events.actions import (
    accept_request,
    decline_invitation,
    decline_request,
    expire_requests,
    send_request,
    withdraw_request,
)
from spona.events.models import Fair, Party, Request
from spona.events.queries import requests_for
from spona.kernel.models import OutboxMessage, Problem, Refused

pytestmark = pytest.mark.django_db


def two_parties() -> tuple[Fair, Party, Party]:
    fair = a_fair(is_open=True)
    cso = a_party(fair, contact_email="ana@example.org")
    return fair, cso, a_party(fair, "company", contact_email="boris@example.org")


def refusal(sender: Party, receiver: Party) -> str:
    with pytest.raises(Problem) as error:
        send_request(sender=sender, receiver=receiver, by=by_link(sender))
    return error.value.code


def test_a_request_is_sent_answered_and_each_is_told_by_mail() -> None:
    _fair, cso, company = two_parties()

    request = send_request(sender=cso, receiver=company, message="Voda za školu", by=by_link(cso))
    accept_request(request=request, by=by_link(company))

    assert Request.objects.get().state == "accepted"
    assert list(OutboxMessage.objects.order_by("created_at").values_list("to", "template")) == [
        ("boris@example.org", "events.request_received"),
        ("ana@example.org", "events.request_accepted"),
    ]


def test_the_mail_carries_the_message_and_a_link() -> None:
    _fair, cso, company = two_parties()

    send_request(
        sender=cso, receiver=company, message="Voda & škola", by=by_link(cso), url="https://example.org/f/abc/"
    )

    message = OutboxMessage.objects.get()
    assert "“Voda & škola”" in message.text
    assert "https://example.org/f/abc/" in message.text


def test_who_was_declined_does_not_ask_the_same_party_again() -> None:
    _fair, cso, company = two_parties()
    request = send_request(sender=cso, receiver=company, by=by_link(cso))
    decline_request(request=request, by=by_link(company))

    assert refusal(cso, company) == "declined_before"


def test_one_asks_once_at_a_time_and_not_back() -> None:
    _fair, cso, company = two_parties()
    send_request(sender=cso, receiver=company, by=by_link(cso))

    assert refusal(cso, company) == "asked"
    assert refusal(company, cso) == "asked_by_them"


def test_who_does_not_come_is_not_asked() -> None:
    _fair, cso, company = two_parties()
    decline_invitation(party=company, by=by_link(company))

    assert refusal(cso, Party.objects.get(pk=company.pk)) == "not_coming"


def test_only_the_asked_answers_and_only_the_asker_withdraws() -> None:
    _fair, cso, company = two_parties()
    request = send_request(sender=cso, receiver=company, by=by_link(cso))

    with pytest.raises(Refused):
        accept_request(request=request, by=by_link(cso))
    with pytest.raises(Refused):
        withdraw_request(request=request, by=by_link(company))
    assert withdraw_request(request=request, by=by_link(cso)).state == "withdrawn"


def test_an_unanswered_request_expires_and_may_be_asked_again() -> None:
    fair, cso, company = two_parties()
    send_request(sender=cso, receiver=company, by=by_link(cso))
    later = timezone.now() + dt.timedelta(days=fair.request_days, minutes=1)

    assert expire_requests(by=the_network(fair.network), now=later) == 1
    assert expire_requests(by=the_network(fair.network), now=later) == 0
    assert send_request(sender=cso, receiver=company, by=by_link(cso)).state == "pending"


def test_an_overdue_request_is_not_accepted_any_more() -> None:
    _fair, cso, company = two_parties()
    request = send_request(sender=cso, receiver=company, by=by_link(cso))
    Request.objects.update(expires_at=timezone.now())

    with pytest.raises(Problem) as error:
        accept_request(request=request, by=by_link(company))

    assert error.value.code == "expired"


def test_a_party_lists_what_it_sent_and_received() -> None:
    _fair, cso, company = two_parties()
    request = send_request(sender=cso, receiver=company, by=by_link(cso))

    assert list(requests_for(by_link(company), company)) == [request]
    with pytest.raises(Refused):
        requests_for(by_link(company), cso)
