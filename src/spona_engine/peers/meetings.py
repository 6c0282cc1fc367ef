"""Peers for fairs: first come first served, deferred acceptance, and the plain integer program.

Slots of the first two are the first ones both parties have free, which is what a person with a list does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.peers.linear import Found, Program, by_cp_sat, by_highs, first_then_second, refuse_too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.peers.linear import IntArray


@dataclass(frozen=True)
class MeetingAnswer:
    """{wish: slot} as found, or None; the bounds are None where the peer proves none."""

    status: str
    slot_of: dict[int, int] | None
    shortfall_bound: int | None = None
    score_bound: int | None = None

    def document(self, problem: MeetingProblem) -> dict[str, Any]:
        """The contract's result, for the checker; a bound that is missing is written as what was reached."""
        slot_of, ids = self.slot_of or {}, problem.party_ids
        taken = [0] * problem.n_slots
        meetings = []
        for wish, slot in slot_of.items():
            taken[slot] += 1
            a, b = ids[problem.a[wish]], ids[problem.b[wish]]
            meetings.append({"a": a, "b": b, "slot": problem.slots[slot].id, "table": taken[slot]})
        shortfall, score = figures(problem, slot_of)
        bound = score if self.score_bound is None else self.score_bound
        pairs = zip(problem.a.tolist(), problem.b.tolist(), strict=True)
        return {
            "kind": "meetings",
            "version": 1,
            "status": self.status,
            "shortfall": shortfall,
            "shortfall_bound": shortfall if self.shortfall_bound is None else self.shortfall_bound,
            "score": score,
            "score_bound": bound,
            "gap": (bound - score) / bound if bound else 0.0,
            "meetings": meetings,
            "unmet": [{"a": ids[a], "b": ids[b]} for wish, (a, b) in enumerate(pairs) if wish not in slot_of],
            "advice": ["the peer says that no plan exists"] if self.status == "infeasible" else [],
        }


def figures(problem: MeetingProblem, wishes: Iterable[int]) -> tuple[int, int]:
    """(shortfall, score) if exactly these wishes are met."""
    met = np.fromiter(wishes, dtype=np.int64)
    degree = np.bincount(np.concatenate([problem.a[met], problem.b[met]]), minlength=problem.n_parties)
    return int(np.maximum(problem.minimum - degree, 0).sum()), int(problem.score[met].sum())


def first_come_first_served(problem: MeetingProblem, seed: int) -> MeetingAnswer:
    """Requests in a random order of arrival; each is granted if both parties still have a meeting and a slot free."""
    order = np.random.default_rng(seed).permutation(problem.n_wishes)
    return MeetingAnswer("feasible", _first_fit(problem, order))


def kept_and_filled(problem: MeetingProblem, published: Mapping[str, Any], seed: int) -> MeetingAnswer:
    """What a person does by hand after a change: what can stay stays, then requests are granted as they come.

    ``published``: the earlier plan's document; its parties are those of the problem.
    """
    numbers = {party: number for number, party in enumerate(problem.party_ids)}
    slots = {slot.id: number for number, slot in enumerate(problem.slots)}
    wishes = {pair: wish for wish, pair in enumerate(zip(problem.a.tolist(), problem.b.tolist(), strict=True))}
    kept = {wishes[numbers[met["a"]], numbers[met["b"]]]: slots[met["slot"]] for met in published["meetings"]}
    order = np.random.default_rng(seed).permutation(problem.n_wishes)
    return MeetingAnswer("feasible", _first_fit(problem, order, kept))


def deferred_acceptance(problem: MeetingProblem) -> MeetingAnswer:
    """Gale and Shapley 1962 with quotas on both sides, both ranking by score; slots afterwards, dearest pair first.

    The side of the first wish's first party proposes; wishes inside one side are proposed by their first party.
    """
    quota = problem.capacity
    held: list[dict[int, int]] = [{} for _ in range(problem.n_parties)]
    queue = _proposals(problem)
    room = quota.tolist()
    waiting = [party for party in range(problem.n_parties) if queue[party]]
    while waiting:
        party = waiting.pop()
        while room[party] > 0 and queue[party]:
            wish = queue[party].pop()
            rejected = _offer(problem, held, wish, int(quota[_other(problem, wish, party)]), party)
            if rejected != wish:
                room[party] -= 1
            if rejected is not None and rejected != wish:
                loser = _proposer(problem, rejected)
                room[loser] += 1
                waiting.append(loser)
    chosen = np.array(sorted({wish for mine in held for wish in mine}), dtype=np.int64)
    order = chosen[np.argsort(-problem.score[chosen], kind="stable")]
    return MeetingAnswer("feasible", _first_fit(problem, order))


def _proposer(problem: MeetingProblem, wish: int) -> int:
    """The party that proposes this wish: the one on the side of the first party of the first wish, or the first."""
    side = problem.sides[problem.a[0]]
    a, b = int(problem.a[wish]), int(problem.b[wish])
    return b if problem.sides[b] == side and problem.sides[a] != side else a


def _other(problem: MeetingProblem, wish: int, party: int) -> int:
    a, b = int(problem.a[wish]), int(problem.b[wish])
    return b if a == party else a


def _proposals(problem: MeetingProblem) -> list[list[int]]:
    """For each party the wishes it proposes, the best last, without banned pairs and pairs that share no slot."""
    queue: list[list[int]] = [[] for _ in range(problem.n_parties)]
    possible = ~problem.banned & problem.share_slot
    for wish in np.argsort(problem.score, kind="stable").tolist():
        if possible[wish]:
            queue[_proposer(problem, wish)].append(wish)
    return queue


