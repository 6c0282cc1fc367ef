"""What browsers are sent of our own scripts: little, and nothing that stands in a page."""

from __future__ import annotations

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "src/spona/web/static/web"
MOST_BYTES = 15_000


def weight(folder: Path) -> int:
    """Bytes of all scripts in a folder, as they are sent before compression."""
    return sum(len(path.read_bytes()) for path in folder.glob("*.js"))


def test_all_our_scripts_together_stay_small() -> None:
    assert 0 < weight(SCRIPTS) <= MOST_BYTES


def test_a_heavy_script_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "heavy.js").write_text("x" * (MOST_BYTES + 1), encoding="ascii")

    assert weight(tmp_path) > MOST_BYTES


@pytest.mark.parametrize("name", ["spona.js", "day.js"])
def test_a_script_lets_nothing_into_the_window(name: str) -> None:
    """They are loaded as modules, whose names are their own."""
    pages = SCRIPTS.parents[1] / "templates"
    tags = [
        line
        for page in pages.rglob("*.html")
        for line in page.read_text(encoding="utf-8").split("<script")
        if f"web/{name}'" in line.partition(">")[0]
    ]

    assert [tag for tag in tags if 'type="module"' not in tag.partition(">")[0]] == []
    assert tags != []
