"""A pair problem that cannot be meant is refused with its place; what can be meant survives writing and reading."""

from __future__ import annotations

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.pairs.strategies import assignments

from spona_engine import GroupLimit, MeetingProblem, PairProblem, PairResult, ProblemError, solve
from spona_engine.pairs.instances import jury_panels, mentor_round, review_round

ARRAYS = {"n_left": 2, "n_right": 3, "left": [0, 1], "right": [0, 2], "score": [3, 4]}
WRONG_ARRAYS = [
    ({"n_left": -1}, "n_left"),
    ({"n_right": 2.0}, "n_right"),
    ({"left": [0, 2]}, "left[1]"),
    ({"left": [-1, 0]}, "left[0]"),
    ({"left": [0.0, 1.0]}, "left"),
    ({"right": [0, 3]}, "right[1]"),
    ({"right": [0]}, "right"),
    ({"score": [1, -2]}, "score[1]"),
    ({"score": [1.0, math.nan]}, "score[1]"),
    ({"score": [math.inf, 1.0]}, "score[0]"),
    ({"score": [1, 1_000_001]}, "score[1]"),
    ({"score": [True, False]}, "score"),
    ({"score": ["a", "b"]}, "score"),
    ({"score": [1, 2, 3]}, "score"),
    ({"left": [0, 0], "right": [1, 1]}, "pairs[1]"),
    ({"demand": -1}, "demand[0]"),
    ({"demand": [1]}, "demand"),
    ({"demand": 1.5}, "demand"),
    ({"capacity": -1}, "capacity[0]"),
    ({"min_load": 3}, "min_load[0]"),
    ({"capacity": [2, 2, 1], "min_load": [0, 2, 2]}, "min_load[2]"),
    ({"objective": "best"}, "objective"),
    ({"objective": ["total"]}, "objective"),
    ({"conflicts": [[0, 3]]}, "conflicts[0]"),
    ({"conflicts": [0, 1]}, "conflicts"),
    ({"forced": [[0, 0], [2, 0]]}, "forced[1]"),
    ({"forced": [[0.5, 0]]}, "forced"),
    ({"limits": [GroupLimit([0, 1])]}, "limits[0].group"),
    ({"limits": [GroupLimit([0, 1, 9])]}, "limits[0].group"),
    ({"limits": [GroupLimit([0, 1, -2])]}, "limits[0].group[2]"),
    ({"limits": [GroupLimit([0, 0, 0], at_least=2, at_most=1)]}, "limits[0].at_least"),
    ({"limits": ["country"]}, "limits[0]"),
    ({"max_probability": 1.5}, "max_probability[0]"),
    ({"max_probability": [0.5, math.nan]}, "max_probability[1]"),
    ({"max_probability": 0.5, "objective": "leximin"}, "max_probability"),
    ({"right_score": [1, 2]}, "right_score"),
    ({"objective": "stable"}, "right_score"),
    ({"objective": "stable", "right_score": [1, 2], "min_load": 1}, "min_load"),
    ({"objective": "stable", "right_score": [1, 2], "forced": [[0, 0]]}, "forced"),
    ({"objective": "stable", "right_score": [1, 2], "limits": [GroupLimit([0, 0, 0])]}, "limits"),
]


@pytest.mark.parametrize(("change", "place"), WRONG_ARRAYS)
def test_arrays_that_cannot_be_meant_are_refused_at_their_place(change, place):
    with pytest.raises(ProblemError) as error:
        PairProblem.from_arrays(**(ARRAYS | change))
    assert (error.value.place, bool(error.value.remedy)) == (place, True)


DOCUMENT = {
    "kind": "pairs",
    "version": 1,
    "objective": "total",
    "left": [{"id": "a", "demand": 1}, {"id": "b"}],
    "right": [{"id": "x", "capacity": 2, "groups": {"country": "HR"}}, {"id": "y", "min_load": 1}],
    "pairs": [{"left": "a", "right": "x", "score": 7.5}, {"left": "b", "right": "y", "score": 2}],
    "conflicts": [["a", "y"]],
    "forced": [["a", "x"]],
    "limits": [{"group": "country", "at_least": 1, "at_most": {"HR": 2}}],
}
MISTAKES = [
    (("kind",), "meetings", "kind"),
    (("version",), 2, "version"),
    (("objective",), "best", "objective"),
    (("left",), None, "left"),
    (("left", 1, "id"), "a", "left[1].id"),
    (("left", 0, "demand"), -1, "left[0].demand"),
    (("right", 0, "id"), "", "right[0].id"),
    (("right", 0, "capacity"), 1.5, "right[0].capacity"),
    (("right", 0, "groups"), ["HR"], "right[0].groups"),
    (("right", 0, "groups", "country"), 7, "right[0].groups.country"),
    (("right", 1, "min_load"), 3, "right[1].min_load"),
    (("pairs", 0, "left"), "c", "pairs[0].left"),
    (("pairs", 1), {"left": "a", "right": "x", "score": 1}, "pairs[1]"),
    (("pairs", 0, "score"), math.nan, "pairs[0].score"),
    (("pairs", 0, "score"), -1, "pairs[0].score"),
    (("pairs", 0, "score"), True, "pairs[0].score"),
    (("pairs", 1, "max_probability"), 0.5, "pairs[1].max_probability"),
    (("conflicts", 0), ["a"], "conflicts[0]"),
    (("forced", 0, 1), "z", "forced[0][1]"),
    (("limits", 0, "at_most"), {"RS": -1}, "limits[0].at_most.RS"),
    (("limits", 0, "at_most"), "one", "limits[0].at_most"),
    (("limits", 0, "at_least"), 3, "limits[0].at_least"),
]


