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
