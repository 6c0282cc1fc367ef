"""`pytest --share=FOLDER`: processes that name the same folder run one suite between them, a file of tests at a time.

Each takes the next file that nobody has taken, so the work ends everywhere at about the same time. A file is taken by
making an empty file of its name in the folder, which the system lets one process do. `python -m tests` starts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest


def is_in_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def taken(items: list[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
    """The tests of the files that this process takes; a file is taken when its first test is asked for.

    The tests of a file that commit, or use a browser, stand apart from its others in the order of the run and are taken
    apart too.
    """
    parts: Counter[Path] = Counter()
    for path, tests in groupby(items, key=lambda item: item.path):
        parts[path] += 1
        name = f"{path.relative_to(Path(__file__).parent)}.{parts[path]}".replace("/", "+")
        try:
            (folder / name).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield from tests


def run(session: pytest.Session, folder: Path) -> None:
    """Run what is taken. The next test is taken before this one ends: pytest keeps the fixtures that it needs."""
    coming = taken(session.items, folder)
    item = next(coming, None)
    while item is not None:
        following = next(coming, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
