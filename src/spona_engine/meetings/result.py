"""What solving returns: arrays for programs, ids and sentences for people, one JSON document for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.gaps import gap
from spona_engine.meetings.advice import advise
from spona_engine.meetings.comfort.figures import ComfortFigures, figures_of
from spona_engine.meetings.outcome import Meeting, Outcome, Unmet
from spona_engine.meetings.proof_document import read_proof, stated_proof
from spona_engine.meetings.reading import entries, known, load_document, text, whole
from spona_engine.meetings.reading import field as field_of
from spona_engine.meetings.reasons import unmet_entries, unmet_wishes
from spona_engine.sentences import Sentence, say
from spona_engine.stated import stated_seconds, stated_status

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.score_proof import ScoreProof

_MANY = 2**62


@dataclass(frozen=True, eq=False)
class MeetingResult(Outcome):
    """A plan and what is proven about it: the fields of `Outcome`, and views that are worked out once."""

    @property
    def gap(self) -> float:
        return gap(self.score, self.score_bound)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """All meetings by slot, then table."""
        problem, ids = self.problem, self.problem.party_ids
        order = np.lexsort((self.table, self.slot))
        rows = zip(self.wish[order].tolist(), self.slot[order].tolist(), self.table[order].tolist(), strict=True)
        return tuple(
            Meeting(
                ids[problem.a[w]],
                ids[problem.b[w]],
                problem.slots[s].id,
                t,
                int(problem.score[w]),
                bool(problem.must[w]),
            )
            for w, s, t in rows
        )

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """Every wish without a meeting, in the order of the wishes. Computed when first asked for."""
        if self.given_unmet is not None:
            return self.given_unmet
        return unmet_wishes(self)

    @cached_property
    def advice(self) -> tuple[Sentence, ...]:
        """What to change where minimums are missed or demands clash. Computed when first asked for."""
        return advise(self) if self.given_advice is None else self.given_advice

    @cached_property
    def comfort(self) -> ComfortFigures:
        """How pleasant the plan is."""
        return figures_of(self.problem, self.wish, self.slot, self.table)

    @cached_property
    def proof(self) -> ScoreProof | None:
        """The prices behind the score bound: of the run itself, or as read and worked out again for the problem. None
        where the bound needed none.
        """
        if self.score_proof is None and self.given_proof is not None:
            return self.given_proof.worked_out(self.problem)
        return self.score_proof

    def to_json(self) -> dict[str, Any]:
        """The contract's document, with `comfort`, and with `score_proof` where prices prove the bound."""
        stated = self.given_proof if self.score_proof is None else stated_proof(self.score_proof)
        return {
            "kind": "meetings",
            "version": 1,
            "status": self.status,
            "shortfall": self.shortfall,
            "shortfall_bound": self.shortfall_bound,
            "score": self.score,
            "score_bound": self.score_bound,
            "gap": self.gap,
            "meetings": self._meeting_entries(),
            "unmet": self._unmet_entries(),
            "advice": [str(sentence) for sentence in self.advice],
            "comfort": asdict(self.comfort) | {"proven": self.comfort_proven},
            "seed": self.seed,
            "seconds": self.seconds,
        } | ({} if stated is None else {"score_proof": stated.to_json(self.problem)})

    def _meeting_entries(self) -> list[dict[str, Any]]:
        """By slot, then table."""
        problem, order = self.problem, np.lexsort((self.table, self.slot))
        ids, wish = np.array(problem.party_ids, dtype=object), self.wish[order]
        slots = np.array([slot.id for slot in problem.slots], dtype=object)[self.slot[order]]
        columns = (ids[problem.a[wish]], ids[problem.b[wish]], slots, self.table[order])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [{"a": a, "b": b, "slot": slot, "table": table} for a, b, slot, table in rows]

    def _unmet_entries(self) -> list[dict[str, Any]]:
        """As `unmet`, which is not worked out for it."""
        if self.given_unmet is None and "unmet" not in vars(self):
            return unmet_entries(self)
        return [{"a": u.a, "b": u.b, "score": u.score, "code": u.code, "why": str(u.why)} for u in self.unmet]

    @classmethod
    def from_json(cls, problem: MeetingProblem, data: Mapping[str, Any] | str | bytes) -> MeetingResult:
        """Read a result of this problem; raises ProblemError where it names what the problem doesn't have."""
        return _read_result(problem, data)


def placed(problem: MeetingProblem, data: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """(wish, slot, table) of the meetings of a result document; meetings unknown to the problem raise ProblemError."""
    rows = []
    for number, entry in enumerate(entries(data, "meetings", required=True)):
        place = f"meetings[{number}]"
        a = known(field_of(entry, place, "a"), f"{place}.a", problem.party_index, "party")
        b = known(field_of(entry, place, "b"), f"{place}.b", problem.party_index, "party")
        slot = known(field_of(entry, place, "slot"), f"{place}.slot", problem.slot_index, "slot")
        wish = problem.wish_of(a, b)
        if wish is None:
            raise ProblemError(
                place, f"pairs {entry['a']!r} and {entry['b']!r}, which no wish lists", "check the problem"
            )
        rows.append((wish, slot, whole(entry.get("table", 1), f"{place}.table", 1, _MANY)))
    return sorted(rows)


def _read_result(problem: MeetingProblem, data: Mapping[str, Any] | str | bytes) -> MeetingResult:
    document = load_document(data)
    status = stated_status(document)
    table = np.array(placed(problem, document), dtype=np.int64).reshape(-1, 3)
    numbers = {
        key: whole(field_of(document, "document", key), key, 0, _MANY)
        for key in ("score", "score_bound", "shortfall", "shortfall_bound")
    }
    met = int(problem.must[table[:, 0]].sum())
    unmet = tuple(
        Unmet(u["a"], u["b"], u["score"], u["code"], say("as_written", words=str(u["why"])))
        for u in (_unmet_entry(entry, f"unmet[{n}]") for n, entry in enumerate(entries(document, "unmet")))
    )
    return MeetingResult(
        problem=problem,
        status=status,
        wish=table[:, 0].copy(),
        slot=table[:, 1].copy(),
        table=table[:, 2].copy(),
        score=numbers["score"],
        score_bound=numbers["score_bound"],
        shortfall=numbers["shortfall"],
        shortfall_bound=numbers["shortfall_bound"],
        must_met=met,
        must_bound=met if status == "optimal" else int(problem.must.sum()),
        seed=whole(document.get("seed", 0), "seed", -_MANY, _MANY),
        seconds=stated_seconds(document),
        given_proof=read_proof(problem, document),
        given_advice=tuple(say("as_written", words=str(line)) for line in entries(document, "advice")),
        given_unmet=unmet,
        comfort_proven=_comfort_proven(document),
    )


def _comfort_proven(document: Mapping[str, Any]) -> bool:
    stated = document.get("comfort", {})
    return isinstance(stated, dict) and stated.get("proven") is True


def _unmet_entry(entry: Any, place: str) -> dict[str, Any]:
    words = {key: text(field_of(entry, place, key), f"{place}.{key}") for key in ("a", "b", "code")}
    score = whole(field_of(entry, place, "score"), f"{place}.score", 0, _MANY)
    return words | {"score": score, "why": field_of(entry, place, "why")}