@pytest.mark.parametrize(("path", "value", "place"), MISTAKES)
def test_a_mistake_in_a_document_is_refused_at_its_place(path, value, place):
    document = copy.deepcopy(DOCUMENT)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ProblemError) as error:
        PairProblem.from_json(document)
    assert error.value.place == place


@settings(max_examples=40)
@given(assignments())
def test_writing_and_reading_a_problem_changes_nothing(document):
    once = PairProblem.from_json(document).to_json()
    assert PairProblem.from_json(once).to_json() == once


@pytest.mark.parametrize("problem", [jury_panels(3, 8), review_round(4, 4, load=(0, 4), max_probability=0.4)])
def test_a_result_survives_writing_and_reading(problem):
    again = PairProblem.from_json(problem.to_json())
    document = solve(problem).to_json()
    assert solve(again).to_json() | {"seconds": 0} == document | {"seconds": 0}
    assert PairResult.from_json(again, document).to_json() == document


RESULT = solve(PairProblem.from_json(DOCUMENT)).to_json()
WRONG_RESULTS = [
    ({"kind": "meetings"}, "kind"),
    ({"status": "done"}, "status"),
    ({"pairs": [{"left": "a", "right": "y"}]}, "pairs[0]"),
    ({"pairs": [{"left": "c", "right": "y"}]}, "pairs[0].left"),
    ({"score": math.inf}, "score"),
    ({"shortfall": -1}, "shortfall"),
]


@pytest.mark.parametrize(("change", "place"), WRONG_RESULTS)
def test_what_is_no_result_of_the_problem_is_refused(change, place):
    with pytest.raises(ProblemError) as error:
        PairResult.from_json(PairProblem.from_json(DOCUMENT), RESULT | change)
    assert error.value.place == place


def test_scores_are_read_as_decimals_and_summed_exactly():
    problem = PairProblem.from_arrays(2, 1, [0, 1], [0, 0], [0.1, 0.2])
    assert (problem.units.tolist(), problem.per_point, solve(problem).score) == ([1, 2], 10, 0.3)


def test_whole_scores_stay_whole():
    result = solve(PairProblem.from_arrays(**ARRAYS))
    assert (result.score, type(result.score), result.problem.per_point) == (7, int, 1)


@pytest.mark.parametrize("limit", [0, -1, math.nan])
def test_a_time_limit_that_is_not_positive_is_refused(limit):
    with pytest.raises(ProblemError) as error:
        solve(PairProblem.from_arrays(**ARRAYS), time_limit=limit)
    assert error.value.place == "time_limit"


def test_an_old_plan_means_nothing_for_pairs():
    with pytest.raises(ProblemError) as error:
        solve(PairProblem.from_arrays(**ARRAYS), start={})
    assert error.value.place == "start"


def test_documents_of_one_kind_are_refused_by_the_other():
    with pytest.raises(ProblemError):
        MeetingProblem.from_json(DOCUMENT)


def test_numpy_arrays_and_lists_describe_the_same_problem():
    lists = PairProblem.from_arrays(**ARRAYS)
    arrays = PairProblem.from_arrays(**{k: np.array(v) if isinstance(v, list) else v for k, v in ARRAYS.items()})
    assert lists.to_json() == arrays.to_json()


def test_a_result_that_lists_a_pair_twice_is_refused():
    problem = mentor_round(3, 3, 2)
    document = solve(problem).to_json()
    document["pairs"].append(document["pairs"][0])
    with pytest.raises(ProblemError, match=r"pairs\[3\]: repeats pairs\[0\]"):
        PairResult.from_json(problem, document)
