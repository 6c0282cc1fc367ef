"""Spreadsheets are read as they are, and every doubt has a place and a remedy."""

import datetime as dt
from decimal import Decimal

import pytest
from tests.kernel.factories import a_workbook, with_entry

from spona.kernel.actions import archives, sheets
from spona.kernel.actions.headings import find_table
from spona.kernel.actions.sheets import read_workbook
from spona.kernel.models import Problem

HEAD = ["Naziv", "OIB", "E-mail"]
ROW = ["Kuća šarenih snova", "01497703750", "kuca@example.org"]


def codes(found):
    return [(problem.code, problem.place) for problem in found]


def refusal(path):
    with pytest.raises(Problem) as refused:
        read_workbook(path)
    assert str(refused.value.remedy) != ""
    return refused.value.code


def headings(path):
    table = find_table(read_workbook(path).sheets[0])
    return table.first_row, [heading.full for heading in table.headings]


def test_values_are_kept_as_they_are(tmp_path):
    day = dt.date(2026, 3, 1)
    path = a_workbook(tmp_path / "a.xlsx", List=[["A", "B", "C", "D"], ["001", 0.1 + 0.2, day, 7]])
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows[1] == ("001", Decimal("0.3"), day, Decimal(7))
    assert [cell.place for cell in sheet.cells(2)] == ["List!A2", "List!B2", "List!C2", "List!D2"]


def test_rows_above_the_headings_are_titles(tmp_path):
    path = a_workbook(tmp_path / "a.xlsx", List=[["Sajam 2026"], [], HEAD, ROW])
    assert headings(path) == (4, HEAD)


def test_two_rows_of_headings_are_read_together(tmp_path):
    rows = [["Udruga", None, "Kontakt", None], ["Naziv", "OIB", "Ime", "E-mail"], ["Kuća", "1", "Ana", "a@example.org"]]
    path = a_workbook(tmp_path / "a.xlsx", merged=["A1:B1", "C1:D1"], List=rows)
    assert headings(path) == (3, ["Udruga Naziv", "Udruga OIB", "Kontakt Ime", "Kontakt E-mail"])


def test_cells_merged_downwards_count_for_every_row_and_are_named(tmp_path):
    rows = [["Naziv", "Projekt"], ["Kuća", "Prvi"], [None, "Drugi"]]
    table = find_table(read_workbook(a_workbook(tmp_path / "a.xlsx", merged=["A2:A3"], List=rows)).sheets[0])
    assert [(number, cells[1].text) for number, cells in table.rows()] == [(2, "Kuća"), (3, "Kuća")]
    assert codes(table.notes) == [("cells_merged", "List!A2")]


def test_a_heading_twice_and_values_without_heading_are_named(tmp_path):
    path = a_workbook(tmp_path / "a.xlsx", List=[["Naziv", "Opis", "Opis", None], ["a", "b", "c", "d"]])
    table = find_table(read_workbook(path).sheets[0])
    assert codes(table.notes) == [("heading_twice", "List!C1"), ("heading_missing", "List!D1")]


def test_a_hidden_sheet_is_named_and_comes_last(tmp_path):
    workbook = read_workbook(a_workbook(tmp_path / "a.xlsx", hidden=["Tajna"], Tajna=[HEAD], List=[HEAD, ROW]))
    assert [sheet.name for sheet in workbook.sheets] == ["List", "Tajna"]
    assert codes(workbook.notes) == [("sheet_hidden", "Tajna")]


def test_a_formula_without_its_result_is_named(tmp_path):
    sheet = read_workbook(a_workbook(tmp_path / "a.xlsx", List=[["A"], ["=1+1"], ["x"]])).sheets[0]
    assert codes(sheet.notes) == [("formula_without_value", "List!A2")]


def test_50_000_rows_are_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Naziv;OIB\n" + "Kuća;1\n" * 50_000, encoding="utf-8")
    assert len(read_workbook(path).sheets[0].rows) == 50_001


@pytest.mark.parametrize(("limit", "rows"), [("MAX_ROWS", [["a"]] * 4), ("MAX_COLUMNS", [["a"] * 4])])
def test_a_sheet_beyond_the_limits_is_refused(tmp_path, monkeypatch, limit, rows):
    monkeypatch.setattr(sheets, limit, 3)
    assert refusal(a_workbook(tmp_path / "a.xlsx", List=rows)) == "sheet_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files_are_read_in_the_encoding_they_were_saved_in(tmp_path, encoding, delimiter):
    path = tmp_path / "udruge.csv"
    path.write_bytes("\n".join(delimiter.join(row) for row in [HEAD, ROW, ROW]).encode(encoding))
    assert read_workbook(path).sheets[0].rows == (tuple(HEAD), tuple(ROW), tuple(ROW))


def test_cyrillic_in_its_old_code_page_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Назив;Град\nКућа дугиних боја;Ниш\n".encode("cp1251"))
    assert read_workbook(path).sheets[0].rows[1] == ("Кућа дугиних боја", "Ниш")


def test_bytes_no_encoding_explains_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Naziv;Grad\nKu\x86a \x8f\x9d\x81;Ni\xe7\n")
    assert refusal(path) == "encoding_unknown"


@pytest.mark.parametrize("wrong", ["cp1250", "latin-1"])
def test_letters_spoilt_before_are_named_with_what_they_were(tmp_path, wrong):
    path = tmp_path / "a.csv"
    path.write_text(f"Naziv;Grad\n{'Kuća'.encode().decode(wrong)};Split\n", encoding="utf-8")
    [note] = read_workbook(path).sheets[0].notes
    assert (note.code, note.place, "Kuća" in str(note.remedy)) == ("letters_spoilt", "a!A2", True)


def test_an_archive_bomb_is_refused_by_its_directory(tmp_path, monkeypatch):
    path = with_entry(a_workbook(tmp_path / "a.xlsx", List=[HEAD, ROW]), "xl/media/zeros.xml", b"\0" * 60_000_000)
    monkeypatch.setattr(sheets.openpyxl, "load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    assert refusal(path) == "archive_too_large"


def test_without_the_guard_the_bomb_is_opened(tmp_path, monkeypatch):
    path = with_entry(a_workbook(tmp_path / "a.xlsx", List=[HEAD, ROW]), "xl/media/zeros.xml", b"\0" * 60_000_000)
    monkeypatch.setattr(archives, "_refuse_bomb", lambda *_: None)
    assert len(read_workbook(path).sheets[0].rows) == 2


def test_macros_are_refused(tmp_path):
    path = with_entry(a_workbook(tmp_path / "a.xlsx", List=[HEAD]), "xl/vbaProject.bin", b"x")
    assert refusal(path) == "file_macros"


def test_an_archive_inside_is_refused(tmp_path):
    assert refusal(with_entry(a_workbook(tmp_path / "a.xlsx", List=[HEAD]), "xl/more.zip", b"PK")) == "archive_nested"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"\n\n", "file_empty"),
        ("a.csv", b"\xef\xbb\xbf", "file_empty"),
        ("a.xlsx", b"Naziv;Grad\n", "file_not_what_it_says"),
        ("a.xls", archives.OLE_MAGIC + b"Workbook", "file_legacy"),
        ("a.xlsx", archives.OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        ("a.xlsx", b"PK\x03\x04 cut off", "file_damaged"),
        ("a.exe", b"MZ\x90", "file_kind_unknown"),
        ("a.pdf", b"%PDF-1.7", "file_not_a_spreadsheet"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_workbook_without_rows_is_refused(tmp_path):
    assert refusal(a_workbook(tmp_path / "a.xlsx", List=[])) == "file_empty"
