"""Tables reserved to those who host: a restriction that costs next to nothing and leaves little to count."""

from __future__ import annotations

import numpy as np
import pytest

from spona_engine import check, solve
from spona_engine.instances import availability_fair
from spona_engine.meetings import completion, proving, sifting, spreading
from spona_engine.meetings.completion import attain
from spona_engine.meetings.relaxation import Settled, certificate, relax
from spona_engine.meetings.selection import Goals, select, sides_of
from spona_engine.meetings.sifting import point_of, prove
from spona_engine.meetings.spreading import spread
from spona_engine.meetings.value import Value
from spona_engine.watch import Watch

WATCH = Watch(86_400.0)
"""A day: it begins when the tests are collected, long before the last of them runs."""


@pytest.fixture(scope="module")
def fair():
    """Thirty hosts and fourteen tables."""
    return availability_fair(60, 30, 12, "windows", tables=14, seed=6)


@pytest.fixture(scope="module")
def proven(fair):
    """(the relaxation of the score, its proof)."""
    relaxation = relax(fair, "score", Settled(0, 0))
    return relaxation, prove(relaxation, WATCH)


def held_tables(relaxation, spared):
    """[slots] tables reserved, [slots] tables left to share."""
    rows = relaxation.table_rows
    return relaxation.limit[rows] - spared.relaxation.limit[rows], spared.relaxation.limit[rows]


def test_tables_of_ones_own_and_shared_tables_are_the_tables_there_are(fair, proven):
    own, left = held_tables(proven[0], spread(*proven, WATCH))
    assert ((own + left).tolist(), bool((left >= 0).all()), bool(own.sum() > 0)) == ([fair.tables] * 12, True, True)


def test_the_bound_with_reserved_tables_is_near_that_of_the_fair(proven):
    spared = spread(*proven, WATCH)
    narrow = prove(spared.relaxation, WATCH, near=spared.near)
    assert 0.998 * proven[1].bound <= narrow.bound <= proven[1].bound + 1


def test_the_reward_leaves_fewer_places_undecided(monkeypatch, proven):
    rewarded = held_tables(proven[0], spread(*proven, WATCH))[1].sum()
    monkeypatch.setattr(spreading, "_REWARD", 0.0)
    assert rewarded < held_tables(proven[0], spread(*proven, WATCH))[1].sum()


def test_a_place_with_a_table_of_its_own_takes_the_price_of_the_table(monkeypatch, proven):
    relaxation, proof = proven
    monkeypatch.setattr(spreading, "_ITERATIONS", 0)
    spared = spread(relaxation, proof, WATCH)
    height = len(relaxation.limit)
    bound = certificate(spared.relaxation, spared.near.price[:height], spared.near.share).bound
    unmoved = certificate(spared.relaxation, proof.price / proof.scale, spared.near.share).bound
    assert bound <= proof.bound + 1 < unmoved


def test_only_places_that_share_are_counted(monkeypatch, proven):
    counted = []
    monkeypatch.setattr(completion._Puzzle, "_tables", lambda _, idle, *__, **___: counted.append(len(idle)))
    relaxation, proof = proven
    attain(relaxation, proof, proof.bound, 0, 0.1, WATCH)
    whole = sum(counted)
    counted.clear()
    monkeypatch.setattr(spreading, "_REWARD", 0.0)
    spared = spread(relaxation, proof, WATCH)
    narrow = prove(spared.relaxation, WATCH, near=spared.near)
    attain(spared.relaxation, narrow, narrow.bound, 0, 0.1, WATCH)
    assert 0 < sum(counted) < 0.7 * whole


@pytest.mark.parametrize("limits", [{}, {"minimum": (2, 3)}, {"minimum": (2, 3), "capped": True}])
def test_a_large_fair_with_few_tables_is_proven_without_counting_them_all(monkeypatch, limits):
    tried = []
    tries = proving.attain
    monkeypatch.setattr(proving, "_COUNTED_UP_TO", 0)
    monkeypatch.setattr(proving, "attain", lambda *given: tried.append(given[0]) or tries(*given))
    problem = availability_fair(60, 30, 12, "windows", tables=14, seed=6, **limits)
    result = solve(problem, time_limit=30.0)
    assert (result.status, result.gap, check(problem, result)) == ("optimal", 0.0, [])
    assert int(tried[0].limit[tried[0].table_rows].sum()) < 14 * 12


def test_a_pin_stays_where_it_is_when_tables_are_reserved(monkeypatch, fair):
    monkeypatch.setattr(proving, "_COUNTED_UP_TO", 0)
    first = solve(fair, should_stop=lambda: True)
    pair = fair.party_ids[fair.a[first.wish[0]]], fair.party_ids[fair.b[first.wish[0]]]
    problem = fair.with_pin(*pair, slot=fair.slots[int(first.slot[0])].id)
    result = solve(problem, time_limit=30.0)
    assert (check(problem, result), result.gap < 0.001) == ([], True)


def test_without_time_no_table_is_reserved(proven):
    assert spread(*proven, Watch(1e-9)) is None


def test_reserving_tables_is_the_same_every_time(proven):
    first, second = (spread(*proven, WATCH) for _ in range(2))
    assert np.array_equal(first.relaxation.wish, second.relaxation.wish)
    assert np.array_equal(first.near.share, second.near.share)


def test_without_time_the_prices_at_hand_are_the_proof(proven):
    relaxation, proof = proven
    assert prove(relaxation, Watch(1e-9), near=point_of(relaxation, proof)).total == proof.total


def test_prices_that_stopped_early_are_carried_on_unless_the_plan_reaches_them(monkeypatch, fair, proven):
    relaxation, proof = proven
    monkeypatch.setattr(sifting, "_MOST_ITERATIONS", 64)
    early = prove(relaxation, WATCH)
    monkeypatch.undo()
    prover = proving.Prover(fair, sides_of(fair), select(fair, sides_of(fair), Goals()), 0, WATCH)
    assert (prover._finished(relaxation, early, {}).bound, early.bound > proof.bound) == (proof.bound, True)
    assert prover._finished(relaxation, proof, {}) is proof
    monkeypatch.setattr(proving, "value_of", lambda *_: Value(0, 0, 0, early.bound))
    assert prover._finished(relaxation, early, {}) is early
