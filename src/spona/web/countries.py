"""Countries as their readers call them, from CLDR: in lists, in filters, and as choices of a form."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from babel.core import Locale
from django.utils.translation import get_language, gettext

from spona.web.cldr import babel_locale
from spona_lang import fold, sort_key

NEARBY = ("AL", "BA", "BG", "HR", "ME", "MK", "RO", "RS", "SI", "TR", "XK")
"""Where our networks work: they stand before the two hundred others."""

_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Two letters that CLDR names too: unions, pseudo-locales, and islands with a code for their post alone."""

Choice = tuple[str, str]


def country_name(code: str) -> str:
    """Return a country as its reader calls it: RS as Serbia; a code CLDR does not know stays as it is."""
    return _names(babel_locale()).get(code, code)


def country_code(text: str) -> str:
    """Return the code of a country called by its name, in either script, or by the code; else the text itself."""
    return _codes(babel_locale()).get(fold(text), text.strip().upper())


def country_choices(kept: str = "") -> list[Choice | tuple[str, Sequence[Choice]]]:
    """Return what a form offers, by name: nothing, those nearby, all others. ``kept``: a code that is offered as well,
    whatever it is, so that saving a form changes no country nobody touched.
    """
    nearby, others = _choices(babel_locale(), get_language() or "en")
    unknown = [(kept, kept)] if kept and kept not in {code for code, _name in (*nearby, *others)} else []
    groups = [(gettext("Nearby"), nearby), (gettext("All others"), others)]
    return [("", gettext("not known")), *unknown, *groups]


@functools.lru_cache(maxsize=64)
def _names(locale: str) -> dict[str, str]:
    """Names of countries by their two letters; continents have numbers there."""
    territories = Locale.parse(locale).territories
    return {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}


@functools.lru_cache(maxsize=64)
def _codes(locale: str) -> dict[str, str]:
    return {fold(name): code for code, name in _names(locale).items()}


@functools.lru_cache(maxsize=64)
def _choices(locale: str, language: str) -> tuple[list[Choice], list[Choice]]:
    named = sorted(_names(locale).items(), key=lambda entry: sort_key(entry[1], language))
    return (
        [entry for entry in named if entry[0] in NEARBY],
        [entry for entry in named if entry[0] not in NEARBY and entry[0] not in _NO_COUNTRIES],
    )
