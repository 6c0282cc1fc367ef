"""``spona import``: the organiser's spreadsheet from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from tests.events.spreadsheets import HEADINGS, MI, a_croatian_fair, a_workbook

from spona.events.models import Party

pytestmark = pytest.mark.django_db


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
