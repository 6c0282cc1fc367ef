"""Which parties belong together: meaning across languages fused with shared words and shared topics.

docs/lang.md explains the recipe and shows what each part of it is worth on texts nobody here wrote.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spona_lang.embedding import Embedder, LanguageMeans, Vectors, anchor_mean, embed, load_embedder
from spona_lang.folding import fold
from spona_lang.hints import ONE_LANGUAGE_GROUP
from spona_lang.lexical import WordWeights
from spona_lang.passages import passages
from spona_lang.reasons import Reason
from spona_lang.scripts import base_language, guess_script
from spona_lang.stems import surface_forms, text_family, words

Matrix = NDArray[np.float64]

# Whole texts tell parties apart better than their sentences do (docs/lang.md), and a party's share of time is bounded.
_PARTY_BUDGET = 400
# Reasons are shown sentence by sentence; only pairs somebody asks about are embedded this finely.
_SENTENCE_SIZE, _SENTENCE_BUDGET = 160, 1200
# Share of the best passage pairs against the parties' mean vectors; the mean is steadier, the pairs find one common
# point.
_PASSAGE_SHARE = 0.5
# What a standard deviation of shared words is worth beside one of meaning; two languages share names, numbers.
_WORD_SHARE, _WORD_SHARE_ACROSS_LANGUAGES = 0.5, 0.2
_TOPIC_SHARE = 0.8
# Mean and deviation each signal shows on unrelated parties, trusted like _PRIOR_PAIRS observed pairs.
_PRIORS = {"meaning": (0.05, 0.12), "words": (0.02, 0.05), "topics": (0.10, 0.25)}
_PRIOR_PAIRS = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties by index, and their affinity 0..1."""

    left: int
    right: int
    score: float


class _Side:
    """The parties of one side, cut into passages and words."""

    def __init__(
        self,
        parties: Sequence[Sequence[str]],
        languages: Sequence[str | None] | None,
        topics: Sequence[Sequence[str]] | None,
    ) -> None:
        for name, values in (("languages", languages), ("topics", topics)):
            if values is not None and len(values) != len(parties):
                raise ValueError(f"{len(parties)} parties but {len(values)} {name}: give one entry a party")
        self.texts = [list(texts) for texts in parties]
        self.languages = [
            language or text_family(" ".join(texts))
            for texts, language in zip(self.texts, languages or [None] * len(self.texts), strict=True)
        ]
        self.groups = [
            text_group(" ".join(texts), code) for texts, code in zip(self.texts, self.languages, strict=True)
        ]
        self.words = [
            [word for text in texts for word in words(text, code)]
            for texts, code in zip(self.texts, self.languages, strict=True)
        ]
        self.topics = [[fold(topic) for topic in given] for given in topics] if topics is not None else None
        self.topic_names = topics
        self.passages = [passages(texts, size=_PARTY_BUDGET, budget=_PARTY_BUDGET) for texts in self.texts]

    @cached_property
    def starts(self) -> list[int]:
        """Index of each party's first passage, and one past the last."""
        return [0, *np.cumsum([len(found) for found in self.passages]).tolist()]


def text_group(text: str, language: str) -> str:
    """Texts whose embeddings share a cone: one language, or bs hr sr cnr together, in one script."""
    code = base_language(language)
    return f"{'sr' if code in ONE_LANGUAGE_GROUP else code}-{guess_script(text)}"


@dataclass(frozen=True, slots=True)
class _Embedded:
    """Centred passage vectors of both sides, and what it takes to embed more text into the same space."""

    left: Vectors
    right: Vectors
    means: LanguageMeans
    embedder: Embedder
    cache: MutableMapping[str, Vectors]

    def sentences(self, texts: Sequence[str], group: str) -> Vectors:
        return self.means.centre(embed(texts, self.embedder, self.cache), [group] * len(texts))


