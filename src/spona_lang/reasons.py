"""Why two parties were found alike, as data a page can turn into a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing two parties have in common. `weight` is its share of all that speaks for the pair, 0..1."""

    kind: Literal["sentence", "word", "topic"]
    left: str
    right: str
    weight: float
