"""What leaves the screen: PDFs with their letters and their title, and spreadsheets that run nothing."""

from __future__ import annotations

import io
import zlib
from re import DOTALL, findall
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook
from tests.events.planning_factories import a_ready_fair, everybody_wishes
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at, the_manager

from spona.events.actions import publish_timetable
from spona.events.models import Party
from spona.events.queries.timetables import timetable_of_party
from spona.kernel.models import RoleKind
from spona.web.events.documents import party_timetable_pdf, pdf
from spona.web.events.printing import neutral

SHEET: dict[str, Any] = {
    "fair": "Sajam",
    "day": "14. 5. 2031.",
    "labels": {"time": "Vreme", "whom": "S kim", "table": "Sto", "none": "Nema susreta."},
    "parties": [],
}


def a_sheet(name: str) -> dict[str, Any]:
    return SHEET | {"parties": [{"name": name, "sub": "", "lines": [{"time": "10:00", "whom": name, "table": "1"}]}]}


def inside(document: bytes) -> bytes:
    """The document with its compressed parts opened."""
    parts = [document]
    for stream in findall(rb"stream\r?\n(.*?)\r?\nendstream", document, DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def letters(document: bytes) -> set[int]:
    """The code points that the fonts of a document say they draw."""
    said = inside(document)
    single = findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]{4})>", said)
    return {int(code, 16) for code in single}


@pytest.mark.parametrize("name", ["Удруга „Ђорђе Његош“", "Šibenčani čuvaju đardin", "Сдружение „Щастие“"])
def test_every_letter_of_a_name_is_drawn(name: str) -> None:
    drawn = letters(pdf("parties", a_sheet(name), "Raspored", "sr"))

    assert {character for character in name if not character.isspace()} - {chr(code) for code in drawn} == set()


def test_a_document_says_its_title_its_language_and_its_structure() -> None:
    document = inside(pdf("parties", a_sheet("Udruga"), "Raspored Udruge", "sr-latn"))

    assert "Raspored Udruge".encode("utf-16-be") in document or b"(Raspored Udruge)" in document
    assert b"/Lang(sr" in document
    assert b"/StructTreeRoot" in document
    assert b"pdfuaid:part" in document


def test_what_people_write_is_text_and_never_an_instruction() -> None:
    plain = pdf("parties", a_sheet('#read("/etc/passwd") $x$ *bold* [link]'), "Raspored", "en")

    assert ord("$") in letters(plain)


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of"):
        pdf("../secrets", {}, "", "en")


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("+381 11", "'+381 11"), ("@sum", "'@sum"), ("Udruga", "Udruga"), (4, 4), (None, None)],
)
def test_a_spreadsheet_runs_nothing(value: Any, written: Any) -> None:
    assert neutral(value) == written


@pytest.mark.django_db
def test_a_party_reads_its_own_day_on_the_fairs_clock() -> None:
    ready = a_wished_fair()
    publish_timetable(timetable=a_draft(ready), by=ready.manager)
    party = ready.csos[0]

    with translation.override("en"):
        document = party_timetable_pdf(party, timetable_of_party(ready.manager, party))

    assert document[:5] == b"%PDF-"
    assert {ord(character) for character in party.name.replace(" ", "")} <= letters(document)


@pytest.mark.django_db
def test_the_spreadsheet_holds_every_meeting_and_no_formula() -> None:
    ready = a_wished_fair()
    Party.objects.filter(pk=ready.csos[0].pk).update(name="=HYPERLINK(1)")
    a_draft(ready)

    answer = the_manager(ready).get(at("spreadsheet", ready.fair, 1))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]

    assert rows[0][:4] == ("Day", "From", "Until", "Table")
    assert len(rows) == 1 + 9
    assert {row[5] for row in rows if "HYPERLINK" in row[5]} == {"'=HYPERLINK(1)"}
    assert {row[1] for row in rows[1:]} == {"10:00", "10:20", "10:40"}


@pytest.mark.django_db
def test_one_partys_sheet_is_cut_out_of_all() -> None:
    ready = a_wished_fair()
    a_draft(ready)
    manager, url = the_manager(ready), at("parties_pdf", ready.fair, 1)

    every, one = manager.get(url), manager.get(url, {"party": str(ready.csos[0].pk)})

    assert len(findall(rb"/Type/Page\b", inside(every.content))) == 6
    assert len(findall(rb"/Type/Page\b", inside(one.content))) == 1
    assert manager.get(url, {"party": "nobody so called"}).status_code == 404


@pytest.mark.django_db
def test_badges_carry_contacts_and_are_for_those_who_see_contacts() -> None:
    ready = a_wished_fair()
    a_draft(ready)
    url = at("badges_pdf", ready.fair, 1)

    assert a_client(ready, RoleKind.DONOR_VIEWER).get(url).status_code == 403
    assert the_manager(ready).get(url).headers["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_a_sheet_for_each_of_479_parties_is_one_document() -> None:
    ready = a_ready_fair(csos=300, companies=179, slots=4)
    ready.csos = ready.csos[:40]
    everybody_wishes(ready)
    a_draft(ready)

    answer = the_manager(ready).get(at("parties_pdf", ready.fair, 1))

    assert len(findall(rb"/Type/Page\b", inside(answer.content))) == 479


@pytest.mark.django_db
def test_the_page_to_print_holds_every_time_of_the_day() -> None:
    ready = a_wished_fair(csos=2, companies=2, slots=10)
    a_draft(ready)

    page = the_manager(ready).get(at("print_timetable", ready.fair, 1)).content.decode()

    assert (">10:00<" in page, ">13:00<" in page) == (True, True)
