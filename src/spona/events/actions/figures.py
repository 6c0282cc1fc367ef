"""The numbers of one timetable, counted once when it is written. The cockpit reads them and never counts again.

=================  ==================================================================================================
key                meaning
=================  ==================================================================================================
meetings           meetings in all
parties            parties that were planned for
sides              per side code: ``parties``, ``fewest`` and ``median`` meetings of one party, ``at_minimum``
                   parties with at least what they were promised
histogram          place n holds the number of parties with n meetings
at_minimum         parties with at least the meetings they were promised
must, mutual,      wishes of a kind, ``wished`` and ``met``: a must of either side; wanted by both; wanted by one
one_sided          side only. Pairs that somebody refused are not counted: no plan could meet them
idle               mean number of free slots in which a party waits between two meetings of a day, over parties with a
                   meeting
none               parties without a meeting: ``count``, and ``why`` as {code: parties}, see ``reason_for_none``
advice             what would help, the strongest first: [{"code": ..., "params": ...}]
seconds, gap       how long the engine worked; share of the score bound that is not proven reached
kept, moved        against the timetable it started from, when re-planned
replanned          of a re-plan alone, written by ``drafts``: ``moves`` (meetings it was allowed to change; None: as few
                   as can be) and ``proven`` (no plan is better by that measure)
comfort            written by ``drafts`` once the tables are known, see ``comfort.comfort_figures``: ``waits`` (free
                   slots between two meetings of a day, all parties), ``table_changes`` of hosts, ``proven``; and where
                   the fair asks for it ``met_again`` (meetings of pairs that met before), ``one_sector`` (parties that
                   meet one sector only), ``longest_run`` with ``missing_breaks`` (meetings beyond so many in a row),
                   ``uneven_days`` (meetings by which somebody's days differ, beyond one)
=================  ==================================================================================================
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from spona.events.actions.pair_scores import ONE_SIDED
from spona.events.queries.timetables import reason_for_none
from spona.events.states import MUTUAL_YES
from spona.matching.actions import sentence_json

if TYPE_CHECKING:
    import numpy.typing as npt

    from spona_engine import MeetingResult

    Counts = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]


def figures_of(result: MeetingResult) -> dict[str, Any]:
    """Count a result; the keys are explained at the top of this file."""
    problem = result.problem
    count = meetings_of_each(result)
    reached = count >= problem.minimum
    met = np.zeros(problem.n_wishes, dtype=bool)
    met[result.wish] = True
    possible = ~problem.banned
    mutual = possible & (problem.score >= MUTUAL_YES)
    one_sided = possible & (problem.score >= ONE_SIDED) & ~mutual
    why = Counter(reason_for_none(codes) for codes in codes_of_idle_parties(result, count).values())
    return {
        "meetings": len(result.wish),
        "parties": problem.n_parties,
        "sides": _by_side(problem.sides, count, reached),
        "histogram": np.bincount(count).tolist() if len(count) else [],
        "at_minimum": int(reached.sum()),
        "must": _share(problem.must & possible, met),
        "mutual": _share(mutual, met),
        "one_sided": _share(one_sided, met),
        "idle": _mean_wait(result, count),
        "none": {"count": int((count == 0).sum()), "why": dict(sorted(why.items()))},
        "advice": [sentence_json(sentence) for sentence in result.advice],
        "seconds": round(float(result.seconds), 3),
        "gap": round(float(result.gap), 6),
        "kept": int(result.kept),
        "moved": int(result.moved),
    }


def meetings_of_each(result: MeetingResult) -> Counts:
    """[parties] meetings each has."""
    problem = result.problem
    both = np.concatenate([problem.a[result.wish], problem.b[result.wish]])
    return np.bincount(both, minlength=problem.n_parties).astype(np.int64)


def _mean_wait(result: MeetingResult, count: Counts) -> float:
    busy = int((count > 0).sum())
    return round(result.comfort.idle / busy, 3) if busy else 0.0


def codes_of_idle_parties(result: MeetingResult, count: Counts) -> dict[str, Counter[str]]:
    """Return, per party without a meeting, how often each reason was given for its wishes, suggestions left aside."""
    idle = {result.problem.party_ids[index]: Counter[str]() for index in np.flatnonzero(count == 0)}
    for unmet in result.unmet if idle else ():
        if unmet.score < ONE_SIDED and unmet.code != "ban":
            continue
        for party in (unmet.a, unmet.b):
            if party in idle:
                idle[party][unmet.code] += 1
    return idle


def _share(wished: Mask, met: Mask) -> dict[str, int]:
    return {"wished": int(wished.sum()), "met": int((wished & met).sum())}


def _by_side(sides: tuple[str, ...], count: Counts, reached: Mask) -> dict[str, dict[str, float]]:
    names = np.array(sides)
    found = {}
    for side in dict.fromkeys(sides):
        of_side = names == side
        found[side] = {
            "parties": int(of_side.sum()),
            "fewest": int(count[of_side].min()),
            "median": float(np.median(count[of_side])),
            "at_minimum": int(reached[of_side].sum()),
        }
    return found
