"""Our own scripts keep their names to themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "src/spona/web/static/web"


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
