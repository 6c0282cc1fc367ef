"""The spreadsheet she already has: dropped in, columns named, looked at, taken in, and taken back if it was wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.models import Fair
from spona.events.queries import fair_by_id, fair_for
from spona.kernel.actions import (
    apply_import,
    look_at_import,
    mapping_from_form,
    preview_counts,
    preview_import,
    set_mapping,
    start_import,
    store_file,
    undo_import,
)
from spona.kernel.models import Actor, ImportBatch, ImportPreview, ImportState, Problem, Problems
from spona.kernel.queries import import_for
from spona.web.events.fair_pages import fair_crumbs
from spona.web.events.forms import UploadForm
from spona.web.page import PageRequest, page

IMPORT_KIND = "events.parties"
SHOWN_ROWS = 200


def _steps(current: int) -> list[dict[str, str]]:
    labels = [_("Choose the file"), _("Name the columns"), _("Look at the rows"), _("Take them in")]
    states = ["done" if index < current else "current" if index == current else "todo" for index in range(len(labels))]
    return [{"label": label, "state": state, "url": ""} for label, state in zip(labels, states, strict=True)]


@page("events.manage_parties", lookup=fair_for, methods=("GET", "POST"))
def upload(request: PageRequest, fair: Fair) -> HttpResponse:
    """Drop a workbook or a CSV; nothing is written but the file itself."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            handed = form.cleaned_data["file"]
            stored = store_file(name=handed.name, content=handed.file, by=request.actor, programme_id=fair.programme_id)
            begun = start_import(
                file=stored, kind=IMPORT_KIND, subject=fair, by=request.actor, again=form.cleaned_data["again"]
            )
        if form.is_clean:
            return redirect("web:events:import_columns", batch_id=begun.pk)
    context = {
        "fair": fair,
        "form": form,
        "ask_again": form.is_bound and bool(form.non_field_errors()),
        "steps": _steps(0),
        "crumbs": fair_crumbs(fair, _("Take in a spreadsheet")),
    }
    return render(request, "events/import/upload.html", context, status=form.status(request.method))


@page("kernel.import_rows", lookup=import_for, methods=("GET", "POST"))
def columns_of(request: PageRequest, batch: ImportBatch) -> HttpResponse:
    """Say what the sheets and columns mean; the guess is filled in and remembered next time."""
    view = look_at_import(batch, request.actor)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            set_mapping(batch=batch, mapping=mapping_from_form(view, request.POST.dict()), by=request.actor)
        except Problems as several:
            problems = several.problems
        except Problem as problem:
            problems = [problem]
        else:
            return redirect("web:events:import_batch", batch_id=batch.pk)
    context = {
        "batch": batch,
        "view": view,
        "problems": problems,
        "steps": _steps(1),
        "crumbs": _crumbs(request.actor, batch, _("Name the columns")),
    }
    return render(request, "events/import/columns.html", context, status=422 if problems else 200)


@page("kernel.import_rows", lookup=import_for)
def batch(request: PageRequest, begun: ImportBatch) -> HttpResponse:
    """Every row as it would be taken in; problems first. Where it was taken in already: what came of it, and undo."""
    fair = fair_by_id(request.actor, begun.subject_id)
    context: dict[str, Any] = {"batch": begun, "fair": fair, "crumbs": _crumbs(request.actor, begun, begun.file.name)}
    if begun.state in {ImportState.APPLIED, ImportState.UNDONE, ImportState.ABANDONED}:
        may_undo = begun.state == ImportState.APPLIED and begun.undo_until and begun.undo_until > timezone.now()
        return render(request, "events/import/done.html", context | {"steps": _steps(4), "may_undo": may_undo})
    preview = preview_import(begun, request.actor)
    return render(request, "events/import/preview.html", context | {"steps": _steps(2)} | _preview_context(preview))


def _preview_context(preview: ImportPreview) -> dict[str, Any]:
    """Return the rows to show: those with problems or open questions first, and how many more there are."""
    pressing = [row for row in preview.rows if row.problems or not row.suggestion]
    calm = [row for row in preview.rows if not row.problems and row.suggestion]
    shown = (pressing + calm)[:SHOWN_ROWS]
    return {
        "preview": preview,
        "rows": shown,
        "more": max(0, len(preview.rows) - len(shown)),
        "counts": preview_counts(preview),
        "bad": sum(bool(row.problems) for row in preview.rows),
    }


@page("kernel.import_rows", lookup=import_for, methods=("POST",))
def take_in(request: PageRequest, begun: ImportBatch) -> HttpResponse:
    """Write the rows, all or none; rows with problems are left out only if the person said so."""
    decisions = {name[4:]: str(value) for name, value in request.POST.items() if name.startswith("row-") and value}
    try:
        apply_import(batch=begun, decisions=decisions, skip_bad_rows="skip_bad_rows" in request.POST, by=request.actor)
    except Problems as several:
        return _refused(request, begun, several.problems)
    except Problem as problem:
        return _refused(request, begun, [problem])
    messages.success(request, _("Taken in. You may undo it for an hour."))
    return redirect("web:events:import_batch", batch_id=begun.pk)


def _refused(request: PageRequest, begun: ImportBatch, problems: list[Problem]) -> HttpResponse:
    preview = preview_import(begun, request.actor)
    context = {
        "batch": begun,
        "fair": fair_by_id(request.actor, begun.subject_id),
        "crumbs": _crumbs(request.actor, begun, begun.file.name),
        "steps": _steps(2),
        "problems": problems,
        "headline": ngettext(
            "Nothing was saved: %(count)s problem.", "Nothing was saved: %(count)s problems.", len(problems)
        )
        % {"count": len(problems)},
    }
    return render(request, "events/import/preview.html", context | _preview_context(preview), status=422)


@page("kernel.import_rows", lookup=import_for, methods=("POST",))
def undo(request: PageRequest, begun: ImportBatch) -> HttpResponse:
    """Take everything back that the import wrote."""
    undo_import(batch=begun, by=request.actor)
    messages.success(request, _("Everything the spreadsheet brought is taken back."))
    return redirect("web:events:import_batch", batch_id=begun.pk)


def _crumbs(actor: Actor, begun: ImportBatch, label: str) -> list[dict[str, Any]]:
    fair = fair_by_id(actor, UUID(str(begun.subject_id)))
    return fair_crumbs(fair, label) if fair else [{"label": label, "url": reverse("web:desk")}]
