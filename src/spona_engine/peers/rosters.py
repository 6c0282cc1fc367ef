"""Peers for rosters: the sign-up sheet, and the plain integer program with a row for every two shifts that exclude
each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.peers.linear import Found, Program, by_cp_sat, by_highs, first_then_second
from spona_engine.rosters.contents import UNLIMITED
from spona_engine.rosters.problem import shortfall_of, unevenness_of

if TYPE_CHECKING:
    from spona_engine.peers.linear import IntArray
    from spona_engine.rosters.problem import RosterProblem


@dataclass(frozen=True)
class RosterAnswer:
    """Numbers of the offers used, or None; bounds are None where the peer proves none. None looks at evenness."""

    status: str
    chosen: IntArray | None
    shortfall_bound: int | None = None
    score_bound: int | None = None

    def document(self, problem: RosterProblem) -> dict[str, Any]:
        """The result as a document, for the checker; a bound that is missing is written as what was reached."""
        chosen = np.zeros(0, dtype=np.int64) if self.chosen is None else self.chosen
        short, score = shortfall_of(problem, chosen), int(problem.score[chosen].sum())
        uneven = unevenness_of(problem, chosen)
        offers = zip(problem.volunteer[chosen].tolist(), problem.shift[chosen].tolist(), strict=True)
        return {
            "kind": "rosters",
            "version": 1,
            "status": self.status,
            "shortfall": short,
            "shortfall_bound": short if self.shortfall_bound is None else self.shortfall_bound,
            "score": score,
            "score_bound": score if self.score_bound is None else self.score_bound,
            "unevenness": uneven,
            "unevenness_bound": uneven,
            "assignments": [{"volunteer": problem.volunteer_ids[v], "shift": problem.shift_ids[s]} for v, s in offers],
            "advice": ["the peer says that no roster exists"] if self.status == "infeasible" else [],
        }


def first_come_first_served(problem: RosterProblem, seed: int) -> RosterAnswer:
    """A sign-up sheet: offers in a random order, each taken if the shift is not full and the volunteer can.

    A group signs up as one. Pins are not known to a sheet.
    """
    together = {member: group for group in problem.groups for member in group}
    mine: list[list[int]] = [[] for _ in range(problem.n_volunteers)]
    room = problem.maximum.copy()
    chosen: set[int] = set()
    for offer in np.random.default_rng(seed).permutation(problem.n_offers).tolist():
        v, s = int(problem.volunteer[offer]), int(problem.shift[offer])
        members = together.get(v, (v,))
        if room[s] >= len(members) and all(_can(problem, mine[one], one, s) for one in members):
            room[s] -= len(members)
            for one in members:
                mine[one].append(s)
                chosen.add(problem.offer_index[one, s])
    return RosterAnswer("feasible", np.array(sorted(chosen), dtype=np.int64))


def _can(problem: RosterProblem, mine: list[int], v: int, s: int) -> bool:
    if s in mine or (v, s) not in problem.offer_index or (v, s) in problem.bans or len(mine) >= problem.max_shifts[v]:
        return False
    minutes = int(problem.minutes[[*mine, s]].sum())
    return minutes <= problem.max_minutes[v] and not problem.exclusive[s, mine].any()


def cp_sat(problem: RosterProblem, seed: int, time_limit: float, workers: int) -> RosterAnswer:
    return _answer(problem, by_cp_sat(plain_program(problem), time_limit, seed, workers))


def highs(problem: RosterProblem, time_limit: float) -> RosterAnswer:
    return _answer(problem, by_highs(plain_program(problem), time_limit))


def plain_program(problem: RosterProblem) -> Program:
    """A yes or no for every offer, a whole number for what each minimum and need lacks; one weighted goal."""
    offers, every = problem.n_offers, np.arange(problem.n_offers)
    ones = np.ones(offers, dtype=np.int64)
    minutes = problem.minutes[problem.shift]
    lacking = np.concatenate([problem.minimum, problem.needs.T.ravel()])
    blocks = [
        _Block(problem.volunteer, every, ones, problem.max_shifts),
        _Block(problem.volunteer, every, minutes, problem.max_minutes),
        _Block(problem.shift, every, ones, problem.maximum),
        *(_apart(problem, v) for v in range(problem.n_volunteers)),
    ]
    row, column = [problem.shift, np.arange(problem.n_shifts)], [every, offers + np.arange(problem.n_shifts)]
    for k in range(problem.n_skills):
        able = np.flatnonzero(problem.skills[problem.volunteer, k])
        first = (k + 1) * problem.n_shifts
        row += [first + problem.shift[able], first + np.arange(problem.n_shifts)]
        column += [able, offers + first + np.arange(problem.n_shifts)]
    covered = _Block(np.concatenate(row), np.concatenate(column), np.ones(sum(map(len, row)), dtype=np.int64), lacking)
    together = _together(problem)
    all_ = [*blocks, covered, together]
    start = np.cumsum([0, *(len(block.bound) for block in all_)])
    most = np.concatenate([ones, lacking])
    most[[problem.offer_index[pair] for pair in problem.bans if pair in problem.offer_index]] = 0
    return Program(
        value=np.concatenate([problem.score, np.full(len(lacking), -_weight(problem))]),
        most=most,
        row=np.concatenate([block.row + start[n] for n, block in enumerate(all_)]),
        column=np.concatenate([block.column for block in all_]),
        factor=np.concatenate([block.factor for block in all_]),
        low=np.concatenate([np.zeros(start[-3], dtype=np.int64), lacking, together.bound]),
        high=np.concatenate([*(block.bound for block in blocks), np.full(len(lacking), UNLIMITED), together.bound]),
    )


@dataclass(frozen=True)
class _Block:
    """Rows numbered from 0, with one bound each."""

    row: IntArray
    column: IntArray
    factor: IntArray
    bound: IntArray


def _apart(problem: RosterProblem, v: int) -> _Block:
    """At most one of every two of the volunteer's shifts that exclude each other."""
    mine = np.flatnonzero(problem.volunteer == v)
    shifts = problem.shift[mine]
    pairs = np.argwhere(np.triu(problem.exclusive[np.ix_(shifts, shifts)], 1))
    count = np.ones(len(pairs), dtype=np.int64)
    return _Block(np.repeat(np.arange(len(pairs)), 2), mine[pairs].ravel(), np.repeat(count, 2), count)


