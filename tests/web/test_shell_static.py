"""What the browser gets: light scripts, readable colours, nothing a strict policy would refuse."""

import re
from pathlib import Path

import pytest
from tests.web.shell_reading import WEB, colours, contrast

STATIC = WEB / "static" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
# A mail cannot fetch our style sheets and no policy of ours reaches a mail program.
MAILS = {path for path in TEMPLATES if "mail" in path.stem or "mail" in path.parent.name}
PAGES = [path for path in TEMPLATES if path not in MAILS]
READABLE = [
    *((ink, ground) for ink in ("ink", "ink-2", "brand", "accent") for ground in ("paper", "surface", "sunken")),
    *((ink, "brand-soft") for ink in ("ink", "ink-2", "brand-strong")),
    *((kind, f"{kind}-soft") for kind in ("accent", "good", "warn", "bad")),
    *(("ink", f"{kind}-soft") for kind in ("accent", "good", "warn", "bad")),
    *((kind, "surface") for kind in ("good", "warn", "bad")),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
]
INLINE = re.compile(r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|\shx-on|javascript:", re.IGNORECASE)
TAGS = re.compile(r"{%\s*comment\b.*?endcomment\s*%}|{#.*?#}|{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}", re.DOTALL)
MARKUP = re.compile(
    r"{%\s*block (?:page|body)_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%.*?%}|{{.*?}}|<(script|style)\b.*?</\1>|<!--.*?-->|&\w+;",
    re.DOTALL,
)
ATTRIBUTE_TEXT = re.compile(
    r'\s(?:title|label|lead|caption|placeholder|aria-label|alt|hint|yes|question)="([^"{]*[^\W\d_]{2}[^"{]*)"'
)
NAMES = {"Ana Uzorak", "Organisation A", "Spona"}  # the gallery's sample content, and our own name


def inline_code(source: str) -> list[str]:
    return INLINE.findall(TAGS.sub("", source))


def untranslated(source: str) -> list[str]:
    """Words that stand in a template outside gettext."""
    bare = TAGS.sub("", source)
    attributes = [text for text in ATTRIBUTE_TEXT.findall(bare) if text not in NAMES]
    text = re.sub(r"<[^<>]*>", "\n", MARKUP.sub("", bare))
    return attributes + [
        line.strip() for line in text.splitlines() if re.search(r"[^\W\d_]{2}", line) and line.strip() not in NAMES
    ]


def test_our_own_script_stays_under_15_kilobytes() -> None:
    assert sum(path.stat().st_size for path in STATIC.rglob("*.js")) < 15_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(scheme: str) -> None:
    tokens = colours(scheme)
    faint = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in READABLE}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_and_focus_can_be_seen(scheme: str) -> None:
    tokens = colours(scheme)
    grounds = ("paper", "surface")
    assert [(n, g) for n in ("edge", "brand") for g in grounds if contrast(tokens[n], tokens[g]) < 3] == []


def test_contrast_is_measured_as_wcag_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    assert inline_code(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ['<p style="color:red">', "<style>p{}</style>", "<script>x()</script>", '<a onclick="x()">', "<i hx-on:click=x>"],
)
def test_inline_code_would_be_found(source: str) -> None:
    assert len(inline_code(source)) == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_every_text_of_a_template_can_be_translated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", ["<p>Bare words</p>", '<c-card title="Bare words">', '<input placeholder="Search">'])
def test_a_bare_text_would_be_found(source: str) -> None:
    assert len(untranslated(source)) == 1


def test_every_icon_a_template_asks_for_exists() -> None:
    drawn = set(re.findall(r'symbol id="(\w+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "(\w+)"', path.read_text(encoding="utf-8"))}
    assert asked - drawn == set()
