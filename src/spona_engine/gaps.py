"""How far an answer may be from the best one: said the same way of fairs, pairs and rosters."""

from __future__ import annotations


def gap(score: float, score_bound: float) -> float:
    """The share of the score bound that is not reached, (score_bound - score) / score_bound; 0 where the bound is 0."""
    return (score_bound - score) / score_bound if score_bound else 0.0
