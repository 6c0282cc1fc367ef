"""The commands as another program calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.test_checker import FAIR

SOURCE = Path(__file__).resolve().parents[2] / "src"


def run(*arguments):
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "spona_engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603


@pytest.fixture
def fair(tmp_path):
    path = tmp_path / "fair.json"
    path.write_text(json.dumps(FAIR), encoding="utf-8")
    return path


def test_solve_then_check_then_explain(fair, tmp_path):
    out = tmp_path / "plan.json"
    assert (run("solve", fair, "--out", out, "--seed", 4).returncode, json.loads(out.read_text())["seed"]) == (0, 4)
    checked = run("check", fair, out)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    told = run("explain", fair, out, "a2", "b1")
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "a2 and b1 are banned from meeting")


def test_check_prints_every_violation_and_exits_with_one(fair, tmp_path):
    out = tmp_path / "plan.json"
    run("solve", fair, "--out", out)
    plan = json.loads(out.read_text())
    plan["score"] += 1
    plan["score_bound"] += 1
    out.write_text(json.dumps(plan))
    checked = run("check", fair, out)
    assert (checked.returncode, checked.stdout) == (1, "the result states a score of 19, its meetings add up to 18\n")


def test_solve_can_start_from_an_old_plan(fair, tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("solve", fair, "--out", first)
    assert run("solve", fair, "--out", second, "--start", first).returncode == 0
    assert json.loads(second.read_text())["meetings"] == json.loads(first.read_text())["meetings"]


BAD_FILES = [b"{", b"\xff\xfe\x00", b"[]", b'{"kind": "meetings", "version": 1}', b"", b"[" * 100_000]


@pytest.mark.parametrize("content", BAD_FILES)
def test_a_bad_file_gives_one_line_and_writes_nothing(content, tmp_path):
    path, out = tmp_path / "bad.json", tmp_path / "plan.json"
    path.write_bytes(content)
    done = run("solve", path, "--out", out)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines()), out.exists()) == (2, "", 1, False)
    assert done.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize(
    "arguments", [[], ["solve"], ["check", "a"], ["plan"], ["solve", "x", "--out", "y", "--seed", "z"]]
)
def test_a_wrong_command_gives_one_line(arguments):
    done = run(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_unknown_parties_and_limits_are_bad_input(fair, tmp_path):
    out = tmp_path / "plan.json"
    assert run("solve", fair, "--out", out, "--time-limit", 0).returncode == 2
    assert run("solve", fair, "--out", tmp_path / "nowhere" / "plan.json").returncode == 2
    run("solve", fair, "--out", out)
    assert run("explain", fair, out, "a1", "nobody").returncode == 2
