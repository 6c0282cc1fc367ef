"""What a party does on its phone, in Serbian, from the link in its mail to the calendar in its pocket."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.conftest import NewPage
from tests.jobs import run_jobs
from tests.journeys.site import PHONE, Site, link_in, newest_mail, speak
from tests.journeys.stage import a_draft, an_open_fair, everybody_speaks, publish, the_party

from spona.events.actions import invite_party
from spona.events.models import Party, Request, Wish
from spona.events.states import PartyState, RequestState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def choose(page: Page, name: str, level: str) -> None:
    """Tap one of the choices beside a name."""
    page.locator("li.wish").filter(has_text=name).locator(f".choice.{level} span").tap()


def test_a_party_goes_from_its_mail_to_its_wishes_on_a_phone(site: Site, new_page: NewPage) -> None:
    fair = an_open_fair(site)
    cso = the_party(fair, "Reka")
    invite_party(party=cso, by=site.manager)
    phone = new_page(390, 844, **PHONE)
    speak(phone, site, "sr-latn")

    phone.goto(link_in(newest_mail("reka@example.org", "events.party_invited")))
    assert phone.locator("html").get_attribute("lang") == "sr-Latn"
    assert sideways(phone) <= 0
    phone.locator("button[name=do][value=confirm]").tap()
    expect(phone.locator(".chip.good").first).to_be_visible()
    assert Party.objects.get(pk=cso.pk).state == PartyState.CONFIRMED

    phone.locator("main a[href$='/wishes/']").first.tap()
    choose(phone, "Bistra voda", "must")
    choose(phone, "Novi hleb", "yes")
    choose(phone, "Daleki put", "no")
    phone.locator(".sticky-foot button.primary").tap()
    expect(phone.locator(".notice.good")).to_be_visible()
    assert sideways(phone) <= 0
    said = Wish.objects.filter(chooser=cso).values_list("about__name", "level")
    assert {name.removesuffix(" (primer)").removeprefix("Preduzeće "): level for name, level in said} == {
        "Bistra voda": "must",
        "Novi hleb": "yes",
        "Daleki put": "no",
    }

    phone.locator("li.wish").filter(has_text="Novi hleb").locator("a[href*='to=']").tap()
    phone.locator("textarea[name=message]").fill("Želimo da zajedno otvorimo pekaru koja zapošljava.")
    phone.locator("main button.primary").tap()
    expect(phone.locator("main")).to_contain_text("pekaru koja zapošljava")
    assert sideways(phone) <= 0
    asked = Request.objects.get()
    assert (asked.sender, asked.receiver, asked.state) == (cso, the_party(fair, "Novi hleb"), RequestState.PENDING)


def test_a_party_finds_its_day_on_the_narrowest_phone_and_takes_it_into_its_calendar(
    site: Site, new_page: NewPage
) -> None:
    fair = an_open_fair(site)
    everybody_speaks(fair)
    publish(site, a_draft(site, fair))
    run_jobs()
    phone = new_page(320, 640, **PHONE)
    speak(phone, site, "sr-latn")

    phone.goto(link_in(newest_mail("reka@example.org", "events.timetable_published")))

    expect(phone.locator("ol.day li")).to_have_count(3)
    assert sideways(phone) <= 0
    answer = phone.request.get(str(phone.locator("a[href$='.ics']").get_attribute("href")))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text().count("BEGIN:VEVENT") == 3


def test_anybody_sees_who_meets_whom_once_it_is_published(site: Site, new_page: NewPage) -> None:
    fair = an_open_fair(site)
    everybody_speaks(fair)
    draft = a_draft(site, fair)
    visitor = new_page(320, 640, **PHONE)
    speak(visitor, site, "sr-latn")

    visitor.goto(f"/fairs/{fair.slug}/timetable/")
    expect(visitor.locator("body")).not_to_contain_text("Udruženje")
    publish(site, draft)
    visitor.goto(f"/fairs/{fair.slug}/")
    visitor.locator(f"main a[href='/fairs/{fair.slug}/timetable/']").first.tap()

    expect(visitor.locator("main .coming li")).to_have_count(12)
    assert sideways(visitor) <= 0
