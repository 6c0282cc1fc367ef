"""A table limit turned into reservations: who hosts when, so that little is left to count.

Counting to a limit over hundreds of meetings is what clause learning does badly. The relaxation says how much each
party of the smaller side meets in each slot; rounding that is a flow (parties to slots, at most `tables` a slot). The
relaxation is then solved again with a small reward for following the flow, which picks among its many solutions of
nearly equal worth one that is nearly whole (as the feasibility pump does: Fischetti, Glover, Lodi 2005). Where it
follows, a place gets a table of its own or is closed; the few places in between share the tables that are left. What
remains is a restriction of the fair: every plan of it is legal, and its bound is near that of the fair.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from spona_engine.meetings import costs
from spona_engine.meetings.flow import Goal, Network, circulate
from spona_engine.meetings.sifting import Point, Program, point_of, promising

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, FloatArray, IntArray
    from spona_engine.meetings.relaxation import Certificate, Relaxation
    from spona_engine.watch import Watch

_UNIT = 1000
_REWARD = 0.01
"""For following the flow, as a share of the largest gain of a meeting."""
_ITERATIONS = 1000
_UNDECIDED = 0.01
"""How much a place may differ from the flow and still be decided by it."""


@dataclass(frozen=True, eq=False)
class Spread:
    """A relaxation in which most places of hosts are decided, and a solution and prices near its own."""

    relaxation: Relaxation
    near: Point


@dataclass(frozen=True, eq=False)
class _Hosting:
    """[parties, slots] places of hosts that are closed, that have a table of their own, and that share the rest."""

    closed: BoolArray
    reserved: BoolArray
    shared: BoolArray


def spread(relaxation: Relaxation, proof: Certificate, watch: Watch) -> Spread | None:
    """The relaxation with reserved tables; needs a table limit and two sides. None where the time is too short."""
    n = relaxation.n_meetings
    needed = costs.to_set_up(n) + costs.to_iterate(n) + costs.to_write(n)
    if not watch.affords(needed):
        return None
    point = point_of(relaxation, proof)
    follow = _rounded(relaxation, _hosted(relaxation, point))
    reward = np.zeros(len(relaxation.gain))
    reward[:n] = _REWARD * float(relaxation.gain[:n].max(initial=0)) * follow[_host(relaxation), relaxation.slot]
    with watch.stage(costs.to_write(n)):
        program = Program(relaxation)
    point = program.solve(promising(relaxation, proof), point, _ITERATIONS, watch.keep(costs.to_write(n)), reward)
    with watch.stage(costs.to_write(n)):
        hosting = _decided(relaxation, _hosted(relaxation, point))
        narrow = _narrowed(relaxation, hosting)
        return Spread(narrow, _moved(relaxation, narrow, hosting, point))


def _host(relaxation: Relaxation) -> IntArray:
    """[meetings] the party of the smaller side."""
    a, b = relaxation.problem.a[relaxation.wish], relaxation.problem.b[relaxation.wish]
    return np.where(relaxation.hosts[a], a, b)


def _hosted(relaxation: Relaxation, point: Point) -> FloatArray:
    """[parties, slots] how much each host meets in each slot."""
    amount = np.zeros((relaxation.problem.n_parties, relaxation.problem.n_slots))
    share = np.maximum(point.share[: relaxation.n_meetings], 0.0)
    np.add.at(amount, (_host(relaxation), relaxation.slot), share)
    return amount


def _rounded(relaxation: Relaxation, amount: FloatArray) -> BoolArray:
    """[parties, slots] the hosting, as near the amounts as whole meetings, the table limit and pins allow."""
    problem = relaxation.problem
    hosts = np.flatnonzero(relaxation.hosts)
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
    used = circulate(network, [Goal(cost, 1)])[n : n + cells] == 1
    hosting = np.zeros(amount.shape, dtype=bool)
    hosting[hosts[row[used]], slot[used]] = True
    return hosting


def _decided(relaxation: Relaxation, amount: FloatArray) -> _Hosting:
    """What flow and amounts agree on; the rest shares."""
    follow = _rounded(relaxation, amount)
    places = relaxation.problem.open_slots & relaxation.hosts[:, None]
    closed = places & ~follow & (amount < _UNDECIDED)
    reserved = places & follow & (amount > 1 - _UNDECIDED)
    return _Hosting(closed, reserved, places & ~closed & ~reserved)


def _narrowed(relaxation: Relaxation, hosting: _Hosting) -> Relaxation:
    """The relaxation without closed places, its table rows for those that share. The rows stay, with or without
    columns.
    """
    n, tables = relaxation.n_meetings, relaxation.table_rows
    host = _host(relaxation)
    kept = _kept(relaxation, hosting)
    matrix = coo_array(relaxation.matrix)
    own = (tables.start <= matrix.row) & (matrix.row < tables.stop)
    own[own] = hosting.reserved[host, relaxation.slot][matrix.col[own]]
    places = (matrix.row[~own], matrix.col[~own])
    limit = relaxation.limit.copy()
    limit[tables] -= hosting.reserved.sum(axis=0)
    return replace(
        relaxation,
        wish=relaxation.wish[kept[:n]],
        slot=relaxation.slot[kept[:n]],
        matrix=csr_array(csr_array(coo_array((matrix.data[~own], places), shape=matrix.shape))[:, kept]),
        limit=limit,
        gain=relaxation.gain[kept],
        upper=relaxation.upper[kept],
    )


def _kept(relaxation: Relaxation, hosting: _Hosting) -> BoolArray:
    """[columns] those of places that are not closed."""
    kept = np.ones(len(relaxation.gain), dtype=bool)
    kept[: relaxation.n_meetings] = ~hosting.closed[_host(relaxation), relaxation.slot]
    return kept


def _moved(relaxation: Relaxation, narrow: Relaxation, hosting: _Hosting, point: Point) -> Point:
    """The point over the narrowed relaxation: a place with a table of its own takes the price of the table."""
    height, n_slots = len(relaxation.limit), relaxation.problem.n_slots
    price, party, slot = point.price[:height].copy(), relaxation.place // n_slots, relaxation.place % n_slots
    first = price[: len(party)]
    first += np.where(hosting.reserved[party, slot], price[relaxation.table_rows][slot], 0.0)
    first[hosting.closed[party, slot]] = 0.0
    left = np.isin(np.unique(relaxation.wish), narrow.wish)
    return Point(point.share[_kept(relaxation, hosting)], np.concatenate([price, point.price[height:][left]]))
