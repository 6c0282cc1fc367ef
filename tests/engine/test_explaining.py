"""What the opposite decision would cost: proven by every plan there is, shown by one that is legal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine import MeetingProblem, check, explain, solve
from spona_engine.instances import availability_fair, small_fair
from spona_engine.meetings import explaining
from spona_engine.meetings.nearby import Neighbourhood

few = settings(max_examples=25)
seeds = st.integers(0, 5_000)


def sentence(told, *codes):
    """The one sentence with one of these codes, None where there is none."""
    return next((s for s in told.sentences if s.code in codes), None)


def opposite(problem, plan, a, b):
    """The best plan in which the pair does what it does not do in this one."""
    met = any({m.a, m.b} == {a, b} for m in plan.meetings)
    return solve(problem.with_ban(a, b) if met else problem.with_pin(a, b))


def some_pairs(plan):
    return [(m.a, m.b) for m in plan.meetings[:3]] + [(u.a, u.b) for u in plan.unmet[:4]]


@few
@given(seeds, st.sampled_from([None, 2]))
def test_at_a_two_sided_fair_the_price_is_what_the_best_plan_with_the_opposite_loses(seed, tables):
    problem = small_fair(seed, parties=10, slots=3, tables=tables)
    plan = solve(problem)
    for a, b in some_pairs(plan):
        told, other = explain(problem, plan, a, b), opposite(problem, plan, a, b)
        if other.status == "infeasible":
            assert told.sentences[-1].code in {"with_it_impossible", "load"}
        elif other.shortfall > plan.shortfall:
            assert sentence(told, "with_min", "without_min").params["missing"] == other.shortfall - plan.shortfall
        elif other.must_met < plan.must_met:
            assert sentence(told, "with_must", "without_must").params["musts"] == plan.must_met - other.must_met
        elif other.score < plan.score:
            assert sentence(told, "with_cost", "without_cost").params["loss"] == plan.score - other.score
        else:
            assert sentence(told, "with_no_cost", "without_no_cost") is not None


@settings(few, max_examples=6)
@given(seeds, st.booleans())
def test_elsewhere_no_plan_beats_the_stated_price(seed, two_sided):
    problem = small_fair(seed, parties=8, slots=3, two_sided=two_sided, limited=True)
    plan = solve(problem)
    for a, b in some_pairs(plan):
        told, other = explain(problem, plan, a, b), opposite(problem, plan, a, b)
        if other.status == "infeasible":
            continue
        if missing := sentence(told, "with_min", "without_min"):
            assert other.shortfall - plan.shortfall >= missing.params["missing"]
        elif musts := sentence(told, "with_must", "without_must"):
            assert (other.shortfall, plan.must_met - other.must_met) >= (plan.shortfall, musts.params["musts"])
        elif cost := sentence(told, "with_cost_least", "without_cost_least"):
            worse = (other.shortfall, -other.must_met) > (plan.shortfall, -plan.must_met)
            assert worse or plan.score - other.score >= cost.params["loss"]


def stated_price(told):
    """What the opposite costs at least, 0 where nothing is said."""
    cost = sentence(told, "with_cost_least", "without_cost_least")
    return 0 if cost is None else cost.params["loss"]


def test_with_availability_the_price_lies_between_a_proven_bound_and_the_nearest_plan():
    problem = availability_fair(40, 20, 10, "windows", tables=10, seed=3)
    plan = solve(problem, time_limit=30.0)
    pairs = [(m.a, m.b) for m in plan.meetings[::40]] + [(u.a, u.b) for u in plan.unmet[::60]]
    told = [explain(problem, plan, a, b) for a, b in pairs]
    priced = [(stated_price(one), -int(near.params["score"])) for one in told if (near := sentence(one, "nearest"))]
    assert (plan.status, all(least <= most for least, most in priced)) == ("optimal", True)
    assert sum(least > 0 for least, _ in priced) >= len(priced) // 2 > 3


def test_the_prices_kept_with_a_plan_bound_the_opposite_where_no_others_are_looked_for(monkeypatch):
    problem = availability_fair(40, 20, 10, "windows", tables=10, seed=3)
    plan = solve(problem, time_limit=30.0)
    pairs = [(u.a, u.b) for u in plan.unmet[::60]]
    own = [stated_price(explain(problem, plan, a, b)) for a, b in pairs]
    monkeypatch.setattr(explaining, "_PRICED_UP_TO", 0)
    kept = [stated_price(explain(problem, plan, a, b)) for a, b in pairs]
    document = plan.to_json()
    del document["score_proof"]
    read = type(plan).from_json(problem, document)
    without = [stated_price(explain(problem, read, a, b)) for a, b in pairs]
    assert all(0 <= low <= high for low, high in zip(kept, own, strict=True))
    assert sum(kept) > sum(without)


@settings(few, max_examples=8)
@given(seeds, st.booleans(), st.booleans(), st.sampled_from([None, 3]))
def test_the_nearest_change_is_a_legal_plan_with_the_numbers_it_is_said_to_have(seed, two_sided, limited, tables):
    problem = small_fair(seed, parties=12, slots=4, two_sided=two_sided, limited=limited, tables=tables)
    plan = solve(problem)
    before = {frozenset((m.a, m.b)): m.slot for m in plan.meetings}
    for a, b in some_pairs(plan):
        near = sentence(explain(problem, plan, a, b), "nearest")
        if near is None or near.params["changes"][-1].code == "change_more":
            continue
        after = dict(before)
        for change in near.params["changes"]:
            pair = frozenset((change.params["a"], change.params["b"]))
            if change.code == "change_removed":
                del after[pair]
            else:
                assert (change.code == "change_moved") == (pair in before)
                after[pair] = change.params["slot"]
        found = solve(pinned_to(problem, after), time_limit=0.5)
        broken = {s.code for s in check(problem, found.to_json())} - {"score_above_bound", "shortfall_below_bound"}
        stated = plan.score + int(near.params["score"]), plan.shortfall + int(near.params["shortfall"])
        assert ((frozenset((a, b)) in after) != (frozenset((a, b)) in before), broken) == (True, set())
        assert (found.status, len(found.meetings), (found.score, found.shortfall)) == ("optimal", len(after), stated)


def pinned_to(problem, meetings):
    """The problem in which exactly these meetings may take place, each where it is."""
    document = problem.to_json()
    document["pins"] = [{"a": min(pair), "b": max(pair), "slot": slot} for pair, slot in meetings.items()]
    document["bans"] = [[w["a"], w["b"]] for w in document["wishes"] if frozenset((w["a"], w["b"])) not in meetings]
    return MeetingProblem.from_json(document)


def test_a_meeting_is_explained_with_what_its_loss_would_mean():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [9, 4])
    told = explain(problem, solve(problem), "L0", "R0")
    assert (told.met, [s.code for s in told.sentences]) == (True, ["meets", "load", "load", "without_cost", "nearest"])
    changed = "L0 and R0 do not meet; L1 and R0 meet in s0"
    assert [str(s) for s in told.sentences[-2:]] == [
        "without this meeting the best plan of all is worth 5 points less",
        f"the nearest change found (-5 points, +0 missing meetings, +0 musts): {changed}",
    ]


def test_what_a_wish_would_cost_names_who_would_give_way():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [730, 610])
    told = explain(problem, solve(problem), "L1", "R0")
    changed = "L0 and R0 do not meet; L1 and R0 meet in s0"
    assert [str(s) for s in (told.sentences[0], *told.sentences[-2:])] == [
        "R0's 1 meetings are as many as it can have and all worth 730 or more; this one is worth 610",
        "with this meeting the best plan of all is worth 120 points less",
        f"the nearest change found (-120 points, +0 missing meetings, +0 musts): {changed}",
    ]


@pytest.mark.parametrize(
    "change", [{"pins": [{"a": "b", "b": "c"}]}, {"parties": [{"id": "a", "max": 0}, {"id": "b"}, {"id": "c"}]}]
)
def test_a_meeting_that_no_plan_can_hold_is_said_to_be_impossible(change):
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "s"}], "parties": [{"id": name} for name in "abc"]}
    fair["wishes"] = [{"a": "a", "b": "b", "score": 1}, {"a": "b", "b": "c", "score": 1}]
    problem = MeetingProblem.from_json(fair | change)
    assert explain(problem, solve(problem), "a", "b").sentences[-1].code == "with_it_impossible"


def test_a_plan_edited_by_hand_that_breaks_a_rule_is_explained_all_the_same():
    problem = small_fair(4, parties=12, slots=4)
    plan = solve(problem)
    plan.slot[:] = 0
    told = [explain(problem, plan, a, b) for a, b in some_pairs(plan)]
    assert all(sentence(one, "load") for one in told)


def test_a_plan_that_is_not_the_best_hears_what_the_other_decision_gains():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0, 1], [0, 0], [4, 9])
    worse = solve(problem.with_pin("L0", "R0"))
    told = explain(problem, type(worse).from_json(problem, worse.to_json()), "L1", "R0")
    assert sentence(told, "with_gain").params == {"gain": 5}


def test_large_fairs_are_explained_without_the_alternative(monkeypatch):
    problem = small_fair(4, parties=12, slots=4)
    plan = solve(problem)
    monkeypatch.setattr(explaining, "_TRY_UP_TO", 3)
    assert [s.code for s in explain(problem, plan, *some_pairs(plan)[0]).sentences] == ["meets", "load", "load"]


def test_trying_changes_leaves_the_plan_as_it_was():
    problem = small_fair(9, parties=14, slots=5)
    plan = solve(problem)
    around = Neighbourhood(problem, plan.wish, plan.slot)
    unmet = sorted(set(range(problem.n_wishes)) - set(plan.wish.tolist()))
    for wish in unmet[:5]:
        around.with_meeting(wish)
        around.without_meeting(int(plan.wish[0]))
    assert around.timetable.snapshot() == around.before
