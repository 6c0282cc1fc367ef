#!/usr/bin/env python3
"""Keep the catalogues of messages: ``update`` takes in what the sources say, ``check`` says what is wrong.

Pure Python (Babel and Django's own template reader), so that it runs where no gettext tools are installed. The
catalogues carry no places and no dates: a change of theirs is a change of words. Serbian is edited in Cyrillic alone;
the Latin catalogue is written from it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from spona_lang import to_latin  # noqa: E402 - the script also runs where the project is not installed

LOCALE = ROOT / "locale"
EDITED = ("sr", "hr", "bg")
DERIVED = "sr_Latn"
LANGUAGES = ("sr", DERIVED, "hr", "bg")

_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"  # CLDR
)
PLURAL_RULES = {"sr": _SLAVIC, DERIVED: _SLAVIC, "hr": _SLAVIC, "bg": "nplurals=2; plural=(n != 1);"}
PLURALS = {language: int(rule[len("nplurals=")]) for language, rule in PLURAL_RULES.items()}

_KEYWORDS = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEMPLATES = {".html", ".txt", ".xml", ".svg", ".js", ".typ"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{[^{}\s]*\}")
_MARKUP = re.compile(r"</?[a-z][^>]*>|&[a-z]+;")
_KEPT = re.compile(r"%\([^)]*\)[a-z]|\{[^{}]*\}|</?[a-z][^>]*>|&[a-z]+;")

Key = tuple[str | None, str]  # context, msgid (its singular)


def key(message: Message) -> Key:
    """What makes a message the same message: its context and its singular."""
    return (message.context or None, message.id if isinstance(message.id, str) else message.id[0])


def extracted() -> Catalog:
    """Every message of the Python files and templates under ``src/spona``.

    Errors: SyntaxError where a template's translation block holds other tags.
    """
    catalogue = Catalog(charset="utf-8")
    for path in sorted((ROOT / "src" / "spona").rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found = messages_of_python(path.read_text(encoding="utf-8"))
        elif path.suffix in _TEMPLATES and "templates" in path.parts:
            found = messages_of_template(path.read_text(encoding="utf-8"), origin=str(path.relative_to(ROOT)))
        else:
            continue
        for context, message in found:
            catalogue.add(message, context=context)
    return catalogue


def messages_of_template(source: str, origin: str = "") -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """Messages of one Django template, with those in the attributes of components and in filters."""
    python = templatize(source, origin=origin)
    return messages_of_python("\n".join(line.lstrip() for line in python.split("\n")))


def messages_of_python(source: str) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """Messages of one Python file: context or None, and the text or (singular, plural)."""
    for _line, function, words, _comments in extract_python(BytesIO(source.encode()), list(_KEYWORDS), [], {}):
        parts = (words,) if isinstance(words, str) or words is None else tuple(words)
        context = parts[0] if "pgettext" in function else None
        texts = parts[1:] if "pgettext" in function else parts
        wanted = 2 if function.startswith("n") else 1
        if len(texts) >= wanted and all(isinstance(text, str) and text for text in texts[:wanted]):
            yield context, texts[0] if wanted == 1 else tuple(texts[:wanted])


def path_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue_of(language: str) -> Catalog:
    """Read the catalogue of a language; an empty one where there is none yet. Errors: PoFileError."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as lines:
        return read_po(lines, locale=language, abort_invalid=True)


def updated(language: str, sources: Catalog) -> Catalog:
    """Return the sources' messages with the translations there are; nothing is guessed, what is gone is dropped."""
    known = {key(message): message for message in catalogue_of(language) if message.id}
    fresh = Catalog(locale=language, charset="utf-8")
    for message in sources:
        if not message.id:
            continue
        old = known.get(key(message))
        kept = old.string if old and not old.fuzzy and isinstance(old.id, str) == isinstance(message.id, str) else None
        fresh.add(message.id, kept or _nothing(language, message), context=message.context)
    return fresh


def _nothing(language: str, message: Message) -> str | tuple[str, ...]:
    return "" if isinstance(message.id, str) else ("",) * PLURALS[language]


