"""How a line of the journal reads to staff: every module says so for the verbs it records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Sentence = str | Callable[[Mapping[str, Any]], Any]
"""A lazy translation with named places for the entry's data ("published timetable %(number)s"), or a function of it."""

_sentences: dict[str, Any] = {}


class _Data(dict[str, Any]):
    """An entry's data in a sentence: lists are spelled out, what an old entry did not say yet is left open."""

    def __missing__(self, key: str) -> str:
        return "…"

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return ", ".join(str(part) for part in value) if isinstance(value, list) else value


def register_sentences(sentences: Mapping[str, Any]) -> None:
    """Announce how a module's verbs read (called from its ``apps.ready``)."""
    _sentences.update(sentences)


def sentences() -> Mapping[str, Any]:
    """Return every announced verb with its sentence; a test holds them against the verbs in the code."""
    return dict(_sentences)


def sentence_for(verb: str, data: Mapping[str, Any]) -> str:
    """Return what was done as a sentence in the active language; a verb nobody announced stands for itself."""
    found = _sentences.get(verb, verb)
    if callable(found):
        return str(found(_Data(data)))
    return str(found) % _Data(data) if "%(" in str(found) else str(found)
