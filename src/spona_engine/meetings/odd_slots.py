"""A few slots of a fair with odd cycles, planned exactly as an integer program.

One slot is a maximum-weight matching in a general graph (Edmonds 1965). Its relaxation, and that of two slots, is worth
a little more than any plan, so the puzzle at the bound (completion.py) is impossible over and over; branch and cut
(HiGHS) closes a difference so small in a few nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

if TYPE_CHECKING:
    from spona_engine.meetings.relaxation import Relaxation
    from spona_engine.watch import Watch

ONE_BY_ONE_FROM = 8_000
"""Columns of a whole fair with odd cycles below which the puzzles of larger blocks find more in the same time."""
MOST_SLOTS = 2
_MOST_COLUMNS = 4_000
"""Sizes above which branch and cut takes seconds."""
_NODES = 100


def suited(relaxation: Relaxation) -> bool:
    """Whether a relaxation is of the kind and size for `best_slots`."""
    few = 0 < relaxation.n_meetings <= _MOST_COLUMNS and len(np.unique(relaxation.slot)) <= MOST_SLOTS
    return relaxation.side is None and few


def best_slots(relaxation: Relaxation, watch: Watch) -> tuple[dict[int, int], int] | None:
    """({wish: slot} of the best plan of a relaxation as far as some hundred nodes show, what it is worth); None if none
    was found. The relaxation has columns.
    """
    n, columns = relaxation.n_meetings, len(relaxation.gain)
    names, row = np.unique(relaxation.wish, return_inverse=True)
    once = csr_array(coo_array((np.ones(n), (row, np.arange(n))), shape=(len(names), columns)))
    height = relaxation.matrix.shape[0]
    least = np.full(height + len(names), -np.inf)
    least[height:][relaxation.forced[names]] = 1.0
    most = np.concatenate([relaxation.limit, np.ones(len(names))]).astype(np.float64)
    answer: Any = milp(
        -relaxation.gain.astype(np.float64),
        integrality=np.ones(columns, dtype=np.int64),
        bounds=Bounds(0.0, relaxation.upper.astype(np.float64)),
        constraints=LinearConstraint(vstack([relaxation.matrix.astype(np.float64), once]), least, most),
        options={"time_limit": max(watch.remaining, 0.01), "mip_rel_gap": 0.0, "node_limit": _NODES},
    )
    if answer.x is None:
        return None
    taken = np.rint(np.asarray(answer.x)).astype(np.int64)
    met = np.flatnonzero(taken[:n])
    slots = dict(zip(relaxation.wish[met].tolist(), relaxation.slot[met].tolist(), strict=True))
    return slots, int(relaxation.gain @ taken)
