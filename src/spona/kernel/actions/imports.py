"""Spreadsheets taken in: mapped, looked at, applied in one transaction, undone within the hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from spona.kernel.actions.changes import ChangeLog, undo_changes
from spona.kernel.actions.headings import find_table
from spona.kernel.actions.journal import record
from spona.kernel.actions.mappings import check_mapping, guess_mapping, remember_headings, rows_of_mapping
from spona.kernel.actions.sheets import read_workbook, spoilt_letters
from spona.kernel.actions.transaction import action, lock
from spona.kernel.models import (
    CREATE,
    SKIP,
    Actor,
    ImportBatch,
    ImportContext,
    Importer,
    ImportPreview,
    ImportState,
    Problem,
    Problems,
    RowPreview,
    SheetMapping,
    StoredFile,
    Workbook,
)
from spona.kernel.rules import require

UNDO_FOR = dt.timedelta(hours=1)
MAX_PROBLEMS = 200
"""Problems named in one refusal; the preview page shows all of them."""

_importers: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Announce a kind of spreadsheet (called from a module's ``apps.ready``)."""
    _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Return an announced importer. Errors: ``KeyError``."""
    return _importers[kind]


def import_context(batch: ImportBatch, by: Actor) -> ImportContext:
    """Return what an importer needs besides rows.

    Errors: ``Refused`` where the actor may not import into the subject.
    """
    importer = importer_of(batch.kind)
    subject = apps.get_model(importer.subject_model)._default_manager.get(pk=batch.subject_id)
    require(importer.permission, by, subject)
    return ImportContext(batch, subject, by)


@action
def start_import(*, file: StoredFile, kind: str, subject: models.Model, by: Actor, again: bool = False) -> ImportBatch:
    """Open an import of ``file`` into ``subject`` with a guessed mapping, for a person to look at.

    Errors: ``Problem`` "same_file" where the same content was taken in before for this subject and ``again`` doesn't
    say that this is on purpose; the reader's problems where the file is no spreadsheet.
    """
    importer = importer_of(kind)
    require(importer.permission, by, subject)
    if not again:
        _refuse_same_file(file, kind, subject)
    workbook = read_workbook(file)
    batch = ImportBatch(
        network_id=by.network_id,
        kind=kind,
        programme_id=getattr(subject, "programme_id", None),
        subject_id=subject.pk,
        file=file,
        started_by=by.account_id,
    )
    guessed = guess_mapping(importer, ImportContext(batch, subject, by), workbook)
    batch.mapping = {name: chosen.as_json() for name, chosen in guessed.items()}
    batch.save(force_insert=True)
    record("kernel.import_started", on=batch, by=by, data={"kind": kind, "file": file.sha256})
    return batch


def _refuse_same_file(file: StoredFile, kind: str, subject: models.Model) -> None:
    earlier = (
        ImportBatch.objects.filter(
            network_id=file.network_id,
            kind=kind,
            subject_id=subject.pk,
            file__sha256=file.sha256,
            state=ImportState.APPLIED,
        )
        .order_by("-applied_at", "-id")
        .select_related("file")
        .first()
    )
    if earlier is not None and earlier.applied_at is not None:
        raise Problem(
            _("This file was taken in before: “%(name)s”, %(when)s.")
            % {
                "name": earlier.file.name,
                "when": formats.date_format(timezone.localtime(earlier.applied_at), "SHORT_DATETIME_FORMAT"),
            },
            place="file",
            remedy=_("Undo that import, or say that you want to take the file in once more."),
            code="same_file",
        )


def mapping_of(batch: ImportBatch) -> dict[str, SheetMapping]:
    """Return the mapping as it stands: sheet name -> what its columns mean."""
    return {name: SheetMapping.of_json(data) for name, data in batch.mapping.items()}


@action
def set_mapping(*, batch: ImportBatch, mapping: Mapping[str, SheetMapping], by: Actor) -> ImportBatch:
    """Say what sheets and columns mean, and remember it for the next file of this kind.

    Errors: ``Problems`` naming every sheet and field that can't be read that way.
    """
    locked = lock(batch)
    context = import_context(locked, by)
    _refuse_finished(locked)
    workbook = read_workbook(locked.file)
    importer = importer_of(locked.kind)
    check_mapping(importer, context, workbook, mapping)
    tables = {
        name: (find_table(sheet, header_row=chosen.header_row), chosen)
        for name, chosen in mapping.items()
        if chosen.take and (sheet := workbook.sheet(name)) is not None
    }
    remember_headings(importer, context, tables)
    locked.mapping = {name: chosen.as_json() for name, chosen in mapping.items()}
    locked.state = ImportState.PREVIEW
    locked.raise_version()
    locked.save(update_fields=["mapping", "state", "version", "updated_at"])
    record("kernel.import_mapped", on=locked, by=by)
    return locked


def preview_import(batch: ImportBatch, by: Actor) -> ImportPreview:
    """Return what would become of every row. Writes nothing: while the importer looks, the database refuses writes."""
    context = import_context(batch, by)
    workbook = read_workbook(batch.file)
    check_mapping(importer_of(batch.kind), context, workbook, mapping_of(batch))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        preview = _preview(context, workbook)
        transaction.set_rollback(True)  # ends the read-only part; the caller's transaction goes on as it was
    return preview


def _preview(context: ImportContext, workbook: Workbook) -> ImportPreview:
    mapping = mapping_of(context.batch)
    rows = list(rows_of_mapping(workbook, mapping))
    previews = importer_of(context.batch.kind).preview(context, rows)
    checked = tuple(_with_spoilt_letters(preview) for preview in previews)
    notes = list(workbook.notes)
    for sheet in workbook.sheets:
        if sheet.name in mapping and mapping[sheet.name].take:
            notes += [*sheet.notes, *find_table(sheet, header_row=mapping[sheet.name].header_row).notes]
    return ImportPreview(context.batch, checked, tuple(notes))


def _with_spoilt_letters(preview: RowPreview) -> RowPreview:
    spoilt = [problem for cell in preview.row.cells.values() if (problem := spoilt_letters(cell))]
    return replace(preview, problems=(*preview.problems, *spoilt)) if spoilt else preview


@action
def apply_import(
    *, batch: ImportBatch, by: Actor, decisions: Mapping[str, str] | None = None, skip_bad_rows: bool = False
) -> ImportBatch:
    """Write the rows, all or none, and keep what is needed to undo it for an hour.

    ``decisions`` overrule the preview's suggestions: row key -> ``CREATE``, ``SKIP`` or the id of one of the row's
    matches. Applying twice is applying once. Errors: ``Problems`` with every row that has a problem (unless
    ``skip_bad_rows`` leaves those out), that waits for a decision, or whose decision isn't one of its matches.
    """
    locked = lock(batch)
    context = import_context(locked, by)
    if locked.state == ImportState.APPLIED:
        return locked
    _refuse_finished(locked)
    preview = preview_import(locked, by)
    final = _decided(preview, decisions or {}, skip_bad_rows=skip_bad_rows)
    rows = [previewed.row for previewed in preview.rows if final[previewed.row.key] != SKIP]
    log = ChangeLog(locked)
    counts = importer_of(locked.kind).apply(context, rows, {row.key: final[row.key] for row in rows}, log)
    changes = log.save()
    locked.state = ImportState.APPLIED
    locked.decisions = final
    locked.counts = {**counts, "rows": len(preview.rows), "left_out": len(preview.rows) - len(rows)}
    locked.applied_at = timezone.now()
    locked.undo_until = locked.applied_at + UNDO_FOR
    locked.raise_version()
    locked.save()
    record("kernel.import_applied", on=locked, by=by, data={"counts": locked.counts, "changes": changes})
    return locked


def _decided(preview: ImportPreview, decisions: Mapping[str, str], *, skip_bad_rows: bool) -> dict[str, str]:
    """Return one decision for every row. Errors: ``Problems`` for rows that can't be written as decided."""
    final: dict[str, str] = {}
    problems: list[Problem] = []
    for previewed in preview.rows:
        key = previewed.row.key
        chosen = decisions.get(key) or previewed.suggestion
        if chosen != SKIP and previewed.problems:
            problems += [] if skip_bad_rows else previewed.problems
            chosen = SKIP
        elif chosen not in {CREATE, SKIP, *(str(match.id) for match in previewed.matches)}:
            problems.append(_undecided(previewed))
        final[key] = chosen
    if problems:
        raise Problems(problems[:MAX_PROBLEMS])
    return final


