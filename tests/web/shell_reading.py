"""Reading pages the way a browser does, and the style sheet the way a reader's eye does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "spona" / "web"
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path", "rect", "line", "circle"}


@dataclass
class Element:
    """One element with its attributes and the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=[e.tag for e in self._open])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def elements(html: str, tag: str = "", **wanted: str) -> list[Element]:
    """Every element of the page with this tag and these attribute values (``aria_label`` stands for aria-label)."""
    reader = _Reader()
    reader.feed(html)
    names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
    return [
        element
        for element in reader.elements
        if tag in {"", element.tag} and all(element.attributes.get(name) == value for name, value in names.items())
    ]


def contrast(first: str, second: str) -> float:
    """The WCAG 2.2 contrast ratio of two colours written #rrggbb."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(scheme: str) -> dict[str, str]:
    """The colour tokens of one scheme, "light" or "dark"."""
    source = (WEB / "static" / "web" / "tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", source)
    return {name: light if scheme == "light" else dark for name, light, dark in pairs}
