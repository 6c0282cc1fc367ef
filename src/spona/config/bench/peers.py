"""Who is measured: our engine and its peers, each asked in one call, its answer judged by the engine's own checker."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from spona.config.bench.instances import SEED
from spona_engine import MeetingProblem, check, solve
from spona_engine.peers import meetings, packages

OURS = "spona_engine"
THREADS = os.cpu_count() or 1
Ask = Callable[[Any, float], Any]


@dataclass(frozen=True)
class Verdict:
    """An answer in figures. Bounds are None where the peer proves none, all but `status` where it has no answer.

    ``worst`` is the lowest sum of any left party, where fairness is asked for; ``faults`` what the checker says.
    """

    status: str
    score: int | None = None
    score_bound: int | None = None
    shortfall: int | None = None
    shortfall_bound: int | None = None
    worst: int | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peer:
    """``ask`` by kind of problem, called with the problem and the seconds it may take; ``package``: on the registry."""

    name: str
    ask: Mapping[str, Ask]
    package: str = ""

    @property
    def title(self) -> str:
        """The name, with the version of the package that is installed."""
        if not self.package:
            return self.name
        try:
            return f"{self.name} {version(self.package)}"
        except PackageNotFoundError:
            return self.name


PEERS: tuple[Peer, ...] = (
    Peer(OURS, {"meetings": lambda problem, limit: solve(problem, seed=SEED, time_limit=limit)}),
    Peer("first come", {"meetings": lambda problem, _: meetings.first_come_first_served(problem, SEED)}),
    Peer("deferred acceptance", {"meetings": lambda problem, _: meetings.deferred_acceptance(problem)}),
    Peer(
        "plain CP-SAT",
        {"meetings": lambda problem, limit: meetings.cp_sat(problem, SEED, limit, THREADS)},
        "ortools",
    ),
    Peer("plain HiGHS", {"meetings": meetings.highs}, "scipy"),
    Peer(
        "conference-scheduler",
        {"meetings": lambda problem, _: packages.conference_scheduler(problem)},
        "conference-scheduler",
    ),
)


def peer(name: str) -> Peer:
    """Return the peer of this name. Errors: KeyError."""
    return {one.name: one for one in PEERS}[name]


def judge(problem: Any, answer: Any) -> Verdict:
    """Return the figures of an answer to a problem, checked by the rules of its kind."""
    return _JUDGES[type(problem)](problem, answer)


def _judge_meetings(problem: MeetingProblem, answer: Any) -> Verdict:
    if isinstance(answer, meetings.MeetingAnswer):
        if answer.slot_of is None:
            return Verdict(answer.status)
        document, proves = answer.document(problem), answer.score_bound is not None
    else:
        document, proves = answer.to_json(), True
    return Verdict(
        status=document["status"],
        score=document["score"],
        score_bound=document["score_bound"] if proves else None,
        shortfall=document["shortfall"],
        shortfall_bound=document["shortfall_bound"] if proves else None,
        faults=tuple(str(sentence) for sentence in check(problem, document)),
    )


_JUDGES: dict[type, Callable[[Any, Any], Verdict]] = {MeetingProblem: _judge_meetings}
