"""Files and functions stay small, module folders hold only the names everybody expects, texts name no tools of ours."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MAY_STILL_BE_LONGER: frozenset[str] = frozenset()  # may only shrink: a new name here is a design to be changed

MODULES = (
    *("kernel", "parties", "programmes", "questionnaires", "matching", "calls"),
    *("events", "plans", "partnerships", "reports"),
)
FOLDERS_AND_FILES = {
    *("README.md", "__init__.py", "apps.py", "states.py", "signals.py", "rules.py", "tasks.py", "receivers.py"),
    *("models", "queries", "queries.py", "actions", "management", "presets", "migrations"),
}
REGISTRY_HOSTS = re.compile(r"pypi\.org|pythonhosted|npmjs|artifactory|/simple/|index-url|find-links", re.IGNORECASE)
TEXT_FILES = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".txt", ".yml", ".yaml", ".po", ".cfg", ""}


def too_long(name: str, source: str) -> list[str]:
    """What is longer than it may be in one file, as sentences."""
    lines = source.count("\n")
    found = [f"{name}: {lines} lines, at most {LONGEST_FILE}"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{name}:{node.lineno} {node.name}: {length} lines, at most {LONGEST_FUNCTION}")
    return found


def python_files() -> Iterator[Path]:
    for folder in ("src", "tests", "scripts"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def unexpected_names(module: Path) -> list[str]:
    """What lies in a module folder without a place in the design."""
    return sorted(entry.name for entry in module.iterdir() if entry.name not in {*FOLDERS_AND_FILES, "__pycache__"})


def committed_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_and_no_function_is_too_long() -> None:
    found = {
        str(path.relative_to(ROOT)): sentences
        for path in python_files()
        if (sentences := too_long(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
    }

    assert {name: found[name] for name in sorted(set(found) - MAY_STILL_BE_LONGER)} == {}


def test_the_list_of_exceptions_holds_nothing_that_became_short() -> None:
    short = {name for name in MAY_STILL_BE_LONGER if not too_long(name, (ROOT / name).read_text(encoding="utf-8"))}

    assert short == set()


def test_a_long_file_and_a_long_function_are_noticed() -> None:
    long_function = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    long_file = "x = 1\n" * (LONGEST_FILE + 1)

    assert too_long("a.py", long_function) == ["a.py:1 f: 51 lines, at most 50"]
    assert too_long("b.py", long_file) == ["b.py: 401 lines, at most 400"]
    assert too_long("c.py", "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_folder_holds_only_expected_names(name: str) -> None:
    module = ROOT / "src" / "spona" / name
    if not module.exists():
        pytest.skip("not built yet")

    assert unexpected_names(module) == []


def test_an_unexpected_name_is_noticed(tmp_path: Path) -> None:
    for name in ("rules.py", "utils.py", "models"):
        (tmp_path / name).touch()

    assert unexpected_names(tmp_path) == ["utils.py"]


def test_no_committed_file_names_a_package_registry() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in committed_files()
        if path.suffix in TEXT_FILES
        and path != Path(__file__)
        and REGISTRY_HOSTS.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []


def test_a_registry_address_is_noticed() -> None:
    assert REGISTRY_HOSTS.search("--index-url https://example.test") is not None
