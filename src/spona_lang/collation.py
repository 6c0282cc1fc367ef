"""Sort keys that a database without ICU can keep in a column: plain text whose byte order is the language's order."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from spona_lang.digraphs import letters_of
from spona_lang.letters import LATIN_FOLD, SERBIAN_TO_LATIN, is_cyrillic, is_latin, repair_look_alikes
from spona_lang.scripts import base_language, to_cyrillic, to_latin

_GAJ = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
# Order of the letters as CLDR gives it; a letter absent here sorts as its unmarked letter (Slovak á with a, ľ with l).
_LATIN_ALPHABETS = {
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "hr": _GAJ,
    "bs": _GAJ,
    "cnr": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š ś t u v w x y z ž ź",
    "sr": _GAJ,
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z",
    "sk": "a ä b c č d e f g h ch i j k l m n o ô p q r s š t u v w x y z ž",
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
}
_CYRILLIC_ALPHABETS = {
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}
_GAPS = re.compile(r"[\W_]+")
_LEVEL = "\t"  # below every character of a level, and legal in XML, JSON and PostgreSQL


def sort_key(text: str, language: str) -> str:
    """Return a string whose code point (and UTF-8 byte) order is the alphabetical order of the language.

    Three levels: letters alone, quotation marks and hyphens ignored, spaces first; then marks and case folded away;
    then the text itself, so that no two texts share a key. "sr" and "sr-Cyrl" follow the azbuka and "sr-Latn" the
    abeceda, each for texts of both scripts. A language unknown here sorts like English.
    """
    code = base_language(language)
    folded = " ".join(text.split())
    lower = _lower(folded, code)
    return _LEVEL.join((_primary(lower, _alphabet_name(language)), lower, text))


def _alphabet_name(language: str) -> str:
    tag = language.replace("_", "-").lower()
    code = base_language(language)
    if code in {"mk", "bg"} or (code == "sr" and "latn" not in tag):
        return f"{code}-cyrl"
    return f"{code if code in _LATIN_ALPHABETS else 'en'}-latn"


def _lower(text: str, code: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if code == "tr":
        text = text.replace("I", "ı")
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower())


@cache
def _weights(alphabet: str) -> dict[str, str]:
    code, script = alphabet.split("-")
    letters = list(_CYRILLIC_ALPHABETS[code]) if script == "cyrl" else _LATIN_ALPHABETS[code].split()
    weights = {letter: chr(ord("A") + at) for at, letter in enumerate(letters)}
    if script == "cyrl":  # Latin letters after all Cyrillic ones
        weights |= {letter: chr(0x0100 + at) for at, letter in enumerate(_LATIN_ALPHABETS["en"].split())}
    return weights


def _primary(lower: str, alphabet: str) -> str:
    code = alphabet.partition("-")[0]
    words = [word for word in _GAPS.split(repair_look_alikes(lower)) if word]
    if alphabet == "sr-cyrl":
        words = [to_cyrillic(word, "sr") for word in words]
    elif code in {"sr", "hr", "bs", "cnr"}:
        words = [to_latin(word, "sr") if set(word) <= _SERBIAN else word for word in words]
    return " ".join(_word_weights(word, code, _weights(alphabet)) for word in words)


_SERBIAN = frozenset(SERBIAN_TO_LATIN)


def _word_weights(word: str, code: str, weights: dict[str, str]) -> str:
    letters = list(letters_of(word)) if code in {"sr", "hr", "bs", "cnr"} else _letters(word, weights)
    return "".join(_weight(letter, weights) for letter in letters)


def _letters(word: str, weights: dict[str, str]) -> list[str]:
    letters, at = [], 0
    while at < len(word):
        size = 2 if word[at : at + 2] in weights else 1
        letters.append(word[at : at + size])
        at += size
    return letters


def _weight(letter: str, weights: dict[str, str]) -> str:
    if letter in weights:
        return weights[letter]
    if letter.isascii() and letter.isdigit():
        return letter
    plain = unicodedata.normalize("NFD", LATIN_FOLD.get(letter, letter))
    base = "".join(mark for mark in plain if not unicodedata.combining(mark))
    if base != letter and (is_latin(letter) or is_cyrillic(letter)):
        return "".join(_weight(part, weights) for part in base)
    return letter
