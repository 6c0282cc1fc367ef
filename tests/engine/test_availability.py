"""Fairs whose parties are not always there: bounds that hold whatever the prices, plans that reach them."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, broken_rules, check, solve
from spona_engine.instances import availability_fair, peer_fair
from spona_engine.meetings import reopening, rounding, sifting
from spona_engine.meetings.completion import attain
from spona_engine.meetings.hosting import seat
from spona_engine.meetings.relaxation import Settled, certificate, columns_of, most_each, relax
from spona_engine.meetings.reopening import reopen
from spona_engine.meetings.score_proof import ScoreProof
from spona_engine.meetings.selection import Goals, degrees, select, sides_of
from spona_engine.meetings.sifting import prove
from spona_engine.meetings.timetable import arrays_of
from spona_engine.meetings.value import Bounds, value_of
from spona_engine.watch import Watch

some = settings(max_examples=60, deadline=None, derandomize=True)
slow_solver = 30.0


@some
@given(fairs(), st.integers(0, 2**31))
def test_any_prices_whatever_bound_the_score_of_every_plan(fair, seed):
    best = best_value(fair)
    assume(best is not None)
    relaxation = relax(MeetingProblem.from_json(fair), "score", Settled(abs(best[0]), best[1]))
    random = np.random.default_rng(seed)
    prices = random.exponential(20.0, len(relaxation.limit)) * (random.random(len(relaxation.limit)) < 0.6)
    assert certificate(relaxation, prices, np.zeros(len(relaxation.gain))).bound >= best[2]


@some
@given(fairs(), st.integers(0, 2**31))
def test_any_prices_whatever_bound_plans_that_decide_a_wish_the_other_way(fair, seed):
    best = best_value(fair)
    assume(best is not None)
    problem = MeetingProblem.from_json(fair)
    settled = Settled(abs(best[0]), best[1])
    relaxation = relax(problem, "score", settled)
    random = np.random.default_rng(seed)
    prices = random.exponential(20.0, len(relaxation.limit)) * (random.random(len(relaxation.limit)) < 0.6)
    proof = ScoreProof(relaxation, certificate(relaxation, prices, np.zeros(len(relaxation.gain))), settled)
    for wish in set(relaxation.wish.tolist()) - set(np.flatnonzero(relaxation.forced).tolist()):
        pair = problem.party_ids[problem.a[wish]], problem.party_ids[problem.b[wish]]
        held, free = best_value(problem.with_pin(*pair).to_json()), best_value(problem.with_ban(*pair).to_json())
        assert held is None or held[:2] != best[:2] or proof.bound_with(wish) >= held[2]
        assert free is None or free[:2] != best[:2] or proof.bound_without(wish) >= free[2]


@pytest.mark.parametrize("limits", [{"tables": 12}, {"minimum": (3, 5), "capped": True}])
def test_prices_from_sifted_columns_prove_what_prices_from_all_prove(monkeypatch, limits):
    problem = availability_fair(60, 30, 12, "windows", seed=7, **limits)
    relaxation = relax(problem, "score", Settled(0, 0))
    monkeypatch.setattr(sifting, "_SIFTED_FROM", 10**9)
    whole = prove(relaxation, Watch(slow_solver))
    monkeypatch.setattr(sifting, "_SIFTED_FROM", 0)
    sifted = prove(relaxation, Watch(slow_solver))
    assert abs(sifted.bound - whole.bound) <= 1


def test_columns_that_were_sifted_out_wrongly_join_later(monkeypatch):
    problem = availability_fair(60, 30, 12, "windows", tables=12, seed=7)
    relaxation = relax(problem, "score", Settled(0, 0))
    whole = prove(relaxation, Watch(slow_solver))
    monkeypatch.setattr(sifting, "_SIFTED_FROM", 0)
    monkeypatch.setattr(sifting, "_ROUGH_ITERATIONS", 1)
    monkeypatch.setattr(sifting, "_KEPT_SHARE", 0.1)
    monkeypatch.setattr(sifting, "_USED", 2.0)
    monkeypatch.setattr(sifting, "_ROUNDS", 1)
    first = prove(relaxation, Watch(slow_solver))
    monkeypatch.setattr(sifting, "_ROUNDS", 8)
    later = prove(relaxation, Watch(slow_solver))
    assert whole.bound <= later.bound + 1 < first.bound


@some
@given(fairs())
def test_the_puzzle_has_a_solution_at_the_optimum_and_none_above(fair):
    best = best_value(fair)
    assume(best is not None)
    problem = MeetingProblem.from_json(fair)
    relaxation = relax(problem, "score", Settled(abs(best[0]), best[1]))
    proof = prove(relaxation, Watch(slow_solver))
    above = attain(relaxation, proof, best[2] + 1, 0, 10.0, Watch(slow_solver))
    there = attain(relaxation, proof, best[2], 0, 10.0, Watch(slow_solver))
    assert (above.slots, above.impossible) == (None, True)
    found = value_of(problem, there.slots)
    assert (found.shortfall, found.must, found.score) == (abs(best[0]), best[1], best[2])


@pytest.mark.parametrize("kind", ["random", "windows"])
@pytest.mark.parametrize("limits", [{}, {"tables": 8}, {"minimum": (3, 5)}, {"tables": 9, "capped": True}])
def test_a_fair_of_human_size_with_availability_is_proven_optimal(kind, limits):
    problem = availability_fair(30, 14, 8, kind, seed=3, **limits)
    result = solve(problem, time_limit=slow_solver)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


@pytest.mark.parametrize("limits", [{}, {"present": 0.75}, {"present": 0.75, "tables": 6, "minimum": 3}])
def test_a_fair_of_one_side_is_proven_optimal(limits):
    problem = peer_fair(25, 6, seed=1, **limits)
    result = solve(problem, time_limit=slow_solver)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])


def test_the_same_fair_and_seed_give_the_same_plan():
    problem = availability_fair(40, 20, 8, "windows", tables=10, seed=4)
    first, second = (solve(problem, seed=2, time_limit=slow_solver) for _ in range(2))
    assert (first.wish.tolist(), first.slot.tolist()) == (second.wish.tolist(), second.slot.tolist())


def test_slots_planned_anew_never_make_a_plan_worse():
    problem = availability_fair(30, 14, 8, "windows", minimum=(2, 4), tables=8, seed=5)
    best = solve(problem, time_limit=slow_solver)
    plan = dict(zip(best.wish.tolist()[::3], best.slot.tolist()[::3], strict=True))
    bounds = Bounds(best.shortfall_bound, best.must_bound, best.score_bound)
    wanted = np.zeros(problem.n_parties)
    better = reopen(problem, plan, bounds, wanted, 0, Watch(slow_solver), rounds=3)
    assert value_of(problem, plan) < value_of(problem, better) <= value_of(problem, best.wish.tolist())


@pytest.mark.parametrize("limits", [{"minimum": (2, 4)}, {"minimum": (3, 5), "tables": 8}])
def test_slots_planned_anew_serve_all_goals_at_once(limits):
    problem = availability_fair(30, 14, 8, "windows", seed=5, **limits)
    best = solve(problem, time_limit=slow_solver)
    bounds = Bounds(best.shortfall_bound, best.must_bound, best.score_bound)
    once = reopening._replanned(problem, {}, np.arange(problem.n_slots), 0, Watch(slow_solver))
    assert bounds.reached(value_of(problem, once))


def test_minimums_beyond_what_a_party_can_meet_are_no_choice():
    problem = availability_fair(60, 30, 12, "windows", minimum=(3, 5), seed=7)
    missing = int(np.maximum(problem.minimum - problem.open_slots.sum(axis=1), 0).sum())
    some_left, none_left = (relax(problem, "score", Settled(missing + more, 0)) for more in (1, 0))
    result = solve(problem, time_limit=slow_solver)
    assert (missing > 0, len(some_left.party) > 0, len(none_left.party)) == (True, True, 0)
    assert (result.shortfall, result.status, check(problem, result)) == (missing, "optimal", [])


@some
@given(fairs())
def test_nobody_has_more_meetings_than_the_most_each(fair):
    problem = MeetingProblem.from_json(fair)
    most = most_each(problem, *columns_of(problem))
    assert (degrees(problem, solve(problem, time_limit=slow_solver).wish) <= most).all()


def test_slots_are_not_planned_anew_for_a_shortfall_that_nobody_can_avoid(monkeypatch):
    problem = availability_fair(60, 30, 12, "windows", minimum=(3, 5), seed=7)
    best = solve(problem, time_limit=slow_solver)
    goals = []
    monkeypatch.setattr(reopening, "better_part", lambda _, goal, *__: goals.append(goal))
    plan = dict(zip(best.wish.tolist(), best.slot.tolist(), strict=True))
    reopening._replanned(problem, plan, np.arange(problem.n_slots), 0, Watch(slow_solver))
    assert (best.shortfall > 0, goals) == (True, ["score"])


def test_minimums_for_which_there_are_too_few_tables_are_missed_as_little_as_possible():
    problem = availability_fair(60, 30, 12, "windows", tables=9, minimum=(3, 5), seed=3)
    side = sides_of(problem)
    result = solve(problem, time_limit=slow_solver)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])
    assert result.shortfall == result.shortfall_bound > ceil(select(problem, side, Goals()).shortfall)


def meetings_of(problem, slots):
    """The plan {wish: slot} as a document, at tables."""
    wish, slot = arrays_of(slots)
    rows = zip(wish.tolist(), slot.tolist(), seat(problem, wish, slot).tolist(), strict=True)
    ids = problem.party_ids
    return {
        "kind": "meetings",
        "version": 1,
        "meetings": [
            {"a": ids[problem.a[w]], "b": ids[problem.b[w]], "slot": problem.slots[s].id, "table": table}
            for w, s, table in rows
        ],
    }


def test_a_rounded_solution_is_a_legal_plan_near_the_bound_with_its_pins_where_they_were(monkeypatch):
    monkeypatch.setattr(rounding, "STRETCH_COLUMNS", 1_000)
    fair = availability_fair(60, 30, 12, "windows", tables=14, seed=6)
    first = solve(fair, should_stop=lambda: True)
    held = {int(first.wish[0]): int(first.slot[0])}
    pair = first.problem.a[first.wish[0]], first.problem.b[first.wish[0]]
    problem = fair.with_pin(*(fair.party_ids[party] for party in pair))
    relaxation = relax(problem, "score", Settled(0, 0))
    proof = prove(relaxation, Watch(slow_solver))
    plan = rounding.rounded(relaxation, proof, held, 0, Watch(slow_solver))
    assert (broken_rules(problem, meetings_of(problem, plan)), held.items() <= plan.items()) == ([], True)
    assert 0.98 * proof.bound <= value_of(problem, plan).score <= proof.bound


def test_a_rounded_solution_without_time_for_it_is_the_plan_it_began_from():
    problem = availability_fair(60, 30, 12, "windows", tables=14, seed=6)
    first = solve(problem, should_stop=lambda: True)
    relaxation = relax(problem, "score", Settled(0, 0))
    held = dict(zip(first.wish.tolist(), first.slot.tolist(), strict=True))
    nothing = prove(relaxation, Watch(1e-9))
    plan = rounding.rounded(relaxation, nothing, held, 0, Watch(1e-9))
    assert (held.items() <= plan.items(), nothing.bound >= first.score_bound) == (True, True)


def test_the_postponed_share_of_a_wish_is_what_keeps_a_rounded_solution_near_the_bound(monkeypatch):
    monkeypatch.setattr(rounding, "STRETCH_COLUMNS", 1_000)
    problem = availability_fair(60, 30, 12, "windows", tables=14, seed=6)
    relaxation = relax(problem, "score", Settled(0, 0))
    proof = prove(relaxation, Watch(slow_solver))
    guided = rounding.rounded(relaxation, proof, {}, 0, Watch(slow_solver))
    monkeypatch.setattr(rounding, "_shares", lambda *_: np.zeros((problem.n_wishes, problem.n_slots)))
    blind = rounding.rounded(relaxation, proof, {}, 0, Watch(slow_solver))
    assert value_of(problem, guided).score > value_of(problem, blind).score


def test_a_run_that_is_stopped_returns_a_legal_plan_and_a_bound_that_holds():
    problem = availability_fair(40, 20, 8, "windows", tables=10, seed=4)
    best = solve(problem, time_limit=slow_solver)
    stopped = solve(problem, should_stop=lambda: True)
    assert (stopped.status, check(problem, stopped)) == ("feasible", [])
    assert stopped.score <= best.score <= stopped.score_bound
