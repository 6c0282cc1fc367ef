"""Peers for pairs: first come first served, deferred acceptance, the plain integer program, two packages."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.pairs.value import missing, worst_of
from spona_engine.peers.linear import (
    DoesNotFit,
    Found,
    Program,
    by_cp_sat,
    by_highs,
    first_then_second,
    refuse_too_large,
)

if TYPE_CHECKING:
    from spona_engine.pairs.problem import PairProblem
    from spona_engine.peers.linear import IntArray

_UNLIMITED = 2**40
_DEEP = 10**7


@dataclass(frozen=True)
class PairAnswer:
    """Numbers of the chosen pairs, or None; bounds in units of the score, None where the peer proves none."""

    status: str
    chosen: IntArray | None
    shortfall_bound: int | None = None
    score_bound: int | None = None
    worst_bound: int | None = None

    def document(self, problem: PairProblem) -> dict[str, Any]:
        """The result as a document, for the checker; a bound that is missing is written as what was reached."""
        chosen = np.zeros(0, dtype=np.int64) if self.chosen is None else self.chosen
        short = missing(problem, chosen).total
        score, worst = int(problem.units[chosen].sum()), worst_of(problem, chosen)
        bound = score if self.score_bound is None else self.score_bound
        couples = zip(problem.left[chosen].tolist(), problem.right[chosen].tolist(), strict=True)
        return {
            "kind": "pairs",
            "version": 1,
            "status": self.status,
            "shortfall": short,
            "shortfall_bound": short if self.shortfall_bound is None else self.shortfall_bound,
            "score": problem.points(score),
            "score_bound": problem.points(bound),
            "worst": problem.points(worst),
            "worst_bound": problem.points(worst if self.worst_bound is None else self.worst_bound),
            "gap": (bound - score) / bound if bound else 0.0,
            "pairs": [{"left": problem.left_ids[i], "right": problem.right_ids[j]} for i, j in couples],
            "advice": ["the peer says that no assignment exists"] if self.status == "infeasible" else [],
        }


def first_come_first_served(problem: PairProblem, seed: int) -> PairAnswer:
    """Left parties in a random order of arrival, each with its best pairs whose right party has room."""
    mine = _by_left(problem)
    room = problem.capacity.tolist()
    chosen = []
    for party in np.random.default_rng(seed).permutation(problem.n_left).tolist():
        free = [pair for pair in reversed(mine[party]) if room[problem.right[pair]] > 0][: problem.demand[party]]
        chosen += free
        for pair in free:
            room[problem.right[pair]] -= 1
    return PairAnswer("feasible", np.array(sorted(chosen), dtype=np.int64))


def deferred_acceptance(problem: PairProblem) -> PairAnswer:
    """Gale and Shapley 1962 with quotas on both sides, left parties propose; right parties rank by score too, unless
    they have a ranking of their own.
    """
    queue = _by_left(problem)
    rank = (problem.units if problem.rank is None else problem.rank).tolist()
    held: list[set[int]] = [set() for _ in range(problem.n_right)]
    room, quota = problem.demand.tolist(), problem.capacity.tolist()
    waiting = [party for party in range(problem.n_left) if queue[party]]
    while waiting:
        party = waiting.pop()
        while room[party] > 0 and queue[party]:
            pair = queue[party].pop()
            theirs = held[problem.right[pair]]
            theirs.add(pair)
            room[party] -= 1
            if len(theirs) > quota[problem.right[pair]]:
                worst = min(theirs, key=lambda one: (rank[one], -one))
                theirs.remove(worst)
                loser = int(problem.left[worst])
                room[loser] += 1
                if loser != party:
                    waiting.append(loser)
    return PairAnswer("feasible", np.array(sorted(pair for mine in held for pair in mine), dtype=np.int64))


def _by_left(problem: PairProblem) -> list[list[int]]:
    """[left parties] the pairs nothing forbids, the best last."""
    mine: list[list[int]] = [[] for _ in range(problem.n_left)]
    open_ = problem.open
    for pair in np.lexsort((-np.arange(problem.n_pairs), problem.units)).tolist():
        if open_[pair]:
            mine[problem.left[pair]].append(pair)
    return mine


def cp_sat(problem: PairProblem, seed: int, time_limit: float, workers: int) -> PairAnswer:
    return _answer(problem, by_cp_sat(plain_program(problem), time_limit, seed, workers))


def highs(problem: PairProblem, time_limit: float) -> PairAnswer:
    return _answer(problem, by_highs(plain_program(problem), time_limit))


def plain_program(problem: PairProblem) -> Program:
    """A yes or no for every pair, a whole number for what every demand, minimum load and group lacks.

    The value of the rest is the total, or for fairness the lowest sum of a left party that asks, one more variable;
    a missing partner costs more than all of it.
    """
    refuse_too_large(problem.n_pairs)
    rows = _Rows(problem)
    pairs, every = problem.n_pairs, np.arange(problem.n_pairs)
    rows.add(problem.left, every, problem.demand, _UNLIMITED, lacking=problem.demand)
    rows.add(problem.left, every, 0 * problem.demand, problem.demand)
    rows.add(problem.right, every, problem.min_load, _UNLIMITED, lacking=problem.min_load)
    rows.add(problem.right, every, 0 * problem.capacity, problem.capacity)
    for limit in problem.limits:
        groups = len(limit.names)
        inside = np.flatnonzero(limit.group[problem.right] >= 0)
        cell = problem.left[inside] * groups + limit.group[problem.right[inside]]
        least = np.where(problem.asking[:, None], limit.at_least[None, :], 0).ravel()
        rows.add(cell, inside, least, _UNLIMITED, lacking=least)
        most = np.where(problem.asking[:, None], limit.at_most[None, :], 0).ravel()
        rows.add(cell, inside, 0 * most, most)
    forced = problem.forced_pairs
    rows.add(np.arange(len(forced)), forced, np.ones(len(forced), dtype=np.int64), 1)
    value = np.full(len(rows.most), -weight(problem))
    value[:pairs] = 0 if problem.objective == "leximin" else problem.units
    if problem.objective == "leximin":
        rows.lowest_sum(problem)
        value = np.append(value, 1)
    return Program(
        value=value,
        most=rows.most,
        row=np.concatenate(rows.row),
        column=np.concatenate(rows.column),
        factor=np.concatenate(rows.factor),
        low=np.concatenate(rows.low),
        high=np.concatenate(rows.high),
    )


class _Rows:
    """Rows as they are added; the first columns are the pairs."""

    def __init__(self, problem: PairProblem) -> None:
        self.most = problem.open.astype(np.int64)
        self.row: list[IntArray] = []
        self.column: list[IntArray] = []
        self.factor: list[IntArray] = []
        self.low: list[IntArray] = []
        self.high: list[IntArray] = []

    def add(
        self, row: IntArray, column: IntArray, low: IntArray, high: IntArray | int, lacking: IntArray | None = None
    ) -> None:
        """`low` <= sum of the columns of each row <= `high`, where up to `lacking` may be missing to `low`."""
        self._entries(row, column, np.ones(len(column), dtype=np.int64))
        if lacking is not None:
            self._entries(np.arange(len(low)), len(self.most) + np.arange(len(low)), np.ones(len(low), dtype=np.int64))
            self.most = np.append(self.most, lacking)
        self._bounds(low, np.broadcast_to(high, (len(low),)).astype(np.int64))

    def lowest_sum(self, problem: PairProblem) -> None:
        """One more column that no asking left party's sum is below."""
        every, asking = np.arange(problem.n_pairs), np.flatnonzero(problem.asking)
        self._entries(problem.left, every, problem.units)
        self._entries(asking, np.full(len(asking), len(self.most)), np.full(len(asking), -1))
        self.most = np.append(self.most, _most_of_one(problem))
        self._bounds(np.zeros(problem.n_left, dtype=np.int64), np.full(problem.n_left, _UNLIMITED))

    def _entries(self, row: IntArray, column: IntArray, factor: IntArray) -> None:
        self.row.append(row + sum(len(part) for part in self.low))
        self.column.append(column)
        self.factor.append(factor)

    def _bounds(self, low: IntArray, high: IntArray) -> None:
        self.low.append(low)
        self.high.append(high)