def _together(problem: RosterProblem) -> _Block:
    """Two of a group do the same on every shift, nothing where one has not offered it; pins are done."""
    row, column, factor = [], [], []
    bound: list[int] = []
    for group in problem.groups:
        for one, other in pairwise(group):
            for s in range(problem.n_shifts):
                ends = [(pair, sign) for pair, sign in (((one, s), 1), ((other, s), -1)) if pair in problem.offer_index]
                for pair, sign in ends:
                    row.append(len(bound))
                    column.append(problem.offer_index[pair])
                    factor.append(sign)
                bound += [0] if ends else []
    for pair in problem.pins:
        if pair in problem.offer_index:
            row.append(len(bound))
            column.append(problem.offer_index[pair])
            factor.append(1)
        bound.append(1)
    return _Block(*(np.array(one, dtype=np.int64) for one in (row, column, factor, bound)))


def _weight(problem: RosterProblem) -> int:
    """What a missing volunteer costs: more than all scores together."""
    return int(problem.score.sum()) + 1


def _answer(problem: RosterProblem, found: Found) -> RosterAnswer:
    if found.infeasible:
        return RosterAnswer("infeasible", np.zeros(0, dtype=np.int64))
    if found.x is None:
        return RosterAnswer("unknown", None)
    chosen = np.flatnonzero(found.x[: problem.n_offers])
    weight = _weight(problem)
    least, bound = first_then_second(shortfall_of(problem, chosen), found.bound, weight, weight - 1)
    return RosterAnswer("optimal" if found.proven else "feasible", chosen, least, bound)
