"""A roster problem from arrays: every array is checked for length, type and range before anything is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import whole
from spona_engine.rosters.contents import MAX_SCORE, UNLIMITED, RosterContents

if TYPE_CHECKING:
    import numpy.typing as npt

    from spona_engine.rosters.contents import BoolArray, IntArray

    Column = npt.ArrayLike


@dataclass(frozen=True)
class Shifts:
    """The columns over shifts; see RosterProblem.from_arrays."""

    start: Column
    minutes: Column
    minimum: Column
    maximum: Column | None
    place: Column
    needs: Column | None


@dataclass(frozen=True)
class Limits:
    """What else may be given; see RosterProblem.from_arrays."""

    travel: Column | None
    skills: Column | None
    max_shifts: Column | None
    max_minutes: Column | None
    groups: Sequence[Sequence[int]]
    pins: Column | None
    bans: Column | None


def read_arrays(n: int, offers: tuple[Column, Column, Column], shifts: Shifts, limits: Limits) -> RosterContents:
    """`offers`: volunteer, shift, score. Raises ProblemError with place and remedy."""
    n = whole(n, "n_volunteers", 0, UNLIMITED)
    m, count = int(np.asarray(shifts.start).size), int(np.asarray(offers[0]).size)
    start = column(shifts.start, "start", m, -(2**40), 2**40)
    minutes = column(shifts.minutes, "minutes", m, 1, UNLIMITED)
    travel = travel_times(np.zeros((1, 1), dtype=np.int64) if limits.travel is None else limits.travel)
    volunteer = column(offers[0], "volunteer", count, 0, n - 1)
    shift = column(offers[1], "shift", count, 0, m - 1)
    no_offer_twice(volunteer, shift, m)
    minimum = column(shifts.minimum, "minimum", m, 0, UNLIMITED)
    maximum = column(UNLIMITED if shifts.maximum is None else shifts.maximum, "maximum", m, 0, UNLIMITED)
    over = np.flatnonzero(minimum > maximum)
    if len(over):
        s = int(over[0])
        remedy = f"write a minimum of at most {maximum[s]}"
        raise ProblemError(f"minimum[{s}]", f"is {minimum[s]}, above the maximum {maximum[s]}", remedy)
    skills, needs = _skills(limits.skills, shifts.needs, n, m)
    return RosterContents(
        volunteer_ids=tuple(f"V{v}" for v in range(n)),
        shift_ids=tuple(f"S{s}" for s in range(m)),
        skill_names=tuple(f"K{k}" for k in range(skills.shape[1])),
        place_names=tuple(f"P{p}" for p in range(len(travel))),
        starts=tuple(start.tolist()),
        start=start,
        end=start + minutes,
        place=column(shifts.place, "place", m, 0, len(travel) - 1),
        travel=travel,
        minimum=minimum,
        maximum=maximum,
        needs=needs,
        skills=skills,
        max_shifts=column(UNLIMITED if limits.max_shifts is None else limits.max_shifts, "max_shifts", n, 0, UNLIMITED),
        max_minutes=column(
            UNLIMITED if limits.max_minutes is None else limits.max_minutes, "max_minutes", n, 0, UNLIMITED
        ),
        volunteer=volunteer,
        shift=shift,
        score=column(offers[2], "score", count, 0, MAX_SCORE),
        groups=_groups(limits.groups, n),
        pins=_couples(limits.pins, "pins", n, m),
        bans=_couples(limits.bans, "bans", n, m),
    )


def column(values: Column, place: str, size: int, low: int, high: int) -> IntArray:
    """[size] whole numbers within the limits, from one number or one an entry."""
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise ProblemError(place, f"holds values of type {array.dtype}", "give whole numbers")
    if array.ndim > 1 or (array.ndim == 1 and array.size != size):
        raise ProblemError(place, f"has shape {array.shape}", f"give {size} values")
    stretched = np.broadcast_to(array, (size,)).astype(np.int64)
    wrong = np.flatnonzero((stretched < low) | (stretched > high))
    if len(wrong):
        first = int(wrong[0])
        raise ProblemError(f"{place}[{first}]", f"is {stretched[first]}", f"keep within {low} to {high}")
    return stretched


def travel_times(given: Column) -> IntArray:
    """[places, places] minutes, shortened where the way by another place is quicker (Floyd and Warshall)."""
    array = np.asarray(given)
    if array.ndim != 2 or array.shape[0] != array.shape[1] or not array.size or array.dtype.kind not in "iu":
        raise ProblemError("travel", f"has shape {array.shape}", "give whole minutes, a row and a column a place")
    if array.min() < 0 or array.max() > UNLIMITED:
        raise ProblemError(
            "travel", f"holds values from {array.min()} to {array.max()}", f"keep within 0 to {UNLIMITED}"
        )
    times = array.astype(np.int64)
    np.fill_diagonal(times, 0)
    for via in range(len(times)):
        times = np.minimum(times, times[:, via : via + 1] + times[via : via + 1, :])
    return times


def no_offer_twice(volunteer: IntArray, shift: IntArray, n_shifts: int) -> None:
    keys = volunteer * max(n_shifts, 1) + shift
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(again):
        first, second = int(order[again[0]]), int(order[again[0] + 1])
        raise ProblemError(f"offers[{second}]", f"repeats offers[{first}]", "list every offer once")


def _skills(skills: Column | None, needs: Column | None, n: int, m: int) -> tuple[BoolArray, IntArray]:
    have = np.zeros((n, 0), dtype=bool) if skills is None else np.asarray(skills)
    if have.ndim != 2 or len(have) != n or have.dtype != np.bool_:
        raise ProblemError("skills", f"has shape {have.shape} and type {have.dtype}", f"give booleans [{n}, skills]")
    kinds = have.shape[1]
    wanted = np.zeros((m, kinds), dtype=np.int64) if needs is None else np.asarray(needs)
    if wanted.shape != (m, kinds) or (wanted.size and wanted.dtype.kind not in "iu"):
        raise ProblemError("needs", f"has shape {wanted.shape}", f"give whole numbers [{m}, {kinds}]")
    if wanted.size and wanted.min() < 0:
        raise ProblemError("needs", f"holds {wanted.min()}", "give whole numbers from 0 on")
    return have, wanted.astype(np.int64)


def _groups(groups: Sequence[Sequence[int]], n: int) -> tuple[tuple[int, ...], ...]:
    read = tuple(
        tuple(whole(member, f"groups[{g}][{position}]", 0, n - 1) for position, member in enumerate(group))
        for g, group in enumerate(groups)
    )
    nobody_in_two(read, [str(v) for v in range(n)])
    return read


def nobody_in_two(groups: tuple[tuple[int, ...], ...], names: Sequence[str]) -> None:
    seen: dict[int, int] = {}
    for g, group in enumerate(groups):
        for member in group:
            if member in seen:
                message = f"lists {names[member]!r}, who is in groups[{seen[member]}] already"
                raise ProblemError(f"groups[{g}]", message, "join the two groups, or take the volunteer out of one")
            seen[member] = g


def _couples(values: Any, place: str, n: int, m: int) -> tuple[tuple[int, int], ...]:
    array = np.asarray([] if values is None else values)
    if array.size == 0:
        return ()
    if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "iu":
        raise ProblemError(place, f"has shape {array.shape}", "give whole numbers [count, 2]")
    rows = [(int(v), int(s)) for v, s in array.tolist()]
    for number, (v, s) in enumerate(rows):
        if not (0 <= v < n and 0 <= s < m):
            remedy = f"keep volunteers within 0 to {n - 1} and shifts within 0 to {m - 1}"
            raise ProblemError(f"{place}[{number}]", f"names the unknown pair ({v}, {s})", remedy)
    return tuple(dict.fromkeys(rows))
