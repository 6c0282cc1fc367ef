"""A table limit turned into availability: who hosts when, so that no slot has too many meetings whoever the guests are.

Counting to a limit over hundreds of meetings is what clause learning does badly. The relaxation says how much each
party of the smaller side meets in each slot; rounding that is a flow (parties to slots, at most `tables` a slot), and
a fair in which those parties are there in just these slots needs no table limit. It is a restriction: the plan it
leads to is legal, its value near the bound, and re-opening slots (reopening.py) regains the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.flow import Goal, Network, circulate

if TYPE_CHECKING:
    from spona_engine.meetings.contents import IntArray
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.relaxation import Certificate, Relaxation

_UNIT = 1000


def spread(relaxation: Relaxation, proof: Certificate) -> MeetingProblem:
    """The problem without a table limit whose hosts are there only in slots where they may host; needs a table
    limit.
    """
    problem, hosts = relaxation.problem, relaxation.hosts
    a, b = problem.a[relaxation.wish], problem.b[relaxation.wish]
    amount = np.zeros((problem.n_parties, problem.n_slots))
    np.add.at(amount, (np.where(hosts[a], a, b), relaxation.slot), proof.share[: relaxation.n_meetings])
    available = problem.open_slots.copy()
    available[hosts] = False
    party, slot = _rounded(problem, np.flatnonzero(hosts), amount)
    available[party, slot] = True
    return replace(problem, available=available, tables=None)


def _rounded(problem: MeetingProblem, hosts: IntArray, amount: np.ndarray) -> tuple[IntArray, IntArray]:
    """(party, slot) of the hosting, as near the amounts as whole meetings, the table limit and pins allow."""
    most = np.minimum(np.ceil(amount[hosts].sum(axis=1) - 1e-3), problem.capacity[hosts]).astype(np.int64)
    row, slot = np.nonzero(problem.open_slots[hosts])
    gain = np.rint(amount[hosts[row], slot] * _UNIT).astype(np.int64) + 1
    n, n_slots, cells = len(hosts), problem.n_slots, len(row)
    for pin in problem.pins:
        if pin.slot is not None:
            gain[np.isin(hosts[row], (pin.a, pin.b)) & (slot == pin.slot)] = 2 * _UNIT
    source, sink = n + n_slots, n + n_slots + 1
    network = Network(
        n_nodes=n + n_slots + 2,
        tail=np.concatenate([np.full(n, source), row, n + np.arange(n_slots), [sink]]).astype(np.int64),
        head=np.concatenate([np.arange(n), n + slot, np.full(n_slots, sink), [source]]).astype(np.int64),
        capacity=np.concatenate([most, np.ones(cells), np.full(n_slots, problem.tables), [cells]]).astype(np.int64),
    )
    cost = np.zeros(len(network.tail), dtype=np.int64)
    cost[n : n + cells] = -gain
    flow = circulate(network, [Goal(cost, 1)])
    used = flow[n : n + cells] == 1
    return hosts[row[used]], slot[used].astype(np.int64)