def _offer(problem: MeetingProblem, held: list[dict[int, int]], wish: int, quota: int, proposer: int) -> int | None:
    """The wish that the party asked turns down for this one: itself, an earlier one, or none."""
    mine = held[_other(problem, wish, proposer)]
    mine[wish] = int(problem.score[wish])
    if len(mine) <= quota:
        return None
    worst = min(mine, key=lambda one: (mine[one], -one))
    del mine[worst]
    return worst


def _first_fit(problem: MeetingProblem, order: IntArray, kept: Mapping[int, int] | None = None) -> dict[int, int]:
    """{wish: slot}: what is `kept` in its slot, then the wishes in this order, each in the first slot in which both are
    free and a table is left.
    """
    bits = [sum(1 << int(slot) for slot in np.flatnonzero(here)) for here in problem.open_slots]
    room, banned = problem.capacity.tolist(), problem.banned
    tables = problem.n_parties if problem.tables is None else problem.tables
    load = [0] * problem.n_slots
    every = open_ = (1 << problem.n_slots) - 1 if tables > 0 else 0
    placed: dict[int, int] = {}
    fixed = [(wish, 1 << slot) for wish, slot in (kept or {}).items()]
    for wish, asked in [*fixed, *((wish, every) for wish in order.tolist())]:
        a, b = int(problem.a[wish]), int(problem.b[wish])
        common = bits[a] & bits[b] & open_ & asked
        if wish in placed or banned[wish] or not common or room[a] <= 0 or room[b] <= 0:
            continue
        lowest = common & -common
        slot = lowest.bit_length() - 1
        placed[wish] = slot
        room[a] -= 1
        room[b] -= 1
        bits[a] ^= lowest
        bits[b] ^= lowest
        load[slot] += 1
        if load[slot] >= tables:
            open_ ^= lowest
    return placed


def cp_sat(problem: MeetingProblem, seed: int, time_limit: float, workers: int) -> MeetingAnswer:
    plain = PlainModel(problem)
    return plain.answer(by_cp_sat(plain.program, time_limit, seed, workers))


def highs(problem: MeetingProblem, time_limit: float) -> MeetingAnswer:
    plain = PlainModel(problem)
    return plain.answer(by_highs(plain.program, time_limit))


class PlainModel:
    """A yes or no for every wish in every slot both are there, a whole number for every party's shortfall.

    The goals are one weighted sum: a missing meeting costs more than all scores and musts together, a must more than
    all scores.
    """

    def __init__(self, problem: MeetingProblem) -> None:
        self.problem = problem
        refuse_too_large(problem.n_wishes * problem.n_slots)
        usable = problem.open_slots[problem.a] & problem.open_slots[problem.b] & ~problem.banned[:, None]
        self.wish, self.slot = np.nonzero(usable)
        self.must_weight = int(problem.score.sum()) + 1
        self.weight = self.must_weight * (int(problem.must.sum()) + 1)
        self.program = self._program()

    def _program(self) -> Program:
        problem, count = self.problem, len(self.wish)
        wishes, parties, slots = problem.n_wishes, problem.n_parties, problem.n_slots
        a, b = problem.a[self.wish], problem.b[self.wish]
        at_table = wishes + parties * slots
        at_most = at_table + slots
        at_least = at_most + parties
        rows = [self.wish, wishes + a * slots + self.slot, wishes + b * slots + self.slot, at_table + self.slot]
        rows += [at_most + a, at_most + b, at_least + a, at_least + b, at_least + np.arange(parties)]
        column = np.concatenate([np.tile(np.arange(count), len(rows) - 1), count + np.arange(parties)])
        pinned = np.zeros(wishes, dtype=np.int64)
        pinned[[w for pin in problem.pins if (w := problem.wish_of(pin.a, pin.b)) is not None]] = 1
        tables = parties if problem.tables is None else problem.tables
        high = np.repeat([1, 1, tables], [wishes, parties * slots, slots])
        value = problem.score + self.must_weight * problem.must
        return Program(
            value=np.concatenate([value[self.wish], np.full(parties, -self.weight)]),
            most=np.concatenate([np.ones(count, dtype=np.int64), problem.minimum]),
            row=np.concatenate(rows),
            column=column,
            factor=np.ones(len(column), dtype=np.int64),
            low=np.concatenate([pinned, np.zeros(at_least - wishes, dtype=np.int64), problem.minimum]),
            high=np.concatenate([high, problem.capacity, problem.minimum + wishes]),
        )

    def answer(self, found: Found) -> MeetingAnswer:
        if found.infeasible:
            return MeetingAnswer("infeasible", {})
        problem, most = self.problem, int(self.problem.score.sum())
        if found.x is None:
            return MeetingAnswer("unknown", None)
        met = np.flatnonzero(found.x[: len(self.wish)])
        slot_of = dict(zip(self.wish[met].tolist(), self.slot[met].tolist(), strict=True))
        shortfall, _ = figures(problem, slot_of)
        least, second = first_then_second(shortfall, found.bound, self.weight, self.weight - 1)
        musts = int(problem.must[list(slot_of)].sum())
        score_bound = min(most, second - self.must_weight * musts)
        status = "optimal" if found.proven else "feasible"
        return MeetingAnswer(status, slot_of, least, score_bound)
