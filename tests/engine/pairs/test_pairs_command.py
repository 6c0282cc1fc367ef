"""Pairs by the commands other programs call."""

from __future__ import annotations

import json

import pytest
from tests.engine.test_command_line import run

from spona_engine.pairs.instances import mentor_round


@pytest.fixture(scope="module")
def mentors(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "mentors.json"
    path.write_text(json.dumps(mentor_round(12, 4, 3, objective="leximin").to_json()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def solved(mentors):
    """The command that solved the round, and where its result lies."""
    out = mentors.with_name("result.json")
    return run("solve", mentors, "--out", out), out


def test_solve_then_check_pairs(mentors, solved):
    command, out = solved
    assert (command.returncode, command.stderr, json.loads(out.read_text())["status"]) == (0, "", "optimal")
    checked = run("check", mentors, out)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_a_pair_chosen_twice_is_printed_and_exits_with_one(mentors, solved, tmp_path):
    result = json.loads(solved[1].read_text())
    result["pairs"].append(result["pairs"][0])
    twice = tmp_path / "twice.json"
    twice.write_text(json.dumps(result))
    checked = run("check", mentors, twice)
    assert (checked.returncode, "2 times; a pair is chosen at most once" in checked.stdout) == (1, True)


def test_the_command_explains_a_pair(mentors, solved):
    pair = json.loads(solved[1].read_text())["pairs"][0]
    explained = run("explain", mentors, solved[1], pair["left"], pair["right"])
    first = f"{pair['left']} has {pair['right']}; the pair is worth {pair['score']}"
    assert (explained.returncode, explained.stdout.splitlines()[0], explained.stderr) == (0, first, "")


def test_what_pairs_have_no_answer_to_is_said_in_one_line(mentors, solved, tmp_path):
    explained = run("explain", mentors, solved[1], "L0", "nobody")
    assert (explained.returncode, len(explained.stderr.splitlines())) == (2, 1)
    wrong = tmp_path / "wrong.json"
    wrong.write_text(mentors.read_text().replace('"demand": 1', '"demand": -1', 1))
    refused = run("solve", wrong, "--out", tmp_path / "other.json")
    assert (refused.returncode, refused.stderr.startswith(f"{wrong}: left[0].demand: is -1")) == (2, True)
