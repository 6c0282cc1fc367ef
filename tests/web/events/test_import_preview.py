"""What a spreadsheet would bring is written as its reader writes: names of sides, days, amounts, wishes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.events.factories import a_fair, a_party, a_programme, an_organisation
from tests.events.spreadsheets import HEADINGS, MI, a_workbook
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, send, text_of

from spona.events.models import Fair
from spona.kernel.models import ImportBatch

pytestmark = pytest.mark.django_db


def the_pages(language: str, **sheets: list[list[Any]]) -> tuple[str, str]:
    """Upload a workbook; returns what the page of its columns and the page of its rows say in a language."""
    network = reached(a_network(country="HR"))
    fair = a_fair(a_programme(network), is_open=True)
    a_party(fair, "cso", "Udruga Most")
    return pages_of(fair, language, **sheets)


def pages_of(fair: Fair, language: str, **sheets: list[list[Any]]) -> tuple[str, str]:
    browser = a_browser(a_manager(fair.network), language=language)
    send(browser, f"/fairs/{fair.slug}/import/", file=SimpleUploadedFile("sajam.xlsx", a_workbook(**sheets)))
    batch = ImportBatch.objects.latest("created_at")
    columns, rows = (browser.get(f"/imports/{batch.pk}/{page}") for page in ("columns/", ""))
    return text_of(columns), text_of(rows)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Side: Udruge", "HRK749,880.00", "30 Jun 2015", "29 Jun 2016"]),
        ("hr", ["Strana: Udruge", "749.880,00 kn", "30.06.2015.", "29.06.2016."]),
        ("sr-latn", ["Strana: Udruge", "749.880,00 HRK", "30.06.2015.", "29.06.2016."]),
    ],
)
def test_rows_are_written_as_their_reader_writes(language: str, said: list[str]) -> None:
    _columns, rows = the_pages(language, Udruge=[HEADINGS, MI])

    assert [part for part in said if part not in rows] == []
    assert ("749880.00" in rows, "2015-06-30" in rows, ": cso" in rows) == (False, False, False)


def test_a_side_the_fair_does_not_have_yet_has_a_name_as_well() -> None:
    _columns, rows = the_pages("en", Sudionici=[["Naziv", "Strana"], ["Grad Split", "grad"]])

    assert (": public_authority" in rows, "Side:" in rows) == (False, True)


def test_examples_of_columns_are_written_as_their_reader_writes() -> None:
    sheet = [["Naziv", "Početak"], ["Udruga Mi", dt.date(2027, 3, 18)]]

    columns, _rows = the_pages("en", Udruge=sheet)

    assert ("18 Mar 2027" in columns, "2027-03-18" in columns) == (True, False)


def test_a_wish_is_written_as_its_reader_says_it() -> None:
    sheets = {
        "Udruge": [["Naziv"], ["Udruga Mi"]],
        "Tvrtke": [["Naziv"], ["Ipsum d.o.o."]],
        "Želje": [["Tko", "Koga", "Želja"], ["Udruga Mi", "Ipsum d.o.o.", "mora"]],
    }

    _columns, rows = the_pages("hr", **sheets)

    assert ("Želja: obvezno" in rows, ": must" in rows) == (True, False)


def test_a_row_somebody_must_decide_about_says_so_and_has_nothing_ticked() -> None:
    network = reached(a_network(country="HR"))
    fair = a_fair(a_programme(network), is_open=True)
    an_organisation(network, "Društvo Sunce", numbers={"HR-OIB": MI[1]})
    browser = a_browser(a_manager(network))
    book = a_workbook(Udruge=[HEADINGS, MI, ["Udruga Most"]])
    send(browser, f"/fairs/{fair.slug}/import/", file=SimpleUploadedFile("sajam.xlsx", book))

    page = browser.get(f"/imports/{ImportBatch.objects.get().pk}/").content.decode()

    undecided = page.split('class="becomes undecided"')[1].split("</fieldset>")[0]
    assert ("please decide" in undecided, "checked" in undecided, page.count(" checked>")) == (True, False, 1)
