"""Scripts, folding, sorting, names, amounts, dates and likeness of texts for the languages of South-East Europe.

Every public name is loaded on first use, so that importing the package costs nothing and never touches a model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spona_lang.amounts import parse_amount
    from spona_lang.collation import sort_key
    from spona_lang.dates import parse_date
    from spona_lang.errors import ParseError
    from spona_lang.folding import fold
    from spona_lang.hints import language_hint
    from spona_lang.likeness import AffinityModel, Pair, affinity, why
    from spona_lang.names import name_key, similar_name
    from spona_lang.reasons import Reason
    from spona_lang.scripts import guess_script, to_cyrillic, to_latin
    from spona_lang.search import Hit, Index
    from spona_lang.stems import words

_HOME = {
    "AffinityModel": "likeness",
    "Hit": "search",
    "Index": "search",
    "Pair": "likeness",
    "ParseError": "errors",
    "Reason": "reasons",
    "affinity": "likeness",
    "fold": "folding",
    "guess_script": "scripts",
    "language_hint": "hints",
    "name_key": "names",
    "parse_amount": "amounts",
    "parse_date": "dates",
    "similar_name": "names",
    "sort_key": "collation",
    "to_cyrillic": "scripts",
    "to_latin": "scripts",
    "why": "likeness",
    "words": "stems",
}

__all__ = [
    "AffinityModel",
    "Hit",
    "Index",
    "Pair",
    "ParseError",
    "Reason",
    "affinity",
    "fold",
    "guess_script",
    "language_hint",
    "name_key",
    "parse_amount",
    "parse_date",
    "similar_name",
    "sort_key",
    "to_cyrillic",
    "to_latin",
    "why",
    "words",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home file on first use (PEP 562); AttributeError for anything else."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
