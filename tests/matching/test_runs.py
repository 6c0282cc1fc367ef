"""Runs from being asked for to their end, also where a worker, the engine or a listener fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

import spona_engine
from spona.kernel.actions import in_network
from spona.kernel.models import Actor, Network, Problem, Translated, uuid7
from spona.matching.actions import cancel_run, start_run, sweep_stale_runs, work_run
from spona.matching.actions.work import Watch
from spona.matching.models import MatchRun
from spona.matching.queries import latest_run
from spona.matching.signals import run_finished
from spona.matching.states import RunState

PROBLEM = {
    "kind": "meetings",
    "version": 1,
    "slots": [{"id": "s1"}],
    "tables": None,
    "parties": [{"id": "udruga", "side": "cso", "min": 1}, {"id": "tvrtka", "side": "company"}],
    "wishes": [{"a": "udruga", "b": "tvrtka", "score": 700}],
    "bans": [],
    "pins": [],
}


@pytest.fixture
def planner(db: None) -> Actor:
    network = Network.objects.create(slug=f"n{uuid7().hex}", name=Translated.of("Mreža", "hr"))
    return Actor.of_system("planner", network.pk)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Ends of runs as listeners hear them: state and result."""
    ends: list[tuple[str, Any]] = []

    def listen(*, run: MatchRun, result: Any, **_signal: Any) -> None:
        ends.append((run.state, result))

    run_finished.connect(listen)
    yield ends
    run_finished.disconnect(listen)


def a_run(by: Actor, **details: Any) -> MatchRun:
    given = {"kind": "test", "subject_id": uuid7(), "programme_id": uuid7(), "problem": PROBLEM, **details}
    return start_run(by=by, **given)


def test_a_run_is_worked_out_and_its_listeners_hear_of_it(planner: Actor, heard: list[tuple[str, Any]]) -> None:
    asked = a_run(planner)

    run = work_run(run_id=asked.pk, by=planner)

    assert run is not None
    assert (run.state, run.score, run.score_bound, run.shortfall, run.meetings) == (RunState.OPTIMAL, 700, 700, 0, 1)
    assert (run.progress, run.attempts) == (1.0, 1)
    assert run.result["meetings"] == [{"a": "udruga", "b": "tvrtka", "slot": "s1", "table": 1}]
    assert [(state, result.score) for state, result in heard] == [(RunState.OPTIMAL, 700)]


def test_a_run_is_worked_out_once(planner: Actor, heard: list[tuple[str, Any]]) -> None:
    asked = a_run(planner)
    work_run(run_id=asked.pk, by=planner)

    assert work_run(run_id=asked.pk, by=planner) is None
    assert len(heard) == 1


def test_runs_are_numbered_for_their_subject_and_the_latest_is_found(planner: Actor) -> None:
    subject_id = uuid7()
    for number in (1, 2):
        asked = a_run(planner, subject_id=subject_id)
        work_run(run_id=asked.pk, by=planner)
        assert asked.number == number

    latest = latest_run(planner, "test", subject_id)

    assert latest is not None
    assert latest.number == 2
    assert latest.get_deferred_fields() == {"problem", "start", "result"}


def test_a_subject_is_planned_by_one_run_at_a_time(planner: Actor) -> None:
    first = a_run(planner)

    with pytest.raises(Problem) as raised:
        a_run(planner, subject_id=first.subject_id)

    assert raised.value.code == "run_busy"