class AffinityModel:
    """Affinity of every left party to every right party, computed once; asking is cheap.

    A party is a list of its texts. Parties without a language get the one their words show. `cache` keeps vectors
    between runs (any mapping from short keys to arrays, filled here). ValueError when lists don't match in length.
    """

    def __init__(
        self,
        left: Sequence[Sequence[str]],
        right: Sequence[Sequence[str]],
        *,
        left_languages: Sequence[str | None] | None = None,
        right_languages: Sequence[str | None] | None = None,
        topics_left: Sequence[Sequence[str]] | None = None,
        topics_right: Sequence[Sequence[str]] | None = None,
        cache: MutableMapping[str, Vectors] | None = None,
    ) -> None:
        if (topics_left is None) != (topics_right is None):
            raise ValueError("topics must be given for both sides or for neither")
        self._left = _Side(left, left_languages, topics_left)
        self._right = _Side(right, right_languages, topics_right)
        self._words = WordWeights(self._left.words, self._right.words)
        self._topics = (
            WordWeights(self._left.topics or [], self._right.topics or []) if topics_left is not None else None
        )
        self._vectors = self._embedded({} if cache is None else cache)

    @property
    def uses_embeddings(self) -> bool:
        """False where no embedding model could be loaded: words and topics alone decide."""
        return self._vectors is not None

    def scores(self) -> Matrix:
        """Return affinities [left, right] in 0..1, a fresh array."""
        scores: Matrix = 1 / (1 + np.exp(1 - 0.8 * self._evidence.sum(axis=0)))
        return scores

    def top_pairs(self, per_party: int = 10) -> list[Pair]:
        """Return the union of every party's `per_party` best counterparts, best first, ties in index order."""
        scores = self.scores()
        if not scores.size:
            return []
        keep = np.zeros(scores.shape, dtype=bool)
        best_right = np.argsort(-scores, axis=1, kind="stable")[:, :per_party]
        best_left = np.argsort(-scores, axis=0, kind="stable")[:per_party]
        np.put_along_axis(keep, best_right, values=True, axis=1)
        np.put_along_axis(keep, best_left, values=True, axis=0)
        found = [Pair(int(i), int(j), float(scores[i, j])) for i, j in np.argwhere(keep)]
        return sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right))

    def why(self, left: int, right: int, limit: int = 5) -> list[Reason]:
        """Return what speaks for a pair, strongest first; empty when nothing does."""
        meaning, shared_words, shared_topics = np.maximum(self._evidence[:, left, right], 0)
        found = [
            *self._sentence_reasons(left, right, float(meaning)),
            *self._word_reasons(left, right, float(shared_words)),
            *self._topic_reasons(left, right, float(shared_topics)),
        ]
        total = sum(reason.weight for reason in found)
        shares = [Reason(reason.kind, reason.left, reason.right, reason.weight / total) for reason in found if total]
        return sorted(shares, key=lambda reason: (-reason.weight, reason.kind, reason.left))[:limit]

    @cached_property
    def _evidence(self) -> Matrix:
        """[meaning, words, topics] x left x right, in weighted standard deviations above unrelated parties."""
        shape = (len(self._left.texts), len(self._right.texts))
        evidence = np.zeros((3, *shape))
        if self._vectors is not None:
            evidence[0] = self._standardised(self._meaning(), *_PRIORS["meaning"])
        evidence[1] = self._word_shares() * self._standardised(self._words.cosines(), *_PRIORS["words"])
        if self._topics is not None:
            evidence[2] = _TOPIC_SHARE * _standard_deviations(self._topics.cosines(), *_PRIORS["topics"])
        return evidence

    def _word_shares(self) -> Matrix:
        if not self.uses_embeddings:
            return np.ones((len(self._left.texts), len(self._right.texts)))
        ours, theirs = (np.array([group.partition("-")[0] for group in s.groups]) for s in (self._left, self._right))
        return np.where(ours[:, None] == theirs[None, :], _WORD_SHARE, _WORD_SHARE_ACROSS_LANGUAGES)

    def _standardised(self, signal: Matrix, prior_mean: float, prior_deviation: float) -> Matrix:
        """Standardise inside each pair of languages: words rarely cross languages, and that must not count against."""
        result = np.zeros_like(signal)
        for a in sorted(set(self._left.groups)):
            rows = [index for index, group in enumerate(self._left.groups) if group == a]
            for b in sorted(set(self._right.groups)):
                columns = [index for index, group in enumerate(self._right.groups) if group == b]
                block = np.ix_(rows, columns)
                result[block] = _standard_deviations(signal[block], prior_mean, prior_deviation)
        return result

    def _embedded(self, cache: MutableMapping[str, Vectors]) -> _Embedded | None:
        sides = (self._left, self._right)
        texts = [passage for side in sides for found in side.passages for passage in found]
        groups = [
            group for side in sides for group, found in zip(side.groups, side.passages, strict=True) for _ in found
        ]
        embedder = load_embedder() if texts else None
        if embedder is None:
            return None
        vectors = embed(texts, embedder, cache)
        means = LanguageMeans(vectors, groups, anchor_mean(embedder))
        centred = means.centre(vectors, groups)
        seam = self._left.starts[-1]
        return _Embedded(centred[:seam], centred[seam:], means, embedder, cache)

    def _meaning(self) -> Matrix:
        if self._vectors is None:
            raise ValueError("there are no embeddings")
        left, right = self._vectors.left, self._vectors.right
        means = _party_means(left, self._left.starts) @ _party_means(right, self._right.starts).T
        pairs = (left @ right.T).astype(np.float64)
        found = np.zeros(means.shape)
        for i, (a, b) in enumerate(pairwise(self._left.starts)):
            for j, (c, d) in enumerate(pairwise(self._right.starts)):
                if a < b and c < d:
                    block = pairs[a:b, c:d]
                    found[i, j] = (block.max(axis=1).mean() + block.max(axis=0).mean()) / 2
        return _PASSAGE_SHARE * found + (1 - _PASSAGE_SHARE) * means

    def _sentence_reasons(self, left: int, right: int, evidence: float) -> list[Reason]:
        if self._vectors is None or not evidence:
            return []
        ours, theirs = (
            passages(side.texts[party], size=_SENTENCE_SIZE, budget=_SENTENCE_BUDGET)
            for side, party in ((self._left, left), (self._right, right))
        )
        block = (
            self._vectors.sentences(ours, self._left.groups[left])
            @ self._vectors.sentences(theirs, self._right.groups[right]).T
        )
        likeness = {(int(i), int(j)): float(block[i, j]) for i, j in _mutual_bests(block) if block[i, j] > 0}
        total = sum(likeness.values())
        return [Reason("sentence", ours[i], theirs[j], evidence * value / total) for (i, j), value in likeness.items()]

    def _word_reasons(self, left: int, right: int, evidence: float) -> list[Reason]:
        parts = self._words.shared(left, right)
        total = sum(parts.values())
        forms_left = surface_forms(self._left.texts[left], self._left.languages[left])
        forms_right = surface_forms(self._right.texts[right], self._right.languages[right])
        return [
            Reason("word", forms_left.get(word, word), forms_right.get(word, word), evidence * part / total)
            for word, part in parts.items()
            if evidence
        ]

    def _topic_reasons(self, left: int, right: int, evidence: float) -> list[Reason]:
        if self._topics is None or not evidence:
            return []
        parts = self._topics.shared(left, right)
        total = sum(parts.values())
        names_left = {fold(name): name for name in (self._left.topic_names or [])[left]}
        names_right = {fold(name): name for name in (self._right.topic_names or [])[right]}
        return [
            Reason("topic", names_left[key], names_right[key], evidence * part / total) for key, part in parts.items()
        ]


