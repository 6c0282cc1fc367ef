"""Many meetings placed at once stand where they would have been placed one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.strategies import fairs

from spona_engine import MeetingProblem
from spona_engine.instances import small_fair
from spona_engine.meetings.timetable import Timetable

many = settings(max_examples=300)


def state(timetable):
    """Everything a timetable knows about its meetings."""
    return (
        timetable.slot_of,
        timetable.at,
        timetable.free,
        timetable.room,
        timetable.load,
        timetable.unfilled,
    )


def placements(data, problem, most=12):
    """Wishes and slots as a damaged old plan may have them: twice, too many, at the wrong time."""
    rows = []
    if problem.n_wishes and problem.n_slots:
        one = st.tuples(st.integers(0, problem.n_wishes - 1), st.integers(0, problem.n_slots - 1))
        rows = data.draw(st.lists(one, max_size=most))
    wish, slot = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    return wish, slot


def one_by_one(timetable, wish, slot):
    placed = [timetable.try_place(w, s) for w, s in zip(wish.tolist(), slot.tolist(), strict=True)]
    return all(placed)


@many
@given(fairs(), st.data())
def test_placing_at_once_is_placing_one_by_one(fair, data):
    problem = MeetingProblem.from_json(fair)
    first, then = placements(data, problem, 3), placements(data, problem)
    together, single = Timetable(problem), Timetable(problem)
    said = [together.place_all(*first), together.place_all(*then)]
    assert said == [one_by_one(single, *first), one_by_one(single, *then)]
    assert state(together) == state(single)


@settings(max_examples=40)
@given(st.integers(0, 5_000), st.booleans(), st.sampled_from([None, 2]), st.data())
def test_a_whole_random_plan_is_taken_over_as_one_by_one(seed, limited, tables, data):
    problem = small_fair(seed, parties=14, slots=6, limited=limited, tables=tables, two_sided=False)
    wish = np.array(data.draw(st.permutations(range(problem.n_wishes))), dtype=np.int64)
    slot = np.random.default_rng(seed).integers(0, problem.n_slots, len(wish))
    together, single = Timetable(problem), Timetable(problem)
    assert together.place_all(wish, slot) == one_by_one(single, wish, slot)
    assert state(together) == state(single)


def collisions():
    """{what is in the way: (fair, wishes, slots)} where each meeting would do by itself."""
    fair = {
        "kind": "meetings",
        "version": 1,
        "slots": [{"id": "1"}, {"id": "2"}],
        "parties": [{"id": name, "side": "left" if name in "ab" else "right", "max": 2} for name in "abxy"],
        "wishes": [{"a": a, "b": b, "score": 1} for a, b in ("ax", "ay", "bx", "by")],
    }
    scarce = {**fair, "parties": [{**party, "max": 1} for party in fair["parties"]]}
    return {
        "a party twice in a slot": (fair, [0, 1], [0, 0]),
        "a wish twice": (fair, [0, 0], [0, 1]),
        "a maximum": (scarce, [0, 1], [0, 1]),
        "tables": ({**fair, "tables": 1}, [0, 3], [0, 0]),
    }


@pytest.mark.parametrize("way", collisions())
def test_of_two_meetings_in_each_others_way_the_first_is_placed(way):
    fair, wish, slot = collisions()[way]
    timetable = Timetable(MeetingProblem.from_json(fair))
    assert not timetable.place_all(np.array(wish), np.array(slot))
    assert timetable.slot_of == {wish[0]: slot[0]}


@pytest.mark.parametrize("way", collisions())
def test_without_the_look_at_disputes_two_meetings_in_each_others_way_are_both_placed(way, monkeypatch):
    monkeypatch.setattr(Timetable, "_disputed", lambda _self, wish, _slot: np.zeros(len(wish), dtype=bool))
    fair, wish, slot = collisions()[way]
    timetable = Timetable(MeetingProblem.from_json(fair))
    assert timetable.place_all(np.array(wish), np.array(slot))
    assert timetable.load != [int(s == slot[0]) for s in (0, 1)]


def test_what_fits_in_any_case_is_not_placed_one_by_one(monkeypatch):
    problem = small_fair(3, parties=10, slots=5)
    asked = []
    monkeypatch.setattr(Timetable, "try_place", lambda _self, wish, slot: bool(asked.append((wish, slot))))
    timetable = Timetable(problem)
    wish = np.flatnonzero((problem.capacity[problem.a] > 0) & (problem.capacity[problem.b] > 0))[:1]
    assert (timetable.place_all(wish, np.array([2])), asked, timetable.slot_of) == (True, [], {int(wish[0]): 2})


@many
@given(fairs())
def test_the_wishes_of_many_pairs_are_those_of_each_pair(fair):
    problem = MeetingProblem.from_json(fair)
    pairs = [(a, b) for a in range(problem.n_parties) for b in range(problem.n_parties) if a != b]
    a, b = np.array(pairs).T
    each = [problem.wish_of(*pair) for pair in pairs]
    assert problem.wishes_of(a, b).tolist() == [-1 if wish is None else wish for wish in each]
    unknown = np.full(problem.n_parties, -1)
    assert problem.wishes_of(unknown, np.arange(problem.n_parties)).tolist() == unknown.tolist()
