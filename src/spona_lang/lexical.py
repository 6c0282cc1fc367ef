"""Likeness of bags of words: the cosine of BM25-damped, idf-weighted counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SATURATION = 1.2  # k1 of BM25: a word's tenth mention says little more than its third


class WordWeights:
    """Weighted words of the parties of two sides; idf is counted over both sides together."""

    def __init__(self, left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> None:
        seen = Counter(word for bag in (*left, *right) for word in set(bag))
        total = len(left) + len(right)
        self._idf = {word: math.log(1 + total / count) for word, count in seen.items()}
        self.left = [self._weigh(bag) for bag in left]
        self.right = [self._weigh(bag) for bag in right]

    def _weigh(self, bag: Sequence[str]) -> dict[str, float]:
        raw = {
            word: self._idf[word] * count * (_SATURATION + 1) / (count + _SATURATION)
            for word, count in Counter(bag).items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        return {word: weight / length for word, weight in raw.items()}

    def cosines(self) -> NDArray[np.float64]:
        """Return the likeness of every pair [left, right], 0..1; only words both sides use are visited."""
        matrix = np.zeros((len(self.left), len(self.right)))
        postings_left, postings_right = _postings(self.left), _postings(self.right)
        for word in sorted(postings_left.keys() & postings_right.keys()):
            rows, row_weights = postings_left[word]
            columns, column_weights = postings_right[word]
            matrix[np.ix_(rows, columns)] += np.outer(row_weights, column_weights)
        return matrix

    def shared(self, left: int, right: int) -> dict[str, float]:
        """Return each shared word's part of the cosine of one pair, strongest first."""
        a, b = self.left[left], self.right[right]
        parts = {word: a[word] * b[word] for word in a.keys() & b.keys()}
        return dict(sorted(parts.items(), key=lambda item: (-item[1], item[0])))


def _postings(bags: Sequence[dict[str, float]]) -> dict[str, tuple[list[int], list[float]]]:
    found: dict[str, tuple[list[int], list[float]]] = {}
    for index, bag in enumerate(bags):
        for word, weight in bag.items():
            rows, weights = found.setdefault(word, ([], []))
            rows.append(index)
            weights.append(weight)
    return found
