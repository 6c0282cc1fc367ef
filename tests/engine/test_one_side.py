"""Fairs of one side with everybody there: the best choice by odd sets, its slots by fans."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, check, solve
from spona_engine.instances import peer_fair
from spona_engine.meetings import odd_sets
from spona_engine.meetings.cut_trees import tree_cuts
from spona_engine.meetings.odd_sets import choose
from spona_engine.meetings.relaxation import Settled
from spona_engine.watch import Watch

some = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])


def without_slots(fair):
    """The fair with everybody there and pins bound to no slot."""
    parties = [{key: value for key, value in party.items() if key != "slots"} for party in fair["parties"]]
    pins = [{key: value for key, value in pin.items() if key != "slot"} for pin in fair["pins"]]
    return fair | {"parties": parties, "pins": pins}


@some
@given(fairs(most_parties=5))
def test_the_odd_sets_bound_every_plan_that_reaches_the_earlier_goals(fair):
    fair = without_slots(fair)
    best = best_value(fair)
    assume(best is not None and best[0] == 0)
    choice = choose(MeetingProblem.from_json(fair), Settled(0, best[1]), Watch(30.0))
    assert (0 if choice is None else choice.bound) >= best[2]


@some
@given(fairs(most_parties=5), st.integers(0, 2**31))
def test_any_prices_of_odd_sets_bound_every_plan(fair, seed):
    fair = without_slots(fair)
    fair["parties"] = [party | {"min": 0} for party in fair["parties"]]
    best = best_value(fair)
    assume(best is not None)
    program = odd_sets._Program(MeetingProblem.from_json(fair), Settled(0, best[1]))
    assume(len(program.wish))
    program.solved(Watch(30.0))
    prices = np.random.default_rng(seed).exponential(20.0, len(program.limit))
    assert program.bound(prices) >= best[2]


@pytest.mark.parametrize("limits", [{}, {"capped": True}, {"tables": 20}, {"capped": True, "tables": 22, "minimum": 2}])
def test_a_fair_of_sixty_is_proven_optimal(limits):
    problem = peer_fair(60, 10, seed=0, **limits)
    result = solve(problem)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


def test_a_fair_of_three_hundred_is_proven_optimal():
    problem = peer_fair(300, 10, capped=True, seed=1)
    result = solve(problem)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


def test_the_last_two_meetings_of_one_party_cannot_stand_alone():
    problem = peer_fair(60, 10, seed=3)
    result = solve(problem)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


def test_pins_and_bans_stand_in_a_fair_of_one_side():
    problem = peer_fair(40, 6, capped=True, seed=2)
    first, last = (tuple(problem.party_ids[end[w]] for end in (problem.a, problem.b)) for w in (0, -1))
    problem = problem.with_pin(*first).with_ban(*last)
    result = solve(problem)
    assert (result.status, check(problem, result)) == ("optimal", [])


def test_musts_come_before_the_score_in_a_fair_of_one_side():
    problem = peer_fair(40, 6, capped=True, seed=3)
    plain = solve(problem)
    must = problem.score < 20
    result = solve(replace(problem, must=must))
    assert (result.status, result.must_met > must[plain.wish].sum(), result.score < plain.score) == (
        "optimal",
        True,
        True,
    )


def test_without_odd_sets_the_bound_stays_above_the_best_choice(monkeypatch):
    problem = peer_fair(60, 10, capped=True, seed=0)
    cut = choose(problem, Settled(0, 0), Watch(60.0))
    assert cut.bound == problem.score[cut.wishes].sum()
    monkeypatch.setattr(odd_sets._Program, "cut", lambda *_given: False)
    loose = choose(problem, Settled(0, 0), Watch(60.0))
    assert (loose.bound > cut.bound, problem.score[loose.wishes].sum()) == (True, cut.bound)


@some
@given(st.integers(2, 6), st.integers(0, 2**31))
def test_the_least_of_all_cuts_is_a_cut_of_the_tree(n, seed):
    a, b = np.array(list(combinations(range(n), 2))).T
    weight = np.random.default_rng(seed).integers(0, 4, len(a)) / 4
    sides = [np.array([v >> bit & 1 for bit in range(n)], dtype=bool) for v in range(1, 2**n - 1)]
    least = min(weight[side[a] != side[b]].sum() for side in sides)
    found = [weight[side[a] != side[b]].sum() for side in tree_cuts(n, a, b, weight)]
    assert (len(found), min(found)) == (n - 1, least)
