"""Rows of an organisation that turned out to be another's double go to the one that is kept, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from spona.kernel.actions import action
from spona.kernel.models import Actor, Problem
from spona.partnerships.models import AgreementParty, Contribution, IntroducedParty

KEYS: tuple[tuple[type[models.Model], str], ...] = (
    (AgreementParty, "organisation"),
    (Contribution, "giver"),
    (Contribution, "taker"),
    (IntroducedParty, "organisation"),
)


def _rows(model: type[models.Model], column: str, organisation_id: UUID) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{f"{column}_id": organisation_id})


@action
def merge_partnerships(*, kept_id: UUID, absorbed_id: UUID, by: Actor) -> dict[str, list[str]]:  # noqa: ARG001
    """Let the agreements, ledger lines and introductions of a double belong to the organisation that is kept.

    Called when organisations are merged; the merge itself is what the journal tells. Returns what was moved. Errors:
    ``Problem`` where the two agreed with each other or were introduced to each other: then they are hardly one.
    """
    both = AgreementParty.objects.filter(organisation_id=absorbed_id, agreement__parties__organisation_id=kept_id)
    met = IntroducedParty.objects.filter(organisation_id=absorbed_id, introduction__parties__organisation_id=kept_id)
    if both.exists() or met.exists():
        raise Problem(
            _("The two organisations have an agreement with each other, or were introduced."),
            place="organisation",
            remedy=_("Look whether they are really one."),
            code="agreed_with_each_other",
        )
    moved: dict[str, list[str]] = {}
    for model, column in KEYS:
        ids = [str(pk) for pk in _rows(model, column, absorbed_id).values_list("pk", flat=True)]
        _rows(model, column, absorbed_id).update(**{f"{column}_id": kept_id})
        if ids:
            moved[f"{model._meta.label}.{column}"] = ids
    return moved


@action
def part_partnerships(*, kept_id: UUID, absorbed_id: UUID, moved: Mapping[str, list[str]], by: Actor) -> None:  # noqa: ARG001
    """Undo ``merge_partnerships``: the named rows go back to the restored organisation, where nobody moved them."""
    for model, column in KEYS:
        ids = moved.get(f"{model._meta.label}.{column}", [])
        _rows(model, column, kept_id).filter(pk__in=ids).update(**{f"{column}_id": absorbed_id})
