"""Serbian is one content in two scripts: what was written is stored, what its reader sees is derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language

import spona_lang

SERBIAN = frozenset({"sr", "sr-latn"})
CYRILLIC_READERS = frozenset({"sr", "mk", "bg"})
"""Interface languages whose readers read Cyrillic; a Serbian text is not rewritten for the last two."""

TWO_SCRIPTS = {"sr": ("sr", "sr-latn"), "sr-latn": ("sr-latn", "sr")}
"""Where a reader's name is looked for: Serbian stands under its script or under the other."""


def in_readers_script(text: str, language: str, reader: str | None = None) -> str:
    """Return a text as a reader of ``reader`` (the active language when left out) writes its letters.

    Only what is marked Serbian (``language`` in ``SERBIAN``) changes letters: into Cyrillic for readers of "sr",
    into Latin for everybody who reads Latin. All else comes back as it is.
    """
    if language not in SERBIAN:
        return text
    wanted = reader or get_language() or "en"
    script = spona_lang.guess_script(text)
    if wanted == "sr":
        return spona_lang.to_cyrillic(text, "sr") if script == "latin" else text
    if wanted in CYRILLIC_READERS or script == "latin":
        return text
    return spona_lang.to_latin(text, "sr")


def in_readers_language(text: str, language: str, others: Mapping[str, str], reader: str | None = None) -> str:
    """Return a name as a reader of ``reader`` knows it: out of ``others`` (by language) where one is in that language,
    else ``text`` in the reader's letters.
    """
    wanted = reader or get_language() or "en"
    if others and language != wanted:
        for code in TWO_SCRIPTS.get(wanted, (wanted,)):
            if code in others:
                return in_readers_script(others[code], code, wanted)
    return in_readers_script(text, language, wanted)


class ShownName(str):
    """A name in its reader's script; ``written`` is what stands in the database."""

    written: str

    @classmethod
    def of(cls, shown: str, written: str) -> ShownName:
        """Return the name to show, with what was written."""
        made = cls(shown)
        made.written = written
        return made


class _InReadersScript(DeferredAttribute):
    """Reads a name in the active language's script and keeps what was written."""

    field: NameInScript

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        loaded, field = instance.__dict__, self.field
        kept = loaded[field.attname] if field.attname in loaded else super().__get__(instance, cls)
        written = kept.written if isinstance(kept, ShownName) else kept
        language, others = loaded.get(field.language_column, ""), loaded.get(field.others_column)
        if not others and language not in SERBIAN:
            return written
        shown = in_readers_language(written, language, others or {})
        return written if shown == written else ShownName.of(shown, written)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class NameInScript(models.CharField):
    """A name that is stored as written and read in its reader's script, beside a column that says in which language it
    is (``language_column``; where that column was not loaded, the name reads as written). ``others_column`` holds the
    names in other languages, by language: a reader of one of them reads that one.

    A name that was read and is written back, or looked for, is written as it was: nothing derived is ever stored.
    ``values()`` and ``values_list()`` give what was written; use ``in_readers_language`` with what stands beside it.
    """

    descriptor_class = _InReadersScript

    def __init__(self, *args: Any, language_column: str, others_column: str = "", **kwargs: Any) -> None:
        self.language_column, self.others_column = language_column, others_column
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what the migration writer prints."""
        name, path, args, kwargs = super().deconstruct()
        columns = {"language_column": self.language_column, "others_column": self.others_column}
        return name, path, args, {**kwargs, **{key: column for key, column in columns.items() if column}}

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored: the name as it was written."""
        return super().get_prep_value(value.written if isinstance(value, ShownName) else value)
