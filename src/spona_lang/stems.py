"""Content words of a text as folded stems, so that inflected forms, scripts and ijekavian spelling meet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Protocol

from spona_lang.folding import fold
from spona_lang.hints import language_hint
from spona_lang.scripts import base_language, guess_script
from spona_lang.stopwords import STOP_WORDS

_SNOWBALL = {**dict.fromkeys(("sr", "hr", "bs", "cnr"), "serbian"), "tr": "turkish", "en": "english"}
# Endings taken off once, longest first, where no stemmer exists: articles and plurals (mk, bg, sq), cases (sk).
_ENDINGS = {
    "mk": "ovite evite njeto jata ite ata oto eto ot ta to te ov ev on va vi ki i a o e",
    "bg": "ovete evete ijata ijat jata jat ite ata oto eto at ut ta to te ove eve ija ii i a o e ja",
    "sk": "iami ovia ami ach och iam ych eho emu ymi ej om ov ia ie mi ou y i a o e u",
    "sq": "ave eve ive ite t ve at et it ut se te s i a e u",
}
# ije or je for old long or short yat, told from other ije/je by the consonants around it ("projekt", "energije" stay).
_LONG_YAT = re.compile(r"(?<=[bcdfghklmnprstvz])ije(?=[bcdghklmnprstvz])")
_SHORT_YAT = re.compile(r"(?<=[bmpvt])je(?=[cdghklnrstvz])")
_KEPT_YAT = re.compile(
    r"ob?jekt|subjekt|kli?jent|pacijent|orijent|hijerarh|dijet|higij|objed|objav|varijet|premijer|klijent"
)


_TOKEN = re.compile(r"[^\W_]+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's spelling


def words(text: str, language: str | None = None) -> list[str]:
    """Return the folded stems of the content words in their order, repetitions kept.

    Without a language the script and function words decide between families; a short text counts as Serbian or English
    letters allow. Numbers stay whole; single letters and function words are dropped.
    """
    code = base_language(language) if language else text_family(text)
    stops = STOP_WORDS.get(code, frozenset())
    return [
        stem(token, code) for token in fold(text).split() if token not in stops and (len(token) > 1 or token.isdigit())
    ]


def surface_forms(texts: Iterable[str], language: str) -> dict[str, str]:
    """Return each stem's first spelling in the texts, for showing a stem to a person."""
    forms: dict[str, str] = {}
    for text in texts:
        for token in _TOKEN.findall(text):
            for found in words(token, language):
                forms.setdefault(found, token)
    return forms


@lru_cache(maxsize=100_000)
def stem(token: str, code: str) -> str:
    """Return the stem of one folded token; tokens with digits and those of three letters or fewer stay whole."""
    if len(token) <= 3 or any(letter.isdigit() for letter in token):
        return token
    if code in _SNOWBALL:
        if _SNOWBALL[code] == "serbian":
            token = ekavian(token)
        stemmer = _snowball(_SNOWBALL[code])
        # Twice, since the Serbian rules take "vrednosti" to "vrednost" and that, like "vrednost" itself, to "vredn".
        once = stemmer.stemWord(token)
        return fold(stemmer.stemWord(once) if len(once) > 5 else once) or token
    for ending in _endings(code):
        if token.endswith(ending) and len(token) - len(ending) >= 4:
            return token[: -len(ending)]
    return token


def ekavian(token: str) -> str:
    """Merge ijekavian spelling into ekavian: mlijeko and mleko, vrijednost and vrednost meet; projekt stays."""
    if _KEPT_YAT.search(token):
        return token
    return _SHORT_YAT.sub("e", _LONG_YAT.sub("e", token))


@cache
def _endings(code: str) -> tuple[str, ...]:
    return tuple(sorted(_ENDINGS.get(code, "").split(), key=len, reverse=True))


@cache
def _snowball(algorithm: str) -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(algorithm)
    return stemmer


@lru_cache(maxsize=4096)
def text_family(text: str) -> str:
    """Return the language whose stems and function words suit a text best; "sr" stands for bs, hr, sr, cnr."""
    if guess_script(text) in {"cyrillic", "mixed"}:
        return language_hint(text, ("sr", "mk", "bg")) or "sr"
    return language_hint(text, ("sr", "tr", "sk", "sq", "en")) or "sr"
