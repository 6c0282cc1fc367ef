"""Documents and arrays describe the same problem; what cannot be meant is refused with its place."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.rosters.strategies import rosters
from tests.engine.rosters.test_roster_clash import a_roster

from spona_engine import ProblemError
from spona_engine.rosters.problem import RosterProblem


@settings(max_examples=60)
@given(rosters())
def test_what_is_written_reads_back_the_same(document) -> None:
    written = RosterProblem.from_json(document).to_json()

    assert RosterProblem.from_json(written).to_json() == written


def test_times_with_offsets_are_one_clock() -> None:
    shifts = [
        {"id": "morning", "start": "2026-11-26T08:00+01:00", "minutes": 60},
        {"id": "noon", "start": "2026-11-26T09:00+02:00", "minutes": 60},
    ]
    problem = RosterProblem.from_json(a_roster(shifts=shifts))

    assert int(problem.start[1] - problem.start[0]) == 0


def test_a_way_is_never_longer_than_by_another_place() -> None:
    travel = [[0, 60, 10], [60, 0, 15], [10, 15, 0]]
    problem = RosterProblem.from_arrays(1, [0], [0], [1], [0, 90], [60, 60], place=[0, 1], travel=travel)

    assert problem.travel.tolist() == [[0, 25, 10], [25, 0, 15], [10, 15, 0]]


def changed(key: str, number: int, **values):
    document = a_roster()
    listed = [dict(one) for one in document[key]]
    listed[number].update(values)
    return document | {key: listed}


REFUSED = {
    "kind": a_roster(kind="meetings"),
    "version": a_roster(version=2),
    "shifts[1].id": changed("shifts", 1, id="morning"),
    "shifts[0].start": changed("shifts", 0, start="half past eight"),
    "shifts[1].start": changed("shifts", 1, start="2026-11-26T08:00"),
    "shifts[0].minutes": changed("shifts", 0, minutes=0),
    "shifts[0].min": changed("shifts", 0, min=3, max=2),
    "shifts[0].skills": changed("shifts", 0, skills=["driving"]),
    "shifts[0].skills.driving": changed("shifts", 0, skills={"driving": -1}),
    "volunteers[1].max": changed("volunteers", 1, max=1.5),
    "volunteers[1].id": changed("volunteers", 1, id=""),
    "offers[0].score": changed("offers", 0, score=math.nan),
    "offers[1].shift": changed("offers", 1, shift="night"),
    "offers[3]": changed("offers", 3, shift="morning"),
    "groups[0][1]": a_roster(groups=[["a", "c"]]),
    "groups[1]": a_roster(groups=[["a", "b"], ["b"]]),
    "pins[0]": a_roster(pins=[["a"]]),
    "bans[0][1]": a_roster(bans=[["a", "night"]]),
    "travel[0].minutes": a_roster(travel=[{"from": "hall", "to": "river", "minutes": -1}]),
    "travel": a_roster(travel=[{"from": "hall", "to": "moon", "minutes": 9}]),
}


@pytest.mark.parametrize("place", REFUSED)
def test_a_document_that_cannot_be_meant_is_refused_at_its_place(place: str) -> None:
    with pytest.raises(ProblemError) as refused:
        RosterProblem.from_json(REFUSED[place])

    assert refused.value.place == place


TWO = {"n_volunteers": 1, "volunteer": [0], "shift": [0], "score": [1], "start": [0, 60], "minutes": [60, 60]}
REFUSED_ARRAYS = {
    "volunteer[0]": {"volunteer": [1]},
    "score[0]": {"score": [-1]},
    "score": {"score": [math.nan]},
    "minutes[1]": {"minutes": [60, 0]},
    "minimum[1]": {"minimum": [0, 2], "maximum": 1},
    "place[0]": {"place": [1, 0]},
    "travel": {"travel": [[0, 1]]},
    "skills": {"skills": [[1]]},
    "needs": {"skills": np.zeros((1, 1), dtype=bool), "needs": [[1]]},
    "offers[1]": {"volunteer": [0, 0], "shift": [0, 0], "score": 1},
    "groups[0]": {"groups": [[0, 0]]},
    "pins[0]": {"pins": [[0, 2]]},
    "bans": {"bans": [0, 1]},
    "max_shifts": {"max_shifts": [1, 2]},
}


@pytest.mark.parametrize("place", REFUSED_ARRAYS)
def test_arrays_that_cannot_be_meant_are_refused_at_their_place(place: str) -> None:
    with pytest.raises(ProblemError) as refused:
        RosterProblem.from_arrays(**(TWO | REFUSED_ARRAYS[place]))

    assert refused.value.place == place