def affinity(
    left: Sequence[Sequence[str]],
    right: Sequence[Sequence[str]],
    *,
    left_languages: Sequence[str | None] | None = None,
    right_languages: Sequence[str | None] | None = None,
    topics_left: Sequence[Sequence[str]] | None = None,
    topics_right: Sequence[Sequence[str]] | None = None,
) -> Matrix:
    """Return how much each left party and each right party have to say to each other, [left, right] in 0..1."""
    return AffinityModel(
        left,
        right,
        left_languages=left_languages,
        right_languages=right_languages,
        topics_left=topics_left,
        topics_right=topics_right,
    ).scores()


def why(
    left_texts: Sequence[str],
    right_texts: Sequence[str],
    *,
    left_language: str | None = None,
    right_language: str | None = None,
    topics_left: Sequence[str] = (),
    topics_right: Sequence[str] = (),
    limit: int = 5,
) -> list[Reason]:
    """Explain one pair on its own, without the corpus; `AffinityModel.why` is truer where the corpus is at hand."""
    return AffinityModel(
        [left_texts],
        [right_texts],
        left_languages=[left_language],
        right_languages=[right_language],
        topics_left=[topics_left],
        topics_right=[topics_right],
    ).why(0, 0, limit)


def _party_means(vectors: Vectors, starts: Sequence[int]) -> Matrix:
    means = np.zeros((len(starts) - 1, vectors.shape[1]))
    for party, (a, b) in enumerate(pairwise(starts)):
        if a < b:
            mean = vectors[a:b].mean(axis=0)
            means[party] = mean / (np.linalg.norm(mean) or 1.0)
    return means


def _standard_deviations(block: Matrix, prior_mean: float, prior_deviation: float) -> Matrix:
    """Standardise with the block's own moments, shrunk to the prior's while the block has few pairs."""
    if not block.size:
        return block
    trust = block.size / (block.size + _PRIOR_PAIRS)
    mean = trust * block.mean() + (1 - trust) * prior_mean
    variance = trust * block.var() + (1 - trust) * prior_deviation**2
    standardised: Matrix = (block - mean) / max(np.sqrt(variance), prior_deviation / 4)
    return standardised


def _mutual_bests(block: Vectors) -> list[tuple[int, int]]:
    """Sentence pairs in which each is the other's nearest: every sentence appears at most once."""
    best_right, best_left = block.argmax(axis=1), block.argmax(axis=0)
    return [(i, int(j)) for i, j in enumerate(best_right) if best_left[j] == i]
