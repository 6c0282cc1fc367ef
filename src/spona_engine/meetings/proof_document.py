"""The prices behind a score bound in a result document, by the names of parties and slots.

Prices are advice: whatever they are, weak duality proves a bound from them (relaxation.py). So nothing read here is
believed. The rows are built from the problem at hand, take the prices written under their names, and the bound is
worked out again in whole numbers; it holds for that problem, also if the prices were found for an earlier state of it.

    {"unit": 16777216,                     prices are whole multiples of 1/unit, a power of two
     "shortfall": 0, "must": 2,            what plans must reach for the bound to hold; null: that goal does not count
     "slots": ["s1", "s2"],                the order of the lists below
     "busy": {"udruga-mi": [120, 0]},      a meeting of the party in the slot
     "tables": [0, 35],                    a meeting in the slot, where tables or the number of parties limit it
     "maximum": {"ipsum": 5}, "minimum": {"ipsum": 7},
     "total_shortfall": 0, "total_must": 0}

Prices of 0 may be left out. Names the problem does not have price nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import entries, field, text, whole
from spona_engine.meetings.relaxation import FINEST, Settled, certified, relax, safe
from spona_engine.meetings.score_proof import ScoreProof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem

_KEY = "score_proof"
_MANY = 2**53
_BY_PARTY = ("maximum", "minimum")
_GOALS = ("shortfall", "must")
_TOTALS = ("total_shortfall", "total_must")


@dataclass(frozen=True, eq=False)
class StatedProof:
    """Prices as a document states them: `price` {kind of row: [keys] multiples of 1/`unit`}, kinds and keys as in
    Relaxation.rows.
    """

    unit: int
    settled: Settled
    price: Mapping[str, IntArray]

    def worked_out(self, problem: MeetingProblem) -> ScoreProof | None:
        """What the prices prove for the problem; None where they are too large to be summed exactly."""
        relaxation = relax(problem, "score", self.settled)
        price = np.concatenate([self.price[kind][keys] for kind, keys in relaxation.rows])
        if not safe(relaxation, int(price.max(initial=0)) / self.unit, self.unit):
            return None
        proof = certified(relaxation, self.unit, price, np.zeros(len(relaxation.gain)))
        return ScoreProof(relaxation, proof, self.settled)

    def to_json(self, problem: MeetingProblem) -> dict[str, Any]:
        """The document, without prices of 0 where a whole party or list has no others."""
        ids, settled = problem.party_ids, self.settled
        busy = self.price["busy"].reshape(problem.n_parties, problem.n_slots)
        document: dict[str, Any] = {"unit": self.unit, "shortfall": settled.shortfall, "must": settled.must}
        document["slots"] = [slot.id for slot in problem.slots]
        document["busy"] = {ids[party]: busy[party].tolist() for party in np.flatnonzero(busy.any(axis=1)).tolist()}
        if self.price["tables"].any():
            document["tables"] = self.price["tables"].tolist()
        for kind in _BY_PARTY:
            priced = np.flatnonzero(self.price[kind]).tolist()
            document[kind] = {ids[party]: int(self.price[kind][party]) for party in priced}
        return document | {kind: int(self.price[kind][0]) for kind in _TOTALS}


def _nothing(problem: MeetingProblem) -> dict[str, IntArray]:
    """A price of 0 for every row a relaxation of the problem may have."""
    n, n_slots = problem.n_parties, problem.n_slots
    sizes = {"busy": n * n_slots, "tables": n_slots} | dict.fromkeys(_BY_PARTY, n) | dict.fromkeys(_TOTALS, 1)
    return {kind: np.zeros(size, dtype=np.int64) for kind, size in sizes.items()}


def stated_proof(proof: ScoreProof) -> StatedProof:
    """The prices of a proof by the names of their rows."""
    price, first = _nothing(proof.relaxation.problem), 0
    for kind, keys in proof.relaxation.rows:
        price[kind][keys] = proof.certificate.price[first : first + len(keys)]
        first += len(keys)
    return StatedProof(proof.certificate.scale, proof.settled, price)


def read_proof(problem: MeetingProblem, document: Mapping[str, Any]) -> StatedProof | None:
    """The prices a result document states, None where it states none; raises ProblemError where they are no prices."""
    stated = document.get(_KEY)
    if stated is None:
        return None
    unit = whole(field(stated, _KEY, "unit"), f"{_KEY}.unit", 1, FINEST)
    if unit & (unit - 1):
        raise ProblemError(f"{_KEY}.unit", f"is {unit}", "write a power of two")
    price = _nothing(problem)
    _read_by_slot(problem, stated, price)
    for kind in _BY_PARTY:
        for identity, value in _mapping(stated, kind).items():
            found = whole(value, f"{_KEY}.{kind}.{identity}", 0, _MANY)
            if identity in problem.party_index:
                price[kind][problem.party_index[identity]] = found
    for kind in _TOTALS:
        price[kind][0] = whole(stated.get(kind, 0), f"{_KEY}.{kind}", 0, _MANY)
    goals = (None if stated.get(key) is None else whole(stated[key], f"{_KEY}.{key}", 0, _MANY) for key in _GOALS)
    return StatedProof(unit, Settled(*goals), price)


def _read_by_slot(problem: MeetingProblem, stated: Mapping[str, Any], price: dict[str, IntArray]) -> None:
    names = [text(name, f"{_KEY}.slots[{n}]") for n, name in enumerate(entries(stated, "slots"))]
    number = np.array([problem.slot_index.get(name, -1) for name in names], dtype=np.int64)
    known = number >= 0
    busy = price["busy"].reshape(problem.n_parties, problem.n_slots)
    for identity, values in _mapping(stated, "busy").items():
        found = _list(values, f"{_KEY}.busy.{identity}", len(names))
        if identity in problem.party_index:
            busy[problem.party_index[identity], number[known]] = found[known]
    if "tables" in stated:
        price["tables"][number[known]] = _list(stated["tables"], f"{_KEY}.tables", len(names))[known]


def _mapping(stated: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = stated.get(key, {})
    if not isinstance(value, dict):
        raise ProblemError(f"{_KEY}.{key}", "is not an object", "write a price under the id of each party")
    return value


def _list(values: Any, place: str, count: int) -> IntArray:
    if not isinstance(values, list) or len(values) != count:
        raise ProblemError(place, f"does not have {count} entries", "write one price a slot")
    return np.array([whole(value, f"{place}[{n}]", 0, _MANY) for n, value in enumerate(values)], dtype=np.int64)
