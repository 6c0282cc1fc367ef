"""A careful guess at a text's language among those it may be in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spona_lang.folding import fold
from spona_lang.scripts import base_language, guess_script
from spona_lang.stopwords import STOP_WORDS

ONE_LANGUAGE_GROUP = frozenset({"sr", "hr", "bs", "cnr"})
_CYRILLIC_LANGUAGES = {"sr", "cnr", "bs", "mk", "bg"}
_LATIN_LANGUAGES = {"sr", "hr", "bs", "cnr", "tr", "sk", "sq", "en"}
# Letters that settle the matter among these languages; one of them weighs as much as three function words.
_TELLING_LETTERS = {
    "sr": "ђћ",
    "mk": "ѓќѕ",
    "bg": "щъьюяй",
    "tr": "ğış",
    "sk": "ľĺŕťďňôäýúí",
    "sq": "ë",
}
_BCMS_LATIN = re.compile("[đćčž]")


def language_hint(text: str, candidates: Sequence[str]) -> str | None:
    """Return the one candidate the text is plainly in, else None.

    Function words and telling letters are counted; the best must have at least two points and twice the second.
    Bosnian, Croatian, Serbian and Montenegrin are one group: it is told from other languages, but a member is named
    only where it is the only member among the candidates. A single candidate still has to fit the text.
    """
    script = guess_script(text)
    fitting = _CYRILLIC_LANGUAGES if script == "cyrillic" else _LATIN_LANGUAGES if script == "latin" else set()
    groups: dict[str, list[str]] = {}
    for candidate in candidates:
        code = base_language(candidate)
        if code in fitting:
            groups.setdefault("sr" if code in ONE_LANGUAGE_GROUP else code, []).append(candidate)
    points = _points(text, groups)
    if not points:
        return None
    (best, most), *others = points.most_common(2)
    if most < 2 or (others and most < 2 * others[0][1]) or len(groups[best]) > 1:
        return None
    return groups[best][0]


def _points(text: str, codes: dict[str, list[str]]) -> Counter[str]:
    words = Counter(fold(text).split())
    lower = text.lower()
    points: Counter[str] = Counter()
    for code in codes:
        points[code] = sum(count for word, count in words.items() if word in STOP_WORDS[code])
        points[code] += 3 * sum(lower.count(letter) for letter in _TELLING_LETTERS.get(code, ""))
    if "sr" in points:
        points["sr"] += 3 * len(_BCMS_LATIN.findall(lower)) // (2 if "sk" in points else 1)
    return points
