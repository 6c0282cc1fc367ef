"""The engine's sentences as rows can keep them."""

from __future__ import annotations

from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spona_engine import Sentence


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """Return {"code", "params"}; a sentence within a sentence keeps that shape, NumPy's numbers become plain."""
    return {"code": sentence.code, "params": {name: _plain(value) for name, value in sentence.params.items()}}


def _plain(value: Any) -> Any:
    if hasattr(value, "code") and hasattr(value, "params"):
        return sentence_json(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)
