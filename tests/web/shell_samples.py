"""Neutral content for the gallery of components: what a page's view would hand to its template."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms

from spona.web.tables import chip, link

LANGUAGES = [
    ("en", "en", "English"),
    ("sr", "sr-Cyrl", "Српски"),
    ("sr-latn", "sr-Latn", "Srpski"),
    ("hr", "hr", "Hrvatski"),
    ("bg", "bg", "Български"),
]
NAVIGATION = [("My desk", "desk"), ("Programmes", "programme"), ("Organisations", "organisation"), ("Fairs", "fair")]
NAVIGATION += [("Calls", "call"), ("Library", "library"), ("Reports", "report")]
SLOTS = ["10:00", "10:20", "10:40", "11:00", "11:20", "11:40", "12:00", "12:20", "12:40", "13:00", "13:20"]


class SampleForm(forms.Form):
    """One field of each sort that pages use."""

    name = forms.CharField(label="Name", help_text="As it stands in the register.", max_length=40)
    about = forms.CharField(label="What you would bring", widget=forms.Textarea, required=False)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    city = forms.ChoiceField(label="City", choices=[("a", "City A"), ("b", "City B")])
    agree = forms.BooleanField(label="We agree that the result is published")
    day = forms.DateField(label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}))


def sample_shell(theme: str = "") -> SimpleNamespace:
    """A stand-in for the context processor's ``shell``."""
    return SimpleNamespace(
        nav=[SimpleNamespace(url="#", label=label, icon=icon, current=label == "Fairs") for label, icon in NAVIGATION],
        actor=SimpleNamespace(name="Ana Uzorak", is_anonymous=False),
        network="Network A",
        languages=[
            SimpleNamespace(code=code, html_lang=html_lang, label=label, url=f"/{code}/", current=code == "en")
            for code, html_lang, label in LANGUAGES
        ],
        html_lang="en",
        theme=theme,
        search_url="/search/",
        desk_count=3,
    )


def gallery_context(*, bound: bool = True, theme: str = "") -> dict[str, Any]:
    """Everything `web/shell/gallery.html` shows."""
    hosts = ["Company A", "Company with a rather long name", "Municipality C", "Company D"]
    return {
        "shell": sample_shell(theme),
        "crumbs": [{"label": "Partnership Fair", "url": "/fair/"}, {"label": "Timetable"}],
        "tabs": [
            {"label": "Timetable", "url": "#", "current": True},
            {"label": "Wishes", "url": "#"},
            {"label": "Open questions", "url": "#", "count": 2},
        ],
        "figures": [
            {"number": "348", "label": "meetings of 360 possible", "url": "#"},
            {"number": "60 / 60", "label": "organisations have at least 3 meetings", "url": "#"},
            {"number": "6", "label": "meetings an organisation, median", "url": "#"},
            {"number": "87 %", "label": "of first wishes met", "url": "#"},
            {"number": "1.4", "label": "empty slots a person", "url": "#"},
            {"number": "2", "label": "companies below their minimum", "url": "#", "kind": "must"},
        ],
        "slots": [{"label": slot} for slot in SLOTS],
        "hosts": [
            {"label": host, "sub": f"table {row + 4} · 6 of 8", "url": "#", "cells": [_cell(row, n) for n in range(11)]}
            for row, host in enumerate(hosts)
        ],
        "columns": [
            {"label": "Organisation", "sort": "?sort=name", "direction": "ascending"},
            {"label": "City", "sort": "?sort=city"},
            {"label": "State"},
            {"label": "Meetings", "kind": "num"},
        ],
        "rows": [
            (link("#", "Organisation A"), "City A", chip("confirmed", "good"), 6),
            (link("#", "Organisation B"), "", chip("waiting", "warn"), 0),
            (link("#", "Organisation C"), "City B", link("#", "2 wishes"), "1,204"),
        ],
        "form": SampleForm({"about": "Ten laptops"} if bound else None, label_suffix=""),
        "steps": [
            {"label": "File", "url": "#", "state": "done"},
            {"label": "Columns", "state": "current"},
            {"label": "Problems", "state": "todo"},
        ],
        **_chart_context(),
    }


def _cell(row: int, place: int) -> dict[str, Any]:
    if (row * 3 + place) % 5 == 3:
        return {"label": "free", "kind": "free", "target": f"{row}-{place}"}
    return {
        "label": f"Organisation {chr(65 + (row * 5 + place) % 26)}",
        "url": "#",
        "kind": "must" if (row + place) % 4 == 0 else "yes",
        "pinned": row == 0 and place == 0,
        "id": row * 11 + place + 1,
        "target": f"{row}-{place}",
    }


def _parts(*values: int) -> list[dict[str, Any]]:
    kinds = ("done", "running", "infeasible")
    return [
        {"label": kind, "kind": kind, "value": value, "text": str(value), "url": "#"}
        for kind, value in zip(kinds, values, strict=True)
    ]


def _chart_context() -> dict[str, Any]:
    return {
        "bars": [
            {"label": name, "value": value, "url": "#", "kind": "must" if value == 9 else ""}
            for name, value in [("City A", 42), ("City B", 27.5), ("City with a name that is long", 18), ("City D", 9)]
        ],
        "funnel": [
            {"label": name, "value": value, "url": "#"}
            for name, value in [("Applied", 112), ("Complete", 96), ("Interviewed", 40), ("Chosen", 20)]
        ],
        "histogram": [
            {"meetings": meetings, "parties": parties, "url": "#"}
            for meetings, parties in [(1, 2), (3, 8), (4, 14), (5, 21), (6, 11), (8, 4)]
        ],
        "stacked": [
            {"label": f"After {days} days", "text": "60 agreements", "parts": _parts(*values)}
            for days, values in ((14, (0, 3, 57)), (90, (20, 30, 10)))
        ],
        "heat_columns": SLOTS,
        "heat_rows": [
            {"label": f"Table {table}", "values": [{"value": (table * place) % 7, "url": "#"} for place in range(11)]}
            for table in range(1, 7)
        ],
        "places": [
            {"label": "Belgrade", "latitude": 44.82, "longitude": 20.46, "value": 40, "url": "#"},
            {"label": "Niš", "latitude": 43.32, "longitude": 21.9, "value": 12, "url": "#"},
            {"label": "Sofia", "latitude": 42.7, "longitude": 23.32, "value": 25, "url": "#"},
            {"label": "Zagreb", "latitude": 45.81, "longitude": 15.98, "value": 30, "url": "#"},
            {"label": "Sarajevo", "latitude": 43.86, "longitude": 18.41, "value": 18, "url": "#"},
        ],
        "agenda": [
            {
                "label": "Organisation A",
                "sub": "4 meetings",
                "entries": [
                    {"start": "10:00", "end": "10:20", "label": "Company A", "url": "#", "place": "table 4"},
                    {"start": "10:20", "label": "free", "kind": "free"},
                    {"start": "10:40", "label": "Company D", "url": "#", "kind": "must", "place": "table 7"},
                ],
            }
        ],
    }
