"""Seeded pair problems for tests and benchmarks: the same arguments give the same problem."""

from __future__ import annotations

import numpy as np

from spona_engine.pairs.contents import GroupLimit
from spona_engine.pairs.problem import PairProblem


def mentor_round(
    n_left: int = 10_000, n_right: int = 1_000, candidates: int = 20, *, objective: str = "total", seed: int = 0
) -> PairProblem:
    """Organisations that each ask for one mentor out of some candidates; 10 % more places than needed, scores 0-100."""
    random = np.random.default_rng(seed)
    left, right = _candidates(random, n_left, n_right, candidates)
    score = random.integers(0, 101, len(left))
    capacity = -(-n_left * 11 // (n_right * 10))
    return PairProblem.from_arrays(n_left, n_right, left, right, score, 1, capacity, objective=objective)


def popular_mentors(
    n_left: int = 10_000, n_right: int = 1_000, candidates: int = 20, *, objective: str = "leximin", seed: int = 0
) -> PairProblem:
    """As a mentor round with no place to spare, where everybody lists and prefers the same few mentors.

    Candidates are drawn by popularity (Zipf-like), scores are 60 % the mentor's popularity and 40 % individual taste.
    """
    random = np.random.default_rng(seed)
    popularity = 1 / np.sqrt(1 + np.arange(n_right))
    keys = random.exponential(size=(n_left, n_right)) / popularity if n_left * n_right <= 2 * 10**7 else None
    if keys is None:
        left, right = _candidates(random, n_left, n_right, candidates)
    else:
        right = np.sort(np.argpartition(keys, candidates - 1, axis=1)[:, :candidates], axis=1).ravel()
        left = np.repeat(np.arange(n_left), candidates)
    rank = 1 - np.log1p(right) / np.log(n_right + 1)
    score = np.rint(60 * rank + 40 * random.random(len(left))).astype(np.int64)
    capacity = -(-n_left // n_right)
    return PairProblem.from_arrays(n_left, n_right, left, right, score, 1, capacity, objective=objective)


def review_round(
    n_left: int = 1_000,
    n_right: int = 400,
    *,
    demand: int = 3,
    load: tuple[int, int] = (5, 9),
    objective: str = "total",
    max_probability: float | None = None,
    seed: int = 0,
) -> PairProblem:
    """Submissions that could each go to every reviewer; score 0.7 u + 0.3 popularity of the reviewer, both uniform."""
    random = np.random.default_rng(seed)
    score = 0.7 * random.random((n_left, n_right)) + 0.3 * random.random(n_right)
    left, right = np.divmod(np.arange(n_left * n_right), n_right)
    return PairProblem.from_arrays(
        n_left,
        n_right,
        left,
        right,
        score.ravel(),
        demand,
        load[1],
        load[0],
        objective,
        max_probability=max_probability,
    )


def jury_panels(
    n_panels: int = 40,
    n_jurors: int = 60,
    *,
    seats: int = 5,
    countries: int = 3,
    firms: int = 20,
    objective: str = "total",
    seed: int = 0,
) -> PairProblem:
    """Panels with at least one juror of every country and no two of one firm; scores 0-100."""
    random = np.random.default_rng(seed)
    left, right = np.divmod(np.arange(n_panels * n_jurors), n_jurors)
    limits = (
        GroupLimit(np.arange(n_jurors) % countries, at_least=1, name="country"),
        GroupLimit(random.integers(0, min(firms, n_jurors), n_jurors), at_most=1, name="firm"),
    )
    score = random.integers(0, 101, len(left))
    capacity = -(-n_panels * seats * 5 // (n_jurors * 4))
    return PairProblem.from_arrays(
        n_panels, n_jurors, left, right, score, seats, capacity, objective=objective, limits=limits
    )


def mutual_choice(n_left: int = 200, n_right: int = 50, candidates: int = 15, *, seed: int = 0) -> PairProblem:
    """Both sides rank each other, popular parties are ranked high by many; nobody likes two parties equally."""
    random = np.random.default_rng(seed)
    left, right = _candidates(random, n_left, n_right, candidates)
    liked_right, liked_left = random.random(n_right), random.random(n_left)
    return PairProblem.from_arrays(
        n_left,
        n_right,
        left,
        right,
        random.random(len(left)) + liked_right[right],
        2,
        -(-n_left * 2 // n_right),
        objective="stable",
        right_score=random.random(len(left)) + liked_left[left],
    )


def _candidates(
    random: np.random.Generator, n_left: int, n_right: int, candidates: int
) -> tuple[np.ndarray, np.ndarray]:
    """Different right parties for every left one: a random start and a random stride coprime to their number."""
    coprime = np.flatnonzero(np.gcd(np.arange(1, n_right + 1), n_right) == 1) + 1
    start, stride = random.integers(0, n_right, (n_left, 1)), random.choice(coprime, (n_left, 1))
    right = np.sort((start + stride * np.arange(min(candidates, n_right))) % n_right, axis=1).ravel()
    return np.repeat(np.arange(n_left), min(candidates, n_right)), right