def test_without_the_database_rule_a_subject_would_be_planned_twice(planner: Actor) -> None:
    """The negative control: what stops the second run is the constraint, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_run_at_a_time")
    first = a_run(planner)

    second = a_run(planner, subject_id=first.subject_id)

    assert {first.state, second.state} == {RunState.QUEUED}


def test_an_error_of_the_engine_ends_the_run_with_its_class_only(
    planner: Actor, heard: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("Marija Horvat, marija@example.org")

    monkeypatch.setattr(spona_engine, "solve", break_down)
    asked = a_run(planner)

    run = work_run(run_id=asked.pk, by=planner)

    assert run is not None
    assert run.state == RunState.FAILED
    assert run.error == "An error stopped the work (ZeroDivisionError). Nothing else was changed; try again."
    assert heard == [(RunState.FAILED, None)]


def test_a_listener_that_fails_takes_the_result_back(planner: Actor) -> None:
    def refuse(*, run: MatchRun, **_signal: Any) -> None:
        if run.state == RunState.OPTIMAL:
            raise IntegrityError("no draft today")

    run_finished.connect(refuse)
    asked = a_run(planner)
    try:
        run = work_run(run_id=asked.pk, by=planner)
    finally:
        run_finished.disconnect(refuse)

    assert run is not None
    assert (run.state, run.result) == (RunState.FAILED, None)


def test_a_waiting_run_is_cancelled_at_once(planner: Actor, heard: list[tuple[str, Any]]) -> None:
    asked = a_run(planner)

    assert cancel_run(run=asked, by=planner).state == RunState.CANCELLED
    assert heard == [(RunState.CANCELLED, None)]
    assert work_run(run_id=asked.pk, by=planner) is None


def test_a_working_run_that_is_stopped_keeps_its_best_plan(planner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = a_run(planner)
    real = spona_engine.solve

    def stopped_meanwhile(problem: Any, **options: Any) -> Any:
        cancel_run(run=asked, by=planner)
        assert options["should_stop"]() is True
        found = real(problem, seed=options["seed"])
        return type(found)(**{**vars(found), "status": "feasible"})

    monkeypatch.setattr(spona_engine, "solve", stopped_meanwhile)

    run = work_run(run_id=asked.pk, by=planner)

    assert run is not None
    assert (run.state, run.meetings) == (RunState.FEASIBLE, 1)


def test_progress_is_written_and_clipped_to_a_share(planner: Actor) -> None:
    run = a_run(planner)
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=1)
    run.refresh_from_db()

    Watch(run).progress(1.7, 500, 700)

    run.refresh_from_db()
    assert (run.progress, run.score, run.score_bound) == (1.0, 500, 700)


def test_two_looks_within_half_a_second_cost_one(planner: Actor, django_assert_num_queries: Any) -> None:
    run = a_run(planner)
    watch = Watch(run)
    watch.progress(0.1, 1, 2)

    with django_assert_num_queries(0):
        watch.progress(0.2, 1, 2)


def died(run: MatchRun, attempts: int = 1, **columns: Any) -> MatchRun:
    """Leave a run as a worker leaves it that was killed an hour ago."""
    an_hour_ago = timezone.now() - dt.timedelta(hours=1)
    MatchRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, attempts=attempts, updated_at=an_hour_ago, progress=0.4, **columns
    )
    run.refresh_from_db()
    return run


def test_a_run_whose_worker_died_is_given_to_another(planner: Actor) -> None:
    run = died(a_run(planner))

    assert [(moved.pk, moved.state) for moved in sweep_stale_runs(by=planner)] == [(run.pk, RunState.QUEUED)]

    done = work_run(run_id=run.pk, by=planner)
    assert done is not None
    assert (done.state, done.attempts) == (RunState.OPTIMAL, 2)


def test_a_run_that_killed_two_workers_fails(planner: Actor) -> None:
    run = died(a_run(planner), attempts=2)

    sweep_stale_runs(by=planner)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error.startswith("The work broke off twice")


def test_a_dead_run_that_was_stopped_by_hand_is_cancelled(planner: Actor) -> None:
    run = died(a_run(planner), stop_asked=True)

    assert [moved.state for moved in sweep_stale_runs(by=planner)] == [RunState.CANCELLED]
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


def test_a_run_that_gives_signs_of_life_is_left_alone(planner: Actor) -> None:
    run = a_run(planner)
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=1)

    assert sweep_stale_runs(by=planner) == []


def test_a_worker_given_up_for_dead_stores_nothing(planner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = a_run(planner)
    real = spona_engine.solve

    def slow(problem: Any, **options: Any) -> Any:
        MatchRun.objects.filter(pk=asked.pk).update(attempts=2)
        assert options["should_stop"]() is True
        return real(problem, seed=options["seed"])

    monkeypatch.setattr(spona_engine, "solve", slow)

    work_run(run_id=asked.pk, by=planner)

    asked.refresh_from_db()
    assert (asked.state, asked.result) == (RunState.RUNNING, None)


@pytest.mark.django_db(transaction=True)
def test_the_engine_works_outside_any_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network.objects.create(slug=f"n{uuid7().hex}", name=Translated.of("Mreža", "hr"))
    planner = Actor.of_system("planner", network.pk)
    with in_network(network.pk):
        asked = a_run(planner)
    real, inside = spona_engine.solve, []

    def watched(problem: Any, **options: Any) -> Any:
        inside.append(connection.in_atomic_block)
        return real(problem, **options)

    monkeypatch.setattr(spona_engine, "solve", watched)

    run = work_run(run_id=asked.pk, by=planner)

    assert run is not None
    assert (inside, run.state) == ([False], RunState.OPTIMAL)
