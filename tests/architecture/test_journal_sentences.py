"""Staff read the journal in sentences: every verb that is recorded has one."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from procrastinate.contrib.django import app

from spona.events.actions import PARTIES_IMPORTER
from spona.events.states import BROKER_LINK, GATE_LINK, PARTY_LINK, RATING_LINK, TIMETABLE_LINK
from spona.kernel.actions import mail_template_names
from spona.kernel.models import sentence_for, sentences
from spona.kernel.rules import declared_permissions

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("kernel", "parties", "programmes", "matching", "events", "partnerships")
LIKE_A_VERB = re.compile(rf"({'|'.join(MODULES)})\.[a-z_]+")
LINKS = {"kernel.invitation", BROKER_LINK, GATE_LINK, PARTY_LINK, RATING_LINK, TIMETABLE_LINK}


def texts_like_verbs(source: str) -> Iterator[str]:
    """Texts that could be the verb of a journal line. One that is put together counts with what it begins with."""
    tree = ast.parse(source)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    for node in joined:
        first = node.values[0]
        if isinstance(first, ast.Constant) and LIKE_A_VERB.fullmatch(str(first.value)):
            yield f"{first.value}*"
    parts = {id(part) for node in joined for part in ast.walk(node)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
        if is_text and LIKE_A_VERB.fullmatch(node.value):
            yield node.value


def recorded_verbs(source: str) -> Iterator[str]:
    """The verbs that ``record("...")`` names itself."""
    for node in ast.walk(ast.parse(source)):
        is_record = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"
        if is_record and node.args:
            yield from (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))


def without_sentence(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    known = set(known)
    begins = [text for text in texts if text.endswith("*") and not any(k.startswith(text[:-1]) for k in known)]
    return sorted({text for text in texts if not text.endswith("*")} - known) + begins


def sources() -> list[str]:
    folders = [ROOT / "src" / "spona" / module / "actions" for module in MODULES]
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.py"))]


def test_every_recorded_verb_has_a_sentence() -> None:
    recorded = [
        verb
        for source in sources()
        for verb in recorded_verbs(source)
        if LIKE_A_VERB.fullmatch(verb) and verb[-1] != "_"
    ]
    assert without_sentence(recorded, sentences()) == []


def test_whatever_an_action_may_hand_to_the_journal_has_a_sentence() -> None:
    """Verbs that reach ``record`` through a helper: every text that looks like one and is nothing else."""
    other = {*declared_permissions(), *mail_template_names(), *app.tasks, *LINKS, PARTIES_IMPORTER.kind}
    texts = [text for source in sources() for text in texts_like_verbs(source)]
    assert without_sentence(texts, {*sentences(), *other}) == []


def test_a_verb_without_a_sentence_is_noticed() -> None:
    assert list(recorded_verbs('record("events.forgotten" if x else "events.other", on=y, by=z)')) == [
        *("events.forgotten", "events.other")
    ]
    texts = texts_like_verbs('_go(x, "events.forgotten", by)\nrecord(f"events.lost_{state}")')
    assert without_sentence(list(texts), {"events.known"}) == ["events.forgotten", "events.lost_*"]


def test_a_sentence_names_its_data_and_bears_old_lines() -> None:
    assert [sentence_for("events.timetable_published", data) for data in ({"number": 3}, {})] == [
        *("published timetable 3", "published timetable …")
    ]
    assert sentence_for("kernel.role_granted", {"kind": "juror"}) == "gave somebody a role: juror"
    assert sentence_for("parties.organisation_edited", {"fields": ["name", "town"]}) == (
        "changed an organisation: name, town"
    )
    assert sentence_for("events.nobody_knows", {}) == "events.nobody_knows"
