"""axe-core on every main page, light and dark: nothing it objects to."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.conftest import Axe, NewPage
from tests.journeys.site import Site, link_in, newest_mail, sign_in
from tests.journeys.stage import a_draft, an_open_fair, everybody_speaks, publish, the_party
from tests.journeys.workbooks import write_workbook

from spona.events.actions import invite_party
from spona.events.models import Fair

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def objections(page: Page, axe: Axe, addresses: list[str]) -> dict[str, list[str]]:
    """What axe says about each address."""
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = axe(page)
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
    errors = ["/nothing-here/", "/f/no-such-link/"]
    seen = objections(phone, axe, [own, f"{link}timetable/", *public, *errors])

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


def test_axe_objects_where_there_is_something_to_object_to(site: Site, new_page: NewPage, axe: Axe) -> None:
    page = new_page(390, 844)
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label[for=id_login]').remove()")
    page.evaluate("document.querySelector('#id_login').removeAttribute('placeholder')")

    assert [said.split(":")[0] for said in axe(page)] == ["label"]
