"""Pleasant days come after every goal of the contract, never cost one, and are the best there are where said so."""

from __future__ import annotations

import copy
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_plans

from spona_engine import MeetingProblem, ProblemError, broken_rules, check, replan, solve
from spona_engine.instances import small_fair
from spona_engine.meetings import constraints_comfort, solving
from spona_engine.meetings.comfort import exchanges, refining, swaps
from spona_engine.meetings.comfort.figures import ComfortFigures
from spona_engine.meetings.comfort.tables import settle
from spona_engine.meetings.constraints_comfort import COMFORT, Row
from spona_engine.watch import Watch

few = settings(max_examples=60)
seeds = st.integers(0, 5_000)
FIGURES = ("repeats", "same_sector", "missing_breaks", "uneven_days", "idle")


def two_days(slots):
    """Slot entries: the first half on one day, the rest on the next."""
    half = (len(slots) + 1) // 2
    return [
        {"id": s["id"], "start": f"2026-11-{26 + n // half}T{10 + n % half}:00:00+01:00", "minutes": 60}
        for n, s in enumerate(slots)
    ]


def comfortable_fair(seed, *, guests=3, hosts=2, slots=4, most_wishes=6):
    """A busy fair with equal scores, one day or two, and every wish for comfort; the same seed gives the same fair."""
    random = np.random.default_rng(seed)
    entries = [{"id": f"s{n}"} for n in range(slots)]
    names = [(f"g{n}", "guest") for n in range(guests)] + [(f"h{n}", "host") for n in range(hosts)]
    parties = [{"id": name, "side": side, "min": int(random.integers(0, 2))} for name, side in names]
    for party in parties:
        if random.random() < 0.3:
            party["slots"] = [entry["id"] for entry in entries if random.random() < 0.8]
    pairs = [(f"g{i}", f"h{j}") for i in range(guests) for j in range(hosts)]
    pairs = [pairs[n] for n in random.permutation(len(pairs))[:most_wishes]]
    wishes = [
        {"a": a, "b": b, "score": int(random.integers(1, 3)), "must": bool(random.random() < 0.1)} for a, b in pairs
    ]
    return {
        "kind": "meetings",
        "version": 1,
        "slots": two_days(entries) if random.random() < 0.5 else entries,
        "tables": [None, 2, 1][int(random.integers(0, 3))],
        "parties": [party | {"max": int(random.integers(1, slots + 1))} for party in parties],
        "wishes": wishes,
        "comfort": {
            "repeats": [list(pair) for pair in pairs if random.random() < 0.4],
            "sectors": {name: ["arts", "sport"][int(random.integers(0, 2))] for name, _ in names},
            "in_a_row": [None, 1, 2][int(random.integers(0, 3))],
            "balance_days": bool(random.random() < 0.5),
        },
    }


def burden(problem, meetings):
    rows = [Row(a, b, slot, 1) for a, b, slot in meetings]
    return tuple(COMFORT[name](problem, rows) for name in FIGURES)


@settings(few, max_examples=60)
@given(seeds, st.booleans())
def test_where_it_is_proven_no_plan_of_equal_worth_is_more_comfortable(seed, moves):
    fair = comfortable_fair(seed)
    problem = MeetingProblem.from_json(fair)
    with pytest.MonkeyPatch.context() as patch:
        if not moves:
            patch.setattr(swaps.Swaps, "run", lambda *_: None)
            patch.setattr(exchanges.Exchanges, "run", lambda *_: None)
            patch.setattr(solving, "preferred", lambda same: same)
        result = solve(problem)
    assert check(problem, result) == []
    if result.status == "optimal":
        assert result.comfort_proven
        mine = burden(problem, [(m.a, m.b, m.slot) for m in result.meetings])
        assert mine == min(burden(problem, plan) for plan in best_plans(fair))


