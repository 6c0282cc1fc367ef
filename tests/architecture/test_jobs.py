"""Every job that is enqueued by name exists, and pages keep away from transactions and queries."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from procrastinate.contrib.django import app

ROOT = Path(__file__).resolve().parents[2]


def enqueued_names(source: str) -> set[str]:
    """Names of jobs in calls like `enqueue("events.plan_fair", ...)`; a name that isn't written out counts as '?'."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in {"enqueue", "enqueue_each"}:
            first = node.args[0] if node.args else None
            is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
            names.add(first.value if is_text else "?")
    return names


def unknown_jobs(sources: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted({name for source in sources for name in enqueued_names(source)} - set(known))


def test_every_enqueued_job_exists() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "spona").rglob("*.py")]

    assert unknown_jobs(sources, app.tasks) == []


def test_a_job_nobody_wrote_is_noticed() -> None:
    assert unknown_jobs(['enqueue("events.forgotten", fair_id="1")', "enqueue(name)"], []) == ["?", "events.forgotten"]


def banned_imports(place: str) -> list[str]:
    """Rules that ruff reports for a file in `place` that opens a transaction and builds a query."""
    result = subprocess.run(  # noqa: S603 -- our own interpreter and our own arguments
        [sys.executable, "-m", "ruff", "check", "--output-format=json", "--stdin-filename", place, "-"],
        input="from django.db import transaction\nfrom django.db.models import Q\n\nprint(transaction, Q)\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return sorted(found["code"] for found in json.loads(result.stdout) if found["code"] == "TID251")


def test_pages_and_api_may_not_open_transactions_or_build_queries() -> None:
    assert banned_imports("src/spona/web/events/organiser.py") == ["TID251", "TID251"]
    assert banned_imports("src/spona/api/lists.py") == ["TID251", "TID251"]


def test_actions_and_queries_may() -> None:
    assert banned_imports("src/spona/events/actions/fair.py") == []
    assert banned_imports("src/spona/events/queries/fair.py") == []
