"""Names of organisations: when two ways of writing are one name, and how near two names are."""

from __future__ import annotations

import re
from functools import lru_cache

from spona_lang.folding import fold
from spona_lang.scripts import to_latin

# Folded spellings of legal forms, longest first when matched; a form may stand anywhere in a name.
_FORMS = (
    "drustvo s ogranicenom odgovornoscu", "drustvo sa ogranicenom odgovornoscu", "drustvo so ogranicena odgovornost",
    "jednostavno drustvo s ogranicenom odgovornoscu", "druzestvo s ogranicena otgovornost", "dionicko drustvo",
    "akcionarsko drustvo", "akcionersko drustvo", "limited sirketi", "anonim sirketi", "limited liability company",
    "akciova spolocnost", "d o o", "j d o o", "d o o e l", "d d", "a d", "s p", "j p", "k d", "a s", "s r o",
    "spol s r o",
    "o p s", "n o", "e v", "z s", "o z", "sh p k", "sh a", "s r l", "ltd sti", "doo", "jdoo", "dooel", "ood",
    "eood", "ead",
    "ltd", "limited", "llc", "gmbh", "inc", "plc", "sro", "shpk", "srl", "obrt", "sti",
)  # fmt: skip
# Short forms without points, known by their capitals at the start or end of a name; elsewhere they are words.
_UNPOINTED_FORMS = {"AD", "DD", "AŞ", "АД", "ДД", "ЕТ"}
_ASSOCIATION_WORDS = (
    "udruga udruge udruzenje udruzenja zdruzenie sdruzenie zdruzenje dernek dernegi association shoqata shoqate"
)
_ASSOCIATIONS = frozenset(_ASSOCIATION_WORDS.split())
_KINDS = (
    "udruga udruge udruzenje udruzenja gradana gragjani grazdani zdruzenie sdruzenie zdruzenje drustvo dernek dernegi "
    "vakfi vakif fondacija fondacia zaklada nadacia foundation association shoqata fondacioni obcianske asociacija "
    "grad opcina opstina zupanija kanton mesto obstina obec bashkia belediyesi savez ustanova "
    "zadruga centar centr ngo nvo fond"
)
_KIND_WORDS = frozenset(_KINDS.split())
_FUNCTION_WORD_LIST = "za i u s sa na o od of the and for ve icin pre a v e te per dhe"
_FUNCTION_WORDS = frozenset(_FUNCTION_WORD_LIST.split())
_ACTIVITY = (
    "trgovinu|usluge|proizvodnju|promet|graditeljstvo|gradevinarstvo|graditeljske|turizam|ugostiteljstvo|prijevoz|"
    "prevoz|savjetovanje|poslovanje|projektiranje|projektovanje|nadzor|inzenjering|marketing|izvoz|uvoz|preradu|"
    "gradenje|informaticke|racunalne|poslovno|poslovne|obrazovanje|istrazivanje|razvoj|zastupanje|odrzavanje|montazu|obradu"
)
_FORM = re.compile(r"(?<!\S)(?:" + "|".join(sorted(_FORMS, key=len, reverse=True)) + r")(?!\S)")
_TAIL_AFTER_FORM = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_FORMS, key=len, reverse=True))}) za (?:.+)$")
_TAIL_BEFORE_FORM = re.compile(rf" za (?:{_ACTIVITY})(?: (?:i|te|{_ACTIVITY}))*(?= |$)")
_FOREIGN = str.maketrans({"x": "ks", "q": "k", "w": "v"})  # as Cyrillic spells them: Filix, Филикс
_TOKEN = re.compile(r"[^\W_]+")
_OWNER = re.compile(r"(?<!\S)(?:vl|vlasnik|vlasnica)(?= ).*$")


@lru_cache(maxsize=50_000)
def name_key(name: str, country: str | None = None) -> str:
    """Return the key under which one organisation's name is the same however written: "Filix d.o.o." = "LTD FILIX".

    Folded; legal forms, quotation marks, the owner of a craft business and the activity tail of a company ("za
    trgovinu i usluge") are gone. Words of kind (udruga, grad) stay: "Udruga MI" is not "MI". `country="BG"` spells
    Cyrillic as Bulgarian companies spell it in Latin. A name of nothing but legal forms keeps them.
    """
    if country is not None and country.upper() == "BG":
        name = to_latin(name, "bg")
    folded = fold(name).translate(_FOREIGN)
    key = _OWNER.sub("", _without_unpointed_forms(name, folded))
    key = _TAIL_AFTER_FORM.sub("", key)
    if _FORM.search(key):
        key = _TAIL_BEFORE_FORM.sub("", key)
    key = " ".join(_FORM.sub(" ", key).split())
    return key or folded


def similar_name(a: str, b: str) -> float:
    """Return how near two names are, 0..1: 1.0 for equal keys only; from about 0.85 a person should be asked.

    Words are paired one to one, allowing for slips of typing in words of four letters or more; a pair counts by the
    weight of the word (kind words and function words little). Distinct words left over on both sides lower the result
    further, since "Udruga slijepih Zagreb" and "Udruga slijepih Split" are two organisations however much they share.
    """
    left, right = name_key(a), name_key(b)
    if left == right:
        return 1.0
    best = max(
        _word_score(left.split(), right.split()), _word_score(name_key(a, "BG").split(), name_key(b, "BG").split())
    )
    if left.replace(" ", "") == right.replace(" ", ""):
        best = max(best, 0.95)
    return min(best, 0.99)


def _without_unpointed_forms(name: str, folded: str) -> str:
    words, raw = folded.split(), _TOKEN.findall(name)
    if len(raw) != len(words):
        return folded
    for end in (-1, 0):
        rest = words[:-1] if end else words[1:]
        if len(words) > 1 and raw[end] in _UNPOINTED_FORMS and not _KIND_WORDS.issuperset(rest):
            words, raw = rest, raw[:-1] if end else raw[1:]
    return " ".join(words)


def _weight(word: str) -> float:
    if word in _FUNCTION_WORDS:
        return 0.1
    return 0.3 if word in _KIND_WORDS else 1.0


def _word_score(left: list[str], right: list[str]) -> float:
    candidates = sorted(
        ((_same_word(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    matched = 0.0
    for likeness, i, j in candidates:
        if likeness > 0 and i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            matched += likeness * (_weight(left[i]) + _weight(right[j]))
    total = sum(map(_weight, left)) + sum(map(_weight, right))
    rest_left = [word for i, word in enumerate(left) if i not in used_left and _weight(word) == 1.0]
    rest_right = [word for j, word in enumerate(right) if j not in used_right and _weight(word) == 1.0]
    score = matched / total if total else 0.0
    return score * 0.7 if rest_left and rest_right else score


@lru_cache(maxsize=500_000)
def _same_word(a: str, b: str) -> float:
    """1 for equal words, 0.8 for two words for an association, less for a slip of typing, else 0.

    One slip is forgiven in four to seven letters, two in longer words, none in digits.
    """
    if a == b:
        return 1.0
    if a in _ASSOCIATIONS and b in _ASSOCIATIONS:
        return 0.8
    longest = max(len(a), len(b))
    allowed = 0 if min(len(a), len(b)) < 4 else 1 if longest < 8 else 2
    if not allowed or any(letter.isdigit() for letter in a + b) or abs(len(a) - len(b)) > allowed:
        return 0.0
    slips = _edit_distance(a, b)
    return 1 - slips / longest if slips <= allowed else 0.0


def _edit_distance(a: str, b: str) -> int:
    """Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
