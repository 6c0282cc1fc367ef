"""A small in-memory search over texts of any language and script: words typed so far, and meaning."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import MutableMapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spona_lang.embedding import Embedder, LanguageMeans, Vectors, anchor_mean, embed, load_embedder
from spona_lang.folding import fold
from spona_lang.likeness import text_group
from spona_lang.passages import passages
from spona_lang.scripts import base_language, to_latin
from spona_lang.stems import surface_forms, text_family, words

_PASSAGE_SIZE, _DOCUMENT_BUDGET = 220, 440  # characters: a hit shows its passage, and time is bounded
_PREFIX_SHARE = 0.6  # a word only begun counts less than a word typed out
_WORD_SHARE = 0.5
_MEANING_FLOOR = 0.22  # centred cosines of unrelated texts lie around 0 +- 0.12; below this meaning alone is no hit
_MEANING_CEILING = 0.55
_K1, _B = 1.2, 0.75  # BM25 as Robertson and Zaragoza recommend it


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found: its score 0..1 and, for the reader, the shared words or the passage nearest in meaning."""

    id: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    language: str
    terms: Counter[str]
    passages: list[str]


class Index:
    """Documents by id; searching costs a vector product, adding costs the embedding, paid at the next search."""

    def __init__(self, *, embeddings: bool = True, cache: MutableMapping[str, Vectors] | None = None) -> None:
        """`embeddings=False` searches by words alone; `cache` keeps vectors between runs (filled here)."""
        self._use_embeddings = embeddings
        self._store: MutableMapping[str, Vectors] = {} if cache is None else cache
        self._documents: dict[str, _Document] = {}
        self._postings: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._vocabulary: list[str] | None = None
        self._space: _Space | None = None

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, id: object) -> bool:  # noqa: A002 - the contract's word
        return id in self._documents

    def add(self, id: str, text: str, language: str | None = None) -> None:  # noqa: A002 - the contract's word
        """Add a document, or replace the one of this id."""
        if id in self._documents:
            self.remove(id)
        code = language or text_family(text)
        document = _Document(
            text, code, _terms(text, code), passages([text], size=_PASSAGE_SIZE, budget=_DOCUMENT_BUDGET)
        )
        self._documents[id] = document
        for term, count in document.terms.items():
            self._postings[term][id] = count
        self._vocabulary = self._space = None

    def remove(self, id: str) -> None:  # noqa: A002 - the contract's word
        """Forget a document. KeyError when there is none of this id."""
        for term in self._documents.pop(id).terms:
            del self._postings[term][id]
            if not self._postings[term]:
                del self._postings[term]
        self._vocabulary = self._space = None

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """Return the best hits, best first: words (the last letters may be missing) and meaning, in any language."""
        if not fold(query) or not self._documents:
            return []
        matched = self._matched(query)
        likeness: dict[str, float] = {}
        nearest: dict[str, str] = {}
        space = self._meanings()
        if space is not None:
            likeness, nearest = space.nearest(query)
        found = [
            Hit(id_, _fused(matched.get(id_, (0.0, ""))[0], likeness.get(id_)), matched[id_][1] or nearest.get(id_, ""))
            if id_ in matched
            else Hit(id_, _fused(0.0, likeness.get(id_)), nearest[id_])
            for id_ in self._documents
            if id_ in matched or likeness.get(id_, 0.0) >= _MEANING_FLOOR
        ]
        return sorted(found, key=lambda hit: (-hit.score, hit.id))[:limit]

    def _matched(self, query: str) -> dict[str, tuple[float, str]]:
        """Score 0..1 (1: every word of the query, typed out) and the documents' own spellings of what matched."""
        code = text_family(query)
        tokens = list(dict.fromkeys(fold(query).split()))
        content = [token for token in tokens if words(token, code)] or tokens
        gained: defaultdict[str, float] = defaultdict(float)
        terms: defaultdict[str, list[str]] = defaultdict(list)
        full = 0.0
        for token in content:
            best: dict[str, tuple[float, str]] = {}
            for term, share in self._expansions(token, code).items():
                for id_, count in self._postings[term].items():
                    gain = share * self._bm25(term, id_, count)
                    best[id_] = max(best.get(id_, (0.0, "")), (gain, term))
            full += max([gain for gain, _ in best.values()], default=self._idf(1))
            for id_, (gain, term) in best.items():
                gained[id_] += gain
                terms[id_].append(term)
        return {id_: (gain / full, self._spelled(id_, terms[id_])) for id_, gain in gained.items()}

    def _expansions(self, token: str, code: str) -> dict[str, float]:
        """Index terms a query word stands for: itself, its stem, and longer words it begins."""
        exact = {token, *words(token, code)}
        found = {term: 1.0 for term in exact if term in self._postings}
        if len(token) < 3:
            return found
        if self._vocabulary is None:
            self._vocabulary = sorted(self._postings)
        at = bisect_left(self._vocabulary, token)
        while at < len(self._vocabulary) and self._vocabulary[at].startswith(token):
            found.setdefault(self._vocabulary[at], _PREFIX_SHARE)
            at += 1
        return found

    def _idf(self, holders: int) -> float:
        return math.log(1 + (len(self._documents) + 0.5) / (holders + 0.5))

    def _bm25(self, term: str, id_: str, count: int) -> float:
        length = self._documents[id_].terms.total()
        average = sum(document.terms.total() for document in self._documents.values()) / len(self._documents)
        damped = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / average))
        return self._idf(len(self._postings[term])) * damped

    def _spelled(self, id_: str, terms: list[str]) -> str:
        document = self._documents[id_]
        forms = surface_forms([document.text], document.language)
        spelled = {fold(form): form for form in forms.values()} | forms
        return ", ".join(dict.fromkeys(spelled.get(term, term) for term in terms))

    def _meanings(self) -> _Space | None:
        embedder = load_embedder() if self._use_embeddings else None
        if embedder is None:
            return None
        if self._space is None:
            self._space = _Space(self._documents, embedder, self._store)
        return self._space


