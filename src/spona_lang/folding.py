"""The one key under which texts are searched and compared, whatever the script and however carefully typed."""

from __future__ import annotations

import re
import unicodedata

from spona_lang.letters import CYRILLIC_FOLD, LATIN_FOLD, repair_look_alikes

_TABLE = str.maketrans({**CYRILLIC_FOLD, **LATIN_FOLD})
_SEPARATORS = re.compile(r"[\W_]+")
_DJ = re.compile(r"dj+")


def fold(text: str) -> str:
    """Return the search key of a text: lower-case unmarked Latin words and digits with single spaces between.

    Đ, đ, Ђ, ђ, dj and дј share the key "d", because people type "Đorđe" as "Djordje" and as "Dorde" alike; "djeca" and
    "deca" meet as a welcome side effect. Letters of other scripts stay as they are. Idempotent.
    """
    text = unicodedata.normalize("NFKC", repair_look_alikes(text)).replace("İ", "i").casefold()
    text = _without_marks(text.translate(_TABLE)).translate(_TABLE)
    text = _SEPARATORS.sub(" ", text).strip()
    return _DJ.sub("d", text)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.category(mark).startswith("M"))
