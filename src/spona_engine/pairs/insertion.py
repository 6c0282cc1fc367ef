"""A legal assignment in one pass: the pairs of highest score first. What stands when there is no time for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spona_engine.pairs.contents import IntArray
    from spona_engine.pairs.problem import PairProblem


def insert_greedily(problem: PairProblem) -> IntArray:
    """Numbers of the chosen pairs, ascending: the forced ones, then whatever fits, best first."""
    wanted, room = problem.demand.tolist(), problem.capacity.tolist()
    groups = [limit.group.tolist() for limit in problem.limits]
    most = [limit.at_most.tolist() for limit in problem.limits]
    used: list[dict[tuple[int, int], int]] = [{} for _ in problem.limits]
    order = np.argsort(-problem.units, kind="stable")
    allowed = problem.open.copy()
    allowed[problem.forced_pairs] = False
    queue = np.concatenate([problem.forced_pairs, order[allowed[order]]])
    chosen = []
    for pair, i, j in zip(queue.tolist(), problem.left[queue].tolist(), problem.right[queue].tolist(), strict=True):
        cells = [(i, group[j]) for group in groups]
        fits = all(
            cell[1] < 0 or mine.get(cell, 0) < limit[cell[1]]
            for cell, mine, limit in zip(cells, used, most, strict=True)
        )
        if wanted[i] > 0 and room[j] > 0 and fits:
            wanted[i] -= 1
            room[j] -= 1
            chosen.append(pair)
            for cell, mine in zip(cells, used, strict=True):
                mine[cell] = mine.get(cell, 0) + 1
    return np.array(sorted(chosen), dtype=np.int64)
