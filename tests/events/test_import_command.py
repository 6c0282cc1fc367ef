"""``spona import``: the organiser's spreadsheet from the command line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from tests.events.factories import an_organisation, the_network
from tests.events.spreadsheets import HEADINGS, MI, a_croatian_fair, a_workbook, rows_by_model, the_published

from spona.events.models import Fair, Party, Proposal
from spona.kernel.actions import undo_import
from spona.kernel.models import ImportBatch
from spona.parties.models import Organisation

pytestmark = pytest.mark.django_db
SIDES = {"Udruge": "cso", "Tvrtke": "company", "Gradovi i općine": "public_authority"}


def organisations_by_side(path: Path) -> Counter[str]:
    """Count the list's register numbers with nothing of ours: each once, on the sheet where it stands first."""
    first: dict[str, str] = {}
    for sheet in load_workbook(path, read_only=True):
        for _name, number, *_project in sheet.iter_rows(min_row=2, values_only=True):
            first.setdefault(str(number), SIDES[sheet.title])
    return Counter(first.values())


def run_command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        call_command("import", *words)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    else:
        code = 0
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_says_what_would_happen_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fair = a_croatian_fair()
    path = tmp_path / "sajam.xlsx"
    path.write_bytes(a_workbook(Udruge=[HEADINGS, MI]))

    code, out, _err = run_command(capsys, str(path), "--fair", fair.slug)

    assert (code, "Nothing was written" in out, Party.objects.count()) == (0, True, 0)


def test_the_command_takes_the_file_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fair = a_croatian_fair()
    path = tmp_path / "sajam.xlsx"
    path.write_bytes(a_workbook(Udruge=[HEADINGS, MI]))

    code, _out, _err = run_command(capsys, str(path), "--fair", fair.slug, "--apply")

    assert (code, Party.objects.get().name) == (0, "Udruga Mi")


def test_the_command_names_file_cell_and_remedy_and_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fair = a_croatian_fair()
    path = tmp_path / "sajam.xlsx"
    path.write_bytes(a_workbook(Udruge=[["Naziv", "Max"], ["Udruga Mi", -1]]))

    code, _out, err = run_command(capsys, str(path), "--fair", fair.slug, "--apply")

    assert code == 2
    assert err == (
        "sajam.xlsx: Udruge!B2: -1 meetings cannot be held. "
        "Write 0 or more, or leave it empty for what the side says.\n"
    )


@pytest.mark.parametrize("name", ["missing.xlsx", "broken.xlsx"])
def test_a_file_that_cannot_be_read_is_one_clear_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fair = a_croatian_fair()
    (tmp_path / "broken.xlsx").write_bytes(b"not a spreadsheet")

    code, _out, err = run_command(capsys, str(tmp_path / name), "--fair", fair.slug)

    assert (code, err.count("\n")) == (2, 1)


@pytest.fixture
def a_likely_double(tmp_path: Path) -> tuple[Fair, Organisation, Path]:
    """A file with an organisation whose name and town are nearly those of one that is known."""
    fair = a_croatian_fair()
    known = an_organisation(fair.network, "Udruga prijatelja rijeke Kupe", town="Sisak", country="HR")
    path = tmp_path / "sajam.xlsx"
    path.write_bytes(a_workbook(Udruge=[["Naziv", "Grad"], ["Udruga prijatelja rijeka Kupa", "Sisak"]]))
    return fair, known, path


@pytest.mark.parametrize("how", [("--apply",), ()])
def test_a_row_that_may_be_somebody_known_is_named_and_nothing_is_written(
    how: tuple[str, ...], a_likely_double: tuple[Fair, Organisation, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    fair, known, path = a_likely_double

    code, _out, err = run_command(capsys, str(path), "--fair", fair.slug, *how)

    assert (code, err.count("\n"), Party.objects.count()) == (2, 1, 0)
    assert ("Udruge!2" in err, str(known.name) in err, "--new-when-unsure" in err) == (True, True, True)


@pytest.mark.parametrize(("option", "organisations"), [("--new-when-unsure", 2), ("--same-when-likely", 1)])
def test_the_options_decide_such_rows(
    option: str,
    organisations: int,
    a_likely_double: tuple[Fair, Organisation, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fair, _known, path = a_likely_double

    code, _out, err = run_command(capsys, str(path), "--fair", fair.slug, "--apply", option)

    assert (code, err, Party.objects.count(), Organisation.objects.count()) == (0, "", 1, organisations)


@pytest.mark.parametrize("option", ["--new-when-unsure", "--same-when-likely"])
def test_no_option_decides_about_a_number_under_another_name(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fair = a_croatian_fair()
    an_organisation(fair.network, "Društvo Sunce", numbers={"HR-OIB": MI[1]})
    path = tmp_path / "sajam.xlsx"
    path.write_bytes(a_workbook(Udruge=[HEADINGS, MI]))

    code, _out, err = run_command(capsys, str(path), "--fair", fair.slug, "--apply", option)

    assert (code, "Udruge!B2" in err, Party.objects.count()) == (2, True, 0)


def test_the_whole_published_list_is_taken_in_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    path = the_published("sajam_all.xlsx")
    fair = a_croatian_fair()
    before = rows_by_model()

    code, _out, err = run_command(capsys, str(path), "--fair", fair.slug, "--apply", "--new-when-unsure")

    assert (code, err) == (0, "")
    assert {side.code: side.taken for side in fair.sides.all()} == organisations_by_side(path)
    assert Party.objects.filter(fair=fair).count() == 435
    assert Proposal.objects.filter(party__fair=fair).count() == 479
    undo_import(batch=ImportBatch.objects.get(), by=the_network(fair.network))
    assert rows_by_model() == before
    assert [side.taken for side in fair.sides.all()] == [0, 0]