@settings(few, max_examples=12)
@given(seeds)
def test_comfort_costs_no_goal_of_the_contract_and_its_figures_add_up(seed):
    fair = comfortable_fair(seed, guests=9, hosts=5, slots=6, most_wishes=30)
    problem = MeetingProblem.from_json(fair)
    plain = solve(MeetingProblem.from_json({key: value for key, value in fair.items() if key != "comfort"}))
    result = solve(problem)
    assert [str(sentence) for sentence in check(problem, result)] == []
    if result.status == "optimal" == plain.status:
        assert (result.shortfall, result.must_met, result.score) == (plain.shortfall, plain.must_met, plain.score)


@settings(few, max_examples=25)
@given(seeds, st.booleans(), st.booleans(), st.sampled_from([None, 4, 6]))
def test_moves_keep_every_rule_and_make_nothing_worse(seed, two_sided, limited, tables):
    problem = small_fair(seed, parties=14, slots=6, two_sided=two_sided, limited=limited, tables=tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refining, "MOST_VARIABLES", 0)
        moved = solve(problem)
        patch.setattr(refining, "UNASKED_UP_TO", 0)
        left = solve(problem)
    assert check(problem, moved) == []
    assert (moved.shortfall, moved.must_met, moved.score) == (left.shortfall, left.must_met, left.score)
    assert moved.comfort.idle <= left.comfort.idle


def least_waiting(problem, wish, slot, pair):
    """The least waiting of all plans that differ in which of two slots their meetings are in, by trying every one."""
    rows = np.flatnonzero(np.isin(slot, pair))
    best = None
    for choice in product(pair, repeat=len(rows)):
        tried = slot.copy()
        tried[rows] = choice
        meetings = [
            Row(problem.party_ids[problem.a[w]], problem.party_ids[problem.b[w]], problem.slots[s].id, n + 1)
            for n, (w, s) in enumerate(zip(wish.tolist(), tried.tolist(), strict=True))
        ]
        if not broken_rules(problem, {"kind": "meetings", "version": 1, "meetings": [vars(row) for row in meetings]}):
            waiting = COMFORT["idle"](problem, meetings)
            best = waiting if best is None else min(best, waiting)
    return best


@settings(few, max_examples=8)
@given(seeds, st.booleans(), st.booleans())
def test_two_slots_are_brought_to_their_best(seed, two_sided, limited):
    problem = small_fair(seed, parties=8, slots=5, two_sided=two_sided, limited=limited)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refining, "UNASKED_UP_TO", 0)
        plan = solve(problem)
    moving = swaps.Swaps(problem, plan.wish, plan.slot, np.zeros(len(plan.wish), dtype=bool))
    expected = least_waiting(problem, plan.wish, plan.slot, (1, 3))
    moving.improve_pair(1, 3, np.random.default_rng(seed))
    assert (moving.total, least_waiting(problem, plan.wish, moving.slot, (1, 3))) == (expected, expected)


def test_a_fair_of_human_size_waits_far_less():
    problem = small_fair(5, parties=60, slots=12, density=0.2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refining, "UNASKED_UP_TO", 0)
        left = solve(problem)
    assert solve(problem).comfort.idle < left.comfort.idle / 3


def test_without_the_guard_for_tables_the_moves_would_overfill_a_slot(monkeypatch):
    problem = small_fair(3, parties=16, slots=6, tables=4)
    monkeypatch.setattr(refining, "MOST_VARIABLES", 0)
    plan = solve(problem)

    def fullest_slot():
        return np.bincount(refining.refine(problem, plan.wish, plan.slot, (), 0, Watch(10)).slot).max()

    assert fullest_slot() == 4
    monkeypatch.setattr(swaps.Swaps, "_respect_tables", lambda *_: None)
    assert fullest_slot() > 4


