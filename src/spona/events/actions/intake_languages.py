"""Languages as people write them into a cell: a code, or the language's name in any of the languages and scripts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.kernel.models import ImportRow, Problem
from spona_lang import fold, guess_script

OF_COUNTRY = {
    "HR": "hr", "BA": "bs", "ME": "cnr", "MK": "mk", "BG": "bg", "SK": "sk", "TR": "tr", "AL": "sq", "XK": "sq",
}  # fmt: skip
"""What a row that names no language is taken to speak, by the country of its register number or of the network."""

CODES = frozenset({"sr", "sr-latn", "hr", "bs", "cnr", "mk", "bg", "tr", "sk", "sq", "en"})

_WORDS = {
    "hr": "hrvatski croatian хърватски hırvatça chorvátčina kroatisht",
    "bs": "bosanski bošnjački bosnian босненски boşnakça bosniančina boshnjakisht",
    "cnr": "crnogorski montenegrin черногорски karadağca čiernohorčina malazezisht",
    "mk": "makedonski македонски macedonian makedonca macedónčina maqedonisht",
    "bg": "bugarski български bulgarian bulgarca bulharčina bullgarisht",
    "tr": "turski турски turkish türkçe turečtina turqisht",
    "sk": "slovački словашки slovak slovakça slovenčina sllovakisht",
    "sq": "albanski албански albanian arnavutça albánčina shqip",
    "en": "engleski англиски английски english ingilizce angličtina anglisht",
}
_SERBIAN = "srpski сръбски serbian sırpça srbčina serbisht"
_SCRIPTS = {"sr-latn": "latinica latin latn", "sr": "ćirilica cyrillic cyrl кирилица"}

_CODE_OF = {fold(word): code for code, words in _WORDS.items() for word in words.split()}
_CODE_OF |= {fold(code): code for code in CODES - {"sr"}}
_CODE_OF |= {
    fold(f"{word} {script}"): code
    for code, scripts in _SCRIPTS.items()
    for script in scripts.split()
    for word in f"{_SERBIAN} sr".split()
}
_SERBIAN_OF_EITHER_SCRIPT = frozenset(fold(word) for word in _SERBIAN.split())


def read_language(row: ImportRow, country: str, found: list[Problem]) -> str:
    """Return the code of the language a row asks for, else of the one its country speaks; Serbian in the row's own
    script where it does not say which. A word that is no language is added to ``found``.
    """
    typed = fold(row.text("language"))
    serbian = "sr" if guess_script(f"{row.text('name')} {row.text('description')}") == "cyrillic" else "sr-latn"
    if typed == "sr":
        return "sr"
    if typed in _SERBIAN_OF_EITHER_SCRIPT:
        return serbian
    code = _CODE_OF.get(typed, "")
    if typed and not code:
        found.append(
            Problem(
                _("“%(language)s” is not a language known here.") % {"language": row.text("language")},
                place=row.place("language"),
                remedy=_("Write one of: %(codes)s.") % {"codes": ", ".join(sorted(CODES))},
                code="unknown_language",
            )
        )
    return code or (serbian if country == "RS" else OF_COUNTRY.get(country, "en"))
