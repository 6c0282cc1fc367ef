"""Spreadsheets of organisers, made in memory, and the published ones that lie beside the repository."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from openpyxl import Workbook as Xlsx
from tests.events.factories import a_fair, a_network, a_programme, the_network

from spona.events.models import Fair
from spona.kernel.actions import apply_import, preview_import, start_import, store_file
from spona.kernel.models import ImportBatch, ImportPreview

HEADINGS = ["Naziv", "OIB", "Županija", "Naziv projekta", "Opis", "Vrijednost", "Početak", "Kraj"]
MI = [
    "Udruga Mi",
    "50770214261",
    "SPLITSKO-DALMATINSKA",
    "Centar",
    "Opis centra",
    "749.880,00 kn",
    "30.06.2015",
    "29.06.2016",
]
IPSUM = ["Ipsum d.o.o.", "29291823202", "GRAD ZAGREB", "Novi uzlet", "Opis", "168.042,50 €", "27.07.2015", "26.01.2016"]
SHARED = Path(os.environ.get("SPONA_SHARED") or Path(__file__).resolve().parents[3] / "shared")


def the_published(name: str) -> Path:
    """One of the published lists of a real region; the test is skipped where they are not at hand."""
    path = SHARED / "data" / "fair" / name
    if not path.exists():
        pytest.skip("the published lists lie beside the repository, in ../shared/data")
    return path


def a_workbook(**sheets: list[list[Any]]) -> bytes:
    book = Xlsx()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def a_croatian_fair(**details: Any) -> Fair:
    return a_fair(a_programme(a_network(country="HR")), **details)


def started(fair: Fair, content: bytes, **options: Any) -> ImportBatch:
    by = the_network(fair.network)
    file = store_file(name="sajam.xlsx", content=content, by=by)
    return start_import(file=file, kind="events.parties", subject=fair, by=by, **options)


def applied(fair: Fair, **sheets: list[list[Any]]) -> ImportBatch:
    return apply_import(batch=started(fair, a_workbook(**sheets)), by=the_network(fair.network))


def previewed(fair: Fair, **sheets: list[list[Any]]) -> ImportPreview:
    return preview_import(started(fair, a_workbook(**sheets)), the_network(fair.network))


def problems(fair: Fair, **sheets: list[list[Any]]) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in previewed(fair, **sheets).problems]


def rows_by_model() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"events", "parties"} and model._meta.model_name != "place"
    }
