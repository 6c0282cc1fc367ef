"""The import order of `.importlinter` holds, and its contracts would notice a breach."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(config: Path, source: Path) -> "subprocess.CompletedProcess[str]":
    """Run import-linter on the packages below `source` with the contracts of `config`."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    arguments = ["--config", str(config), "--no-cache", "--no-logo"]
    return subprocess.run(  # noqa: S603 -- our own interpreter and our own arguments
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r}); {command}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=source,
    )


def test_every_import_follows_the_order_of_the_modules() -> None:
    result = lint_imports(ROOT / ".importlinter", ROOT / "src")

    assert result.returncode == 0, result.stdout


MODULES = ("kernel", "parties", "programmes", "matching", "events", "partnerships", "reports", "web", "config")
BREACHES = {
    "a lower module imports a higher one": ("spona/kernel/models.py", "import spona.events.models", "(1)"),
    "a module nobody gave a place": ("spona/helpers/__init__.py", "", "(1)"),
    "a model imports an action": ("spona/events/models.py", "import spona.events.actions", "(2)"),
    "a file name that does not exist in a module": ("spona/events/common.py", "", "(2)"),
    "the engine imports Django": ("spona_engine/solve.py", "import django", "(3)"),
    "the engine imports the language tools": ("spona_engine/solve.py", "import spona_lang", "(3)"),
    "a module talks to a solver": ("spona/matching/actions.py", "import ortools", "(4)"),
    "two siblings import each other": ("spona/web/a.py", "import spona.web.b", "(5)"),
    "an action imports a task": ("spona/config/start.py", "import spona.events.tasks", "(6)"),
}


def skeleton(folder: Path) -> None:
    """The smallest tree that keeps all contracts."""
    for package in ["spona", "spona_engine", "spona_lang", *(f"spona/{name}" for name in MODULES)]:
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").touch()
    for name in MODULES[:7]:
        for part in ("apps", "tasks", "receivers", "actions", "models"):
            (folder / "spona" / name / f"{part}.py").touch()
    (folder / "spona/web/b.py").write_text("import spona.web.a\n")
    (folder / "spona/web/a.py").touch()


def test_the_skeleton_keeps_all_contracts(tmp_path: Path) -> None:
    skeleton(tmp_path)

    assert lint_imports(ROOT / ".importlinter", tmp_path).returncode == 0


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_noticed(breach: str, tmp_path: Path) -> None:
    path, line, contract = BREACHES[breach]
    skeleton(tmp_path)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(f"{line}\n")

    result = lint_imports(ROOT / ".importlinter", tmp_path)

    broken = set(re.findall(r"^\(\d\)", result.stdout.split("Broken contracts")[-1], flags=re.MULTILINE))
    assert broken == {contract}, result.stdout + result.stderr
