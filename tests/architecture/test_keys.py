"""Foreign keys point downwards, and a key that crosses modules adds no name to the lower module's rows."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps

ORDER = (
    *("kernel", "parties", "programmes", "questionnaires", "matching"),
    *("calls", "events", "plans", "partnerships", "practices", "reports"),
)


def complaints(found: Iterable[type[models.Model]]) -> list[str]:
    """Every relation that breaks the order of the modules, as sentences."""
    sentences = []
    for model in found:
        own = model._meta.app_label
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None or field.model is not model:
                continue
            other = field.related_model._meta.app_label
            if own == other or own not in ORDER or other not in ORDER:
                continue
            if ORDER.index(other) > ORDER.index(own):
                sentences.append(f"{own}.{model.__name__}.{field.name} points up to {other}")
            elif field.remote_field.related_name != "+":
                sentences.append(f'{own}.{model.__name__}.{field.name} crosses to {other} without related_name="+"')
    return sentences


def test_no_key_points_up_and_no_crossing_key_has_a_reverse_name() -> None:
    assert complaints(apps.get_models(include_auto_created=False)) == []


@pytest.mark.parametrize(
    ("app", "target", "reverse", "sentence"),
    [
        ("kernel", "events", "+", ["kernel.Sample.key points up to events"]),
        ("events", "kernel", "samples", ['events.Sample.key crosses to kernel without related_name="+"']),
        ("events", "kernel", "+", []),
    ],
)
def test_a_wrong_key_is_noticed(app: str, target: str, reverse: str, sentence: list[str]) -> None:
    with isolate_apps("spona.kernel", "spona.events"):
        meta = type("Meta", (), {"app_label": target})
        aim = type("Aim", (models.Model,), {"__module__": __name__, "Meta": meta})
        key = models.ForeignKey(aim, on_delete=models.PROTECT, related_name=reverse)
        own = type("Meta", (), {"app_label": app})
        sample = type("Sample", (models.Model,), {"__module__": __name__, "Meta": own, "key": key})

        assert complaints([sample]) == sentence


def test_keys_of_packages_are_not_ours_to_judge() -> None:
    assert complaints([ContentType]) == []