@settings(few, max_examples=20)
@given(seeds, st.booleans(), st.booleans())
def test_a_re_plan_moves_nothing_for_comfort_that_was_kept(seed, two_sided, limited):
    problem = small_fair(seed, parties=12, slots=6, two_sided=two_sided, limited=limited)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refining, "UNASKED_UP_TO", 0)
        old = solve(problem)
        without = problem.without_party("p0")
        plain = replan(without, old)
    found = replan(without, old)
    where = dict(zip(found.wish.tolist(), found.slot.tolist(), strict=True))
    before = dict(zip(old.wish.tolist(), old.slot.tolist(), strict=True))
    kept = {w: s for w, s in zip(plain.wish.tolist(), plain.slot.tolist(), strict=True) if before.get(w) == s}
    assert {w: where.get(w) for w in kept} == kept
    assert (found.kept, found.moved) >= (plain.kept, plain.moved)


def equal_fair(**comfort):
    """Two hosts and two guests who all wish for each other equally, one meeting each."""
    parties = [
        {"id": name, "side": side, "max": 1} for name, side in (("g1", "g"), ("g2", "g"), ("h1", "h"), ("h2", "h"))
    ]
    wishes = [{"a": g, "b": h, "score": 7} for g in ("g1", "g2") for h in ("h1", "h2")]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "s"}], "parties": parties, "wishes": wishes}
    return MeetingProblem.from_json(fair | {"comfort": comfort})


@pytest.mark.parametrize("exact", [True, False])
def test_pairs_that_met_before_are_parted_where_that_costs_nothing(exact, monkeypatch):
    if not exact:
        monkeypatch.setattr(refining, "MOST_VARIABLES", 0)
    problem = equal_fair(repeats=[["g1", "h1"], ["h2", "g2"]])
    result = solve(problem)
    assert ({(m.a, m.b) for m in result.meetings}, result.comfort.repeats) == ({("g1", "h2"), ("g2", "h1")}, 0)
    monkeypatch.setattr(solving, "preferred", lambda same: same)
    assert solve(problem).comfort.repeats == 0
    monkeypatch.setattr(solving, "refine", lambda _problem, wish, slot, *_: refining.Refined(wish, slot))
    assert solve(problem).comfort.repeats == 2


