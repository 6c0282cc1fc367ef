"""Two records of one organisation become one, and two again when that was a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, move, record, require
from spona.kernel.models import Actor, Problem, Role
from spona.parties.actions.names import name_row, refresh_keys, telling
from spona.parties.models import (
    Affiliation,
    KeptApart,
    Membership,
    Merge,
    Organisation,
    OrganisationName,
    OrganisationTopic,
    RegisterNumber,
)
from spona.parties.signals import organisations_merged, organisations_parted
from spona.parties.states import OrganisationState


@dataclass(frozen=True)
class Relation:
    """Rows that move with an organisation.

    ``identity``: two rows equal in these columns may not stand on one organisation, so the absorbed record keeps its
    own. ``running``: that holds only while this column is empty.
    """

    model: type[models.Model]
    field: str
    identity: tuple[str, ...]
    running: str = ""


RELATIONS = {
    "names": Relation(OrganisationName, "organisation_id", ("language", "name")),
    "numbers": Relation(RegisterNumber, "organisation_id", ("scheme", "value")),
    "affiliations": Relation(Affiliation, "organisation_id", ("person_id",), running="until"),
    "memberships": Relation(Membership, "organisation_id", ("body_id",), running="until"),
    "members": Relation(Membership, "body_id", ("organisation_id",), running="until"),
    "topics": Relation(OrganisationTopic, "organisation_id", ("topic_id",)),
    "roles": Relation(Role, "organisation_id", ("account_id", "kind", "programme_id"), running="ended_at"),
}


@action
def merge_organisations(*, kept: Organisation, absorbed: Organisation, by: Actor) -> Merge:
    """Make one record of two: everything of ``absorbed`` moves to ``kept``, whose own fields stay as they are.

    Names, numbers, people, memberships, topics and members' roles move here; the modules above move theirs when they
    hear ``organisations_merged`` and may refuse. What would stand twice on the kept record stays with the absorbed one.
    Errors: ``Problem`` for a record with itself, across networks, or one that is merged or archived.
    """
    _check_pair(kept, absorbed)
    require("parties.merge_organisations", by, kept)
    first, second = (lock(row) for row in sorted((kept, absorbed), key=lambda row: str(row.pk)))
    kept, absorbed = (first, second) if first.pk == kept.pk else (second, first)
    for row in (kept, absorbed):
        if row.state != OrganisationState.ACTIVE:
            raise Problem(
                _("“%(name)s” is %(state)s and cannot be merged.")
                % {"name": row.name, "state": row.get_state_display()},
                place="organisation",
                remedy=_("Choose the record that is in use."),
                code="not_active",
            )
    main = absorbed.names.filter(is_main=True).values_list("pk", flat=True).first()
    moved = {label: _move(relation, absorbed.pk, kept.pk) for label, relation in RELATIONS.items()}
    move(absorbed, OrganisationState.MERGED)
    absorbed.merged_into = kept
    absorbed.raise_version()
    absorbed.save(update_fields=["state", "merged_into", "version", "updated_at"])
    kept.raise_version()
    kept.save(update_fields=["version", "updated_at"])
    with telling(kept, by):
        refresh_keys(kept)
    answers: list[tuple[Any, Any]] = organisations_merged.send(Merge, kept_id=kept.pk, absorbed_id=absorbed.pk, by=by)
    above: dict[str, list[str]] = {}
    for _receiver, answer in answers:
        above.update(answer or {})
    merge = Merge.objects.create(
        network_id=kept.network_id,
        kept=kept,
        absorbed=absorbed,
        moved={"parties": moved, "main_name": str(main or ""), "above": above},
    )
    record("parties.organisations_merged", on=merge, by=by, data={"kept": kept.pk, "absorbed": absorbed.pk})
    return merge


@action
def undo_merge(*, merge: Merge, by: Actor) -> Organisation:
    """Make two records of one again: what the merge moved and still stands on the kept record goes back.

    What was added to the kept record since stays there. Returns the record that is back. Errors: ``Problem`` when it
    was undone already or the kept record was itself merged since.
    """
    require("parties.merge_organisations", by, merge)
    merge = lock(merge)
    first, second = (lock(row) for row in sorted((merge.kept, merge.absorbed), key=lambda row: str(row.pk)))
    kept, absorbed = (first, second) if first.pk == merge.kept_id else (second, first)
    if merge.undone_at is not None:
        raise Problem(_("This merge was undone already."), code="undone_already")
    if kept.state == OrganisationState.MERGED:
        raise Problem(
            _("“%(name)s” was merged into another record since.") % {"name": kept.name},
            remedy=_("Undo that merge first."),
            code="merged_since",
        )
    move(absorbed, OrganisationState.ACTIVE)
    absorbed.merged_into = None
    absorbed.raise_version()
    absorbed.save(update_fields=["state", "merged_into", "version", "updated_at"])
    for label, ids in merge.moved["parties"].items():
        relation = RELATIONS[label]
        _rows(relation, kept.pk).filter(pk__in=ids).update(**{relation.field: absorbed.pk})
    _restore_main_name(absorbed, merge.moved["main_name"])
    kept.raise_version()
    kept.save(update_fields=["version", "updated_at"])
    for organisation in (kept, absorbed):
        with telling(organisation, by):
            refresh_keys(organisation)
    organisations_parted.send(Merge, kept_id=kept.pk, absorbed_id=absorbed.pk, moved=merge.moved["above"], by=by)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at", "updated_at"])
    record("parties.merge_undone", on=merge, by=by, data={"kept": kept.pk, "absorbed": absorbed.pk})
    return absorbed


@action
def keep_apart(*, one: Organisation, other: Organisation, by: Actor) -> KeptApart:
    """Say that two records are two organisations, so that nobody is asked again. Saying it twice changes nothing."""
    _check_pair(one, other)
    require("parties.merge_organisations", by, one)
    first, second = sorted((one, other), key=lambda row: row.pk)
    pair, is_new = KeptApart.objects.get_or_create(network_id=one.network_id, first=first, second=second)
    if is_new:
        record("parties.kept_apart", on=pair, by=by, data={"first": first.pk, "second": second.pk})
    return pair


def _check_pair(one: Organisation, other: Organisation) -> None:
    if one.pk == other.pk:
        raise Problem(
            _("“%(name)s” cannot be merged with itself.") % {"name": one.name},
            place="organisation",
            remedy=_("Choose two different records."),
            code="same_record",
        )
    if one.network_id != other.network_id:
        raise Problem(_("The two records belong to different networks."), place="organisation", code="other_network")


def _rows(relation: Relation, organisation_id: UUID) -> models.QuerySet[Any]:
    manager: models.Manager[Any] = relation.model._default_manager
    return manager.filter(**{relation.field: organisation_id})


def _move(relation: Relation, absorbed_id: UUID, kept_id: UUID) -> list[str]:
    """Point the rows of one relation to the kept record, leaving those it has already; return the ids that moved."""

    def identity(row: models.Model) -> tuple[Any, ...] | None:
        if relation.running and getattr(row, relation.running) is not None:
            return None
        return tuple(getattr(row, column) for column in relation.identity)

    held = {identity(row) for row in _rows(relation, kept_id)} - {None}
    own = {"organisation_id", "body_id"} & set(relation.identity)
    moving = [
        row
        for row in _rows(relation, absorbed_id)
        if identity(row) not in held and not any(getattr(row, column) == kept_id for column in own)
    ]
    changes: dict[str, Any] = {relation.field: kept_id}
    if relation.model is OrganisationName:
        changes["is_main"] = False
    _rows(relation, absorbed_id).filter(pk__in=[row.pk for row in moving]).update(**changes)
    return [str(row.pk) for row in moving]


def _restore_main_name(organisation: Organisation, name_id: str) -> None:
    """Give a record that comes back its main name; where that was deleted meanwhile, the name it is shown by."""
    names = OrganisationName.objects.filter(organisation=organisation)
    if names.filter(is_main=True).exists():
        return
    if name_id and names.filter(pk=name_id).update(is_main=True):
        return
    shown = organisation.name
    name_row(organisation, shown.text(shown.original), language=shown.original, is_main=True).save(force_insert=True)
