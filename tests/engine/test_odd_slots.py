"""Fairs with odd cycles and availability: a few slots at a time as integer programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, check, solve
from spona_engine.instances import availability_fair, peer_fair
from spona_engine.meetings import odd_slots, rounding
from spona_engine.meetings.odd_slots import best_slots, suited
from spona_engine.meetings.relaxation import Settled, columns_of, relax
from spona_engine.meetings.reopening import reopen
from spona_engine.meetings.rounding import rounded
from spona_engine.meetings.sifting import prove
from spona_engine.meetings.value import Bounds, value_of
from spona_engine.watch import Watch

enough = 60.0


@settings(max_examples=60)
@given(fairs(most_slots=2))
def test_the_best_slots_are_worth_what_the_best_of_all_plans_is_worth(fair):
    best = best_value(fair)
    assume(best is not None)
    problem = MeetingProblem.from_json(fair)
    relaxation = relax(problem, "score", Settled(abs(best[0]), best[1]))
    slots, worth = best_slots(relaxation, Watch(enough)) if len(relaxation.gain) else ({}, 0)
    found = value_of(problem, slots)
    assert (worth, found.shortfall, found.must, found.score) == (best[2], abs(best[0]), *best[1:])


def test_no_slots_are_found_for_goals_that_nobody_can_reach():
    problem = peer_fair(7, 1, seed=1, present=0.9)
    assert best_slots(relax(problem, "score", Settled(0, 50)), Watch(enough)) is None


def test_only_few_slots_with_odd_cycles_are_integer_programs():
    odd = relax(peer_fair(20, 2, present=0.8), "score", Settled())
    three = relax(peer_fair(20, 3, present=0.8), "score", Settled())
    even = relax(availability_fair(20, 10, 2, "random"), "score", Settled())
    assert (suited(odd), suited(three), suited(even)) == (True, False, False)


def test_slots_rounded_one_by_one_as_matchings_are_worth_more_than_as_puzzles(monkeypatch):
    problem = peer_fair(60, 10, present=0.75, seed=0)
    relaxation = relax(problem, "score", Settled(0, 0))
    proof = prove(relaxation, Watch(enough))
    monkeypatch.setattr(rounding, "ONE_BY_ONE_FROM", 0)
    matched = value_of(problem, rounded(relaxation, proof, {}, 0, Watch(enough))).score
    monkeypatch.setattr(odd_slots, "suited", lambda _relaxation: False)
    puzzled = value_of(problem, rounded(relaxation, proof, {}, 0, Watch(enough))).score
    assert puzzled < matched <= proof.bound


def test_two_slots_planned_anew_never_make_a_plan_worse_and_here_better(monkeypatch):
    problem = peer_fair(60, 10, present=0.75, seed=0)
    relaxation = relax(problem, "score", Settled(0, 0))
    proof = prove(relaxation, Watch(enough))
    monkeypatch.setattr(odd_slots, "ONE_BY_ONE_FROM", 0)
    monkeypatch.setattr(rounding, "ONE_BY_ONE_FROM", 0)
    slots = rounded(relaxation, proof, {}, 0, Watch(enough))
    wanted = np.zeros(problem.n_parties)
    better = reopen(problem, slots, Bounds(0, 0, proof.bound), wanted, 0, Watch(enough), rounds=5)
    assert value_of(problem, slots).score < value_of(problem, better).score <= proof.bound


@pytest.mark.parametrize("limits", [{}, {"tables": 20}, {"minimum": 2, "capped": True}])
def test_a_fair_planned_slot_by_slot_breaks_nothing_and_keeps_its_pins(monkeypatch, limits):
    problem = peer_fair(60, 10, present=0.75, seed=0, **limits)
    wish, slot = (int(of[0]) for of in columns_of(problem))
    pinned = problem.with_pin(problem.party_ids[problem.a[wish]], problem.party_ids[problem.b[wish]], f"s{slot}")
    used = []
    monkeypatch.setattr(odd_slots, "ONE_BY_ONE_FROM", 0)
    monkeypatch.setattr(rounding, "ONE_BY_ONE_FROM", 0)
    monkeypatch.setattr(odd_slots, "best_slots", lambda *given: used.append(given) or best_slots(*given))
    result = solve(pinned, time_limit=0.4)
    assert (check(pinned, result), bool(used)) == ([], True)
    assert result.slot[result.wish == wish].tolist() == [slot]
