"""What a page looks like on paper, read by a browser from the real style sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.web.shell_reading import WEB

STATIC = WEB / "static" / "web"
PAPER = 673
"""A4 without its margins, in CSS pixels."""

HEADING = '<th class="num">After ninety days, 2025</th>'
CELL = '<td class="num">–<span class="sr"> (no agreement is so old)</span></td>'
WIDE = f"""
<div class="table-wrap"><table>
  <thead><tr><th>State</th>{HEADING * 6}</tr></thead>
  <tbody><tr><th>Agreements so old</th>{CELL * 6}</tr></tbody>
</table></div>
"""

OnPaper = Callable[[str], Page]


@pytest.fixture
def on_paper(browser: Browser) -> Iterator[OnPaper]:
    """`on_paper(markup)`: the markup in our styles, as it is printed."""
    sheets = sorted(STATIC.glob("*.css"), key=lambda sheet: (sheet.stem != "tokens", sheet.stem))
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    page = browser.new_page(viewport={"width": PAPER, "height": 950})

    def printed(markup: str) -> Page:
        page.set_content(f"<!doctype html><style>{styles}</style><main class=page>{markup}</main>")
        page.emulate_media(media="print")
        return page

    yield printed
    page.close()


def test_a_table_of_seven_columns_fits_the_paper_and_keeps_spoken_words_unseen(on_paper: OnPaper) -> None:
    page = on_paper(WIDE)

    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    assert page.evaluate("getComputedStyle(document.querySelector('.sr')).position") == "absolute"


def test_paper_shows_no_buttons_and_no_marks_to_fold_things(on_paper: OnPaper) -> None:
    page = on_paper('<a class="button" href="/">Plan again</a><details><summary>Its offer</summary>Text</details>')

    assert not page.locator(".button").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('summary')).listStyleType") == "none"