class _Space:
    """All passages of an index as centred vectors."""

    def __init__(
        self, documents: dict[str, _Document], embedder: Embedder, store: MutableMapping[str, Vectors]
    ) -> None:
        self._owners = [(id_, passage) for id_, document in documents.items() for passage in document.passages]
        groups = [text_group(d.text, d.language) for d in documents.values() for _ in d.passages]
        self._embedder, self._store = embedder, store
        vectors = embed([passage for _, passage in self._owners], embedder, store)
        self._means = LanguageMeans(vectors, groups, anchor_mean(embedder))
        self._vectors = self._means.centre(vectors, groups)

    def nearest(self, query: str) -> tuple[dict[str, float], dict[str, str]]:
        """Each document's centred cosine to the query, and the passage that has it."""
        group = text_group(query, text_family(query))
        vector = self._means.centre(embed([query], self._embedder, self._store), [group])[0]
        cosines: NDArray[np.float32] = self._vectors @ vector
        likeness: dict[str, float] = {}
        passage_of: dict[str, str] = {}
        for (id_, passage), cosine in zip(self._owners, cosines.tolist(), strict=True):
            if cosine > likeness.get(id_, -2.0):
                likeness[id_], passage_of[id_] = cosine, passage
        return likeness, passage_of


def _terms(text: str, language: str) -> Counter[str]:
    """Stems, and folded words so that a word begun is found; Bulgarian also as the act of 2009 spells it in Latin."""
    terms = Counter(words(text, language))
    spellings = {fold(text)}
    if base_language(language) == "bg":
        spellings.add(fold(to_latin(text, "bg")))
    for token in {token for spelling in spellings for token in spelling.split()}:
        terms.setdefault(token, 1)
    return terms


def _fused(matched: float, likeness: float | None) -> float:
    if likeness is None:
        return matched
    span = _MEANING_CEILING - _MEANING_FLOOR
    meaning = min(max((likeness - _MEANING_FLOOR) / span, 0.0), 1.0)
    return _WORD_SHARE * matched + (1 - _WORD_SHARE) * meaning
