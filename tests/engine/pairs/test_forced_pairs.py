"""Forced pairs that cannot all hold: infeasible, with the smallest set of demands that clash. Advice for shortfalls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.pairs.brute import legal_assignments
from tests.engine.pairs.strategies import assignments

from spona_engine import GroupLimit, PairProblem, check, solve

LEFT, RIGHT = (side.ravel() for side in np.indices((3, 3)))


def problem(**more):
    return PairProblem.from_arrays(3, 3, LEFT, RIGHT, np.arange(9), **more)


CLASHES = [
    ({"forced": [[0, 0]], "conflicts": [[0, 0]]}, 2, "L0 must get R0; L0 and R0 are in conflict"),
    ({"forced": [[0, 0], [0, 1]]}, 3, "L0 must get R0; L0 must get R1; L0 gets at most 1"),
    (
        {"forced": [[0, 0], [1, 0], [2, 0]], "capacity": 2},
        4,
        "L0 must get R0; L1 must get R0; L2 must get R0; R0 takes at most 2",
    ),
    ({"forced": [[0, 0]], "demand": 0}, 2, "L0 must get R0; L0 gets at most 0"),
    ({"forced": [[0, 0]], "max_probability": 0.5}, 2, "L0 must get R0; L0 gets R0 with a probability of at most 0.5"),
    (
        {"forced": [[0, 0], [0, 2]], "demand": 3, "limits": [GroupLimit([0, 1, 0], at_most=1, name="firm")]},
        3,
        "L0 must get R0; L0 must get R2; L0 gets at most 1 of firm 0",
    ),
]


@pytest.mark.parametrize(("wants", "count", "demands"), CLASHES)
def test_the_smallest_clash_is_named(wants, count, demands):
    clashing = problem(**wants)
    result = solve(clashing)
    expected = f"these {count} demands cannot all hold; give up one of them: {demands}"
    assert (result.status, str(result.advice[0]), len(result.chosen)) == ("infeasible", expected, 0)
    assert check(clashing, result) == []


def test_a_forced_pair_nobody_lists_clashes_with_the_list():
    result = solve(PairProblem.from_arrays(1, 2, [0], [0], [1], forced=[[0, 1]]))
    assert str(result.advice[0]).endswith("L0 must get R1; the problem does not list L0 with R1")


@settings(max_examples=80)
@given(assignments())
def test_forced_pairs_are_met_whenever_any_assignment_meets_them(document):
    result = solve(PairProblem.from_json(document))
    assert (result.status == "infeasible") == (next(legal_assignments(document), None) is None)


SHORT = [
    ({"demand": 4}, "L0 asks for 4 partners and has 3 possible ones: list more, or ask for 3"),
    ({"demand": 0, "min_load": 1}, "R0 needs 1 partners and 0 could have it: list more, or lower its minimum to 0"),
    (
        {"demand": 3, "capacity": 2},
        "3 partners are missing and all who could give one are full: raise capacities by 3 among R0, R1, R2",
    ),
    (
        {"demand": 1, "capacity": 2, "min_load": 2},
        (
            "the minimum loads lack 3 partners and nobody who could give them asks for more: "
            "raise demands by 3, or lower the minimums of"
        ),
    ),
    (
        {"demand": 2, "limits": [GroupLimit([0, 0, 0], at_least=4, name="country")]},
        "L0 needs 4 of country 0 and has 3 possible ones: list more",
    ),
]


@pytest.mark.parametrize(("wants", "advice"), SHORT)
def test_what_is_missing_comes_with_advice(wants, advice):
    result = solve(problem(**wants))
    assert result.status == "optimal"
    assert [str(line) for line in result.advice if str(line).startswith(advice)] != []