def in_latin(text: str) -> str:
    """Serbian Cyrillic in Latin letters; placeholders, marks of HTML and entities stay as they are."""
    parts, at = [], 0
    for match in _KEPT.finditer(text):
        parts += [to_latin(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*parts, to_latin(text[at:])])


def derived(serbian: Catalog) -> Catalog:
    """Return the Latin catalogue that follows from the Cyrillic one."""
    latin = Catalog(locale=DERIVED, charset="utf-8")
    for message in serbian:
        if message.id:
            text = message.string
            spelled = in_latin(text) if isinstance(text, str) else tuple(in_latin(part or "") for part in text)
            latin.add(message.id, spelled, context=message.context)
    return latin


def written(language: str, catalogue: Catalog) -> bytes:
    """Return the file's content: sorted, one line a message, no dates, no places."""
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURAL_RULES[language]}\\n"\n\n'
    )
    return header.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def update() -> None:
    """Write all four catalogues anew."""
    sources = extracted()
    for language in EDITED:
        _save(language, updated(language, sources))
    _save(DERIVED, derived(catalogue_of("sr")))


def _save(language: str, catalogue: Catalog) -> None:
    path, content = path_of(language), written(language, catalogue)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def forms(text: str | Iterable[str | None] | None) -> list[str]:
    """Return the text of a message as a list: one, or one for each plural form."""
    return [text or ""] if text is None or isinstance(text, str) else [form or "" for form in text]


def problems(language: str, sources: Catalog, catalogue: Catalog) -> list[str]:
    """Return what is wrong with a catalogue, one sentence each: missing, uncertain, or not fitting its original."""
    known = {key(message): message for message in catalogue if message.id}
    said = []
    for message in sources:
        if not message.id:
            continue
        translation = known.get(key(message))
        said += [f"{language}: {reason}: {key(message)[1]!r}" for reason in _faults(language, message, translation)]
    return said


def _faults(language: str, message: Message, translation: Message | None) -> Iterator[str]:
    originals, texts = forms(message.id), forms(translation.string) if translation else []
    if translation is None or not all(texts):
        yield "not translated"
        return
    if translation.fuzzy:
        yield "marked fuzzy"
    if len(texts) != (1 if isinstance(message.id, str) else PLURALS[language]):
        yield f"{len(texts)} plural forms"
    for at, text in enumerate(texts):
        yield from _misfits(language, originals, text, at)


def _misfits(language: str, originals: list[str], text: str, form: int) -> Iterator[str]:
    """Say where a text does not fit; only the form for one may leave the number out, as the original's singular may."""
    wanted = Counter(_PLACEHOLDER.findall(originals[-1]))
    allowed = [wanted]
    if len(originals) > 1 and form == 0:
        allowed = [Counter(_PLACEHOLDER.findall(originals[0])), wanted]
        if PLURALS[language] == 3:  # the first form is also said of 21 and 101, so a number must be in it
            allowed = [wanted]
    if Counter(_PLACEHOLDER.findall(text)) not in allowed:
        yield "other placeholders than the original"
    if Counter(_MARKUP.findall(text)) != Counter(_MARKUP.findall(originals[-1])):
        yield "other markup than the original"
    if [text[:1].isspace(), text[-1:].isspace()] != [originals[-1][:1].isspace(), originals[-1][-1:].isspace()]:
        yield "space or new line at its edge unlike the original"


def check() -> list[str]:
    """Return every fault of every catalogue, with a line where the Latin one does not follow from the Cyrillic one."""
    sources = extracted()
    said = [line for language in LANGUAGES for line in problems(language, sources, catalogue_of(language))]
    if path_of(DERIVED).read_bytes() != written(DERIVED, derived(catalogue_of("sr"))):
        said.append(f"{DERIVED}: not what follows from the Cyrillic catalogue; run scripts/messages.py update")
    return said


def main(arguments: list[str]) -> int:
    """Run ``update`` or ``check``; 1 with a line for each fault where something is missing, 2 for an unknown word."""
    if arguments not in (["update"], ["check"]):
        sys.stderr.write("usage: scripts/messages.py update | check\n")
        return 2
    if arguments == ["update"]:
        update()
    said = check()
    sys.stdout.writelines(f"{line}\n" for line in said)
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
