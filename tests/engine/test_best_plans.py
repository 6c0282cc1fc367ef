"""The solver against trying everything, and against the checker that shares no code with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, check, solve
from spona_engine.instances import large_fair, small_fair
from spona_engine.meetings import flow

few = settings(max_examples=120)


@few
@given(fairs())
def test_a_tiny_fair_gets_the_best_plan_there_is_in_the_order_of_the_goals(fair):
    result = solve(MeetingProblem.from_json(fair))
    best = best_value(fair)
    if best is None:
        assert result.status == "infeasible"
    else:
        assert (result.status, (result.shortfall, result.must_met, result.score)) == ("optimal", best)


@few
@given(fairs(most_parties=9, most_slots=5, most_wishes=25))
def test_no_plan_breaks_a_rule_or_contradicts_its_own_numbers(fair):
    problem = MeetingProblem.from_json(fair)
    result = solve(problem)
    assert [str(sentence) for sentence in check(problem, result)] == []
    assert [str(sentence) for sentence in check(problem, result.to_json())] == []


@settings(few, max_examples=40)
@given(fairs(pinned=False))
def test_goals_solved_one_after_another_give_the_same_plan_value_as_goals_solved_at_once(fair):
    problem = MeetingProblem.from_json(fair)
    at_once = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "SOLVER_RANGE", 1)
        in_turn = solve(problem)
    assert (in_turn.shortfall, in_turn.must_met, in_turn.score) == (at_once.shortfall, at_once.must_met, at_once.score)


@settings(few, max_examples=25)
@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.sampled_from([None, 2, 4]))
def test_a_fair_of_human_size_keeps_every_rule(seed, two_sided, limited, tables):
    problem = small_fair(seed, parties=14, slots=6, two_sided=two_sided, limited=limited, tables=tables, density=0.4)
    assert check(problem, solve(problem, time_limit=2.0)) == []


def test_the_largest_scores_of_many_parties_do_not_overflow():
    problem = large_fair(300, 200, 6_000, 6, seed=3)
    problem.score[:] = 1_000_000
    problem.must[::7] = True
    result = solve(problem)
    assert (result.status, result.score, check(problem, result)) == ("optimal", len(result.wish) * 1_000_000, [])


def test_a_two_sided_fair_of_500_parties_is_proven_optimal_with_tables_to_spare_nowhere():
    problem = large_fair(300, 200, 6_000, 10, tables=70, seed=5)
    result = solve(problem)
    assert (result.status, len(result.wish), check(problem, result)) == ("optimal", 700, [])


def test_a_fair_without_slots_has_an_empty_best_plan():
    problem = MeetingProblem.from_arrays(2, 2, 0, [0, 1], [0, 1], [5, 6], min_left=1)
    result = solve(problem)
    assert (result.status, result.score, result.shortfall, result.wish.tolist()) == ("optimal", 0, 2, [])


def test_a_fair_without_wishes_has_an_empty_best_plan():
    result = solve(MeetingProblem.from_arrays(1, 1, 3, [], [], []))
    assert (result.status, result.score, result.gap) == ("optimal", 0, 0.0)


def test_peer_calls_in_a_triangle_use_one_slot_a_pair():
    wishes = [{"a": a, "b": b, "score": 10} for a, b in ("xy", "yz", "xz")]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "1"}, {"id": "2"}, {"id": "3"}], "wishes": wishes}
    fair["parties"] = [{"id": name, "side": "city"} for name in "xyz"]
    result = solve(MeetingProblem.from_json(fair))
    assert (result.status, result.score, sorted(m.slot for m in result.meetings)) == ("optimal", 30, ["1", "2", "3"])


def test_hosts_stay_at_one_table_when_there_are_enough():
    problem = large_fair(30, 8, 150, 6, tables=8, seed=1)
    result = solve(problem)
    tables = {}
    for meeting in result.meetings:
        tables.setdefault(meeting.b, set()).add(meeting.table)
    assert sorted(len(places) for places in tables.values()) == [1] * len(tables)


def test_the_same_problem_and_seed_give_the_same_document_but_seconds():
    problem = small_fair(7, parties=16, slots=5, two_sided=False, limited=True)
    first, second = (solve(problem, seed=3, time_limit=3.0).to_json() | {"seconds": 0} for _ in range(2))
    assert first == second


def test_progress_runs_forward_to_one_and_an_interrupted_run_returns_a_legal_plan():
    problem = small_fair(11, parties=16, slots=5, two_sided=False, limited=True)
    seen = []
    result = solve(problem, progress=lambda *news: seen.append(news[0]), should_stop=lambda: True)
    assert (seen == sorted(seen), seen[-1], check(problem, result)) == (True, 1.0, [])
