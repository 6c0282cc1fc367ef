"""Re-planning stays near the old plan, never at the price of minimums or musts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine import Change, MeetingProblem, ProblemError, check, compare, effect, replan, solve
from spona_engine.instances import large_fair, small_fair

seeds = st.integers(0, 5_000)


@settings(max_examples=30)
@given(seeds, st.booleans(), st.booleans(), st.sampled_from([None, 3]))
def test_when_nothing_changed_everything_stays(seed, two_sided, limited, tables):
    problem = small_fair(seed, parties=10, slots=5, two_sided=two_sided, limited=limited, tables=tables)
    old = solve(problem)
    new = replan(problem, old)
    assert (compare(problem, old, new).kept, new.moved) == (len(old.wish), 0)
    assert (new.shortfall, new.must_met, new.score) == (old.shortfall, old.must_met, old.score)


@settings(max_examples=30)
@given(seeds, st.booleans(), st.booleans())
def test_after_a_no_show_minimums_and_musts_are_as_good_as_in_a_fresh_plan(seed, two_sided, limited):
    problem = small_fair(seed, parties=10, slots=4, two_sided=two_sided, limited=limited)
    old = solve(problem)
    without = problem.without_party("p0")
    new, fresh = replan(without, old.to_json()), solve(without)
    assert check(without, new) == []
    assert (new.shortfall, new.must_met) == (fresh.shortfall, fresh.must_met)
    assert new.score <= fresh.score <= new.score_bound


def test_after_a_no_show_at_a_two_sided_fair_no_old_meeting_is_given_up_that_a_fresh_plan_could_hold():
    problem = large_fair(60, 40, 700, 8, seed=2)
    problem.minimum[:] = 0
    old = solve(problem)
    without = problem.without_party("R3")
    new = replan(without, old)
    lost = {frozenset((m.a, m.b)) for m in compare(without, old, new).removed}
    assert lost == {frozenset((m.a, m.b)) for m in old.meetings if m.b == "R3"}


def test_an_old_plan_of_parties_that_are_gone_is_no_obstacle():
    problem = MeetingProblem.from_arrays(1, 1, 1, [0], [0], [5])
    old = {"kind": "meetings", "version": 1, "meetings": [{"a": "gone", "b": "R0", "slot": "s0"}]}
    assert (replan(problem, old).score, replan(problem, old).kept) == (5, 0)


def test_the_effect_of_a_ban_and_of_a_pin_is_the_difference_to_the_new_plan():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [9, 4])
    plan = solve(problem)
    banned = effect(problem, plan, Change("ban", "L0", "R0"))
    pinned = effect(problem, plan, Change("pin", "L1", "R0"))
    assert [banned.score, pinned.score] == [-5, -5]
    assert [(m.a, m.b) for m in pinned.changes.added] == [("L1", "R0")]
    assert [(m.a, m.b) for m in pinned.changes.removed] == [("L0", "R0")]


def test_the_effect_of_a_move_is_a_meeting_at_the_other_time():
    problem = MeetingProblem.from_arrays(1, 1, 2, [0], [0], [9])
    plan = solve(problem)
    other = "s1" if plan.meetings[0].slot == "s0" else "s0"
    moved = effect(problem, plan, Change("move", "L0", "R0", other))
    assert [(m.old_slot, m.new_slot) for m in moved.changes.moved] == [(plan.meetings[0].slot, other)]
    assert (moved.score, moved.result.status) == (0, "optimal")


def test_the_effect_of_an_absence_takes_the_party_out():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [9, 4])
    gone = effect(problem, solve(problem), Change("absent", "L0"))
    assert (gone.score, [(m.a, m.b) for m in gone.result.meetings]) == (-5, [("L1", "R0")])


@pytest.mark.parametrize("change", [Change("swap", "L0", "R0"), Change("move", "L0", "R0"), Change("ban", "L0", "x")])
def test_a_change_that_cannot_be_meant_is_refused(change):
    problem = MeetingProblem.from_arrays(1, 1, 1, [0], [0], [5])
    with pytest.raises(ProblemError):
        effect(problem, solve(problem), change)
