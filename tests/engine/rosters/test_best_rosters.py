"""Rosters are as good as the best of all, goal by goal, and say so truthfully."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from tests.engine.rosters.brute import best_value
from tests.engine.rosters.strategies import rosters

from spona_engine.rosters.constraints import check_roster
from spona_engine.rosters.problem import RosterProblem
from spona_engine.rosters.solving import solve_roster
from spona_engine.watch import Watch

FEW = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def solve(document, time_limit=10.0):
    return solve_roster(RosterProblem.from_json(document), 0, Watch(time_limit))


@FEW
@given(rosters())
def test_a_tiny_roster_is_proven_as_good_as_the_best_of_all(document) -> None:
    result, best = solve(document), best_value(document)

    if best is None:
        assert result.status == "infeasible"
    else:
        found = (-result.shortfall, result.score, -result.unevenness)
        assert (result.status, found) == ("optimal", best)
    assert [str(one) for one in check_roster(RosterProblem.from_json(document), result.to_json())] == []
