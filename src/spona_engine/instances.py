"""Seeded random fairs for tests and benchmarks: the same arguments give the same problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.contents import Slot
from spona_engine.meetings.problem import MeetingProblem

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray


def large_fair(
    n_left: int = 20_000,
    n_right: int = 10_000,
    n_wishes: int = 800_000,
    n_slots: int = 20,
    tables: int | None = None,
    seed: int = 0,
) -> MeetingProblem:
    """A two-sided fair with everybody there all the time; about ten meetings a left party, twenty a right party."""
    random = np.random.default_rng(seed)
    pairs = np.sort(random.choice(n_left * n_right, size=n_wishes, replace=False))
    return MeetingProblem.from_arrays(
        n_left,
        n_right,
        n_slots,
        pairs // n_right,
        pairs % n_right,
        random.integers(0, 1001, n_wishes),
        min_left=3,
        max_left=10,
        min_right=2,
        max_right=n_slots,
        tables=tables,
    )


def small_fair(
    seed: int,
    *,
    parties: int = 6,
    slots: int = 3,
    two_sided: bool = True,
    limited: bool = False,
    density: float = 0.6,
    tables: int | None = None,
) -> MeetingProblem:
    """A fair of human size with minimums, maximums and musts; `limited` draws availability."""
    random = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(parties)]
    half = parties // 2
    slot_ids = [f"s{i}" for i in range(slots)]
    entries = []
    for position, name in enumerate(names):
        most = int(random.integers(1, slots + 1)) if slots else 0
        side = ("left" if position < half else "right") if two_sided else "peer"
        entry = {"id": name, "side": side, "min": int(random.integers(0, most + 1)), "max": most}
        if limited:
            entry["slots"] = [slot for slot in slot_ids if random.random() < 0.7]
        entries.append(entry)
    wishes = []
    for i in range(parties):
        for j in range(i + 1, parties):
            if (not two_sided or (i < half) != (j < half)) and random.random() < density:
                must = bool(random.random() < 0.2)
                wishes.append({"a": names[i], "b": names[j], "score": int(random.integers(0, 100)), "must": must})
    return MeetingProblem.from_json(
        {
            "kind": "meetings",
            "version": 1,
            "slots": [{"id": slot} for slot in slot_ids],
            "tables": tables,
            "parties": entries,
            "wishes": wishes,
        }
    )


def availability_fair(
    n_left: int = 300,
    n_right: int = 150,
    n_slots: int = 20,
    kind: str = "windows",
    *,
    minimum: tuple[int, int] = (0, 0),
    capped: bool = False,
    tables: int | None = None,
    seed: int = 0,
) -> MeetingProblem:
    """A two-sided fair whose parties are not always there; 12 to 30 wishes a left party (as far as there are right
    ones), scores 1 to 100.

    `kind` "random": a party keeps each slot with its own probability of 0.7 to 0.8; "windows": a party is there for
    one contiguous stretch of 3 slots to all of them. `minimum` is for every left and every right party. Without
    `capped` a party meets as often as it is there; with it at most 4 to 10 (left) and half to all of the slots (right).
    """
    random = np.random.default_rng(seed)
    left, right = [], []
    for party in range(n_left):
        count = min(int(random.integers(12, 31)), n_right)
        left += [party] * count
        right += random.choice(n_right, size=count, replace=False).tolist()
    there = _presence(random, n_left + n_right, n_slots, kind)
    most_left = np.where(capped, random.integers(4, 11, n_left), n_slots)
    most_right = np.where(capped, random.integers(n_slots // 2, n_slots + 1, n_right), n_slots)
    return MeetingProblem.from_arrays(
        n_left,
        n_right,
        n_slots,
        left,
        right,
        random.integers(1, 101, len(left)),
        min_left=np.minimum(minimum[0], most_left),
        max_left=most_left,
        min_right=np.minimum(minimum[1], most_right),
        max_right=most_right,
        available_left=there[:n_left],
        available_right=there[n_left:],
        tables=tables,
    )


def _presence(random: np.random.Generator, parties: int, slots: int, kind: str) -> BoolArray:
    """[parties, slots] who is there when."""
    if kind == "random":
        keep = random.uniform(0.7, 0.8, (parties, 1))
        present: BoolArray = random.random((parties, slots)) < keep
        return present
    if kind != "windows":
        raise ValueError(f"unknown kind of availability {kind!r}")
    length = random.integers(min(3, slots), slots + 1, parties)
    first = random.integers(0, slots - length + 1)
    slot = np.arange(slots)
    return (slot >= first[:, None]) & (slot < (first + length)[:, None])


def peer_fair(
    parties: int = 60,
    n_slots: int = 10,
    *,
    present: float = 1.0,
    minimum: int = 0,
    capped: bool = False,
    tables: int | None = None,
    seed: int = 0,
) -> MeetingProblem:
    """A fair of one side, cities among themselves: 8 to 20 wishes a party (or all others), scores 1 to 100.

    `present`: the share of slots a party keeps, each by itself. With `capped` a party has at most half to all of the
    slots.
    """
    random = np.random.default_rng(seed)
    pairs = set()
    for party in range(parties):
        others = np.delete(np.arange(parties), party)
        count = min(int(random.integers(8, 21)), len(others))
        pairs |= {(min(party, o), max(party, o)) for o in random.choice(others, size=count, replace=False).tolist()}
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    most = np.where(capped, random.integers(n_slots // 2, n_slots + 1, parties), n_slots)
    return MeetingProblem(
        slots=tuple(Slot(f"s{i}") for i in range(n_slots)),
        party_ids=tuple(f"P{i}" for i in range(parties)),
        sides=("city",) * parties,
        minimum=np.minimum(minimum, most),
        maximum=most,
        available=None if present >= 1.0 else random.random((parties, n_slots)) < present,
        a=ends[:, 0].copy(),
        b=ends[:, 1].copy(),
        score=random.integers(1, 101, len(ends)),
        must=np.zeros(len(ends), dtype=bool),
        tables=tables,
    )
