"""What a finger is to hit measures 44 pixels, on the narrowest phone too."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page
from tests.conftest import NewPage
from tests.web.shell_samples import gallery_context

pytestmark = pytest.mark.django_db(transaction=True)

TOO_SMALL = """() => {
  const found = [];
  const wanted = "button, summary, .button, .crumbs a, input:is([type=checkbox], [type=radio])";
  for (const element of document.querySelectorAll(wanted)) {
    if (!element.checkVisibility() || element.closest(".sr, .skip, .search")) continue;
    const boxes = [element, ...(element.labels || [])].map((part) => part.getBoundingClientRect());
    const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
    if (height > 0 && height < 43.5) found.push(`${element.className || element.type}: ${element.textContent.trim()}`);
  }
  return found;
}"""
"""A checkbox is hit by its label as well. Half a pixel is lost where heights of lines are rounded."""


def gallery_on(page: Page) -> Page:
    """The page with every component, all its folded parts open."""
    html = render_to_string("web/shell/gallery.html", {**gallery_context(), "csrf_token": "t0ken"})
    page.route("**/gallery/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/gallery/")
    page.evaluate("() => document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    return page


def test_a_finger_hits_every_button_box_and_crumb(narrow_page: Page) -> None:
    assert gallery_on(narrow_page).evaluate(TOO_SMALL) == []


def test_nothing_is_wider_than_the_narrowest_phone(narrow_page: Page) -> None:
    page = gallery_on(narrow_page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_mouse_does_with_less_and_the_measure_sees_it(new_page: NewPage) -> None:
    assert len(gallery_on(new_page(320, 640)).evaluate(TOO_SMALL)) > 0
