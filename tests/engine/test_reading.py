"""A problem that cannot be meant is refused with its place and a remedy."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.strategies import fairs
from tests.engine.test_checker import FAIR

from spona_engine import MeetingProblem, MeetingResult, ProblemError, solve

MISTAKES = [
    (("kind",), "pairs", "kind"),
    (("version",), 2, "version"),
    (("version",), True, "version"),
    (("slots",), None, "slots"),
    (("slots", 0, "minutes"), 0, "slots[0].minutes"),
    (("slots", 1, "id"), "s1", "slots[1].id"),
    (("parties", 2, "id"), "a1", "parties[2].id"),
    (("parties", 1, "slots"), ["s7"], "parties[1].slots[0]"),
    (("parties", 0, "min"), 3, "parties[0].min"),
    (("parties", 0, "min"), -1, "parties[0].min"),
    (("parties", 0, "max"), 1.5, "parties[0].max"),
    (("wishes", 0, "score"), -1, "wishes[0].score"),
    (("wishes", 0, "score"), 1_000_001, "wishes[0].score"),
    (("wishes", 0, "score"), math.nan, "wishes[0].score"),
    (("wishes", 0, "score"), True, "wishes[0].score"),
    (("wishes", 0, "must"), "yes", "wishes[0].must"),
    (("wishes", 0, "b"), "a1", "wishes[0]"),
    (("wishes", 0, "b"), "nobody", "wishes[0].b"),
    (("wishes", 1, "b"), "b1", "wishes[1]"),
    (("wishes", 3), "pair", "wishes[3]"),
    (("bans", 0), ["a1"], "bans[0]"),
    (("bans", 0, 1), "nobody", "bans[0].b"),
    (("pins", 0, "slot"), "s9", "pins[0].slot"),
    (("tables",), -1, "tables"),
]


@pytest.mark.parametrize(("path", "value", "place"), MISTAKES)
def test_a_mistake_is_refused_at_its_place(path, value, place):
    fair = copy.deepcopy(FAIR)
    inner = fair
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_json(fair)
    assert error.value.place == place


@pytest.mark.parametrize("key", ["kind", "version", "slots", "parties", "wishes"])
def test_a_missing_part_is_named(key):
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_json({name: value for name, value in FAIR.items() if name != key})
    assert error.value.place == key


@settings(max_examples=60)
@given(fairs())
def test_writing_and_reading_a_problem_changes_nothing(fair):
    once = MeetingProblem.from_json(fair).to_json()
    assert MeetingProblem.from_json(once).to_json() == once


def test_writing_and_reading_a_result_changes_nothing():
    problem = MeetingProblem.from_json(FAIR)
    document = solve(problem).to_json()
    assert MeetingResult.from_json(problem, document).to_json() == document


ARRAYS = {"n_left": 2, "n_right": 2, "n_slots": 2, "left": [0, 1], "right": [0, 1], "score": [3, 4]}
WRONG_ARRAYS = [
    ({"left": [0, 2]}, "left"),
    ({"right": [0]}, "right"),
    ({"score": [1.0, 2.0]}, "score"),
    ({"score": [True, False]}, "score"),
    ({"score": [1, -2]}, "score"),
    ({"left": [0, 0], "right": [1, 1]}, "left, right"),
    ({"min_left": 3, "max_left": 2}, "min_left"),
    ({"available_left": np.ones((1, 2), dtype=bool)}, "available_left"),
    ({"n_slots": -1}, "n_slots"),
]


@pytest.mark.parametrize(("change", "place"), WRONG_ARRAYS)
def test_arrays_are_checked_as_documents_are(change, place):
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_arrays(**(ARRAYS | change))
    assert error.value.place == place


def test_arrays_and_documents_describe_the_same_fair():
    problem = MeetingProblem.from_arrays(**ARRAYS, available_left=np.array([[True, False], [True, True]]), max_right=1)
    assert solve(problem).to_json() | {"seconds": 0} == solve(MeetingProblem.from_json(problem.to_json())).to_json() | {
        "seconds": 0
    }
