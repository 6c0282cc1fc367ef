"""What an import wrote, row by row, and how it is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from spona.kernel.models import (
    ImportBatch,
    ImportChange,
    Problem,
    Problems,
    Record,
    SearchDocument,
    Translated,
    Versioned,
)

MAX_NAMED = 50
Rows = dict[UUID, models.Model]


class ChangeLog:
    """Collects what ``apply`` of an importer wrote; saved with the import."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch
        self._changes: list[ImportChange] = []

    def created(self, *rows: models.Model) -> None:
        """New rows, after they were saved, parents before children."""
        for row in rows:
            self._add(row, None)

    def changed(self, row: models.Model, before: Mapping[str, Any]) -> None:
        """A row that existed, after it was saved, with the former values of the columns that changed."""
        self._add(row, {name: _plain(value) for name, value in before.items()})

    def _add(self, row: models.Model, before: dict[str, Any] | None) -> None:
        self._changes.append(
            ImportChange(
                batch=self._batch,
                position=len(self._changes),
                model=row._meta.label,
                object_id=row.pk,
                before=before,
            )
        )

    def save(self) -> int:
        """Write the log with every row's edition as the database has it now; returns the number of changes."""
        for label, changes in _by_model(self._changes):
            rows = _rows(label, [change.object_id for change in changes])
            for change in changes:
                row = rows[change.object_id]
                change.written_at_version = getattr(row, "version", None)
                change.written_at = getattr(row, "updated_at", None)
        ImportChange.objects.bulk_create(self._changes, batch_size=1000)
        return len(self._changes)


def undo_changes(batch: ImportBatch) -> int:
    """Take an import's changes back: former values first, then what was made, children before parents.

    Returns how many.

    Errors: ``Problems`` naming the rows that were changed since, or that something else hangs on now. The caller's
    transaction is then rolled back as a whole.
    """
    changes = list(batch.changes.order_by("-position"))
    _refuse_changed_since(changes)
    for change in changes:
        if change.before is not None:
            _restore(change)
    made = [change for change in reversed(changes) if change.before is None]
    own = {(change.model, change.object_id) for change in made}
    for label, same in reversed(_by_model(made)):
        _delete(label, [change.object_id for change in same], own)
    SearchDocument.objects.filter(object_id__in=[change.object_id for change in made]).delete()
    return len(changes)


def _refuse_changed_since(changes: list[ImportChange]) -> None:
    """A row may be in the log more than once; its last entry holds the edition the import left."""
    problems = []
    for label, same in _by_model(changes):
        rows = _rows(label, [change.object_id for change in same], locked=True)
        last = {change.object_id: change for change in reversed(same)}
        for object_id, change in last.items():
            row = rows.get(object_id)
            if row is None or _edition(row) != (change.written_at_version, change.written_at):
                problems.append(_was_changed(label, row))
    if problems:
        raise Problems(problems[:MAX_NAMED])


def _edition(row: models.Model) -> tuple[Any, Any]:
    return getattr(row, "version", None), getattr(row, "updated_at", None)


def _was_changed(label: str, row: models.Model | None) -> Problem:
    title = str(row) if row is not None else _("a row that was deleted")
    return Problem(
        _("“%(title)s” was changed after the import.") % {"title": title},
        place=f"{label}:{row.pk}" if row is not None else label,
        remedy=_("Undo that change first, or correct single rows by hand."),
        code="changed_since",
    )


def _delete(label: str, ids: list[UUID], own: set[tuple[str, UUID]]) -> None:
    """Delete rows the import made, unless something somebody else made would go with them."""
    model = apps.get_model(label)
    rows = list(_rows(label, ids).values())
    collector = Collector(using="default")
    try:
        collector.collect(rows)
    except (ProtectedError, RestrictedError) as error:
        objects = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        raise Problems([_is_used(row) for row in list(objects)[:MAX_NAMED]]) from error
    dependants = [
        row
        for found, instances in collector.data.items()
        for row in instances
        if (found._meta.label, row.pk) not in own and found is not model and not _is_worked_out(found)
    ]
    for queryset in collector.fast_deletes:
        if _is_worked_out(queryset.model):
            continue
        made = [object_id for made_label, object_id in own if made_label == queryset.model._meta.label]
        dependants += list(queryset.exclude(pk__in=made)[:MAX_NAMED])
    for updates in collector.field_updates.values():
        for updated in updates:
            dependants += [row for row in updated if (row._meta.label, row.pk) not in own]  # type: ignore[attr-defined]
    if dependants:
        raise Problems([_is_used(row) for row in dependants[:MAX_NAMED]])
    collector.delete()


def _is_worked_out(model: type[models.Model]) -> bool:
    return issubclass(model, Record) and model.is_worked_out


def _is_used(row: models.Model) -> Problem:
    return Problem(
        _("“%(title)s” was added after the import and needs what the import made.") % {"title": row},
        place=f"{row._meta.label}:{row.pk}",
        remedy=_("Remove it first, or correct single rows by hand."),
        code="used_since",
    )


def _restore(change: ImportChange) -> None:
    row = _rows(change.model, [change.object_id])[change.object_id]
    names = []
    for name, value in (change.before or {}).items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, _read(field, value))  # type: ignore[union-attr]  # importers name columns
        names.append(field.name)
    if isinstance(row, Versioned):
        row.raise_version()
        names.append("version")
    row.save(update_fields=[*names, "updated_at"])


def _read(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON that ``to_python`` of its column reads back."""
    if isinstance(value, Translated):
        return value.as_json()
    if isinstance(value, models.Model):
        value = value.pk
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _rows(label: str, ids: Iterable[UUID], *, locked: bool = False) -> Rows:
    manager = apps.get_model(label)._default_manager
    queryset = manager.filter(pk__in=list(ids))
    return {row.pk: row for row in (queryset.select_for_update() if locked else queryset)}


def _by_model(changes: Iterable[ImportChange]) -> list[tuple[str, list[ImportChange]]]:
    grouped: dict[str, list[ImportChange]] = {}
    for change in changes:
        grouped.setdefault(change.model, []).append(change)
    return list(grouped.items())
