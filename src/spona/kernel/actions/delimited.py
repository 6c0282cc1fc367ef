"""Text files with separators (CSV): which letters the bytes mean is decided by evidence, never by hope."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Problem

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 60
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CENTRAL_EUROPEAN = frozenset("čćžšđáéíóúýöőüűäôľĺŕťňďěřůâąęłńśźżßšžëç")
_PUNCTUATION = frozenset("„“”‘’‚–—…•«»°§€™©®´·\xa0\xad")
_WORD = re.compile(r"[^\W\d_]+")
_MANGLED = re.compile("[ÃÄÅĂĹÐÑ][^\x00-\x7f]|[РС][\u00a0-\u00bf‘’“”–—„…†‡‰‹›°±]")
CERTAIN = 0.6
"""Share of the words with special letters that must look right before an old code page is believed."""


def decode(content: bytes) -> str:
    """Return the text of a file. Errors: ``Problem`` where no encoding explains the bytes."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content[:4096]:
        little = content[1:4096:2].count(0) >= content[0:4096:2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _by_evidence(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _by_evidence(content: bytes) -> str:
    """Choose between the two code pages of the region by what the words then look like."""
    readings = {encoding: content.decode(encoding, errors="replace") for encoding in ("cp1250", "cp1251")}
    latin = _share(readings["cp1250"], _looks_central_european)
    cyrillic = _share(readings["cp1251"], _looks_cyrillic)
    if max(latin, cyrillic) < CERTAIN or latin == cyrillic:
        raise _unreadable()
    return readings["cp1250" if latin > cyrillic else "cp1251"]


def _share(text: str, looks_right: Callable[[str], bool]) -> float:
    words = [word for word in _WORD.findall(text[:200_000]) if not word.isascii()]
    if not words or "\ufffd" in text:
        return 0.0
    return sum(1 for word in words if looks_right(word)) / len(words)


def _looks_central_european(word: str) -> bool:
    """Most letters are plain, the others are the region's, and capitals don't stand in the middle of a small word."""
    special = [letter for letter in word if not letter.isascii()]
    if any(letter.lower() not in _CENTRAL_EUROPEAN for letter in special):
        return False
    shape_is_usual = word.isupper() or word[1:].islower() or len(word) == 1
    return shape_is_usual and len(special) * 2 <= len(word) + 1


def _looks_cyrillic(word: str) -> bool:
    """All letters are Cyrillic, and capitals don't stand in the middle of a small word."""
    return all("\u0400" <= letter <= "\u04ff" for letter in word) and (word.isupper() or word[1:].islower())


def mangled(text: str) -> str:
    """Return what a text was before it was read in the wrong encoding ("KuÄ‡a" was "Kuća"), or nothing when it is fine.

    A text counts as mangled only when turning it back gives letters of the region's languages: a rare real word with
    such a sequence stays untouched.
    """
    if not _MANGLED.search(text):
        return ""
    for encoding in ("cp1250", "cp1252", "cp1251", "latin-1"):
        try:
            repaired = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        special = [letter for letter in repaired.lower() if not letter.isascii()]
        if all(letter in _CENTRAL_EUROPEAN | _PUNCTUATION or "\u0400" <= letter <= "\u04ff" for letter in special):
            return repaired
    return ""


def delimiter_of(text: str) -> str:
    """Return the separator that most often cuts the first lines into one number of columns; a tab for one column."""
    lines = text[:200_000].splitlines()[:SAMPLE_LINES]
    best, best_score = "\t", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) * min(usual, 10) if usual > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def rows_of(content: bytes) -> Iterator[tuple[str | None, ...]]:
    """Yield the rows of a text file; empty cells are None and every other value is the text as it stands."""
    text = decode(content)
    if not text.strip("\ufeff \r\n\t"):
        return
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter_of(text)):
            yield tuple(value if value.strip() else None for value in row)
    except csv.Error as error:
        raise Problem(
            _("The file can't be read as a table: %(error)s.") % {"error": error},
            place="file",
            remedy=_("Open it in a spreadsheet program and save it as .xlsx."),
            code="file_unreadable",
        ) from error


def _unreadable() -> Problem:
    return Problem(
        _("The letters of this text file can't be read with certainty, so names could be spoilt."),
        place="file",
        remedy=_("Save it as .xlsx, or as “CSV UTF-8”, and upload it again."),
        code="encoding_unknown",
    )
