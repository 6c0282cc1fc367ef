"""Seeded random fairs for tests and benchmarks: the same arguments give the same problem."""

from __future__ import annotations

import numpy as np

from spona_engine.meetings.problem import MeetingProblem


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
