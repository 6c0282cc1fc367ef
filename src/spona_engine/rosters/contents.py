"""What a roster problem is made of: plain fields, which its readers fill and its views are worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

MAX_SCORE = 1_000_000
UNLIMITED = 2**31 - 1


@dataclass(frozen=True, eq=False)
class RosterContents:
    """The fields of a problem.

    Over shifts: `start` and `end` (minutes of one clock), `starts` (as written, kept for writing back), `place`
    (index), `minimum`, `maximum`, `needs` ([shifts, skills] how many with the skill at least). Over volunteers:
    `skills` (bool [volunteers, skills]), `max_shifts`, `max_minutes`. `travel` [places, places]: minutes on the way,
    never longer than by way of another place. Over offers (who may work when): `volunteer`, `shift` (indices), `score`.
    `groups`: volunteers who work together or not at all, nobody in two. `pins`, `bans`: (volunteer, shift).
    """

    volunteer_ids: tuple[str, ...]
    shift_ids: tuple[str, ...]
    skill_names: tuple[str, ...]
    place_names: tuple[str, ...]
    starts: tuple[str | int, ...]
    start: IntArray
    end: IntArray
    place: IntArray
    travel: IntArray
    minimum: IntArray
    maximum: IntArray
    needs: IntArray
    skills: BoolArray
    max_shifts: IntArray
    max_minutes: IntArray
    volunteer: IntArray
    shift: IntArray
    score: IntArray
    groups: tuple[tuple[int, ...], ...] = ()
    pins: tuple[tuple[int, int], ...] = ()
    bans: tuple[tuple[int, int], ...] = ()
