"""Seeded random rosters for tests and benchmarks: the same arguments give the same problem."""

from __future__ import annotations

import numpy as np

from spona_engine.rosters.problem import RosterProblem

_DAY = 24 * 60
_STARTS = (8 * 60, 10 * 60, 12 * 60 + 30, 15 * 60, 18 * 60)


def volunteer_roster(
    n_volunteers: int = 200, n_days: int = 3, n_places: int = 4, *, tight: bool = False, seed: int = 0
) -> RosterProblem:
    """Days of five overlapping shifts at each place, places 10 to 60 minutes apart, three skills.

    Everybody offers a third of all shifts with scores 1 to 100, at most 2 to 6 shifts and 16 hours; every tenth person
    is in a group of two or three. The minimums take about half of what is offered, with `tight` nearly all of it.
    """
    random = np.random.default_rng(seed)
    n_shifts = n_days * len(_STARTS) * n_places
    day, rest = np.divmod(np.arange(n_shifts), len(_STARTS) * n_places)
    kind, place = np.divmod(rest, n_places)
    offered = np.argwhere(random.random((n_volunteers, n_shifts)) < 1 / 3)
    position = random.integers(0, 60, (n_places, 2))
    travel = np.abs(position[:, None, :] - position[None, :, :]).sum(axis=2) // 2 + 10
    most = random.integers(2, 7, n_volunteers)
    minimum = max(1, int(most.sum() * (0.95 if tight else 0.5) / n_shifts))
    return RosterProblem.from_arrays(
        n_volunteers,
        offered[:, 0],
        offered[:, 1],
        random.integers(1, 101, len(offered)),
        day * _DAY + np.array(_STARTS)[kind],
        np.array([180, 240, 210, 240, 240])[kind],
        minimum,
        minimum + max(1, minimum // 3),
        place=place,
        travel=travel,
        skills=random.random((n_volunteers, 3)) < np.array([0.5, 0.25, 0.1]),
        needs=random.integers(0, 2, (n_shifts, 3)),
        max_shifts=most,
        max_minutes=16 * 60,
        groups=_groups(random, n_volunteers),
    )


def _groups(random: np.random.Generator, n_volunteers: int) -> list[list[int]]:
    members = random.permutation(n_volunteers)[: n_volunteers // 10].tolist()
    groups = []
    while len(members) > 1:
        size = int(random.integers(2, 4))
        groups.append(members[:size])
        members = members[size:]
    return groups
