"""Where lj, nj and dž of Latin Serbian, Croatian, Bosnian are two letters rather than one."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Stems in which the digraph straddles a prefix or a foreign syllable; "|" marks the seam. A leading "^" ties the stem
# to the start of the word, since "anjon" also occurs inside "kanjon", which has one letter there.
_SEAMS = (
    "in|jekc", "in|jekt", "in|jici", "in|junk", "in|jurij", "kon|jekt", "kon|jug", "kon|junk", "tan|jug", "van|jezi",
    "^an|jon", "^van|jad", "^nad|živ", "^nad|žnj", "^nad|žanj", "^nad|žup", "^nad|ždr", "^od|žal", "^od|žive",
    "^od|živi", "^od|živj", "^od|življ", "^od|žubor", "^od|žvak", "^pod|žanr", "^pod|žup", "^pod|žarg", "^pod|ždr",
    "^pred|živ", "^pred|žetv", "^pred|žen", "^iznad|žup",
)  # fmt: skip

_DIGRAPHS = {"lj", "nj", "dž"}


def _seam_pattern(seam: str) -> str:
    anchor, stem = ("^", seam[1:]) if seam.startswith("^") else ("", seam)
    before, after = stem.split("|")
    return f"{anchor}({before})(?={after})"


_SEAM = re.compile("|".join(_seam_pattern(seam) for seam in _SEAMS))


def letters_of(word: str) -> Iterator[str]:
    """Split a Latin word into the letters of the alphabet: "njegova" -> nj e g o v a, "injekcija" -> i n j e ..."""
    lower = word.lower()
    seams = {match.end() for match in _SEAM.finditer(lower)} if len(lower) == len(word) else set()
    at = 0
    while at < len(word):
        size = 2 if word[at : at + 2].lower() in _DIGRAPHS and at + 1 not in seams else 1
        yield word[at : at + size]
        at += size
