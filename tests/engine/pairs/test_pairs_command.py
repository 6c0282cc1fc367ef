"""Pairs by the commands other programs call."""

from __future__ import annotations

import json

import pytest
from tests.engine.test_command_line import run

from spona_engine.pairs.instances import mentor_round


@pytest.fixture
def mentors(tmp_path):
    path = tmp_path / "mentors.json"
    path.write_text(json.dumps(mentor_round(12, 4, 3, objective="leximin").to_json()), encoding="utf-8")
    return path


def test_solve_then_check_pairs(mentors, tmp_path):
    out = tmp_path / "result.json"
    solved = run("solve", mentors, "--out", out)
    assert (solved.returncode, solved.stderr, json.loads(out.read_text())["status"]) == (0, "", "optimal")
    checked = run("check", mentors, out)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_a_pair_chosen_twice_is_printed_and_exits_with_one(mentors, tmp_path):
    out = tmp_path / "result.json"
    run("solve", mentors, "--out", out)
    result = json.loads(out.read_text())
    result["pairs"].append(result["pairs"][0])
    out.write_text(json.dumps(result))
    checked = run("check", mentors, out)
    assert (checked.returncode, "2 times; a pair is chosen at most once" in checked.stdout) == (1, True)


def test_what_pairs_have_no_answer_to_is_said_in_one_line(mentors, tmp_path):
    out = tmp_path / "result.json"
    run("solve", mentors, "--out", out)
    explained = run("explain", mentors, out, "L0", "R0")
    assert (explained.returncode, len(explained.stderr.splitlines())) == (2, 1)
    mentors.write_text(mentors.read_text().replace('"demand": 1', '"demand": -1', 1))
    solved = run("solve", mentors, "--out", tmp_path / "other.json")
    assert (solved.returncode, solved.stderr.startswith(f"{mentors}: left[0].demand: is -1")) == (2, True)
