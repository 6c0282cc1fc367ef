"""Facts about single letters: transliteration tables and letters that merely look alike."""

from __future__ import annotations

import re

SERBIAN_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}  # fmt: skip

MACEDONIAN_TO_LATIN = {
    **{letter: latin for letter, latin in SERBIAN_TO_LATIN.items() if letter not in "ђћ"},
    "ѓ": "gj", "ѕ": "dz", "ќ": "kj", "ѐ": "è", "ѝ": "ì",
}  # fmt: skip

# Bulgarian Transliteration Act, State Gazette 19/2009, article 3; the word-final -ия is handled where words are known.
BULGARIAN_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
    "ѝ": "i",
}  # fmt: skip

# One unmarked Latin letter group for every Cyrillic letter of sr, mk, bg, ru, uk; chosen so that the Latin spelling of
# the same word in the Serbian alphabet, typed without marks, gives the same letters (ж like ž like z, џ like dž like
# dz).
CYRILLIC_FOLD = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "d", "ѓ": "gj", "е": "e", "ѐ": "e",
    "ё": "jo", "є": "je", "ж": "z", "з": "z", "ѕ": "dz", "и": "i", "ѝ": "i", "і": "i", "ї": "ji", "й": "j",
    "ј": "j", "к": "k", "ќ": "kj", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz",
    "ш": "s", "щ": "st", "ъ": "a", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja",
}  # fmt: skip

LATIN_FOLD = {"đ": "d", "ð": "d", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ə": "e"}

_LATIN_LOOKS = "ABCEHIJKMOPTXYaceijopxy"
_CYRILLIC_LOOKS = "АВСЕНІЈКМОРТХУасеіјорху"
LATIN_AS_CYRILLIC = dict(zip(_LATIN_LOOKS, _CYRILLIC_LOOKS, strict=True))
CYRILLIC_AS_LATIN = dict(zip(_CYRILLIC_LOOKS, _LATIN_LOOKS, strict=True))
# Inside a Serbian, Macedonian or Bulgarian word a Latin i stands for nothing Cyrillic but the sound it has.
LATIN_AS_CYRILLIC |= {"I": "И", "i": "и"}

_MIXED_WORD = re.compile(r"[^\W\d_]*(?:[A-Za-zÀ-ɏ][^\W\d_]*[Ѐ-ӿ]|[Ѐ-ӿ][^\W\d_]*[A-Za-zÀ-ɏ])[^\W\d_]*")


def is_cyrillic(letter: str) -> bool:
    """Whether a character lies in the basic Cyrillic block."""
    return "Ѐ" <= letter <= "ӿ"


def is_latin(letter: str) -> bool:
    """Whether a character is a Latin letter of the blocks European languages use."""
    return letter.isalpha() and (letter < "ɐ" or "Ḁ" <= letter <= "ỿ")


def repair_look_alikes(text: str) -> str:
    """Give every word that mixes scripts one script, where the odd letters are look-alikes (Latin o in Београд).

    Letters that exist in one script only decide; if they balance, the script with more letters; then Cyrillic, since
    slips come from switching a Latin keyboard late. Letters without a twin stay, so no letter is ever lost.
    """
    return _MIXED_WORD.sub(lambda match: _one_script(match.group()), text)


def _one_script(word: str) -> str:
    telling_cyrillic = sum(is_cyrillic(letter) and letter not in CYRILLIC_AS_LATIN for letter in word)
    telling_latin = sum(is_latin(letter) and letter not in LATIN_AS_CYRILLIC for letter in word)
    cyrillic, latin = sum(map(is_cyrillic, word)), sum(map(is_latin, word))
    if (telling_cyrillic, cyrillic) >= (telling_latin, latin):
        return "".join(LATIN_AS_CYRILLIC.get(letter, letter) for letter in word)
    return "".join(CYRILLIC_AS_LATIN.get(letter, letter) for letter in word)
