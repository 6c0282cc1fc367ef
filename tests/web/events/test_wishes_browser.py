"""Saying whom one wants to meet, on the narrowest phone: every word fits its choice, and saving stays within reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.web.events.phones import a_member, an_open_fair

from spona.events.models import Party

pytestmark = pytest.mark.django_db(transaction=True)

OVERFULL = """
    [...document.querySelectorAll('.choice')]
        .filter(choice => choice.scrollWidth > choice.clientWidth)
        .map(choice => choice.textContent.trim())
"""
REACHED_AT_SAVE = """
    (() => {
        const save = document.querySelector('.sticky-foot .primary').getBoundingClientRect();
        return document.elementFromPoint(save.x + save.width / 2, save.y + save.height / 2).className;
    })()
"""


def opened(page: Page, party: Party, language: str) -> Page:
    """The party's wishes in a language, as its member with an account reads them."""
    page.goto("/healthz")
    session = a_member(party).cookies["sessionid"].value
    for name, value in (("sessionid", session), ("spona_language", language)):
        page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    page.goto(f"/my/parties/{party.pk}/wishes/")
    return page


@pytest.mark.parametrize("language", ["en", "sr", "sr-latn", "hr", "bg"])
def test_every_level_fits_its_choice(narrow_page: Page, language: str) -> None:
    (cso,), _companies = an_open_fair()
    page = opened(narrow_page, cso, language)

    assert page.locator(".choice").count() == 8
    assert page.evaluate(OVERFULL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_button_that_saves_is_not_below_the_menu_at_the_thumb(narrow_page: Page) -> None:
    (cso,), _companies = an_open_fair(companies=6)
    page = opened(narrow_page, cso, "en")

    page.locator(".choice").first.scroll_into_view_if_needed()
    assert page.locator(".bottom-nav").is_visible()
    assert page.evaluate(REACHED_AT_SAVE) == "button primary"


def test_filters_are_folded_on_a_phone_and_open_with_one_touch(narrow_page: Page) -> None:
    (cso,), _companies = an_open_fair()
    page = opened(narrow_page, cso, "en")

    assert [page.get_by_label(name).is_visible() for name in ("Name", "Side", "Show")] == [True, False, False]
    page.get_by_text("More filters").tap()
    assert page.get_by_label("Side").is_visible()


def test_a_wide_screen_shows_every_filter(desktop_page: Page) -> None:
    (cso,), _companies = an_open_fair()
    page = opened(desktop_page, cso, "en")

    page.get_by_label("Side").select_option("company")
    page.get_by_role("button", name="Show").click()

    assert ("side=company" in page.url, page.get_by_text("More filters").is_visible()) == (True, False)
