"""axe-core on every main page, light and dark: nothing it objects to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.conftest import Axe, NewPage
from tests.journeys.fair_day import takes_place_now
from tests.journeys.site import Site, link_in, newest_mail, sign_in
from tests.journeys.stage import a_draft, an_open_fair, everybody_speaks, publish, the_party
from tests.journeys.workbooks import write_workbook
from tests.partnerships.factories import an_agreement, confirmed, side
from tests.web.events.phones import a_link

from spona.events.actions import invite_party
from spona.events.actions.brokers import issue_broker_link
from spona.events.actions.checkins import check_in_party
from spona.events.actions.gates import add_gate, issue_gate_link
from spona.events.models import Fair
from spona.kernel.models import OutboxMessage
from spona.partnerships.actions import agreement_token, introduce, open_desk, send_due_checks
from spona.partnerships.models import Agreement, Introduction

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ERRORS = ["/nothing-here/", "/f/no-such-link/"]


def objections(page: Page, axe: Axe, addresses: list[str]) -> dict[str, list[str]]:
    """What axe says about each address, and what it answered where it should have shown a page."""
    found = {}
    for address in addresses:
        answer = page.goto(address)
        status = answer.status if answer else 0
        found[address] = axe(page) + ([f"answered {status}"] if (status == 200) == (address in ERRORS) else [])
    return {address: said for address, said in found.items() if said}


def managers_pages(fair: Fair) -> list[str]:
    """The desk and every tab of a fair."""
    party = the_party(fair, "Reka")
    start, draft = f"/fairs/{fair.slug}", f"/fairs/{fair.slug}/plan/drafts/1"
    return [
        "/desk/", "/programmes/", "/programmes/sajmovi/", "/organisations/",
        f"/organisations/{party.organisation_id}/", "/fairs/", f"{start}/manage/", f"{start}/sides/", f"{start}/slots/",
        f"{start}/parties/", f"{start}/parties/{party.pk}/", f"{start}/wishes/", f"{start}/proposals/",
        f"{start}/import/", f"{start}/plan/", f"{start}/plan/?axis=person", f"{draft}/", f"{draft}/unmet/",
        f"{draft}/publish/", "/outbox/", "/journal/",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(site: Site, new_page: NewPage, axe: Axe, tmp_path: Any, scheme: str) -> None:
    fair = an_open_fair(site)
    invite_party(party=the_party(fair, "Reka"), by=site.manager)
    link = link_in(newest_mail("reka@example.org", "events.party_invited"))
    phone = new_page(390, 844, color_scheme=scheme)
    invited = objections(phone, axe, [link, f"{link}wishes/", f"{link}requests/", f"{link}proposal/"])

    everybody_speaks(fair)
    draft = a_draft(site, fair)
    desktop = new_page(1440, 900, color_scheme=scheme)
    sign_in(desktop, site)
    managed = objections(desktop, axe, managers_pages(fair))
    managed |= importing(desktop, axe, fair, tmp_path)

    publish(site, draft)
    own = link_in(newest_mail("reka@example.org", "events.timetable_published"))
    public = ["/", "/accounts/login/", f"/fairs/{fair.slug}/", f"/fairs/{fair.slug}/timetable/", "/search/?q=Reka"]
    seen = objections(phone, axe, [own, f"{link}timetable/", *public, *ERRORS])

    assert invited | managed | seen == {}


def importing(page: Page, axe: Axe, fair: Fair, folder: Any) -> dict[str, list[str]]:
    """The two pages that exist only for a file: its columns, and its rows with two problems."""
    page.goto(f"/fairs/{fair.slug}/import/")
    page.locator("[name=file]").set_input_files(write_workbook(folder / "prijave.xlsx", wrong=True))
    page.locator("main form button.primary").click()
    columns = axe(page)
    page.locator("main form button.primary").click()
    rows = axe(page)
    return {name: said for name, said in (("columns", columns), ("rows", rows)) if said}


def an_agreement_under_way(site: Site, fair: Fair) -> Agreement:
    """Two of the fair agreed a fortnight ago, one of them has been asked how it stands and nobody has answered."""
    pair = [the_party(fair, name).organisation for name in ("Bistra voda", "Reka")]
    agreement = confirmed(an_agreement(pair, fair=fair), days_ago=14)
    introduce(organisations=pair, on=timezone.localdate(), purpose="Zajedno na obali", by=site.manager)
    send_due_checks(by=site.manager)
    return agreement


def pages_of_the_day(site: Site, fair: Fair) -> list[str]:
    """What those who run the fair open on its day and in the year after."""
    start, gate = f"/fairs/{fair.slug}", add_gate(fair=fair, name="A", by=site.manager)
    check_in_party(gate=gate, party=the_party(fair, "Reka"), by=site.manager)
    at_gate = f"{start}/gates/{gate.pk}/"
    return [
        f"{start}/day/", f"{start}/gates/", f"{at_gate}?text=Reka", f"{at_gate}walk-in/", f"{start}/broker/",
        f"{start}/hall/", f"{start}/ratings/", f"{start}/next-year/", f"{start}/invitations/", f"{start}/plan/no-show/",
    ]  # fmt: skip


def pages_of_partnerships(fair: Fair, agreement: Agreement) -> list[str]:
    """The desk, one agreement, what managers read of all of them, and the report."""
    start = f"/fairs/{fair.slug}"
    return [
        f"{start}/desk/settings/", f"{start}/desk/", f"{start}/desk/{agreement.nonce}/", "/agreements/",
        "/agreements/new/", f"/agreements/{agreement.pk}/", "/my/agreements/", "/ledger/", "/introductions/",
        "/introductions/new/", f"/introductions/{Introduction.objects.get().pk}/", "/network/who-met-whom/",
        "/network/never-met/?left=cso&right=company", "/reports/", f"{start}/report/", f"{start}/report/agreements/",
    ]  # fmt: skip


def pages_by_link(site: Site, fair: Fair, agreement: Agreement) -> list[str]:
    """What people without an account open on the day and afterwards."""
    asked = OutboxMessage.objects.get(template="partnerships.contact_check", to="ben@cso.example")
    check = re.findall(r"https?://\S+/ask/[^/\s]+/", asked.text)[0]
    by = site.manager
    gate = fair.gates.get()
    return [
        issue_gate_link(gate=gate, by=by), issue_broker_link(fair=fair, by=by), open_desk(fair=fair, by=by),
        f"/f/{a_link(the_party(fair, 'Reka'))}/day/", "/a/", f"/a/{agreement_token(side(agreement, 0))}/",
        check, f"{check}?answer=infeasible",
    ]  # fmt: skip


def test_nothing_stands_in_anybodys_way_on_the_day_and_in_the_year_after(
    site: Site, new_page: NewPage, axe: Axe
) -> None:
    fair = an_open_fair(site)
    everybody_speaks(fair)
    publish(site, a_draft(site, fair))
    takes_place_now(fair)
    agreement = an_agreement_under_way(site, fair)
    night, noon = new_page(1440, 900, color_scheme="dark"), new_page(1440, 900, color_scheme="light")
    phone = new_page(390, 844, color_scheme="dark")
    for page in (night, noon):
        sign_in(page, site)

    managed = objections(night, axe, pages_of_the_day(site, fair))
    followed = objections(noon, axe, pages_of_partnerships(fair, agreement))
    linked = objections(phone, axe, pages_by_link(site, fair, agreement))

    assert managed | followed | linked == {}


def test_axe_objects_where_there_is_something_to_object_to(site: Site, new_page: NewPage, axe: Axe) -> None:
    page = new_page(390, 844)
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label[for=id_login]').remove()")
    page.evaluate("document.querySelector('#id_login').removeAttribute('placeholder')")

    assert [said.split(":")[0] for said in axe(page)] == ["label"]
