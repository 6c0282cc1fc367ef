"""Cutting texts into passages of about one or two sentences, the size embeddings tell apart best."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”“»)]*\s+(?=[„“\"«(]?[^\W\d_a-zа-я])|\n+|(?<=;)\s+")
_SPACES = re.compile(r"\s+")


def passages(texts: Iterable[str], *, size: int, budget: int) -> list[str]:
    """Return passages of at most `size` characters, `budget` characters in all, in reading order.

    Neighbouring sentences share a passage while they fit; a longer sentence is cut at spaces into even parts. The
    budget bounds the time a party costs (an embedding's time grows with its length): every text gets the same share,
    what a short one leaves goes to the following.
    """
    cleaned = [_SPACES.sub(" ", text).strip() for text in dict.fromkeys(texts)]
    cleaned = [text for text in cleaned if text]
    found: list[str] = []
    for index, text in enumerate(cleaned):
        share = max(1, budget // (len(cleaned) - index))
        for part in _joined(_sentences(text, size), size):
            kept = part if len(part) <= share else _cut(part, share)
            found.append(kept)
            share -= len(kept)
            budget -= len(kept)
            if share < 40:
                break
        if budget < 40:
            break
    return found


def _sentences(text: str, size: int) -> Iterable[str]:
    for sentence in _SENTENCE_END.split(text):
        rest = sentence.strip()
        while len(rest) > size:
            pieces = -(-len(rest) // size)
            head = _cut(rest, min(size, len(rest) // pieces + 20))
            yield head
            rest = rest[len(head) :].strip()
        if rest:
            yield rest


def _joined(sentences: Iterable[str], size: int) -> Iterable[str]:
    held = ""
    for sentence in sentences:
        if held and len(held) + 1 + len(sentence) > size:
            yield held
            held = sentence
        else:
            held = f"{held} {sentence}" if held else sentence
    if held:
        yield held


def _cut(text: str, size: int) -> str:
    head = text[:size]
    space = head.rfind(" ")
    return head[:space] if space > size // 2 else head
