"""Which capitals are an acronym that keeps its Latin letters in Cyrillic text: CSR and USAID do, NVO and EU do not."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 5
"""Longer words in capitals are words that shout: UDRUGA, PRIJAVA."""

_OF_OURS = (
    "AD AP BIH DD DOO DP EU FBIH HE IT JKP JLS JMBG JP KBC KPZ KUD KZ MB MUP MZ NBS NSZ NVO OCD OEBS OIB OO OPS OS OUN "
    "PDV PIB PIO PU RATEL RH RK RS RTS SAD SANU SFRJ SKC SO SPC SRJ STR TV UN UO VMA ZZ"
)
_OURS = frozenset(_OF_OURS.split())
"""Acronyms of Serbian words, and foreign ones long written in Cyrillic (TV, UN): they change their letters."""


def is_foreign_acronym(word: str, text: str) -> bool:
    """Whether ``word`` of ``text`` is an acronym to be left in Latin letters.

    Two to five plain capitals that are no acronym of ours and no everyday word, in a text that does not shout. Where
    every word is in capitals nobody can tell, unless all of them could be acronyms ("CSR", "CSR / ESG").
    """
    if not _could_be(word):
        return False
    others = [other for other in _WORD.findall(text) if len(other) > 1]
    return any(not other.isupper() for other in others) or all(_could_be(other) or other in _OURS for other in others)


def _could_be(word: str) -> bool:
    plain = word.isascii() and word.isupper() and 2 <= len(word) <= _LONGEST
    return plain and word not in _OURS and word.lower() not in _everyday_words()


@cache
def _everyday_words() -> frozenset[str]:
    """Short words that stand in capitals now and then: "MI smo tu"."""
    from spona_lang.stopwords import STOP_WORDS

    return frozenset(STOP_WORDS["sr"])
