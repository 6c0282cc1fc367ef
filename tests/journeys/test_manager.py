"""The whole work of a programme manager, from an empty network to a published timetable, in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.conftest import NewPage
from tests.events.factories import by_link
from tests.jobs import run_jobs
from tests.journeys.site import Site, link_in, newest_mail, sign_in
from tests.journeys.workbooks import email_of, write_workbook

from spona.events.actions import Saying, state_wishes
from spona.events.models import Fair, Meeting, Party, Timetable
from spona.events.states import FairState, PartyState, TimetableState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SIDES = (
    ("Udruge", "cso", "2", "5"),
    ("Tvrtke", "company", "1", "6"),
    ("Gradovi i općine", "public_authority", "1", "6"),
)


def test_a_manager_takes_a_fair_from_an_empty_network_to_a_published_timetable(
    site: Site, desktop_page: Page, new_page: NewPage, tmp_path: Path
) -> None:
    page = desktop_page
    sign_in(page, site)
    set_up_a_fair(page)
    take_in_a_spreadsheet(page, tmp_path)
    invite_everybody(page)
    somebody_states_wishes(new_page(1440, 900))
    everybody_else_wishes(Fair.objects.get())
    plan(page)
    explain_and_pin(page)
    publish(page)


def set_up_a_fair(page: Page) -> None:
    """From the desk to a fair with three sides and six slots."""
    page.goto("/programmes/")
    page.get_by_role("link", name="New programme").first.click()
    page.locator("[name=name]").fill("Sajmovi partnerstava")
    if page.locator("[name=slug]").count():
        page.locator("[name=slug]").fill("sajmovi")
    page.locator("[name=starts_on]").fill("2027-01-11")
    page.get_by_role("button", name="Start it").click()
    page.get_by_role("link", name="New fair").click()
    page.locator("[name=name]").fill("Sajam u Splitu")
    page.locator("[name=slug]").fill("split-2027")
    page.locator("[name=starts_on]").fill("2027-03-18")
    page.locator("[name=city]").fill("Split")
    page.locator("[name=tables]").fill("10")
    page.locator("[name=is_public]").check()
    page.locator("main form button").last.click()
    for index, (name, kind, least, most) in enumerate(SIDES):
        page.locator(f"[name=form-{index}-name]").fill(name)
        page.locator(f"[name=form-{index}-organisation_kind]").select_option(kind)
        page.locator(f"[name=form-{index}-min_meetings]").fill(least)
        page.locator(f"[name=form-{index}-max_meetings]").fill(most)
    page.get_by_role("button", name="Save the sides").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When one meets")
    page.locator("[name=count]").fill("6")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("tbody tr")).to_have_count(6)


def take_in_a_spreadsheet(page: Page, folder: Path) -> None:
    """A file with two mistakes is stopped at its cells; the mended one is taken in, back, and in again."""
    upload(page, write_workbook(folder / "prijave.xlsx", wrong=True))
    expect(page.locator("p.error").filter(has_text="Udruge!B2")).to_have_count(1)
    expect(page.locator("p.error").filter(has_text="Udruge!H2")).to_contain_text("01.04.2017")
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator(".notice.bad")).to_contain_text("Nothing was saved: 2 problems.")
    assert Party.objects.count() == 0

    for _time in range(2):
        upload(page, write_workbook(folder / "ispravljeno.xlsx"))
        expect(page.locator("p.error")).to_have_count(0)
        page.get_by_role("button", name="Take them in").click()
        expect(page.get_by_text("Taken in. You may undo it for an hour.")).to_be_visible()
        assert Party.objects.count() == 17
        if _time == 0:
            page.locator("summary").filter(has_text="Undo this import").click()
            page.get_by_role("button", name="Yes, take it all back").click()
            expect(page.get_by_text("Everything the spreadsheet brought is taken back.")).to_be_visible()
            assert Party.objects.count() == 0


def upload(page: Page, path: Path) -> None:
    """Hand a file in and accept what was recognised, up to the preview."""
    page.goto("/fairs/split-2027/import/")
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Show me the rows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what would be taken in")


def invite_everybody(page: Page) -> None:
    """Open the fair and write seventeen mails, each with a link."""
    page.goto("/fairs/split-2027/manage/")
    page.get_by_role("button", name="Open for wishes").click()
    page.goto("/fairs/split-2027/parties/")
    page.locator("summary").filter(has_text="Invite everybody").click()
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.get_by_text("17 invitations are in the outbox.")).to_be_visible()
    run_jobs()
    page.goto("/outbox/")
    expect(page.locator("tbody tr")).to_have_count(17)
    expect(page.locator("tbody .chip.good")).to_have_count(17)


def somebody_states_wishes(page: Page) -> None:
    """A company opens the link of its mail, says that it comes and whom it wants to meet."""
    page.goto(link_in(newest_mail(email_of("Tvrtka", 0), "events.party_invited")))
    page.locator("button[name=do][value=confirm]").click()
    page.get_by_role("link", name="Say whom you want to meet").click()
    rows = page.locator("li.wish")
    rows.filter(has_text="Udruga Bistra").locator("input[value=must]").check(force=True)
    rows.filter(has_text="Udruga Gaj").locator("input[value=yes]").check(force=True)
    rows.filter(has_text="Općina Brezje").locator("input[value=no]").check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You have said must 1 times, yes 1 times and no 1 times.")).to_be_visible()


def everybody_else_wishes(fair: Fair) -> None:
    """The associations want to meet every company and the first town; each speaks with its own link."""
    about = [party.pk for party in Party.objects.filter(fair=fair).exclude(side__code="cso")][:7]
    for cso in Party.objects.filter(fair=fair, side__code="cso"):
        state_wishes(chooser=cso, sayings=[Saying(key, "yes") for key in about], by=by_link(cso))


def plan(page: Page) -> None:
    """Close the wishes, press one button, watch the progress; the page leads on to the draft by itself."""
    page.goto("/fairs/split-2027/manage/")
    page.get_by_role("button", name="Close wishes").click()
    page.goto("/fairs/split-2027/plan/")
    page.get_by_role("button", name="Plan the meetings").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    run_jobs()
    page.wait_for_url("**/fairs/split-2027/plan/")
    expect(page.locator("[data-grid]")).to_be_visible()
    assert Timetable.objects.get().state == TimetableState.DRAFT


def explain_and_pin(page: Page) -> None:
    """Ask why two do not meet, insist on it, see the effect, save it as the next draft."""
    met = set(Meeting.objects.values_list("a__name", "b__name"))
    pair = next(
        (cso.name, company.name)
        for cso in Party.objects.filter(side__code="cso")
        for company in Party.objects.filter(side__code="company")
        if not met & {(cso.name, company.name), (company.name, cso.name)}
    )
    page.locator("[name=a]").fill(pair[0])
    page.locator("[name=b]").fill(pair[1])
    page.get_by_role("button", name="Explain").click()
    expect(page.locator("main")).to_contain_text(pair[1])
    page.locator('main a[href*="do=pin"]').first.click()
    expect(page.locator(".figures")).to_contain_text("points in all")
    assert Timetable.objects.count() == 1
    page.get_by_role("button", name="Save as the next draft").click()
    expect(page.get_by_text("Saved as draft 2. Later plans keep to it.")).to_be_visible()
    expect(page.locator("[data-grid]")).to_contain_text(re.sub(r" \(primjer\)", "", pair[0]))


def publish(page: Page) -> None:
    """Publish in one go; everybody who takes part has a mail with its timetable."""
    page.get_by_role("link", name="Publish the timetable").click()
    page.get_by_role("button", name="Publish it now").click()
    page.wait_for_url("**/plan/**")
    run_jobs()
    assert Fair.objects.get().state == FairState.PUBLISHED
    assert Timetable.objects.get(state=TimetableState.PUBLISHED).number == 2
    page.goto("/outbox/")
    expect(page.locator("tbody tr").first).to_contain_text("Sajam u Splitu")
    coming = Party.objects.filter(state__in=[PartyState.CONFIRMED, PartyState.INVITED]).count()
    assert coming == 17
