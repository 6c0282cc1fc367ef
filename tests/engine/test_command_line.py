"""The commands as another program calls them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.engine.test_checker import FAIR

from spona_engine.__main__ import main

SOURCE = Path(__file__).resolve().parents[2] / "src"


def run(*arguments):
    """The command in this process, which has loaded the solvers already."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as ended:
            status = ended.code
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def run_alone(*arguments):
    """The command as a program of its own."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "spona_engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603


@pytest.fixture
def fair(tmp_path):
    path = tmp_path / "fair.json"
    path.write_text(json.dumps(FAIR), encoding="utf-8")
    return path


@pytest.mark.parametrize("run", [run, run_alone])
def test_solve_then_check_then_explain(run, fair, tmp_path):
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


def swapped():
    """A fair and a plan of it that one move makes better, which no plan does that moves nothing."""
    wishes = [{"a": a, "b": b, "score": score} for a, b, score in (("a", "x", 5), ("b", "y", 4), ("a", "y", 3))]
    parties = [{"id": name, "side": "left" if name in "ab" else "right", "max": 2} for name in "abxy"]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "1"}, {"id": "2"}], "wishes": wishes, "parties": parties}
    meetings = [{"a": "a", "b": "x", "slot": "1"}, {"a": "b", "b": "y", "slot": "2"}]
    return fair, {"kind": "meetings", "version": 1, "meetings": meetings}


def test_a_re_plan_moves_as_many_meetings_as_it_is_told_it_may(tmp_path):
    fair, old, out = tmp_path / "fair.json", tmp_path / "old.json", tmp_path / "plan.json"
    for path, document in zip((fair, old), swapped(), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    scores = []
    for moves in ([], ["--moves", 0], ["--moves", 1]):
        done = run("solve", fair, "--out", out, "--start", old, *moves)
        assert (done.returncode, done.stderr) == (0, "")
        scores.append(json.loads(out.read_text())["score"])
    assert scores == [9, 9, 12]


@pytest.mark.parametrize("moves", ["-1", "two", "1.5", "", "\u00b2"])
def test_a_number_of_moves_that_is_none_is_refused_by_name(moves, fair, tmp_path):
    out = tmp_path / "plan.json"
    done = run("solve", fair, "--out", out, "--start", fair, "--moves", moves)
    said = f"command line: argument --moves: is {moves!r}; write a whole number from 0 upwards; see --help\n"
    assert (done.returncode, done.stderr, out.exists()) == (2, said, False)


def test_moves_without_an_earlier_plan_are_refused(fair, tmp_path):
    out = tmp_path / "plan.json"
    done = run("solve", fair, "--out", out, "--moves", 3)
    said = "--moves: is given without --start; name the earlier plan whose meetings it counts\n"
    assert (done.returncode, done.stderr, out.exists()) == (2, said, False)


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


@pytest.mark.parametrize("arguments", [["solve"], ["check", "nowhere.json", "nothing.json"]])
def test_a_program_of_its_own_says_the_same(arguments):
    inside, alone = run(*arguments), run_alone(*arguments)
    assert (alone.returncode, alone.stdout, alone.stderr) == (inside.returncode, inside.stdout, inside.stderr)


def test_unknown_parties_and_limits_are_bad_input(fair, tmp_path):
    out = tmp_path / "plan.json"
    assert run("solve", fair, "--out", out, "--time-limit", 0).returncode == 2
    assert run("solve", fair, "--out", tmp_path / "nowhere" / "plan.json").returncode == 2
    run("solve", fair, "--out", out)
    assert run("explain", fair, out, "a1", "nobody").returncode == 2
