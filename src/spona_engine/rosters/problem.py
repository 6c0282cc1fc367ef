"""The roster problem as frozen arrays, with ids only at its edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.rosters.arrays import Limits, Shifts, read_arrays
from spona_engine.rosters.contents import RosterContents
from spona_engine.rosters.documents import read_document, write_document

if TYPE_CHECKING:
    import numpy.typing as npt

    from spona_engine.rosters.contents import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class RosterProblem(RosterContents):
    """Who may work when, and within which limits: the fields, and views worked out once.

    Equality is identity: compare `to_json()` where contents matter.
    """

    @classmethod
    def from_arrays(
        cls,
        n_volunteers: int,
        volunteer: npt.ArrayLike,
        shift: npt.ArrayLike,
        score: npt.ArrayLike,
        start: npt.ArrayLike,
        minutes: npt.ArrayLike,
        minimum: npt.ArrayLike = 1,
        maximum: npt.ArrayLike | None = None,
        *,
        place: npt.ArrayLike = 0,
        travel: npt.ArrayLike | None = None,
        skills: npt.ArrayLike | None = None,
        needs: npt.ArrayLike | None = None,
        max_shifts: npt.ArrayLike | None = None,
        max_minutes: npt.ArrayLike | None = None,
        groups: Sequence[Sequence[int]] = (),
        pins: npt.ArrayLike | None = None,
        bans: npt.ArrayLike | None = None,
    ) -> RosterProblem:
        """A problem from arrays; volunteers become V0.., shifts S0... Raises ProblemError(place, message, remedy).

        `volunteer`, `shift`, `score`: one entry an offer, each once; nobody works on a shift not offered. `start`,
        `minutes` (whole numbers), `minimum`, `maximum`, `place`: one entry a shift, as many shifts as `start` is long.
        `travel` [places, places]: minutes from row to column. `skills`: bool [volunteers, skills]; `needs`: [shifts,
        skills]. `groups` lists volunteers who work together or not at all; `pins`, `bans` [count, 2]: volunteer, shift.
        """
        shifts = Shifts(start, minutes, minimum, maximum, place, needs)
        limits = Limits(travel, skills, max_shifts, max_minutes, groups, pins, bans)
        return cls(**vars(read_arrays(n_volunteers, (volunteer, shift, score), shifts, limits)))

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | str | bytes) -> RosterProblem:
        """Read a document of kind "rosters"; raises ProblemError at the first thing that cannot be meant."""
        return cls(**vars(read_document(data)))

    def to_json(self) -> dict[str, Any]:
        """The document; reading it back gives an equal problem."""
        return write_document(self)

    @property
    def n_volunteers(self) -> int:
        return len(self.volunteer_ids)

    @property
    def n_shifts(self) -> int:
        return len(self.shift_ids)

    @property
    def n_skills(self) -> int:
        return len(self.skill_names)

    @property
    def n_offers(self) -> int:
        return len(self.volunteer)

    @cached_property
    def minutes(self) -> IntArray:
        """[shifts] how long each takes; the way there is not counted."""
        return self.end - self.start

    @cached_property
    def volunteer_index(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.volunteer_ids)}

    @cached_property
    def shift_index(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.shift_ids)}

    @cached_property
    def offer_index(self) -> dict[tuple[int, int], int]:
        """(volunteer, shift) -> number of the offer."""
        return {pair: n for n, pair in enumerate(zip(self.volunteer.tolist(), self.shift.tolist(), strict=True))}

    @cached_property
    def exclusive(self) -> BoolArray:
        """[shifts, shifts] True where nobody can work on both: they overlap, or the way takes longer than the pause."""
        way = self.travel[self.place[:, None], self.place[None, :]]
        reachable = self.end[:, None] + way <= self.start[None, :]
        exclusive: BoolArray = ~(reachable | reachable.T)
        np.fill_diagonal(exclusive, val=False)
        return exclusive

    @cached_property
    def units(self) -> tuple[tuple[int, ...], ...]:
        """Volunteers who are planned as one: each group, and everybody else alone; by the first of each."""
        grouped = {member: tuple(sorted(group)) for group in self.groups for member in group}
        found = {grouped.get(v, (v,)): None for v in range(self.n_volunteers)}
        return tuple(found)


def shortfall_of(problem: RosterProblem, offers: IntArray) -> int:
    """Volunteers missing to the minimums and volunteers with a skill missing to the needs, with these offers used."""
    here = np.bincount(problem.shift[offers], minlength=problem.n_shifts)
    able = np.zeros((problem.n_shifts, problem.n_skills), dtype=np.int64)
    np.add.at(able, problem.shift[offers], problem.skills[problem.volunteer[offers]].astype(np.int64))
    missing = np.maximum(problem.minimum - here, 0).sum() + np.maximum(problem.needs - able, 0).sum()
    return int(missing)


def unevenness_of(problem: RosterProblem, offers: IntArray) -> int:
    """The sum over volunteers of the square of their number of shifts: least where work is spread most evenly."""
    load = np.bincount(problem.volunteer[offers], minlength=problem.n_volunteers)
    return int((load * load).sum())
