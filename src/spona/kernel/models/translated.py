"""Text that people read in several languages, in one JSON column.

Shape in the database: ``{"original": "hr", "texts": {"hr": {"text": "...", "status": "original"}, ...}}``.
Serbian is one content in two scripts: it is stored under ``sr`` in the script it was written in, the other script is
derived when it is shown, and a manual override may stand under ``sr-latn``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import get_language

from spona.kernel.models.scripts import in_readers_script

ORIGINAL, HUMAN, MACHINE = "original", "human", "machine"
STATUSES = (ORIGINAL, HUMAN, MACHINE)
NEIGHBOURS = {
    "sr-latn": ("sr-latn", "sr", "bs", "hr", "cnr"),
    "sr": ("sr", "sr-latn", "bs", "hr", "cnr"),
    "hr": ("hr", "bs", "sr-latn", "sr", "cnr"),
    "bs": ("bs", "hr", "sr-latn", "sr", "cnr"),
    "cnr": ("cnr", "sr-latn", "sr", "bs", "hr"),
    "mk": ("mk", "sr", "bg"),
    "bg": ("bg", "mk"),
}


@dataclass(frozen=True)
class Translated:
    """An immutable text in several languages. Falls back to a neighbouring language, then to the original."""

    original: str = ""
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, language: str, **others: str) -> Translated:
        """Build from an original and human translations, e.g. ``Translated.of("Sajam", "sr-latn", en="Fair")``."""
        texts = {language: {"text": text, "status": ORIGINAL}}
        texts.update({code.replace("_", "-"): {"text": value, "status": HUMAN} for code, value in others.items()})
        return cls(language, texts)

    def language_for(self, language: str) -> str:
        """Return the language whose text a reader of ``language`` gets."""
        for code in (*NEIGHBOURS.get(language, (language,)), "en", self.original):
            if self.texts.get(code, {}).get("text"):
                return code
        return next((code for code, entry in self.texts.items() if entry.get("text")), "")

    def text(self, language: str | None = None) -> str:
        """Return the best text for a reader of ``language`` (the active one when left out), in the reader's script."""
        wanted = language or get_language() or "en"
        found = self.language_for(wanted)
        if not found:
            return ""
        return in_readers_script(self.texts[found]["text"], found, wanted)

    def written(self, language: str | None = None) -> tuple[str, str]:
        """Return the best text for a reader of ``language`` as it stands here, nothing derived, and its language."""
        found = self.language_for(language or get_language() or "en")
        return (self.texts[found]["text"], found) if found else ("", "")

    def status(self, language: str | None = None) -> str:
        """Return original, human or machine for the text that ``language`` gets; empty where there is none."""
        found = self.language_for(language or get_language() or "en")
        return self.texts[found]["status"] if found else ""

    def with_text(self, text: str, language: str, status: str = HUMAN) -> Translated:
        """Return a copy that says ``text`` in ``language``."""
        if not self.texts:
            return Translated(language, {language: {"text": text, "status": ORIGINAL}})
        kept = ORIGINAL if language == self.original else status
        return Translated(self.original, {**self.texts, language: {"text": text, "status": kept}})

    def beside(self, language: str) -> dict[str, str]:
        """Return what people wrote in other languages than ``language``, by language."""
        others = self.texts.items()
        return {code: said["text"] for code, said in others if code != language and said["status"] != MACHINE}

    def all_texts(self) -> list[str]:
        """Return every text, whatever its language, for search and affinity."""
        return [entry["text"] for entry in self.texts.values() if entry.get("text")]

    def as_json(self) -> dict[str, Any]:
        """Return the shape that the column stores."""
        return {"original": self.original, "texts": self.texts}

    def __bool__(self) -> bool:
        return any(entry.get("text") for entry in self.texts.values())

    def __str__(self) -> str:
        return self.text()


class TranslatedField(models.JSONField):
    """A column of ``Translated``. A plain string assigned to it is refused: say which language it is in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return self._read(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        return self._read(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self._read(value).as_json())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Translated):
            value = value.as_json()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self._read(self.value_from_object(obj)).as_json()

    @staticmethod
    def _read(value: Any) -> Translated:
        if isinstance(value, Translated):
            return value
        if not value:
            return Translated()
        if isinstance(value, dict):
            return Translated(value.get("original", ""), value.get("texts", {}))
        raise TypeError("A translated text needs its language: use Translated.of(text, language).")
