"""A result arrives in time because nothing is begun that could not end in time: on a clock that only stages move."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from spona_engine import check
from spona_engine.instances import availability_fair
from spona_engine.meetings import clauses, costs
from spona_engine.meetings.sifting import Program
from spona_engine.meetings.solving import solve_meetings
from spona_engine.watch import Pace, Watch

real_solve = Program.solve
FAIR = availability_fair(80, 40, 12, "windows", tables=20, minimum=(2, 3), seed=2)


class Hall:
    """A machine that takes `slowness` times the agreed seconds for every stage, and lets solvers use all they get."""

    def __init__(self, monkeypatch, slowness):
        self.now, self.slowness, self.begun, self.searches = 0.0, slowness, [], 0
        hall = self

        @contextmanager
        def stage(watch, agreed):
            hall.begun.append((agreed, watch.spare(0.0), watch._pace.slowness))
            before = hall.now
            hall.now += agreed * hall.slowness
            yield
            watch._pace.learn(agreed, hall.now - before)

        def solution(program, kept, near, iterations, watch, reward=None):
            columns = len(program.relaxation.gain) if kept is None else int(kept.sum())
            hall.now += watch.spare(costs.to_iterate(columns)) + costs.to_iterate(columns) * hall.slowness
            return real_solve(program, kept, near, iterations, Watch(5.0), reward)

        def run(model, seed, effort, watch, *, puzzle=False):
            hall.searches += 1
            hall.now += watch.remaining + costs.to_search(len(model.proto.variables)) * hall.slowness
            return clauses.run(model, seed, min(effort, 0.2), Watch(5.0), puzzle=puzzle)

        monkeypatch.setattr(Watch, "stage", stage)
        monkeypatch.setattr(Program, "solve", solution)
        for user in ("completion", "exact"):
            monkeypatch.setattr(f"spona_engine.meetings.{user}.run", run)

    def clock(self):
        return self.now


@pytest.mark.parametrize("slowness", [1.0, 3.0])
@pytest.mark.parametrize("limit", [1e-9, 0.1, 0.4, 2.0, 10.0])
def test_no_stage_begins_that_would_end_after_the_limit(monkeypatch, limit, slowness):
    hall = Hall(monkeypatch, slowness)
    result = solve_meetings(FAIR, 0, None, Watch(limit, clock=hall.clock))
    first, *later = hall.begun
    late = [stage for stage in later if stage[0] * stage[2] > stage[1]]
    assert (first[0], late, check(FAIR, result)) == (costs.to_build(FAIR), [], [])
    assert hall.now <= max(limit, costs.to_build(FAIR) * slowness)


def test_with_time_enough_the_stages_are_begun(monkeypatch):
    hall = Hall(monkeypatch, 1.0)
    solve_meetings(FAIR, 0, None, Watch(10.0, clock=hall.clock))
    assert (len(hall.begun) > 2, hall.searches > 0) == (True, True)


def test_without_asking_what_is_affordable_stages_begin_too_late(monkeypatch):
    hall = Hall(monkeypatch, 3.0)
    monkeypatch.setattr(Watch, "affords", lambda watch, _: not watch.stopped())
    solve_meetings(FAIR, 0, None, Watch(0.4, clock=hall.clock))
    assert [stage for stage in hall.begun[1:] if stage[0] * stage[2] > stage[1]] != []


def test_the_pace_rises_at_once_and_falls_by_halves():
    pace = Pace()
    seen = []
    for taken in (4.0, 1.0, 0.5, 8.0):
        pace.learn(1.0, taken)
        seen.append(pace.slowness)
    assert seen == [4.0, 2.5, 1.5, 8.0]


def test_what_is_kept_for_the_end_grows_with_the_pace():
    now = [0.0]
    watch = Watch(10.0, clock=lambda: now[0])
    search = watch.keep(1.0)
    with watch.stage(0.5):
        now[0] += 1.0
    assert (watch.remaining, search.remaining, search.affords(3.4), search.affords(3.6)) == (9.0, 7.0, True, False)


def test_part_of_what_remains_is_part_of_what_remains():
    now = [2.0]
    watch = Watch(10.0, clock=lambda: now[0]).keep(2.0)
    half = watch.within(0.5)
    now[0] += 1.0
    assert (watch.remaining, half.remaining) == (7.0, 3.0)
