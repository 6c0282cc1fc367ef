"""Charts as SVG: each mark is a link to its rows, and the same numbers stand in a table behind.

Widths are percentages and heights are pixels, so that a drawing fills its column on a phone while its text keeps the
size of the page's text. Coordinates leave here as strings: a template would write 12,5 in half of our languages.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

Row = Mapping[str, Any]
ROW_HEIGHT = 46
LABEL_LETTERS = 42
COLUMN_AREA = 150
COLUMN_BASE = 20 + COLUMN_AREA
HEAT_LEVELS = 4
HEAT_HEADS = 4


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _share(value: float, whole: float) -> float:
    """`value` as a percentage of `whole`, between 0 and 100; an empty whole gives 0."""
    return max(0.0, min(100.0, 100.0 * value / whole)) if whole > 0 else 0.0


def _short(text: object) -> str:
    """A label that fits beside a bar at 320 px; the table behind has it in full."""
    letters = str(text)
    return letters if len(letters) <= LABEL_LETTERS else letters[: LABEL_LETTERS - 1].rstrip() + "…"


def _frame(title: str, description: str, **more: Any) -> dict[str, Any]:
    return {"id": f"chart-{uuid.uuid4().hex[:8]}", "title": title, "description": description, **more}


@register.inclusion_tag("web/shell/charts/bar.html")
def bar_chart(items: Iterable[Row], title: str, description: str = "", unit: str = "") -> dict[str, Any]:
    """Horizontal bars, longest value = full width.

    An item: ``label``, ``value`` (a number >= 0), and if wanted ``url``, ``text`` (the value as people read it),
    ``kind`` ("must" paints it amber).
    """
    rows = list(items)
    longest = max((row["value"] for row in rows), default=0)
    bars = [
        {
            **row,
            "short": _short(row["label"]),
            "text": row.get("text", row["value"]),
            "y": str(index * ROW_HEIGHT),
            "width": _percent(_share(row["value"], longest)),
        }
        for index, row in enumerate(rows)
    ]
    return _frame(title, description, bars=bars, height=str(len(rows) * ROW_HEIGHT), unit=unit)


@register.inclusion_tag("web/shell/charts/funnel.html")
def funnel_chart(items: Sequence[Row], title: str, description: str = "") -> dict[str, Any]:
    """Stages one below the other, centred, width = share of the first stage; the share kept from the stage before.

    An item: ``label``, ``value``, and if wanted ``url`` and ``text``.
    """
    first = items[0]["value"] if items else 0
    stages = []
    for index, row in enumerate(items):
        before = items[index - 1]["value"] if index else row["value"]
        width = _share(row["value"], first)
        stages.append(
            {
                **row,
                "short": _short(row["label"]),
                "text": row.get("text", row["value"]),
                "y": str(index * ROW_HEIGHT),
                "x": _percent((100 - width) / 2),
                "width": _percent(width),
                "kept": round(_share(row["value"], before)),
                "of_first": round(width),
            }
        )
    return _frame(title, description, stages=stages, height=str(len(stages) * ROW_HEIGHT))


@register.inclusion_tag("web/shell/charts/stacked.html")
def stacked_chart(rows: Sequence[Row], title: str, description: str = "") -> dict[str, Any]:
    """Bars of equal width, each cut into its parts: what share of it is what.

    A row: ``label``, ``text`` (its whole, as people read it), ``parts``: each ``label``, ``value``, ``text``, ``kind``
    (the last word of its CSS class) and if wanted ``url``. Rows have the same kinds in the same order.
    """
    bars = []
    for index, row in enumerate(rows):
        whole, done, parts = sum(part["value"] for part in row["parts"]), 0.0, []
        for part in row["parts"]:
            width = _share(part["value"], whole)
            parts.append({**part, "x": _percent(done), "width": _percent(width), "percent": round(width)})
            done += width
        bars.append({**row, "parts": parts, "y": str(index * ROW_HEIGHT), "short": _short(row["label"])})
    return _frame(title, description, bars=bars, height=str(len(bars) * ROW_HEIGHT))


@register.inclusion_tag("web/shell/charts/histogram.html")
def meetings_histogram(
    counts: Sequence[Row], title: str, description: str = "", minimum: int | None = None
) -> dict[str, Any]:
    """How many parties have how many meetings; a dashed rule before the promised minimum.

    An item: ``meetings`` (0, 1, 2 ...), ``parties`` (how many), and if wanted ``url``. Missing counts are drawn as
    empty columns, so that a gap in the distribution is seen as one.
    """
    by_count = {row["meetings"]: row for row in counts}
    span = range(min(by_count, default=0), max(by_count, default=-1) + 1)
    highest = max((row["parties"] for row in counts), default=0)
    slot = 100 / len(span) if span else 100
    columns = []
    for place, meetings in enumerate(span):
        row = by_count.get(meetings, {"parties": 0})
        height = round(_share(row["parties"], highest) * COLUMN_AREA / 100)
        columns.append(
            {
                "meetings": meetings,
                "parties": row["parties"],
                "url": row.get("url", ""),
                "x": _percent(place * slot + slot * 0.1),
                "middle": _percent(place * slot + slot / 2),
                "width": _percent(slot * 0.8),
                "y": COLUMN_BASE - height,
                "height": height,
                "below": minimum is not None and meetings < minimum,
            }
        )
    rule = None
    if minimum is not None and minimum in span:
        rule = _percent((minimum - span.start) * slot)
    return _frame(
        title,
        description,
        columns=columns,
        drawn=_safe("".join(_column(column) for column in columns)),
        listed=_safe("".join(_column_in_words(column) for column in columns)),
        rule=rule,
        minimum=minimum,
        base=COLUMN_BASE,
        height=COLUMN_AREA + 44,
    )


def _column(column: Row) -> str:
    """A column with its number on top and its meaning below, leading to its rows where there are some."""
    middle, number, meetings = column["middle"], escape(column["parties"]), escape(column["meetings"])
    drawn = f'<text class="quiet" x="{middle}" y="{COLUMN_BASE}" dy="18" text-anchor="middle">{meetings}</text>'
    if column["parties"]:
        must, top = " must" if column["below"] else "", column["y"]
        size = f'width="{column["width"]}" height="{column["height"]}"'
        drawn = (
            f'<rect class="mark{must}" x="{column["x"]}" y="{top}" {size} rx="2"/>'
            f'<text x="{middle}" y="{top}" dy="-5" text-anchor="middle">{number}</text>{drawn}'
        )
    if not column["url"]:
        return drawn
    said = _("%(parties)s with %(meetings)s meetings") % {"parties": column["parties"], "meetings": column["meetings"]}
    return f'<a href="{escape(column["url"])}" aria-label="{escape(said)}">{drawn}</a>'


def _column_in_words(column: Row) -> str:
    number, meetings = escape(column["parties"]), escape(column["meetings"])
    named = f'<a href="{escape(column["url"])}">{meetings}</a>' if column["url"] else meetings
    return f'<tr><th scope="row">{named}</th><td class="num">{number}</td></tr>'


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703 -- every value in it is escaped above or was made here


@register.inclusion_tag("web/shell/charts/heat_map.html")
def heat_map(columns: Sequence[Any], rows: Sequence[Row], title: str, description: str = "") -> dict[str, Any]:
    """Slots across, tables (or anything else) down, the darker the more.

    ``columns`` are labels; a row has ``label``, ``url`` if wanted, and ``values``: numbers, or mappings of ``value``
    and ``url``, one a column; None leaves the place empty.
    """
    numbers = [_number(value) for row in rows for value in row["values"]]
    darkest = max((number for number in numbers if number is not None), default=0)
    name_width = 24.0
    slot = (100 - name_width) / max(len(columns), 1)
    height = 28
    lines = [
        {
            **row,
            "short": _short(row["label"])[:18],
            "y": str(28 + index * height),
            "cells": [
                _heat_cell(value, darkest, x=name_width + place * slot, width=slot)
                for place, value in enumerate(row["values"])
            ],
        }
        for index, row in enumerate(rows)
    ]
    every = math.ceil(len(columns) / HEAT_HEADS) or 1
    heads = [
        {"label": label, "middle": _percent(name_width + (place + 0.5) * slot), "shown": place % every == 0}
        for place, label in enumerate(columns)
    ]
    return _frame(
        title, description, lines=lines, heads=heads, cell_height=height, height=str(34 + len(lines) * height)
    )


def _number(value: Any) -> float | None:
    return value.get("value") if isinstance(value, Mapping) else value


def _heat_cell(value: Any, darkest: float, *, x: float, width: float) -> dict[str, Any]:
    number = _number(value)
    level = 0 if not number or darkest <= 0 else max(1, math.ceil(HEAT_LEVELS * number / darkest))
    return {
        "value": number,
        "url": value.get("url", "") if isinstance(value, Mapping) else "",
        "level": level,
        "x": _percent(x),
        "width": _percent(width),
    }


@register.inclusion_tag("web/shell/charts/places.html")
def places_map(places: Iterable[Row], title: str, description: str = "", outline: str = "") -> dict[str, Any]:
    """Places as dots, area = value, on a plain ground that fits them.

    A place: ``label``, ``latitude``, ``longitude`` (degrees), ``value`` (>= 0), ``url`` if wanted. ``outline`` is path
    data drawn in a unit square that covers the same ground. The projection is equirectangular, true at the middle
    latitude: at the size of a region nobody sees the difference, and a dot needs no library.
    """
    rows = [row for row in places if row.get("latitude") is not None and row.get("longitude") is not None]
    if not rows:
        return _frame(title, description, dots=[], outline=outline)
    across = math.cos(math.radians(sum(row["latitude"] for row in rows) / len(rows)))
    xs = [row["longitude"] * across for row in rows]
    ys = [-row["latitude"] for row in rows]
    left, top, width, height = _ground(xs, ys)
    largest = max(row.get("value", 1) for row in rows) or 1
    dots = [
        {
            **row,
            "x": _percent(100 * (x - left) / width),
            "y": _percent(100 * (y - top) / height),
            "radius": f"{5 + 13 * math.sqrt(max(row.get('value', 1), 0) / largest):.1f}",
            "anchor": "end" if (x - left) / width > 0.7 else "start",
            "offset": -22 if (x - left) / width > 0.7 else 22,
        }
        for row, x, y in zip(rows, xs, ys, strict=True)
    ]
    dots.sort(key=lambda dot: -float(dot["radius"]))
    return _frame(title, description, dots=dots, outline=outline)


def _ground(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float, float, float]:
    """Left, top, width and height of a 4:3 ground around the points, with an eighth to spare on every side."""
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * 4 / 3, 0.5) * 1.25
    height = width * 3 / 4
    return (min(xs) + max(xs)) / 2 - width / 2, (min(ys) + max(ys)) / 2 - height / 2, width, height
