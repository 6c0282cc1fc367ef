"""Who is measured: our engine and its peers, each asked in one call, its answer judged by the engine's own checker."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from math import inf
from typing import Any

from spona.config.bench.instances import SEED, Changed
from spona_engine import PairProblem, check, replan, solve
from spona_engine.peers import flow, meetings, packages, pairs, rosters

OURS = "spona_engine"
THREADS = os.cpu_count() or 1
PEER_SECONDS = 5.0
Ask = Callable[[Any, float], Any]


@dataclass(frozen=True)
class Verdict:
    """An answer in figures. Bounds are None where the peer proves none, all but `status` where it has no answer.

    ``worst`` is the lowest sum of any left party, where fairness is asked for; ``touched`` how many published meetings
    a re-plan moves or drops; ``faults`` what the checker says.
    """

    status: str
    score: float | None = None
    score_bound: float | None = None
    shortfall: int | None = None
    shortfall_bound: int | None = None
    worst: float | None = None
    worst_bound: float | None = None
    touched: int | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peer:
    """``ask`` by kind of problem, called with the problem and the seconds it may take.

    ``package``: the one whose version is shown. ``loads``: modules imported before the clock runs, where they exist.
    ``most``: seconds it is given at most, so that a run of everything takes minutes.
    """

    name: str
    ask: Mapping[str, Ask]
    package: str = ""
    loads: tuple[str, ...] = ()
    most: float = PEER_SECONDS

    @property
    def title(self) -> str:
        """The name, with the version of the package that is installed."""
        if not self.package:
            return self.name
        try:
            return f"{self.name} {version(self.package)}"
        except PackageNotFoundError:
            return self.name


def _ours(problem: Any, limit: float) -> Any:
    return solve(problem, seed=SEED, time_limit=limit)


def _ours_again(changed: Changed, limit: float) -> Any:
    return replan(changed.problem, changed.published, seed=SEED, time_limit=limit)


PEERS: tuple[Peer, ...] = (
    Peer(
        OURS,
        {"meetings": _ours, "pairs": _ours, "rosters": _ours, "replans": _ours_again},
        loads=("ortools.sat.python.cp_model",),
        most=inf,
    ),
    Peer(
        "first come",
        {
            "meetings": lambda problem, _: meetings.first_come_first_served(problem, SEED),
            "pairs": lambda problem, _: pairs.first_come_first_served(problem, SEED),
            "rosters": lambda problem, _: rosters.first_come_first_served(problem, SEED),
            "replans": lambda changed, _: meetings.kept_and_filled(changed.problem, changed.published, SEED),
        },
        most=inf,
    ),
    Peer("planned afresh", {"replans": lambda changed, limit: _ours(changed.problem, limit)}, most=inf),
    Peer(
        "deferred acceptance",
        {
            "meetings": lambda problem, _: meetings.deferred_acceptance(problem),
            "pairs": lambda problem, _: pairs.deferred_acceptance(problem),
        },
        most=inf,
    ),
    Peer(
        "bare flow",
        {
            "meetings": lambda problem, _: flow.for_meetings(problem),
            "pairs": lambda problem, _: flow.for_pairs(problem),
            "replans": lambda changed, _: flow.for_meetings(changed.problem),
        },
        package="ortools",
        loads=("ortools.graph.python.min_cost_flow",),
        most=inf,
    ),
    Peer(
        "plain CP-SAT",
        {
            "meetings": lambda problem, limit: meetings.cp_sat(problem, SEED, limit, THREADS),
            "pairs": lambda problem, limit: pairs.cp_sat(problem, SEED, limit, THREADS),
            "rosters": lambda problem, limit: rosters.cp_sat(problem, SEED, limit, THREADS),
        },
        package="ortools",
        loads=("ortools.sat.python.cp_model",),
    ),
    Peer("plain HiGHS", {"meetings": meetings.highs, "pairs": pairs.highs, "rosters": rosters.highs}, package="scipy"),
    Peer(
        "conference-scheduler",
        {"meetings": lambda problem, _: packages.conference_scheduler(problem)},
        package="conference-scheduler",
        loads=("conference_scheduler",),
    ),
    Peer("matching", {"pairs": lambda problem, _: pairs.matching(problem)}, package="matching", loads=("matching",)),
    Peer("algmatch", {"pairs": lambda problem, _: pairs.algmatch(problem)}, package="algmatch"),
)


def peer(name: str) -> Peer:
    """Return the peer of this name. Errors: KeyError."""
    return {one.name: one for one in PEERS}[name]


def judge(problem: Any, answer: Any) -> Verdict:
    """Return the figures of an answer to a problem, checked by the rules of its kind."""
    peers_own = isinstance(answer, meetings.MeetingAnswer | pairs.PairAnswer | rosters.RosterAnswer)
    if peers_own and _nothing(answer):
        return Verdict(answer.status)
    asked = problem.problem if isinstance(problem, Changed) else problem
    document = answer.document(asked) if peers_own else answer.to_json()
    fair = isinstance(asked, PairProblem) and asked.objective == "leximin"
    proves = not peers_own or answer.score_bound is not None
    return Verdict(
        status=document["status"],
        score=document["score"],
        score_bound=document["score_bound"] if proves else None,
        shortfall=document["shortfall"],
        shortfall_bound=document["shortfall_bound"] if proves else None,
        worst=document["worst"] if fair else None,
        worst_bound=document["worst_bound"] if fair and (not peers_own or answer.worst_bound is not None) else None,
        touched=problem.touched(document) if isinstance(problem, Changed) else None,
        faults=tuple(str(sentence) for sentence in check(asked, document)),
    )


def _nothing(answer: meetings.MeetingAnswer | pairs.PairAnswer | rosters.RosterAnswer) -> bool:
    """Whether a peer came back without an answer."""
    return (answer.slot_of if isinstance(answer, meetings.MeetingAnswer) else answer.chosen) is None
