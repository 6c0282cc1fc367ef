"""Every column that holds personal data says so, and names why and how long it is kept. So does every column for free
text: whoever may write what they like writes about people, too.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from spona.kernel.models import NameInScript, TranslatedField
from spona.kernel.models.retention import RETENTION
from spona.partnerships.models import StateChange

OUR_APPS = ("kernel", "parties", "programmes", "matching", "events", "partnerships")
PERSONAL_NAMES = re.compile(
    r"(^|_)(email|e_mail|phone|mobile|contact|person|author|first_name|last_name|full_name|birth|password|iban|ip)(_|$)"
)
PEOPLE = ("Account", "Person", "Contact", "Affiliation", "Mentor", "Juror")
"""Models that are about one person: a plain ``name`` there is somebody's."""

NOT_PERSONAL = {
    "kernel.Network.mail_from": "the network's own sender address",
}
"""Columns that look personal and are not, each with its reason. May only shrink."""

FREE_TEXT_FROM = 300
"""A line of this many letters holds a sentence. Texts in several languages are written to be published."""
DERIVED_NAMES = re.compile(r"(_key$)|(^folded$)")
"""Columns by which names are sorted and found."""
NOT_FREE_TEXT = {
    "kernel.IdempotencyRecord.location": "the address of a page",
    "kernel.IdempotencyRecord.path": "the address of a page",
    "kernel.OutboxMessage.error": "the name of an error",
    "kernel.SearchDocument.title": "the name of what is found",
    "matching.MatchRun.error": "what the planning said of itself",
    "parties.OrganisationName.name": "the name of an organisation",
    "partnerships.Agreement.title": "the names of its parties",
    "partnerships.AgreementParty.name": "the name of an organisation",
    "partnerships.Introduction.title": "the names of its parties",
}
"""Long columns in which nobody writes what they like, each with what it holds."""


def looks_personal(model: type[models.Model], field: models.Field) -> bool:
    """By its type or its name; keys point at the person and hold nothing themselves."""
    if field.is_relation or isinstance(field, models.UUIDField | models.BooleanField | models.DateTimeField):
        return False
    if isinstance(field, models.EmailField | models.GenericIPAddressField) or PERSONAL_NAMES.search(field.name):
        return True
    is_name = field.name in {"name", "names", "surname"} and not isinstance(field, TranslatedField)
    return is_name and model.__name__ in PEOPLE


def takes_free_text(field: models.Field) -> bool:
    """Room for a sentence, and no list to choose from."""
    if not isinstance(field, models.CharField | models.TextField) or field.choices or DERIVED_NAMES.search(field.name):
        return False
    if isinstance(field, models.URLField | NameInScript):
        return False
    return isinstance(field, models.TextField) or (field.max_length or FREE_TEXT_FROM) >= FREE_TEXT_FROM


def complaints(found: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in found:
        declared: dict[str, str] = getattr(model, "personal", {})
        label = model._meta.label
        columns = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
        yield from (f"{label} declares {name}, which it has not" for name in sorted(set(declared) - set(columns)))
        for name, kind in sorted(declared.items()):
            if kind not in RETENTION:
                yield f"{label}.{name} is kept as {kind}, which nobody explained"
        for name, field in sorted(columns.items()):
            if name in declared:
                continue
            if f"{label}.{name}" not in NOT_PERSONAL and looks_personal(model, field):
                yield f"{label}.{name} looks personal and does not say how long it is kept"
            elif f"{label}.{name}" not in NOT_FREE_TEXT and takes_free_text(field):
                yield f"{label}.{name} is free text and does not say how long it is kept"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]


def test_every_personal_column_is_declared_with_a_class_that_exists() -> None:
    assert list(complaints(our_models())) == []


def test_every_class_is_used_and_says_why_and_until_when() -> None:
    used = {kind for model in our_models() for kind in getattr(model, "personal", {}).values()}
    assert set(RETENTION) - used == set()
    assert [kind for kind, found in RETENTION.items() if not (str(found.purpose) and str(found.since))] == []


def test_exceptions_exist() -> None:
    columns = {f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.get_fields()}
    assert set(NOT_PERSONAL | NOT_FREE_TEXT) - columns == set()


def test_a_note_that_stops_saying_how_long_it_is_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StateChange, "personal", {})

    assert list(complaints(our_models())) == [
        "partnerships.StateChange.note is free text and does not say how long it is kept"
    ]


@pytest.mark.parametrize(
    ("name", "field", "declared", "sentence"),
    [
        ("email", models.EmailField(), {}, ["looks personal"]),
        ("contact_phone", models.CharField(max_length=9), {}, ["looks personal"]),
        ("name", models.CharField(max_length=9), {}, ["looks personal"]),
        ("name", models.CharField(max_length=9), {"name": "forever"}, ["kept as forever"]),
        ("name", models.CharField(max_length=9), {"name": "contact"}, []),
        ("town", models.CharField(max_length=9), {"gone": "contact"}, ["declares gone"]),
        ("town", models.CharField(max_length=9), {}, []),
        ("remark", models.CharField(max_length=300), {}, ["is free text"]),
        ("remark", models.TextField(), {}, ["is free text"]),
        ("remark", models.TextField(), {"remark": "contribution"}, []),
        ("remark", models.CharField(max_length=300, choices=[("y", "yes")]), {}, []),
        ("remark_key", models.CharField(max_length=300), {}, []),
    ],
)
def test_an_undeclared_column_is_noticed(
    name: str, field: models.Field, declared: dict[str, str], sentence: list[str]
) -> None:
    with isolate_apps("spona.kernel"):
        meta = type("Meta", (), {"app_label": "kernel"})
        columns = {"__module__": __name__, "Meta": meta, name: field, "personal": declared}
        person = type("Person", (models.Model,), columns)
        found = list(complaints([person]))
    assert [word in line for word, line in zip(sentence, found, strict=True)] == [True] * len(sentence)
