"""Why two got each other or not is true: what the opposite costs is what solving the opposite gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.pairs.strategies import assignments

from spona_engine import GroupLimit, PairProblem, ProblemError, check, explain_pair, solve
from spona_engine.pairs.instances import mutual_choice

# Two organisations who both want R0; L0 loses less by R1.
BOTH_WANT_ONE = PairProblem.from_arrays(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [50, 40, 60, 10], 1, 1)
DIFFERS = "the best assignment found then differs in this: "
CLASH = "these 3 demands cannot all hold; give up one of them: "


def sentences(problem, left, right, **changed):
    result = replace(solve(problem), **changed)
    return [str(sentence) for sentence in explain_pair(problem, result, left, right).sentences]


def test_a_pair_that_is_not_chosen_has_its_price_and_the_nearest_assignment():
    assert sentences(BOTH_WANT_ONE, "L0", "R0") == [
        "L0 does not have R0; the pair would be worth 50",
        "with this pair the best total is 40 lower",
        DIFFERS + "L0 does not have R1; L1 does not have R0; L0 has R0; L1 has R1",
    ]


def test_a_pair_that_is_chosen_says_what_the_plan_loses_without_it():
    assert sentences(BOTH_WANT_ONE, "L1", "R0")[:2] == [
        "L1 has R0; the pair is worth 60",
        "without this pair the best total is 40 lower",
    ]


def test_the_nearest_of_many_best_assignments_is_named():
    left, right = np.divmod(np.arange(64), 8)
    alike = PairProblem.from_arrays(8, 8, left, right, np.full(64, 5), 1, 1)
    result = solve(alike)
    for n in set(range(64)) - set(result.chosen.tolist()):
        told = explain_pair(alike, result, f"L{left[n]}", f"R{right[n]}").sentences
        assert [sentence.code for sentence in told] == ["has_not", "with_no_loss", "opposite"]
        assert len(str(told[2]).split("; ")) == 4


@pytest.mark.parametrize(
    ("problem", "pair", "said"),
    [
        (PairProblem.from_arrays(1, 2, [0], [0], [5]), ("L0", "R1"), ["the problem does not list L0 with R1"]),
        (
            PairProblem.from_arrays(1, 2, [0, 0], [0, 1], [5, 4], conflicts=[[0, 0]]),
            ("L0", "R0"),
            ["L0 and R0 are in conflict"],
        ),
        (
            PairProblem.from_arrays(1, 2, [0, 0], [0, 1], [5, 4], forced=[[0, 1]]),
            ("L0", "R1"),
            ["L0 has R1; the pair is worth 4", "L0 must get R1"],
        ),
        (
            PairProblem.from_arrays(1, 2, [0, 0], [0, 1], [5, 4], forced=[[0, 1]]),
            ("L0", "R0"),
            [
                "L0 does not have R0; the pair would be worth 5",
                CLASH + "L0 must get R1; L0 must get R0; L0 gets at most 1",
            ],
        ),
        (
            PairProblem.from_arrays(1, 1, [0], [0], [5], forced=[[0, 0]], demand=0),
            ("L0", "R0"),
            ["there is no assignment, because the demands clash"],
        ),
        (
            PairProblem.from_arrays(2, 2, [0, 1, 1], [0, 0, 1], [9, 5, 5], 1, 1),
            ("L1", "R0"),
            [
                "L1 does not have R0; the pair would be worth 5",
                "with this pair every assignment leaves 1 more partners missing",
                DIFFERS + "L0 does not have R0; L1 does not have R1; L1 has R0",
            ],
        ),
        (
            PairProblem.from_arrays(1, 2, [0, 0], [0, 1], [5, 5], max_probability=0.5),
            ("L0", "R0"),
            ["L0 has R0; the pair is worth 5", "L0 gets R0 with a probability of 0.5, at most 0.5 is allowed"],
        ),
    ],
)
def test_what_is_settled_is_said_first(problem, pair, said):
    result = solve(problem)
    if problem.cap is not None and 0 not in result.chosen:
        said = ["L0 does not have R0; the pair would be worth 5", *said[1:]]
    assert [str(sentence) for sentence in explain_pair(problem, result, *pair).sentences] == said


def test_fairness_says_what_the_worst_off_would_get():
    fair = replace(BOTH_WANT_ONE, objective="leximin")
    assert "with this pair somebody gets at most 10, and now everybody gets 40 or more" in sentences(fair, "L0", "R0")


def test_a_plan_that_is_not_optimal_is_only_compared_with_itself():
    told = sentences(BOTH_WANT_ONE, "L0", "R0", status="feasible")
    assert told[1] == "with this pair every total is at least 40 below this one"


def test_in_a_stable_matching_one_of_two_strangers_is_content():
    problem = mutual_choice(30, 8, 5)
    result = solve(problem)
    for n in set(range(problem.n_pairs)) - set(result.chosen.tolist()):
        names = problem.left_ids[problem.left[n]], problem.right_ids[problem.right[n]]
        told = explain_pair(problem, result, *names)
        assert [sentence.code for sentence in told.sentences][:2] == ["has_not", "content"]


def test_crossing_limits_are_explained_too():
    limits = (GroupLimit([0, 0, 1], at_most=1, name="firm"), GroupLimit([0, 1, 1], at_least=1, name="country"))
    problem = PairProblem.from_arrays(1, 3, [0, 0, 0], [0, 1, 2], [9, 5, 4], 2, 1, limits=limits)
    assert sentences(problem, "L0", "R1")[:2] == [
        "L0 does not have R1; the pair would be worth 5",
        "with this pair every assignment leaves 1 more partners missing",
    ]


@pytest.mark.parametrize(("pair", "place"), [(("L9", "R0"), "left"), (("L0", "R9"), "right")])
def test_an_unknown_party_is_refused(pair, place):
    with pytest.raises(ProblemError) as refused:
        explain_pair(BOTH_WANT_ONE, solve(BOTH_WANT_ONE), *pair)
    assert refused.value.place == place


@settings(max_examples=60, deadline=None, derandomize=True)
@given(assignments(most_limits=1, forced=False), st.integers(0, 7))
def test_the_price_is_what_the_opposite_loses(document, number):
    problem = PairProblem.from_json(document)
    result = solve(problem)
    pairs = [n for n in range(problem.n_pairs) if problem.open[n]]
    if not pairs:
        return
    n = pairs[number % len(pairs)]
    couple = (int(problem.left[n]), int(problem.right[n]))
    told = explain_pair(problem, result, problem.left_ids[couple[0]], problem.right_ids[couple[1]])
    changed = {"conflicts": (*problem.conflicts, couple)} if told.chosen else {"forced": (couple,)}
    other = solve(replace(problem, **changed))
    said = {sentence.code.partition("_")[2]: sentence.params for sentence in told.sentences[1:]}
    if other.status == "infeasible":
        assert "clash" in said
    elif other.shortfall > result.shortfall:
        assert said["missing"]["missing"] == other.shortfall - result.shortfall
    elif other.score < result.score:
        assert said["loss"]["loss"] == pytest.approx(result.score - other.score)
    else:
        assert "no_loss" in said
    assert check(problem, result) == []