def weight(problem: PairProblem) -> int:
    """What a missing partner costs: more than the rest of the objective can be worth."""
    most = _most_of_one(problem)
    return 1 + (most if problem.objective == "leximin" else min(most * problem.n_left, int(problem.units.sum())))


def _most_of_one(problem: PairProblem) -> int:
    """No left party's sum exceeds this."""
    return int(problem.units.max(initial=0)) * int(problem.demand.max(initial=0))


def _answer(problem: PairProblem, found: Found) -> PairAnswer:
    if found.infeasible:
        return PairAnswer("infeasible", np.zeros(0, dtype=np.int64))
    if found.x is None:
        return PairAnswer("unknown", None)
    chosen = np.flatnonzero(found.x[: problem.n_pairs])
    fair = problem.objective == "leximin"
    least, bound = first_then_second(missing(problem, chosen).total, found.bound, weight(problem), weight(problem) - 1)
    status = "optimal" if found.proven and problem.objective == "total" else "feasible"
    return PairAnswer(status, chosen, least, None if fair else bound, bound if fair else None)


def matching(problem: PairProblem) -> PairAnswer:
    """`matching` 1: its hospital-resident game, residents propose. Raises DoesNotFit beyond one partner each.

    Side effects: Python's limit of recursion is lifted; the package copies its players one inside the other.
    """
    _fits_hospital_residents(problem)
    from matching.games import HospitalResident

    sys.setrecursionlimit(_DEEP)
    lefts, rights = _rankings(problem)
    room = {party: int(problem.capacity[party]) for party in rights}
    game = HospitalResident.create_from_dictionaries(lefts, rights, room)
    found = {(one.name, right.name) for right, mine in game.solve().items() for one in mine}
    return _chosen(problem, found)


