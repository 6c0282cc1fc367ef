"""Crumbs, tabs and figures say what their entries say, and nothing said in them becomes markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from tests.web.shell_reading import elements

from spona.web.pages import address_of
from spona.web.pieces import (
    chip_items,
    crumb_items,
    figure_items,
    grid_head,
    name_items,
    options,
    tab_items,
    table_head,
)
from spona.web.templatetags.spona_values import number

HOSTILE = "<script>alert(1)</script>\"'"


def test_the_last_crumb_is_the_page_itself() -> None:
    written = crumb_items([{"label": "Fairs", "url": "/fairs/"}, {"label": "Skopje", "url": ""}])
    assert written == '<li><a href="/fairs/">Fairs</a></li><li><span aria-current="page">Skopje</span></li>'


def test_the_tab_one_is_on_is_marked_and_counts_stand_beside_names() -> None:
    written = tab_items(
        [{"label": "Wishes", "url": "?a=1&b=2", "current": True}, {"label": "Open", "url": "#", "count": 2}]
    )
    assert [(a.attributes, a.text) for a in elements(written, "a")] == [
        ({"href": "?a=1&b=2", "aria-current": "page"}, "Wishes"),
        ({"href": "#"}, "Open 2"),
    ]


def test_a_figure_leads_to_its_rows_where_it_has_some() -> None:
    written = figure_items(
        [{"number": "348", "label": "meetings", "url": "#", "kind": "must"}, {"number": "2", "label": "below"}]
    )
    assert [(a.attributes["class"], a.text) for a in elements(written, "a")] == [("figure must", "348meetings")]
    assert [div.text for div in elements(written, "div")] == ["2below"]


def test_a_chip_stands_before_its_text_where_there_is_one() -> None:
    assert chip_items([("table 4", "Klas & Ipsum"), ("", "<b>")]) == (
        '<li><span class="chip">table 4</span> <span>Klas &amp; Ipsum</span></li><li><span>&lt;b&gt;</span></li>'
    )


def test_a_name_says_its_language_where_somebody_did() -> None:
    assert name_items([("Клас", "sr", "CSO · Niš"), ("<b>", "", "")]) == (
        '<li><strong lang="sr">Клас</strong> <span class="small">CSO · Niš</span></li>'
        '<li><strong>&lt;b&gt;</strong> <span class="small"></span></li>'
    )


def test_the_head_of_a_table_says_how_it_is_sorted() -> None:
    written = table_head(
        [
            {"label": "Party", "sort": "?sort=name&a=1", "direction": "ascending"},
            {"label": "Meetings", "kind": "num", "sort": "?sort=meetings"},
            {"label": "Why", "kind": "long"},
            {"label": ""},
        ]
    )
    heads = elements(written, "th")
    assert [(head.text, head.attributes.get("aria-sort"), head.attributes.get("class")) for head in heads] == [
        ("Party", "ascending", None),
        ("Meetings", None, "num"),
        ("Why", None, None),
    ]
    assert [a.attributes["href"] for a in elements(written, "a")] == ["?sort=name&a=1", "?sort=meetings"]
    assert len(elements(written, "svg")) == 1
    assert [cell.text for cell in elements(written, "td")] == [""]


def test_a_time_may_have_a_second_line() -> None:
    written = grid_head([{"label": "10:00", "sub": "12 meetings"}, {"label": "10:20"}])
    assert [head.text for head in elements(written, "th")] == ["10:0012 meetings", "10:20"]
    assert [small.text for small in elements(written, "small")] == ["12 meetings"]


def test_a_list_offers_every_name_as_it_is_written() -> None:
    names = ["Vranje", HOSTILE]
    assert [option.attributes["value"] for option in elements(options(names), "option")] == names


@pytest.mark.parametrize("write", [table_head, grid_head, crumb_items, tab_items, figure_items])
@pytest.mark.parametrize("url", ["", HOSTILE])
def test_no_entry_becomes_markup(write: Callable[[list[dict[str, str]]], SafeString], url: str) -> None:
    entry = dict.fromkeys(("label", "number", "kind", "count", "current", "sort", "sub"), HOSTILE) | {"url": url}
    written = write([entry])
    assert elements(written, "script") == []
    assert HOSTILE in "".join(element.text for element in elements(written))


def test_an_address_kept_is_the_address_worked_out() -> None:
    for slug in ("skopje", "vranje", "skopje"):
        assert address_of("web:events:timetable", slug, 2) == reverse("web:events:timetable", args=[slug, 2])


def test_a_number_kept_in_one_language_is_not_read_in_another() -> None:
    said = {}
    for language in ("en", "hr", "en"):
        with translation.override(language):
            said[language] = number(12345.5, 1)
    assert said == {"en": "12,345.5", "hr": "12.345,5"}


def test_there_is_no_negative_zero() -> None:
    assert [number(-0.0, 1), number(0.0, 1)] == ["0", "0"]
