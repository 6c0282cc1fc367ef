"""Rows become objects without ``__init__`` (``Record.from_db``): that is right only while these hold."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.signals import post_init, pre_init
from tests.factories import a_network

from spona.kernel.models import NameInScript, Network, Record

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def test_nobody_listens_to_the_making_of_our_objects() -> None:
    listening = [m.__name__ for m in RECORDS if pre_init.has_listeners(m) or post_init.has_listeners(m)]
    assert listening == []


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_columns_store_what_is_set_and_do_nothing_more(model: type[Model]) -> None:
    doing_more = [
        field.name
        for field in model._meta.concrete_fields
        if hasattr(type(vars_of(model, field.attname)), "__set__")
        and not isinstance(vars_of(model, field.attname), (ForeignKeyDeferredAttribute, NameInScript.descriptor_class))
    ]
    assert doing_more == []


def vars_of(model: type[Model], name: str) -> object:
    """What the class holds under a column's name."""
    return next((vars(base)[name] for base in model.__mro__ if name in vars(base)), None)


@pytest.mark.django_db
def test_a_row_read_in_part_reads_the_rest_when_it_is_asked_for() -> None:
    network = a_network(country="HR")

    part = Network.objects.only("slug").get(pk=network.pk)

    assert part.get_deferred_fields() >= {"country", "name"}
    assert (part.slug, part.country, part._state.adding, part._state.db) == (network.slug, "HR", False, "default")
    assert part == network
