"""Every column that holds personal data says so, and names why and how long it is kept."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from spona.kernel.models import TranslatedField
from spona.kernel.models.retention import RETENTION

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


def looks_personal(model: type[models.Model], field: models.Field) -> bool:
    """By its type or its name; keys point at the person and hold nothing themselves."""
    if field.is_relation or isinstance(field, models.UUIDField | models.BooleanField | models.DateTimeField):
        return False
    if isinstance(field, models.EmailField | models.GenericIPAddressField) or PERSONAL_NAMES.search(field.name):
        return True
    is_name = field.name in {"name", "names", "surname"} and not isinstance(field, TranslatedField)
    return is_name and model.__name__ in PEOPLE


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
            if name not in declared and f"{label}.{name}" not in NOT_PERSONAL and looks_personal(model, field):
                yield f"{label}.{name} looks personal and does not say how long it is kept"


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
    assert set(NOT_PERSONAL) - columns == set()


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
