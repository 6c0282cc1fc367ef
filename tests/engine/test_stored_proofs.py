"""A stored plan is explained as well as a fresh one: its document keeps the prices that prove the bound."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.brute import best_value
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem, MeetingResult, ProblemError, explain, solve
from spona_engine.instances import availability_fair, peer_fair, small_fair
from spona_engine.meetings import explaining

few = settings(max_examples=15)
seeds = st.integers(0, 5_000)


def stored(problem, plan, **changes):
    """The plan as read from its document, with other entries of its proof if given."""
    document = json.loads(json.dumps(plan.to_json()))
    if changes:
        document["score_proof"] |= changes
    return MeetingResult.from_json(problem, document)


@pytest.fixture(scope="module")
def fair():
    return availability_fair(30, 15, 8, "windows", tables=8, minimum=(2, 2), seed=3)


@pytest.fixture(scope="module")
def plan(fair):
    return solve(fair, time_limit=30.0)


@few
@given(seeds, st.booleans(), st.booleans(), st.sampled_from([None, 2]))
def test_a_stored_plan_is_explained_word_for_word_as_the_fresh_one(seed, two_sided, limited, tables):
    problem = small_fair(seed, parties=8, slots=3, two_sided=two_sided, limited=limited, tables=tables)
    fresh = solve(problem)
    read = stored(problem, fresh)
    for a, b in combinations(problem.party_ids[:6], 2):
        assert explain(problem, read, a, b) == explain(problem, fresh, a, b)


def test_where_only_kept_prices_speak_the_stored_ones_say_the_same(fair, plan, monkeypatch):
    monkeypatch.setattr(explaining, "_PRICED_UP_TO", 0)
    pairs = [(m.a, m.b) for m in plan.meetings[::12]] + [(u.a, u.b) for u in plan.unmet[::25]]
    fresh = [explain(fair, plan, a, b).text for a, b in pairs]
    document = plan.to_json()
    del document["score_proof"]
    without = MeetingResult.from_json(fair, document)
    assert [explain(fair, stored(fair, plan), a, b).text for a, b in pairs] == fresh
    assert [explain(fair, without, a, b).text for a, b in pairs] != fresh


def test_the_proof_of_a_stored_plan_loses_what_the_fresh_one_loses(fair, plan):
    fresh, read = plan.score_proof, stored(fair, plan).proof
    assert (read.settled, read.certificate.scale, read.certificate.total) == (
        fresh.settled,
        fresh.certificate.scale,
        fresh.certificate.total,
    )
    assert (read.certificate.loss == fresh.certificate.loss).all()
    assert stored(fair, plan).to_json() == plan.to_json()


def test_a_plan_proven_without_prices_states_none():
    problem = small_fair(4)
    assert ("score_proof" in solve(problem).to_json(), stored(problem, solve(problem)).proof) == (False, None)


def priced(fair, best, seed):
    """A result document whose prices are drawn by chance."""
    random = np.random.default_rng(seed)

    def prices(count):
        return np.rint(random.exponential(20.0, count) * (random.random(count) < 0.6) * 1024).astype(int).tolist()

    names, slots = [party["id"] for party in fair["parties"]], [slot["id"] for slot in fair["slots"]]
    proof = {"unit": 1024, "shortfall": abs(best[0]), "must": best[1], "slots": slots[::-1]}
    proof |= {"busy": {name: prices(len(slots)) for name in names[1:]}, "tables": prices(len(slots))}
    proof |= {kind: dict(zip(names, prices(len(names)), strict=True)) for kind in ("maximum", "minimum")}
    proof |= {"total_shortfall": prices(1)[0], "total_must": prices(1)[0]}
    numbers = dict.fromkeys(("score", "score_bound", "shortfall", "shortfall_bound"), 0)
    empty = {"kind": "meetings", "version": 1, "status": "feasible", "meetings": []}
    return empty | numbers | {"score_proof": proof}


@settings(max_examples=60)
@given(fairs(), seeds)
def test_whatever_prices_a_document_states_the_bound_holds_for_every_plan(fair, seed):
    best = best_value(fair)
    assume(best is not None)
    problem = MeetingProblem.from_json(fair)
    proof = MeetingResult.from_json(problem, priced(fair, best, seed)).proof
    assert proof.certificate.bound >= best[2]


@settings(max_examples=25)
@given(fairs(), seeds)
def test_the_bound_is_that_of_the_problem_at_hand_not_of_the_one_it_was_found_for(fair, seed):
    assume(fair["wishes"])
    now = fair | {"wishes": [wish | {"score": wish["score"] // 2 + 7} for wish in fair["wishes"]], "bans": []}
    now["slots"] = [{"id": "new"}, *fair["slots"][:-1]]
    now["parties"] = [{key: value for key, value in party.items() if key != "slots"} for party in fair["parties"]]
    now["pins"] = []
    best = best_value(now)
    assume(best is not None)
    proof = MeetingResult.from_json(MeetingProblem.from_json(now), priced(fair, best, seed)).proof
    assert proof.certificate.bound >= best[2]


def test_names_the_fair_no_longer_has_price_nothing(fair, plan):
    busy = plan.to_json()["score_proof"]["busy"] | {"gone": [5] * fair.n_slots}
    read = stored(fair, plan, busy=busy, maximum={"gone": 3})
    assert read.proof.certificate.total >= read.score * read.proof.certificate.scale


def test_prices_too_large_to_be_summed_exactly_prove_nothing_and_disturb_nothing(fair, plan):
    read = stored(fair, plan, busy={fair.party_ids[0]: [2**53] * fair.n_slots}, unit=1)
    pair = plan.meetings[0].a, plan.meetings[0].b
    assert (read.proof, explain(fair, read, *pair).met) == (None, True)


FALSE = [
    ({"unit": 3}, "score_proof.unit"),
    ({"unit": 2**30}, "score_proof.unit"),
    ({"shortfall": -1}, "score_proof.shortfall"),
    ({"must": 0.5}, "score_proof.must"),
    ({"slots": "s0"}, "slots"),
    ({"busy": {"L0": [1]}}, "score_proof.busy.L0"),
    ({"busy": {"L0": [1, 2, 3, 4, 5, 6, 7, -8]}}, "score_proof.busy.L0[7]"),
    ({"busy": []}, "score_proof.busy"),
    ({"tables": {}}, "score_proof.tables"),
    ({"maximum": {"L0": True}}, "score_proof.maximum.L0"),
    ({"minimum": {"L0": float("nan")}}, "score_proof.minimum.L0"),
    ({"total_must": "2"}, "score_proof.total_must"),
]


@pytest.mark.parametrize(("change", "place"), FALSE)
def test_what_cannot_be_a_price_is_refused_by_its_place(fair, plan, change, place):
    with pytest.raises(ProblemError) as refused:
        stored(fair, plan, **change)
    assert refused.value.place == place


def test_a_proof_that_is_no_object_is_refused(fair, plan):
    with pytest.raises(ProblemError) as refused:
        MeetingResult.from_json(fair, plan.to_json() | {"score_proof": [1]})
    assert refused.value.place == "score_proof"


def test_the_prices_of_a_fair_of_one_side_are_kept_too():
    problem = peer_fair(25, 6, seed=1, present=0.75)
    fresh = solve(problem, time_limit=30.0)
    assert stored(problem, fresh).proof.certificate.total == fresh.score_proof.certificate.total
