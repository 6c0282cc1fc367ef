"""Tables as data: a view says what stands in each cell, one renderer writes the rows.

A list of fifty rows is several hundred cells; written in Python they cost a tenth of what template tags cost, and no
list can forget the label its cells need on a phone. ``c-table`` shows them: ``:columns="columns" :rows="rows"``.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.db import models
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spona.web.dates import short_moment
from spona.web.markup import escaped

Cells = Sequence[object]
"""One row, the cell that names it first. A cell is text, or markup made by the functions below."""

_ANY = UUID(int=0)


def link(url: str, text: object, label: str = "") -> SafeString:
    """``text`` leading to ``url``; plain text where there is nowhere to go.

    ``label`` is what a screen reader says where the text alone says too little out of its row; it begins with the text.
    """
    if not url:
        return plain(text)
    spoken = f' aria-label="{escaped(label)}"' if label else ""
    return _written('<a href="', escaped(url), '"', spoken, ">", escaped(text), "</a>")


def chip(text: object, kind: str = "") -> SafeString:
    """A word about a state, as ``c-chip`` shows it."""
    return _written('<span class="chip ', escaped(kind), '">', escaped(text), "</span>")


def words(choices: type[models.Choices]) -> dict[str, str]:
    """What the values of ``choices`` are called in the reader's language, looked up once for a list.

    A model's own ``get_…_display`` reads every choice's name again for every row.
    """
    return {value: str(label) for value, label in choices.choices}


def moment(value: dt.datetime) -> SafeString:
    """A time as the reader writes it, with the machine's form beside it."""
    return _written('<time datetime="', localtime(value).isoformat(), '">', escape(short_moment(value)), "</time>")


@functools.cache
def _drawing(name: str) -> str:
    return f'<use href="{static("web/icons.svg")}#{escape(name)}"/></svg>'


def icon(name: str, label: str = "") -> SafeString:
    """A symbol of `web/icons.svg`, silent for screen readers unless it has a `label`."""
    if label:
        return _written('<svg class="icon" role="img" aria-label="', escaped(label), '">', _drawing(name))
    return _written('<svg class="icon" aria-hidden="true">', _drawing(name))


def code(text: str) -> SafeString:
    """``text`` as a machine wrote it."""
    return _written("<code>", escaped(text), "</code>")


def several(items: Sequence[object]) -> SafeString:
    """A list inside a cell; nothing where it is empty."""
    if not items:
        return SafeString("")
    written = "".join(f'<li class="small">{escaped(item)}</li>' for item in items)
    return _written('<ul class="plain-list">', written, "</ul>")


def plain(*parts: object) -> SafeString:
    """Parts one after another, each escaped unless it is markup."""
    return _written(*(escaped(part) for part in parts))


def _written(*parts: str) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  # nosec B308 B703 -- every part is a literal of this file or escaped


def addresses(name: str, *parts: object) -> Callable[[UUID], str]:
    """Return a function from a row's id to its page, where the id is the address's last part.

    The address is worked out once for the list, not once for each row.
    """
    before, _id, after = reverse(name, args=[*parts, _ANY]).partition(str(_ANY))
    return lambda row_id: f"{before}{row_id}{after}"


def table_body(columns: Sequence[Mapping[str, Any]], rows: Sequence[Cells]) -> SafeString:
    """Return the ``tr`` elements of a table; ``columns`` are those of ``web.pages.columns``.

    Every cell carries its column's label, because on a phone a row is a card; an empty one says so and is left out
    there.
    """
    labels = [f' data-label="{escaped(column["label"])}"' if column["label"] else "" for column in columns]
    kinds = [f' class="{column["kind"]}"' if column.get("kind") in ("num", "long") else "" for column in columns]
    written = []
    for row in rows:
        written.append(f'<tr role="row"><th scope="row" role="rowheader"{labels[0]}>{escaped(row[0])}</th>')
        for cell, label, kind in zip(row[1:], labels[1:], kinds[1:], strict=True):
            text = escaped("" if cell is None else cell)
            written.append(f'<td role="cell"{label}{kind}{"" if text else " data-empty"}>{text}</td>')
        written.append("</tr>\n")
    return _written(*written)


def grid_body(
    columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], *, movable: bool = False
) -> SafeString:
    """Return the rows of ``c-timetable-grid``, whose comment says what a row and a cell hold."""
    labels = [f' data-label="{escaped(column["label"])}"' for column in columns]
    words = _GridWords()
    written = []
    for row in rows:
        sub = f" <small>{escaped(row['sub'])}</small>" if row.get("sub") else ""
        head = link(row.get("url", ""), row["label"])
        written.append(f'<tr role="row"><th scope="row" role="rowheader">{head}{sub}</th>')
        for cell, label in zip(row["cells"], labels, strict=True):
            drop = f' data-drop="{escaped(cell["target"])}"' if movable and cell.get("target") else ""
            written.append(f'<td role="cell"{label}{drop}>{_meeting(cell, words, movable=movable)}</td>')
        written.append("</tr>\n")
    return _written(*written)


class _GridWords:
    """What marks in a grid are called, looked up once for all of its cells."""

    def __init__(self) -> None:
        pinned, must = _("pinned by hand"), _("(must meet)")
        self.pinned = f" {icon('pin', pinned)}"
        self.must = f'<span class="sr"> {escape(must)}</span>'


def _meeting(cell: Mapping[str, Any], words: _GridWords, *, movable: bool) -> str:
    if not cell.get("label"):
        return ""
    label, kind = escaped(cell["label"]), cell.get("kind", "")
    if not cell.get("url"):
        return f'<span class="meet {kind or "free"}">{label}</span>'
    handle = ""
    if movable and cell.get("id"):
        handle = f' data-draggable="{escaped(cell["id"])}" draggable="true" aria-keyshortcuts="P B M"'
    pinned = words.pinned if cell.get("pinned") else ""
    must = words.must if kind == "must" else ""
    detail = f"<br><small>{escaped(cell['detail'])}</small>" if cell.get("detail") else ""
    return f'<a class="meet {kind}" href="{escaped(cell["url"])}"{handle}>{label}{pinned}{must}{detail}</a>'
