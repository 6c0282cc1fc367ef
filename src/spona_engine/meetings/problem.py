"""The meeting problem as frozen arrays, with ids only at its edge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.contents import Pin, ProblemContents
from spona_engine.meetings.reading import read_problem, two_sided, write_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from spona_engine.meetings.contents import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class MeetingProblem(ProblemContents):
    """Who wishes to meet whom, and within which limits: the fields, and views of them that are worked out once.

    Equality is identity: compare `to_json()` where contents matter.
    """

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | str | bytes) -> MeetingProblem:
        """Read the contract's document; raises ProblemError at the first thing that cannot be meant."""
        return cls(**vars(read_problem(data)))

    @classmethod
    def from_arrays(  # noqa: PLR0917 - the contract's signature, arrays in the order people name them
        cls,
        n_left: int,
        n_right: int,
        n_slots: int,
        left: npt.ArrayLike,
        right: npt.ArrayLike,
        score: npt.ArrayLike,
        min_left: npt.ArrayLike = 0,
        max_left: npt.ArrayLike | None = None,
        min_right: npt.ArrayLike = 0,
        max_right: npt.ArrayLike | None = None,
        available_left: npt.ArrayLike | None = None,
        available_right: npt.ArrayLike | None = None,
        tables: int | None = None,
        must: npt.ArrayLike | None = None,
    ) -> MeetingProblem:
        """A two-sided fair from arrays, one entry of `left`, `right`, `score` a wish; parties become L0.., R0.., slots
        s0..
        """
        contents = two_sided(
            (n_left, n_right, n_slots),
            (left, right, score, must),
            (min_left, min_right),
            (max_left, max_right),
            (available_left, available_right),
            tables,
        )
        return cls(**vars(contents))

    def to_json(self) -> dict[str, Any]:
        """The contract's document; reading it back gives an equal problem."""
        return write_problem(self)

    @property
    def n_parties(self) -> int:
        return len(self.party_ids)

    @property
    def n_slots(self) -> int:
        return len(self.slots)

    @property
    def n_wishes(self) -> int:
        return len(self.a)

    @cached_property
    def party_index(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.party_ids)}

    @cached_property
    def slot_index(self) -> dict[str, int]:
        return {slot.id: index for index, slot in enumerate(self.slots)}

    @cached_property
    def _pairs(self) -> tuple[IntArray, IntArray]:
        """Keys of the wishes' unordered pairs, ascending, and the wish of each."""
        key = np.minimum(self.a, self.b) * self.n_parties + np.maximum(self.a, self.b)
        order = np.argsort(key, kind="stable")
        return key[order], order

    @cached_property
    def banned(self) -> BoolArray:
        """[wishes] True where the pair may not meet."""
        banned = np.zeros(self.n_wishes, dtype=bool)
        banned[[w for pair in self.bans if (w := self.wish_of(*pair)) is not None]] = True
        return banned

    @cached_property
    def open_slots(self) -> BoolArray:
        """[parties, slots] availability with the default written out."""
        if self.available is None:
            return np.ones((self.n_parties, self.n_slots), dtype=bool)
        return self.available

    @cached_property
    def capacity(self) -> IntArray:
        """[parties] meetings a party can have at most: its maximum, or the slots it is there."""
        there = np.full(self.n_parties, self.n_slots) if self.available is None else self.available.sum(axis=1)
        capacity: IntArray = np.minimum(self.maximum, there).astype(np.int64)
        return capacity

    @cached_property
    def share_slot(self) -> BoolArray:
        """[wishes] True where both parties are available in some slot."""
        if self.available is None:
            return np.full(self.n_wishes, self.n_slots > 0)
        shared = np.zeros(self.n_wishes, dtype=bool)
        for slot in range(self.n_slots):
            here = self.available[:, slot]
            shared |= here[self.a] & here[self.b]
        return shared

    @cached_property
    def seats(self) -> int:
        """Meetings the tables can hold over the whole fair."""
        most = self.n_parties // 2
        return self.n_slots * (most if self.tables is None else min(self.tables, most))

    def wish_of(self, a: int, b: int) -> int | None:
        """The wish of this pair of parties, in either order; None if nobody wished for it."""
        keys, wishes = self._pairs
        key = min(a, b) * self.n_parties + max(a, b)
        place = int(np.searchsorted(keys, key))
        return int(wishes[place]) if place < len(keys) and keys[place] == key else None

    def wishes_of(self, a: IntArray, b: IntArray) -> IntArray:
        """[pairs] the wish of each pair of parties, in either order; -1 where nobody wished for it or an end is -1."""
        keys, wishes = self._pairs
        if not len(keys):
            return np.full(len(a), -1, dtype=np.int64)
        key = np.minimum(a, b) * self.n_parties + np.maximum(a, b)
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        return np.where(keys[place] == key, wishes[place], -1)

    def party(self, identity: str) -> int:
        """Index of a party id; raises ProblemError naming the id."""
        if identity not in self.party_index:
            raise ProblemError("party", f"unknown party {identity!r}", "use one of the ids listed in parties")
        return self.party_index[identity]

    def with_pin(self, a: str, b: str, slot: str | None = None) -> MeetingProblem:
        """The problem with this pair pinned (an earlier pin or ban of the pair is replaced)."""
        if slot is not None and slot not in self.slot_index:
            raise ProblemError("slot", f"unknown slot {slot!r}", "use one of the ids listed in slots")
        free = self.without_pin(a, b).without_ban(a, b)
        place = None if slot is None else self.slot_index[slot]
        return replace(free, pins=(*free.pins, Pin(self.party(a), self.party(b), place)))

    def with_ban(self, a: str, b: str) -> MeetingProblem:
        """The problem with this pair banned (an earlier pin of the pair is dropped)."""
        free = self.without_pin(a, b).without_ban(a, b)
        return replace(free, bans=(*free.bans, (self.party(a), self.party(b))))

    def without_pin(self, a: str, b: str) -> MeetingProblem:
        pair = {self.party(a), self.party(b)}
        return replace(self, pins=tuple(pin for pin in self.pins if {pin.a, pin.b} != pair))

    def without_ban(self, a: str, b: str) -> MeetingProblem:
        pair = {self.party(a), self.party(b)}
        return replace(self, bans=tuple(ban for ban in self.bans if set(ban) != pair))

    def without_party(self, identity: str) -> MeetingProblem:
        """The problem after a party stayed away: no meetings for it, no minimum, none of its pins."""
        party = self.party(identity)
        minimum, maximum = self.minimum.copy(), self.maximum.copy()
        minimum[party] = maximum[party] = 0
        pins = tuple(pin for pin in self.pins if party not in {pin.a, pin.b})
        return replace(self, minimum=minimum, maximum=maximum, pins=pins)
