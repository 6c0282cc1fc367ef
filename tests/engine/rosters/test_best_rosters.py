"""Rosters are as good as the best of all, goal by goal, and say so truthfully."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.rosters.brute import best_value
from tests.engine.rosters.strategies import rosters

from spona_engine import ProblemError, RosterProblem, check, solve
from spona_engine.rosters.instances import volunteer_roster
from spona_engine.rosters.model import RosterModel
from spona_engine.rosters.relaxation import relax

FEW = settings(max_examples=80)


@FEW
@given(rosters())
def test_a_tiny_roster_is_proven_as_good_as_the_best_of_all(document) -> None:
    problem, best = RosterProblem.from_json(document), best_value(document)
    result = solve(problem)

    if best is None:
        assert result.status == "infeasible"
    else:
        found = (-result.shortfall, result.score, -result.unevenness)
        assert (result.status, found) == ("optimal", best)
    assert [str(one) for one in check(problem, result)] == []


@FEW
@given(rosters(pinned=False))
def test_stopped_at_once_it_still_keeps_every_rule_and_its_bounds_are_true(document) -> None:
    problem, best = RosterProblem.from_json(document), best_value(document)

    result = solve(problem, should_stop=lambda: True)

    assert [str(one) for one in check(problem, result)] == []
    assert result.shortfall_bound <= -best[0] <= result.shortfall
    assert result.shortfall > -best[0] or result.score <= best[1] <= result.score_bound


def test_the_relaxations_bound_holds_whatever_the_multipliers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    model = RosterModel(volunteer_roster(12, 1, 2))
    value = np.concatenate([model.score, np.zeros(len(model.lacks), dtype=np.int64)])
    honest = relax(model, value, None, 5.0).bound
    best = solve(model.problem).score

    bounds = []
    for seed in range(5):
        noise = np.random.default_rng(seed).normal(0, 3, len(model.rows))
        answer = type(
            "Answer", (), {"status": 0, "x": np.zeros(len(value)), "ineqlin": type("Y", (), {"marginals": noise})}
        )
        monkeypatch.setattr("spona_engine.rosters.relaxation.linprog", lambda *_, answer=answer, **__: answer)
        bounds.append(relax(model, value, None, 5.0).bound)

    assert (min(bounds) >= best, honest >= best, honest <= min(bounds)) == (True, True, True)


def test_the_same_roster_comes_out_again() -> None:
    problem = volunteer_roster(40, 1, 3, seed=4)

    first, second = (solve(problem, seed=1).to_json() | {"seconds": 0} for _ in range(2))

    assert first == second


def test_most_hands_are_where_they_are_needed_before_any_score_counts() -> None:
    problem = RosterProblem.from_arrays(1, [0, 0], [0, 1], [100, 1], [0, 30], [60, 60], minimum=[0, 1])

    result = solve(problem)

    assert (result.status, [one.shift for one in result.assignments], result.score) == ("optimal", ["S1"], 1)


def test_equal_scores_are_spread_over_more_people() -> None:
    problem = RosterProblem.from_arrays(2, [0, 0, 1, 1], [0, 1, 0, 1], 5, [0, 60], [60, 60], 1, 1)

    assert sorted(solve(problem).load.tolist()) == [1, 1]


def test_a_roster_without_volunteers_or_shifts_is_a_roster() -> None:
    nobody = RosterProblem.from_arrays(0, [], [], np.zeros(0, dtype=int), [0], [60], 2)
    nothing = RosterProblem.from_arrays(2, [], [], np.zeros(0, dtype=int), np.zeros(0, dtype=int), 60)

    assert [(one.status, one.shortfall) for one in map(solve, (nobody, nothing))] == [("optimal", 2), ("optimal", 0)]


def test_who_is_missing_is_said_with_what_could_be_done() -> None:
    problem = RosterProblem.from_arrays(
        2, [0, 1], [0, 0], 1, [0], [60], 3, skills=np.array([[True], [False]]), needs=np.array([[2]])
    )

    assert [str(line) for line in solve(problem).advice] == [
        "S0 lacks 1 of 3 volunteers and 2 could come: find more, or ask for 2",
        "S0 lacks 1 of 2 volunteers with K0 and 1 who have it could come: find more, or ask for 1",
    ]


@pytest.mark.parametrize(("place", "asked"), [("time_limit", {"time_limit": 0}), ("start", {"start": {}})])
def test_what_a_roster_cannot_be_asked_is_refused(place: str, asked: dict) -> None:
    with pytest.raises(ProblemError) as refused:
        solve(volunteer_roster(4, 1, 1), **asked)

    assert refused.value.place == place
