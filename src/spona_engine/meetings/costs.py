"""Seconds agreed for the stages that nobody can interrupt, from the sizes that decide them.

Measured on one busy core, rounded up; how far the machine at hand is off is learned as a run goes on (`watch.Pace`).
They only decide what is still begun when time runs short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem

_BASE = 0.01


def to_relax(problem: MeetingProblem) -> float:
    """Building the rows of a relaxation."""
    return _BASE + 5e-7 * problem.n_wishes * problem.n_slots


def to_write(columns: int) -> float:
    """Writing the linear program of a relaxation."""
    return _BASE + 2e-6 * columns


def to_set_up(columns: int) -> float:
    """Writing the linear program and what its solver does until the first iteration."""
    return to_write(columns) + 4e-6 * columns


def to_iterate(columns: int) -> float:
    """The iterations between two looks of the linear solver at its clock, and reading its answer."""
    return _BASE + 3e-6 * columns


def to_puzzle(columns: int) -> float:
    """Writing the puzzle of a relaxation with so many (wish, slot)."""
    return _BASE + 5e-6 * columns


def to_search(variables: int) -> float:
    """What the clause-learning solver does with so many variables before and after it looks at its clock."""
    return _BASE + 5e-6 * variables


def to_build(problem: MeetingProblem) -> float:
    """Inserting a whole plan by chains."""
    return _BASE + 1e-5 * problem.n_wishes


def to_match(problem: MeetingProblem) -> float:
    """The best meetings of one slot, the others as they are."""
    return _BASE + 5e-6 * problem.n_wishes


def to_fill(problem: MeetingProblem) -> float:
    """Trying every wish that is left once more."""
    return _BASE + 1e-5 * problem.n_wishes


def to_refine(problem: MeetingProblem) -> float:
    """Setting up the search for comfort, without its steps."""
    return _BASE + 3e-6 * problem.n_parties * problem.n_slots


def to_finish(problem: MeetingProblem) -> float:
    """Tables and the result itself."""
    return _BASE + 2e-6 * problem.n_parties * problem.n_slots + 2e-6 * problem.n_wishes
