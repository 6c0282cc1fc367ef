"""The active language by the name CLDR has for it: money, shares and names of countries are written by that."""

from __future__ import annotations

import functools

from babel.core import Locale, UnknownLocaleError
from django.utils.translation import get_language

BABEL_LOCALES = {"sr": "sr_Cyrl", "sr-latn": "sr_Latn"}


def babel_locale() -> str:
    """Return CLDR's name for the active language, English where it knows none."""
    return _name_in_cldr(get_language() or "en")


@functools.lru_cache(maxsize=64)
def _name_in_cldr(language: str) -> str:
    name = BABEL_LOCALES.get(language, language.replace("-", "_"))
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return "en"
    return name