def algmatch(problem: PairProblem) -> PairAnswer:
    """`algmatch` 1: its hospital-resident algorithm, residents propose. Raises DoesNotFit beyond one partner each.

    Only this module of the package is loaded, not its `__init__`: that imports, for other problems, a proprietary
    solver (gurobipy), which is not installed. Side effects: an empty module `algmatch` in `sys.modules`.
    """
    _fits_hospital_residents(problem)
    package = find_spec("algmatch")
    if package is None:
        raise ModuleNotFoundError("algmatch is not installed", name="algmatch")
    sys.modules.setdefault("algmatch", module_from_spec(package))
    from algmatch.hospitalResidentsProblem import HospitalResidentsProblem

    lefts, rights = _rankings(problem)
    residents = {party + 1: [right + 1 for right in mine] for party, mine in lefts.items()}
    hospitals = {
        party + 1: {"capacity": int(problem.capacity[party]), "preferences": [left + 1 for left in mine]}
        for party, mine in rights.items()
    }
    game = HospitalResidentsProblem(dictionary={"residents": residents, "hospitals": hospitals})
    answer = game.get_stable_matching()
    if answer is None:
        return PairAnswer("unknown", None)
    found = answer["resident_sided"].items()
    return _chosen(problem, {(int(left[1:]) - 1, int(right[1:]) - 1) for left, right in found if right})


def _fits_hospital_residents(problem: PairProblem) -> None:
    if (problem.demand > 1).any():
        raise DoesNotFit("it gives each left party one partner")
    if problem.min_load.any() or problem.forced or problem.limits:
        raise DoesNotFit("it knows no minimum loads, forced pairs or group limits")


def _rankings(problem: PairProblem) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """({left: rights}, {right: lefts}), the best first, of parties with at least one open pair."""
    lefts: dict[int, list[int]] = {}
    rights: dict[int, list[int]] = {}
    open_ = problem.open
    rank = problem.units if problem.rank is None else problem.rank
    for pair in np.argsort(-problem.units, kind="stable").tolist():
        if open_[pair]:
            lefts.setdefault(int(problem.left[pair]), []).append(int(problem.right[pair]))
    for pair in np.argsort(-rank, kind="stable").tolist():
        if open_[pair]:
            rights.setdefault(int(problem.right[pair]), []).append(int(problem.left[pair]))
    return lefts, rights


def _chosen(problem: PairProblem, couples: set[tuple[int, int]]) -> PairAnswer:
    numbers = sorted(problem.pair_index[couple] for couple in couples)
    return PairAnswer("feasible", np.array(numbers, dtype=np.int64))
