"""The reader of the journeys: it notices a page, or a part of one, in the other language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.journeys.site import Site, speak
from tests.journeys.speaking import Language

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_page_and_a_word_in_the_other_language_are_noticed(site: Site, desktop_page: Page) -> None:
    croatian, english = Language("hr"), Language("en")
    speak(desktop_page, site, "en")
    desktop_page.goto("/a/")
    assert english.strangers_on(desktop_page) == []
    assert {"lang=en", "Open an agreement"} <= set(croatian.strangers_on(desktop_page))

    speak(desktop_page, site, "hr")
    desktop_page.goto("/a/")
    assert croatian.strangers_on(desktop_page) == []
    desktop_page.evaluate("document.querySelector('main').append('Open it')")
    assert croatian.strangers_on(desktop_page) == ["Open it"]
