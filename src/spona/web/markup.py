"""Text on its way into markup: escaped once, by the shortest way there is.

A list escapes several hundred values, and Django's ``conditional_escape`` takes twelve calls for each.
"""

from __future__ import annotations

import re
from html import escape

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_needs_escaping = re.compile("[&<>\"']").search


def escaped(part: object) -> str:
    """Return ``part`` as ``conditional_escape`` makes it: text escaped, what is markup already as it is."""
    if type(part) is str:
        return escape(part) if _needs_escaping(part) else part
    if type(part) is SafeString:
        return part
    if isinstance(part, Promise) or hasattr(part, "__html__"):
        return conditional_escape(part)  # type: ignore[arg-type]  # takes any object
    return escape(str(part))
