"""A re-plan touches the fewest old meetings that its goals leave, and no more than it is allowed to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.brute import all_plans
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, ProblemError, check, replan, solve
from spona_engine.instances import large_fair, small_fair
from spona_engine.meetings import solving
from spona_engine.meetings.earlier import old_meetings
from spona_engine.meetings.timetable import Timetable

few = settings(max_examples=45)


def after_a_change(fair, data):
    """The fair once somebody stays away, comes late, is pinned or changes a limit."""
    changed = {**fair, "parties": [dict(party) for party in fair["parties"]], "pins": []}
    party = data.draw(st.sampled_from(changed["parties"]))
    kind = data.draw(st.sampled_from(["no-show", "late", "pin", "fewer", "more"]))
    slots = [slot["id"] for slot in fair["slots"]]
    if kind == "no-show":
        party["min"] = party["max"] = 0
    elif kind == "late":
        party["slots"] = [slot for slot in party.get("slots", slots) if slot in slots[1:]]
    elif kind == "pin" and fair["wishes"]:
        wish = data.draw(st.sampled_from(fair["wishes"]))
        changed["pins"] = [{"a": wish["a"], "b": wish["b"]} | ({"slot": slots[-1]} if slots else {})]
    elif kind == "fewer":
        party["min"], party["max"] = 0, 1
    else:
        party["min"] = party["max"] = 3
    return changed


def possible(problem, result):
    """{pair: slot} of the old meetings the changed problem allows by themselves."""
    found = {}
    for meeting in result.meetings:
        a, b = problem.party(meeting.a), problem.party(meeting.b)
        slot = problem.slot_index[meeting.slot]
        pinned = [pin.slot for pin in problem.pins if {pin.a, pin.b} == {a, b} and pin.slot is not None]
        there = all(problem.open_slots[p, slot] and problem.maximum[p] for p in (a, b))
        if there and not problem.banned[problem.wish_of(a, b)] and set(pinned) <= {slot}:
            found[frozenset((meeting.a, meeting.b))] = meeting.slot
    return found


@settings(max_examples=100)
@given(fairs(pinned=False), st.data(), st.booleans())
def test_of_an_old_plan_remains_what_the_changed_fair_allows_meeting_by_meeting(fair, data, written):
    old = solve(MeetingProblem.from_json(fair))
    problem = MeetingProblem.from_json(after_a_change(fair, data))
    ids = problem.party_ids
    found = {
        frozenset((ids[problem.a[w]], ids[problem.b[w]])): problem.slots[s].id
        for w, s in old_meetings(problem, old.to_json() if written else old).items()
    }
    assert found == possible(problem, old)


def test_an_old_plan_of_a_differently_ordered_fair_is_matched_by_ids():
    problem = small_fair(5, parties=10, slots=4)
    document = problem.to_json()
    for key in ("parties", "slots", "wishes"):
        document[key] = document[key][::-1]
    document["parties"] = [party for party in document["parties"] if party["id"] != "p3"]
    document["wishes"] = [wish for wish in document["wishes"] if "p3" not in {wish["a"], wish["b"]}]
    turned, old = MeetingProblem.from_json(document), solve(problem)
    ids = turned.party_ids
    found = {(ids[turned.a[w]], ids[turned.b[w]], turned.slots[s].id) for w, s in old_meetings(turned, old).items()}
    assert found == {(m.a, m.b, m.slot) for m in old.meetings if "p3" not in {m.a, m.b}}


def placed_one_by_one(timetable, wish, slot):
    placed = [timetable.try_place(w, s) for w, s in zip(wish.tolist(), slot.tolist(), strict=True)]
    return all(placed)


@settings(max_examples=40)
@given(fairs(), st.data(), st.sampled_from([None, 1]))
def test_old_meetings_taken_over_at_once_give_the_plan_they_give_one_by_one(fair, data, moves):
    old = solve(MeetingProblem.from_json(fair))
    problem = MeetingProblem.from_json(after_a_change(fair, data))
    together = replan(problem, old, moves=moves)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Timetable, "place_all", placed_one_by_one)
        single = replan(problem, old, moves=moves)
    assert together.to_json() | {"seconds": 0} == single.to_json() | {"seconds": 0}


def best_replan(fair, old, moves):
    """(shortfall, musts met, score, old meetings that stay) of a best re-plan; None if no plan meets the pins."""
    plans = [
        (value, sum(old.get(frozenset(meeting[:2])) == meeting[2] for meeting in plan))
        for value, plan in all_plans(fair)
    ]
    if not plans:
        return None
    if moves is None:
        (shortfall, must, score), stays = max(plans, key=lambda plan: (*plan[0][:2], plan[1], plan[0][2]))
    else:
        least = min(len(old) - moves, max(stays for _, stays in plans))
        (shortfall, must, score), stays = max(plan for plan in plans if plan[1] >= least)
    return -shortfall, must, score, stays


@few
@given(fairs(pinned=False), st.data(), st.sampled_from([None, 0, 1, 2]))
def test_a_re_plan_of_a_tiny_fair_is_the_best_of_those_that_touch_the_fewest(fair, data, moves):
    old = solve(MeetingProblem.from_json(fair))
    changed = after_a_change(fair, data)
    problem = MeetingProblem.from_json(changed)
    new = replan(problem, old, moves=moves)
    stay = possible(problem, old)
    best = best_replan(changed, stay, moves)
    if best is None:
        assert new.status == "infeasible"
    elif stay:
        kept = sum(stay.get(frozenset((m.a, m.b))) == m.slot for m in new.meetings)
        assert check(problem, new) == []
        assert (new.shortfall, new.must_met, new.score, kept) == best
        assert new.stays_proven is True


@pytest.mark.parametrize("change", ["no-show", "late", "pin"])
def test_at_a_large_fair_one_change_moves_nothing_that_may_stay(change):
    problem = large_fair(300, 200, 8_000, 12, seed=4)
    old = solve(problem)
    host = old.meetings[0].b
    changed = problem.without_party(host)
    if change == "late":
        document = problem.to_json()
        next(party for party in document["parties"] if party["id"] == host)["slots"] = [f"s{i}" for i in range(1, 12)]
        changed = MeetingProblem.from_json(document)
    if change == "pin":
        meeting = old.meetings[0]
        changed = problem.with_pin(meeting.a, meeting.b, meeting.slot)
    new = replan(changed, old)
    lost = [m for m in old.meetings if m.b == host and change != "pin" and (change == "no-show" or m.slot == "s0")]
    assert (new.kept, new.moved, check(changed, new)) == (len(old.meetings) - len(lost), 0, [])


def test_no_meeting_moves_for_a_better_score_unless_moves_are_allowed(monkeypatch):
    wishes = [{"a": a, "b": b, "score": score} for a, b, score in (("a", "x", 5), ("b", "y", 4), ("a", "y", 3))]
    parties = [{"id": name, "side": "left" if name in "ab" else "right", "max": 2} for name in "abxy"]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "1"}, {"id": "2"}], "wishes": wishes, "parties": parties}
    problem = MeetingProblem.from_json(fair)
    meetings = [{"a": "a", "b": "x", "slot": "1"}, {"a": "b", "b": "y", "slot": "2"}]
    old = {"kind": "meetings", "version": 1, "meetings": meetings}
    assert [(plan.score, plan.moved) for plan in (replan(problem, old), replan(problem, old, moves=1))] == [
        (9, 0),
        (12, 1),
    ]
    monkeypatch.setattr(solving, "staying", lambda *_given: None)
    unproven = replan(problem, old)
    assert (unproven.score, unproven.moved, unproven.stays_proven) == (12, 1, False)


def test_a_plan_that_keeps_everything_needs_no_proof_that_it_touches_the_fewest(monkeypatch):
    problem = small_fair(3, parties=8, slots=4)
    old = solve(problem)
    monkeypatch.setattr(solving, "staying", lambda *_given: None)
    assert (replan(problem, old).kept, replan(problem, old).stays_proven) == (len(old.meetings), True)
    assert (replan(problem, old, moves=2).stays_proven, old.stays_proven) == (False, False)


def a_chain(*, minimum, must):
    """Four parties in a row and one slot: the middle pair meets only in place of both others, the old plan."""
    wishes = [("a", "b", False), ("b", "c", must), ("c", "d", False)]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "1"}]}
    fair["parties"] = [{"id": name, "side": "left" if name in "ac" else "right", "min": minimum} for name in "abcd"]
    fair["wishes"] = [{"a": a, "b": b, "score": 5, "must": needed} for a, b, needed in wishes]
    old = {"kind": "meetings", "version": 1, "meetings": [{"a": a, "b": b, "slot": "1"} for a, b in ("ab", "cd")]}
    return MeetingProblem.from_json(fair), old


@pytest.mark.parametrize(
    ("minimum", "must", "meetings"),
    [(0, True, {("b", "c")}), (0, False, {("a", "b"), ("c", "d")}), (1, True, {("a", "b"), ("c", "d")})],
)
def test_a_must_outweighs_every_meeting_that_stays_and_a_minimum_every_must(minimum, must, meetings):
    problem, old = a_chain(minimum=minimum, must=must)
    assert {(m.a, m.b) for m in replan(problem, old).meetings} == meetings


def test_a_negative_number_of_moves_is_refused():
    problem = large_fair(4, 3, 6, 2)
    with pytest.raises(ProblemError, match="moves"):
        replan(problem, solve(problem), moves=-1)
