"""The problems the engine is measured on, by name: drawn from seeds, or read from public data beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from spona_engine import MeetingProblem, PairProblem, solve
from spona_engine.instances import availability_fair, large_fair, peer_fair
from spona_engine.pairs.instances import jury_panels, mentor_round, popular_mentors, review_round
from spona_engine.rosters.instances import volunteer_roster

SEED = 0
_BESIDE = Path(__file__).resolve().parents[5] / "shared"


class NotHere(LookupError):
    """The data of an instance is not on this machine; the message says which file."""


@dataclass(frozen=True)
class Changed:
    """A fair that is no longer the one its plan was made for; ``published`` is that plan's document."""

    problem: MeetingProblem
    published: Mapping[str, Any]

    def touched(self, document: Mapping[str, Any]) -> int:
        """Return how many published meetings do not take place in their slot by another plan."""
        before, after = ({_when(met) for met in plan["meetings"]} for plan in (self.published, document))
        return len(before - after)


def _when(met: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    return frozenset((met["a"], met["b"])), met["slot"]


@dataclass(frozen=True)
class Instance:
    """A named problem. ``limit``: seconds our engine is given, and others up to their own; ``quick``: part of the small
    selection; ``group``: with which others it is measured (GROUPS).

    ``build`` raises NotHere where its data is missing.
    """

    name: str
    kind: str
    build: Callable[[], Any]
    limit: float = 10.0
    quick: bool = False
    group: str = ""


def popular_fair(n_left: int = 300, n_right: int = 40, n_slots: int = 12) -> MeetingProblem:
    """Return a fair where everybody asks for the same few: companies 1, 2, 3... are wished for as 1, 1/2, 1/3, ...

    Everybody there all day, 8 wishes each, scores up to 100; the wished-for half can have 6 meetings, not 12.
    """
    random = np.random.default_rng(SEED)
    pull = 1 / np.arange(1, n_right + 1)
    right = [random.choice(n_right, size=8, replace=False, p=pull / pull.sum()) for _ in range(n_left)]
    return MeetingProblem.from_arrays(
        n_left,
        n_right,
        n_slots,
        np.repeat(np.arange(n_left), 8),
        np.concatenate(right),
        random.integers(1, 101, 8 * n_left),
        min_left=1,
        max_left=4,
        max_right=np.where(np.arange(n_right) < n_right // 2, 6, 12),
    )


def timetable_only(n_left: int = 6, n_right: int = 5, n_slots: int = 8) -> MeetingProblem:
    """Return a fair whose every wish fits, so that only the timetable is asked for: three wishes each, four tables."""
    left = np.repeat(np.arange(n_left), 3)
    right = (left + np.tile(np.arange(3), n_left)) % n_right
    return MeetingProblem.from_arrays(n_left, n_right, n_slots, left, right, np.ones(len(left), dtype=int), tables=4)


def many_musts() -> MeetingProblem:
    """Return the large fair with three wishes of ten marked as musts."""
    fair = large_fair()
    return replace(fair, must=np.random.default_rng(SEED).random(len(fair.score)) < 0.3)


def few_levels() -> MeetingProblem:
    """Return the large fair with scores of 1 to 5 alone."""
    fair = large_fair()
    return replace(fair, score=np.random.default_rng(SEED).integers(1, 6, len(fair.score)))


def no_shows(fair: MeetingProblem, absent: Iterable[str], seconds: float = 5.0) -> Changed:
    """Return the fair after these parties did not come, with the plan that was made while everybody was expected."""
    gone = np.isin(fair.party_ids, list(absent))
    left = replace(fair, minimum=np.where(gone, 0, fair.minimum), maximum=np.where(gone, 0, fair.maximum))
    return Changed(left, solve(fair, seed=SEED, time_limit=seconds).to_json())


def _large_fair_without(absent: int) -> Changed:
    return no_shows(large_fair(3_500, 1_500, 140_000), [f"R{number}" for number in range(absent)])


def bids(objective: str) -> PairProblem:
    """Return a real conference: 52 submissions, 24 reviewers with bids and conflicts, three reviews each, loads 5 to 7.

    Bids of PrefLib (Mattei and Walsh 2013) as similarities. Errors: NotHere.
    """
    file = Path(os.environ.get("SPONA_SHARED") or _BESIDE) / "data" / "preflib" / "preflib2.npz"
    if not file.exists():
        raise NotHere(f"{file.name} of PrefLib is not in the shared folder (SPONA_SHARED)")
    with np.load(file, allow_pickle=False) as data:
        similarity, conflict = data["similarity_matrix"].T, data["mask_matrix"].T
    left, right = np.nonzero(conflict == 0)
    papers, reviewers = similarity.shape
    return PairProblem.from_arrays(papers, reviewers, left, right, similarity[left, right], 3, 7, 5, objective)


def _fair(name: str, left: int, right: int, slots: int, *, limit: float, quick: bool = False, **drawn: Any) -> Instance:
    return Instance(name, "meetings", lambda: availability_fair(left, right, slots, seed=SEED, **drawn), limit, quick)


_MINIMUMS: dict[str, Any] = {"minimum": (3, 3), "capped": True}
_GROUPED: dict[str, tuple[Instance, ...]] = {
    "fairs": (
        Instance("479 parties x 16", "meetings", lambda: large_fair(379, 100, 6_000, 16), quick=True),
        Instance("20,000 x 10,000 x 20", "meetings", large_fair),
        Instance("popular, 300 x 40 x 12", "meetings", popular_fair, quick=True),
        Instance("timetable only, 6 x 5 x 8", "meetings", timetable_only, quick=True),
    ),
    "shapes": (
        Instance("20,000 x 10,000 x 20, many musts", "meetings", many_musts),
        Instance("20,000 x 10,000 x 20, scores 1 to 5", "meetings", few_levels),
        Instance("one side, 60", "meetings", lambda: peer_fair(seed=SEED, capped=True), quick=True),
        Instance("one side, 300", "meetings", lambda: peer_fair(300, 20, seed=SEED), limit=20.0),
        Instance("one side, 1,000", "meetings", lambda: peer_fair(1_000, 20, seed=SEED, capped=True), limit=20.0),
    ),
    "availability": (
        _fair("random, 100 x 50 x 16", 100, 50, 16, limit=5.0, kind="random", quick=True),
        _fair("windows, 100 x 50 x 16", 100, 50, 16, limit=5.0, kind="windows", quick=True),
        _fair("random, 300 x 150 x 20", 300, 150, 20, limit=10.0, kind="random"),
        _fair("windows, 300 x 150 x 20", 300, 150, 20, limit=20.0, kind="windows"),
        _fair("windows, 300 x 150 x 20, minimums", 300, 150, 20, limit=20.0, kind="windows", **_MINIMUMS),
        _fair("random, 1,000 x 500 x 20", 1_000, 500, 20, limit=10.0, kind="random"),
        _fair("windows, 1,000 x 500 x 20", 1_000, 500, 20, limit=30.0, kind="windows"),
        _fair("windows, 1,000 x 500 x 20, 150 tables", 1_000, 500, 20, limit=30.0, kind="windows", tables=150),
    ),
    "limits": (
        _fair("random, 300 x 150 x 20, minimums", 300, 150, 20, limit=10.0, kind="random", **_MINIMUMS),
        _fair("random, 300 x 150 x 20, 75 tables", 300, 150, 20, limit=10.0, kind="random", tables=75),
        _fair("windows, 300 x 150 x 20, 75 tables", 300, 150, 20, limit=20.0, kind="windows", tables=75),
        _fair("random, 1,000 x 500 x 20, minimums", 1_000, 500, 20, limit=10.0, kind="random", **_MINIMUMS),
        _fair("random, 1,000 x 500 x 20, 250 tables", 1_000, 500, 20, limit=10.0, kind="random", tables=250),
        _fair("windows, 1,000 x 500 x 20, minimums", 1_000, 500, 20, limit=30.0, kind="windows", **_MINIMUMS),
        _fair("windows, 1,000 x 500 x 20, 250 tables", 1_000, 500, 20, limit=30.0, kind="windows", tables=250),
    ),
    "replans": (
        Instance("5,000 parties, a no-show", "replans", lambda: _large_fair_without(1)),
        Instance("5,000 parties, 25 no-shows", "replans", lambda: _large_fair_without(25)),
        Instance(
            "windows, 300 x 150 x 20, a no-show",
            "replans",
            lambda: no_shows(availability_fair(300, 150, 20, "windows", tables=75, seed=SEED), ["R0"]),
        ),
        Instance(
            "100 parties, a no-show", "replans", lambda: no_shows(large_fair(70, 30, 600, 12), ["R0"]), quick=True
        ),
    ),
    "pairs": (
        Instance("mentors, 10,000 x 1,000", "pairs", mentor_round),
        Instance("mentors, 100,000 x 10,000", "pairs", lambda: mentor_round(100_000, 10_000)),
        Instance("popular mentors, 1,000 x 100, fair", "pairs", lambda: popular_mentors(1_000, 100), quick=True),
        Instance("popular mentors, 10,000 x 1,000, fair", "pairs", popular_mentors),
        Instance("reviews, 1,000 x 400, loads 5 to 9", "pairs", review_round),
        Instance("reviews, 1,000 x 400, loads 5 to 9, fair", "pairs", lambda: review_round(objective="leximin")),
        Instance("juries, 40 x 60, country and firm", "pairs", jury_panels, quick=True),
    ),
    "rosters": (
        Instance("roster, 200 x 60", "rosters", volunteer_roster, quick=True),
        Instance("roster, 200 x 60, tight", "rosters", lambda: volunteer_roster(tight=True)),
    ),
    "preflib": (
        Instance("PrefLib bids, 52 x 24, total", "pairs", lambda: bids("total"), quick=True),
        Instance("PrefLib bids, 52 x 24, fair", "pairs", lambda: bids("leximin"), quick=True),
    ),
}
GROUPS: tuple[str, ...] = tuple(_GROUPED)
INSTANCES: tuple[Instance, ...] = tuple(
    replace(one, group=group) for group, members in _GROUPED.items() for one in members
)


def instance(name: str) -> Instance:
    """Return the instance of this name. Errors: KeyError."""
    return {one.name: one for one in INSTANCES}[name]