def _undecided(previewed: RowPreview) -> Problem:
    return Problem(
        _("“%(title)s” may be somebody who is here already: %(matches)s.")
        % {"title": previewed.title, "matches": ", ".join(match.title for match in previewed.matches[:3])},
        place=previewed.row.key,
        remedy=_("Decide whether it is new, the same, or to be left out."),
        code="row_undecided",
    )


def _refuse_finished(batch: ImportBatch) -> None:
    if batch.state not in {ImportState.MAPPING, ImportState.PREVIEW}:
        raise Problem(
            _("This import is finished: it was %(state)s.") % {"state": ImportState(batch.state).label},
            place="state",
            remedy=_("Upload the file again to start a new one."),
            code="state",
        )


@action
def abandon_import(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Put an import aside that was never applied."""
    locked = lock(batch)
    import_context(locked, by)
    _refuse_finished(locked)
    locked.state = ImportState.ABANDONED
    locked.save(update_fields=["state", "updated_at"])
    record("kernel.import_abandoned", on=locked, by=by)
    return locked


@action
def undo_import(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Take an applied import back: what it made is deleted, what it changed is as it was before.

    Errors: ``Problem`` after the hour; ``Problems`` naming every row that somebody changed or used since. Then nothing
    is undone.
    """
    locked = lock(batch)
    context = import_context(locked, by)
    if locked.state == ImportState.UNDONE:
        return locked
    if locked.state != ImportState.APPLIED or locked.undo_until is None or timezone.now() > locked.undo_until:
        raise Problem(
            _("This import can't be undone any more."),
            place="state",
            remedy=_("Change or delete single rows by hand."),
            code="undo_expired",
        )
    made = [change.object_id for change in locked.changes.all() if change.before is None]
    importer_of(locked.kind).give_up(context, made)
    undone = undo_changes(locked)
    locked.state = ImportState.UNDONE
    locked.raise_version()
    locked.save(update_fields=["state", "version", "updated_at"])
    record("kernel.import_undone", on=locked, by=by, data={"changes": undone})
    return locked


def preview_counts(preview: ImportPreview) -> dict[str, int]:
    """Return how many rows would be new, be merged, be left out, wait for a decision, or have problems."""
    counts = {"create": 0, "same": 0, "skip": 0, "undecided": 0, "bad": 0}
    for previewed in preview.rows:
        if previewed.problems:
            counts["bad"] += 1
        elif not previewed.suggestion:
            counts["undecided"] += 1
        else:
            counts[previewed.suggestion if previewed.suggestion in {CREATE, SKIP} else "same"] += 1
    return counts
