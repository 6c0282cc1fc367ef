"""The cockpit in a browser: keys lead to a change and its effect, nothing is too wide, axe has no objection."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.web.events.planning_pages import a_draft, a_wished_fair, at, the_manager

pytestmark = pytest.mark.django_db(transaction=True)


def opened(page: Page, url: str, manager: Any) -> Page:
    """Open a page as the manager."""
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": manager.cookies["sessionid"].value, "url": page.url}])
    page.goto(url)
    return page


def test_the_keyboard_walks_the_grid_and_a_ban_shows_its_effect_first(desktop_page: Page, axe: Any) -> None:
    ready = a_wished_fair()
    a_draft(ready)
    page = opened(desktop_page, at("plan", ready.fair), the_manager(ready))
    assert axe(page) == []

    page.locator("[data-grid] a.meet").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")
    page.wait_for_url("**/change/**")

    assert page.get_by_role("button", name="Save as the next draft").is_visible()
    assert axe(page) == []


def test_the_cockpit_fits_the_narrowest_screen(narrow_page: Page, axe: Any) -> None:
    ready = a_wished_fair()
    a_draft(ready)
    page = opened(narrow_page, at("plan", ready.fair), the_manager(ready))

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(page) == []
