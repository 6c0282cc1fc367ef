"""Spreadsheets on their way in: looked at, mapped, previewed, applied in one go, undone within the hour."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from spona.kernel.models.file import StoredFile
from spona.kernel.models.record import NetworkRecord, Record, Versioned


class ImportState(models.TextChoices):
    MAPPING = "mapping", _("columns to be named")
    PREVIEW = "preview", _("ready to look at")
    APPLIED = "applied", _("taken in")
    UNDONE = "undone", _("undone")
    ABANDONED = "abandoned", _("abandoned")


class ImportBatch(NetworkRecord, Versioned):
    """One file and what becomes of it. ``kind`` names the importer that knows the rows (``kernel.actions.imports``).

    ``mapping`` is a snapshot of the person's choice: sheet -> what
    ``SheetMapping.as_json`` gives. Nothing in the domain is written before ``apply_import``.
    """

    kind = models.CharField(max_length=60)
    programme_id = models.UUIDField(null=True, blank=True)
    subject_id = models.UUIDField(null=True, blank=True, help_text="what the rows go into, e.g. a fair")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.MAPPING)
    mapping = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict, help_text="row key -> create, skip, or the id it is the same as")
    counts = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    started_by = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_id}"


class ImportChange(Record):
    """One row an import wrote: what it was before (empty when it was created), so that undo can put it back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    model = models.CharField(max_length=80)
    object_id = models.UUIDField()
    before = models.JSONField(null=True)
    written_at_version = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField(null=True, help_text="updated_at of the row when the import had written it")

    personal: ClassVar[dict[str, str]] = {"before": "upload"}

    class Meta:
        indexes = [models.Index(fields=["batch", "-position"], name="import_changes_backwards")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class ColumnMemory(NetworkRecord):
    """A heading somebody has mapped before: the same spreadsheet needs no second mapping."""

    kind = models.CharField(max_length=60)
    heading = models.CharField(max_length=200, help_text="folded")
    field = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "kind", "heading"], name="heading_remembered_once")]

    def __str__(self) -> str:
        return f"{self.heading} -> {self.field}"
