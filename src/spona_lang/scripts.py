"""From one script to the other, leaving alone what belongs to no language: addresses, codes, placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable

from spona_lang.acronyms import is_foreign_acronym
from spona_lang.digraphs import letters_of
from spona_lang.letters import (
    BULGARIAN_TO_LATIN,
    MACEDONIAN_TO_LATIN,
    SERBIAN_TO_LATIN,
    is_cyrillic,
    is_latin,
    repair_look_alikes,
)

_TO_LATIN = {
    **dict.fromkeys(("sr", "hr", "bs", "cnr"), SERBIAN_TO_LATIN),
    "mk": MACEDONIAN_TO_LATIN,
    "bg": BULGARIAN_TO_LATIN,
}
_SERBIAN_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in SERBIAN_TO_LATIN.items()}
_TO_CYRILLIC = {
    **dict.fromkeys(("sr", "hr", "bs", "cnr"), _SERBIAN_TO_CYRILLIC),
    "mk": {
        **{latin: cyrillic for cyrillic, latin in MACEDONIAN_TO_LATIN.items()},
        "ǵ": "ѓ",
        "ḱ": "ќ",
    },
}

_PLACEHOLDER = r"%\([^)]*\)[a-z]|\{[^{}\s]*\}|%[sd]"
_ADDRESS = (
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:rs|hr|ba|me|mk|bg|tr|sk|al|eu|com|org|net|info|edu|gov|срб|мкд|бг)\b(?:/\S*)?"
)
_CODE = r"[@#]\w+|\b(?=\w*\d)(?=\w*[^\W\d])\w+\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*\b"
_QUOTED = r"[„“\"«»][^„“”\"«»\n]*\b\w*[qwxyQWXY]\w*\b[^„“”\"«»\n]*[“”\"«»]"
_FIXED = re.compile(f"{_PLACEHOLDER}|{_ADDRESS}|{_CODE}|{_QUOTED}")
_FIXED_TO_LATIN = re.compile(f"{_PLACEHOLDER}|{_ADDRESS}")
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_BULGARIA = {"българия": "bulgaria"}


def base_language(language: str) -> str:
    """The bare code: "sr" for "sr-Latn", "sr_Cyrl", "SR"."""
    return language.replace("_", "-").split("-")[0].lower()


def guess_script(text: str) -> str:
    """Say which script a text is in: "latin", "cyrillic", "mixed" (the smaller share above a tenth) or "none"."""
    cyrillic, latin = sum(map(is_cyrillic, text)), sum(map(is_latin, text))
    if cyrillic + latin == 0:
        return "none"
    if min(cyrillic, latin) * 10 > cyrillic + latin:
        return "mixed"
    return "cyrillic" if cyrillic > latin else "latin"


def to_latin(text: str, language: str = "sr") -> str:
    """Write Serbian (hr, bs, cnr alike), Macedonian or Bulgarian in Latin letters; other languages come back unchanged.

    Bulgarian follows the act of 2009, with Bulgaria and word-final -ia. Look-alike letters are repaired first.
    Addresses and placeholders stay as typed.
    """
    code = base_language(language)
    if code not in _TO_LATIN:
        return text
    return _outside(_FIXED_TO_LATIN, text, lambda part: _words_to_latin(repair_look_alikes(part), code))


def to_cyrillic(text: str, language: str = "sr") -> str:
    """Write Latin Serbian (hr, bs, cnr alike) or Macedonian in Cyrillic.

    Left alone: addresses, placeholders, codes, Roman numerals, foreign acronyms (``acronyms``), words with letters the
    alphabet lacks (q w x y, ü), and quoted names that contain such a word. Raises ValueError for languages this has no
    meaning in.
    """
    code = base_language(language)
    if code not in _TO_CYRILLIC:
        raise ValueError(f"no Cyrillic spelling is defined for language {language!r}; use sr, hr, bs, cnr or mk")
    return _outside(_FIXED, text, lambda part: _words_to_cyrillic(repair_look_alikes(part), code))


def _outside(fixed: re.Pattern[str], text: str, convert: Callable[[str], str]) -> str:
    parts, at = [], 0
    for match in fixed.finditer(text):
        parts += [convert(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*parts, convert(text[at:])])


def _words_to_latin(text: str, language: str) -> str:
    table = _TO_LATIN[language]

    def convert(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if language == "bg" and lower in _BULGARIA:
            return _cased(_BULGARIA[lower], word)
        if language == "bg" and lower.endswith("ия"):
            ending = "IA" if word[-2:].isupper() else "ia"
            return _letters_to_latin(word[:-2], table, shouting=word.isupper()) + ending
        return _letters_to_latin(word, table, shouting=word.isupper() and len(word) > 1)

    return _WORD.sub(convert, text)


def _letters_to_latin(word: str, table: dict[str, str], *, shouting: bool) -> str:
    spelled = []
    for letter in word:
        latin = table.get(letter.lower(), letter)
        if letter.lower() in table and letter.isupper():
            latin = latin.upper() if shouting else latin.capitalize()
        spelled.append(latin)
    return "".join(spelled)


def _cased(replacement: str, word: str) -> str:
    if word.isupper():
        return replacement.upper()
    return replacement.capitalize() if word[0].isupper() else replacement


def _words_to_cyrillic(text: str, language: str) -> str:
    table = _TO_CYRILLIC[language]

    def convert(match: re.Match[str]) -> str:
        word = match.group()
        if _is_roman_numeral(match) or is_foreign_acronym(word, text):
            return word
        spelled = [_letter_to_cyrillic(letter, table) for letter in _latin_letters(word, language)]
        return word if None in spelled else "".join(filter(None, spelled))

    return _WORD.sub(convert, text)


def _latin_letters(word: str, language: str) -> list[str]:
    letters = list(letters_of(word))
    if language != "mk":
        return letters
    joined: list[str] = []
    for letter in letters:
        if joined and (joined[-1] + letter).lower() in {"gj", "kj", "dz"}:
            joined[-1] += letter
        else:
            joined.append(letter)
    return joined


def _letter_to_cyrillic(letter: str, table: dict[str, str]) -> str | None:
    if all(map(is_cyrillic, letter)):
        return letter
    cyrillic = table.get(letter.lower())
    return cyrillic.upper() if cyrillic and letter[0].isupper() else cyrillic


def _is_roman_numeral(match: re.Match[str]) -> bool:
    """Capitals that are a number here: "XIV", "II", "Petar I Veliki", but not the words I, MI, VI among capitals."""
    word, text = match.group(), match.string
    if not word.isupper() or not _ROMAN.fullmatch(word):
        return False
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    neighbours = [*_WORD.findall(before)[-2:], *_WORD.findall(after)[:2]]
    shouting = any(len(other) > 1 and other.isupper() and not set(other) <= set("IVX") for other in neighbours)
    if word == "I":
        starts_sentence = not before or before[-1] in '.!?:\n„“"('
        return not shouting and not (starts_sentence and not after.startswith("."))
    if word == "V":
        return not re.match(r"\.\s*[A-ZČĆŠŽĐ][a-zčćšžđ]", after)
    if word == "VI":
        return not shouting
    return len(word) > 1 and (set(word) <= set("IVX") or "X" in word or len(word) > 3)