def test_partners_change_places_so_that_nobody_meets_one_sector_only():
    parties = [{"id": f"g{n}", "side": "g"} for n in range(2)] + [{"id": f"h{n}", "side": "h"} for n in range(4)]
    parties = [party | {"max": 2 if party["side"] == "g" else 1} for party in parties]
    wishes = [{"a": f"g{i}", "b": f"h{j}", "score": 7} for i in range(2) for j in range(4)]
    sectors = {"h0": "arts", "h1": "arts", "h2": "sport", "h3": "sport"}
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": "1"}, {"id": "2"}], "parties": parties, "wishes": wishes}
    problem = MeetingProblem.from_json(fair | {"comfort": {"sectors": sectors}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refining, "MOST_VARIABLES", 0)
        mixed = solve(problem)
        patch.setattr(exchanges.Exchanges, "run", lambda *_: None)
        unmixed = solve(problem)
    assert (mixed.comfort.same_sector, unmixed.comfort.same_sector, check(problem, mixed)) == (0, 2, [])


def test_a_break_comes_after_as_many_meetings_as_asked_for():
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": str(n)} for n in range(5)], "comfort": {"in_a_row": 2}}
    fair["parties"] = [{"id": "host", "side": "h"}] + [{"id": f"g{n}", "side": "g"} for n in range(4)]
    fair["wishes"] = [{"a": "host", "b": f"g{n}", "score": 1} for n in range(4)]
    problem = MeetingProblem.from_json(fair)
    result = solve(problem)
    assert (sorted(m.slot for m in result.meetings), result.comfort.idle) == (["0", "1", "3", "4"], 1)
    assert (result.comfort.missing_breaks, result.comfort_proven) == (0, True)


def test_a_lunch_break_in_the_programme_is_a_break():
    starts = ["10:00", "10:30", "13:00", "13:30"]
    slots = [{"id": s, "start": f"2026-11-26T{s}:00+01:00", "minutes": 30} for s in starts]
    fair = {"kind": "meetings", "version": 1, "slots": slots, "comfort": {"in_a_row": 2}}
    fair["parties"] = [{"id": "host", "side": "h"}] + [{"id": f"g{n}", "side": "g"} for n in range(4)]
    fair["wishes"] = [{"a": "host", "b": f"g{n}", "score": 1} for n in range(4)]
    result = solve(MeetingProblem.from_json(fair))
    assert (len(result.meetings), result.comfort.missing_breaks, result.comfort.idle) == (4, 0, 0)


def test_meetings_are_spread_over_the_days_where_that_is_asked_for():
    slots = two_days([{"id": str(n)} for n in range(4)])
    fair = {"kind": "meetings", "version": 1, "slots": slots, "comfort": {"balance_days": True}}
    fair["parties"] = [{"id": "host", "side": "h"}] + [{"id": f"g{n}", "side": "g"} for n in range(2)]
    fair["wishes"] = [{"a": "host", "b": f"g{n}", "score": 1} for n in range(2)]
    result = solve(MeetingProblem.from_json(fair))
    assert ({int(m.slot) // 2 for m in result.meetings}, result.comfort.uneven_days) == ({0, 1}, 0)


def test_a_host_without_a_table_of_its_own_changes_as_seldom_as_the_others_allow():
    problem = small_fair(8, parties=24, slots=8, density=0.3, tables=4)
    result = solve(problem)
    shuffled = result.table.copy()
    for slot in np.unique(result.slot):
        rows = np.flatnonzero(result.slot == slot)
        shuffled[rows] = np.roll(result.table[rows], int(slot))
    settled = settle(problem, result.wish, result.slot, shuffled)
    rows = [
        Row(problem.party_ids[problem.a[w]], problem.party_ids[problem.b[w]], problem.slots[s].id, t)
        for w, s, t in zip(result.wish, result.slot, settled.tolist(), strict=True)
    ]
    mixed = [Row(row.a, row.b, row.slot, t) for row, t in zip(rows, shuffled.tolist(), strict=True)]
    changes = constraints_comfort.changes_of_table
    assert changes(problem, rows) < changes(problem, mixed)
    assert len({(row.slot, row.table) for row in rows}) == len(rows)


def test_comfort_is_the_same_for_the_same_seed():
    problem = small_fair(21, parties=40, slots=10, limited=True, density=0.2)
    first, second = (solve(problem, seed=9).to_json() | {"seconds": 0} for _ in range(2))
    assert first == second


@pytest.mark.parametrize("figure", ComfortFigures().__dict__)
def test_a_false_figure_of_comfort_is_named(figure):
    problem = equal_fair(repeats=[["g1", "h1"]])
    document = solve(problem).to_json()
    wrong = copy.deepcopy(document)
    wrong["comfort"][figure] += 1
    assert [s.params["figure"] for s in check(problem, wrong) if s.code == "wrong_comfort"] == [figure]
    assert check(problem, document) == []


MISTAKES = [
    ({"comfort": []}, "comfort"),
    ({"comfort": {"quiet": True}}, "comfort.quiet"),
    ({"comfort": {"repeats": [["g1"]]}}, "comfort.repeats[0]"),
    ({"comfort": {"repeats": [["g1", "x"]]}}, "comfort.repeats[0].b"),
    ({"comfort": {"sectors": {"x": "arts"}}}, "comfort.sectors.x"),
    ({"comfort": {"sectors": {"g1": 3}}}, "comfort.sectors.g1"),
    ({"comfort": {"in_a_row": 0}}, "comfort.in_a_row"),
    ({"comfort": {"balance_days": 1}}, "comfort.balance_days"),
]


@pytest.mark.parametrize(("change", "place"), MISTAKES)
def test_a_wish_for_comfort_that_cannot_be_meant_is_refused(change, place):
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_json(equal_fair().to_json() | change)
    assert error.value.place == place


def test_writing_and_reading_wishes_for_comfort_changes_nothing():
    asked = {"repeats": [["g1", "h1"]], "sectors": {"h2": "arts"}, "in_a_row": 3, "balance_days": True}
    once = equal_fair(**asked).to_json()
    assert (once["comfort"], MeetingProblem.from_json(once).to_json()) == (asked, once)
