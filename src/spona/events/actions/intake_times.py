"""When somebody is there, as people write it into a cell: "10:00-12:00", "prije podne", "do 12", "samo popodne"."""

from __future__ import annotations

import datetime as dt
import re

from spona_lang import fold

Span = tuple[dt.time, dt.time]

MORNING = ("pre podne", "prije podne", "prijepodne", "prepodne", "ujutro", "morning", "am", "сутрин", "преди обяд")
AFTERNOON = ("po podne", "poslije podne", "poslijepodne", "popodne", "afternoon", "pm", "следобед", "след обяд")
ALL_DAY = ("ceo dan", "cijeli dan", "celi dan", "sve", "uvijek", "uvek", "all day", "whole day", "цял ден")
MIDNIGHT, NOON, END_OF_DAY = dt.time.min, dt.time(12), dt.time.max

_DAY_PARTS: dict[str, Span] = {
    fold(word): span
    for words, span in (
        (MORNING, (MIDNIGHT, NOON)),
        (AFTERNOON, (NOON, END_OF_DAY)),
        (ALL_DAY, (MIDNIGHT, END_OF_DAY)),
    )
    for word in words
}
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:sati|sata|сати|сата|h|ч|ч\.|часа|o'clock)?"
_FROM = "od|nakon|poslije|posle|iza|from|after|од|након|после|от|след"
_UNTIL = "do|prije|pre|until|till|before|до|пре|преди"
_BETWEEN = re.compile(rf"(?:(?:{_FROM})\s+)?{_TIME}\s*(?:[-–—]|\b(?:do|до|to|until|till)\b)\s*{_TIME}")
_ONLY_FROM, _ONLY_UNTIL = re.compile(rf"(?:{_FROM})\s+{_TIME}"), re.compile(rf"(?:{_UNTIL})\s+{_TIME}")
_FILLER = re.compile(r"^(?:samo|only|само|dostup\w+|доступ\w+)\s+")
_AND = re.compile(r"[;,/\n]| i | и | and ")


def read_times(text: str) -> tuple[list[Span], str]:
    """Return the spans of a day a text names, and the part that names none (empty: everything was understood)."""
    spans = []
    for part in filter(None, (part.strip() for part in _AND.split(text))):
        span = _span(part)
        if span is None:
            return [], part
        spans.append(span)
    return spans, ""


def _span(part: str) -> Span | None:
    said = _FILLER.sub("", part.casefold())
    if fold(said) in _DAY_PARTS:
        return _DAY_PARTS[fold(said)]
    try:
        if found := _BETWEEN.fullmatch(said):
            return _clock(found[1], found[2]), _clock(found[3], found[4], closes=True)
        if found := _ONLY_FROM.fullmatch(said):
            return _clock(found[1], found[2]), END_OF_DAY
        if found := _ONLY_UNTIL.fullmatch(said):
            return MIDNIGHT, _clock(found[1], found[2], closes=True)
    except ValueError:  # no such hour or minute
        return None
    return None


def _clock(hour: str, minute: str | None, *, closes: bool = False) -> dt.time:
    if closes and int(hour) == 24 and not int(minute or 0):
        return END_OF_DAY
    return dt.time(int(hour), int(minute or 0))
