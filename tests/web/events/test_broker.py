"""The broker without an account: what the link opens, on which days, and what it never shows."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import pytest
from django.utils import timezone
from tests.events.day_factories import a_gate
from tests.events.planning_factories import ReadyFair, a_ready_fair, says
from tests.web.browsing import text_of
from tests.web.events.phones import a_phone, send
from tests.web.events.planning_pages import at, the_manager

from spona.events.actions.brokers import issue_broker_link
from spona.events.actions.checkins import check_in_party
from spona.events.models import AdHocMeeting, Fair, Party
from spona.kernel.models import Link

pytestmark = pytest.mark.django_db


def a_market(days: int = 0) -> ReadyFair:
    """An open market so many days from now: one association and one company, both in, one wants to meet the other."""
    ready = a_ready_fair(1, 1, 0, tables=4, slug=f"market-{days}")
    Fair.objects.update(starts_on=timezone.localdate() + dt.timedelta(days=days))
    ready.fair = Fair.objects.get(pk=ready.fair.pk)
    says(ready.csos[0], ready.companies[0], "yes")
    gate = a_gate(ready.fair)
    for party in (*ready.csos, *ready.companies):
        check_in_party(gate=gate, party=party, by=ready.manager)
    return ready


def link_to(ready: ReadyFair) -> str:
    return "/m/" + issue_broker_link(fair=ready.fair, by=ready.manager).rpartition("/m/")[2]


def pair_of(ready: ReadyFair) -> dict[str, object]:
    return {"a": ready.csos[0].pk, "b": ready.companies[0].pk}


def test_a_broker_with_a_link_sees_who_is_free_and_why_and_brings_two_together() -> None:
    ready = a_market()
    Party.objects.update(contact_name="zrno person", note="zrno note")
    path, phone = link_to(ready), a_phone()
    page = phone.get(path)

    sent = send(phone, path, **pair_of(ready), table_number="2")

    said = f"{ready.csos[0].name} wants to meet {ready.companies[0].name}."
    shown = page.content.decode()
    assert (said in text_of(page), "zrno" in shown, "@example.org" in shown) == (True, False, False)
    assert (sent.status_code, sent["Location"], AdHocMeeting.objects.get().table_number) == (302, path, 2)
    assert "at table 2" in text_of(phone.get(path))


@pytest.mark.parametrize("days", [3, -3])
def test_on_another_day_it_opens_nothing(days: int) -> None:
    ready = a_market(days)
    with patch("spona.events.actions.brokers.gate_closes", return_value=timezone.now() + dt.timedelta(days=9)):
        path = link_to(ready)

    answers = [a_phone().get(path), send(a_phone(), path, **pair_of(ready))]

    assert ([answer.status_code for answer in answers], AdHocMeeting.objects.count()) == ([403, 403], 0)
    assert "Brokers work on the day of the fair." in text_of(answers[0])


def test_it_opens_nothing_but_the_brokers_page() -> None:
    ready = a_market()
    token = link_to(ready).split("/")[2]

    addresses = [f"/f/{token}/", f"/g/{token}/", f"/t/{token}/", at("broker", ready.fair), at("day", ready.fair)]

    assert {a_phone().get(address).status_code for address in addresses} <= {302, 403, 404, 410}


def test_it_brings_nobody_of_another_fair_together() -> None:
    ready, other = a_market(), a_ready_fair(1, 1, 0)

    sent = send(a_phone(), link_to(ready), a=other.csos[0].pk, b=ready.companies[0].pk)

    assert (sent.status_code, AdHocMeeting.objects.count()) == (422, 0)


def test_the_manager_makes_links_and_ends_them_all() -> None:
    ready = a_market()
    manager, address = the_manager(ready), f"/fairs/{ready.fair.slug}/broker/link/"
    paths = ["/m/" + send(manager, address, do="link").content.decode().split("/m/")[1][:33] for _link in range(2)]
    opened = [a_phone().get(path).status_code for path in paths]

    ended = send(manager, address, do="end")

    assert (opened, ended["Location"]) == ([200, 200], at("broker", ready.fair))
    assert [a_phone().get(path).status_code for path in paths] == [410, 410]
    assert Link.objects.filter(purpose="events.broker", revoked_at=None).count() == 0
