"""Lists inside components, written in Python: crumbs, tabs, figures, heads of tables. Nearly every page has them.

By template tags an entry took a hundred to four hundred calls; what an entry holds says the component it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from spona.web.markup import escaped
from spona.web.tables import icon

Entry = Mapping[str, Any]


def crumb_items(crumbs: Iterable[Entry]) -> SafeString:
    """Return the entries of ``c-page-head``'s way to the page; one without an address is the page itself."""
    return _items(
        f'<a href="{escaped(crumb["url"])}">{escaped(crumb["label"])}</a>'
        if crumb.get("url")
        else f'<span aria-current="page">{escaped(crumb["label"])}</span>'
        for crumb in crumbs
    )


def tab_items(tabs: Iterable[Entry]) -> SafeString:
    """Return the entries of ``c-tabs``."""
    return _items(_tab(tab) for tab in tabs)


def figure_items(figures: Iterable[Entry]) -> SafeString:
    """Return the entries of ``c-figures``, each what ``c-figure`` shows."""
    return _items(_figure(figure) for figure in figures)


def table_head(columns: Iterable[Entry]) -> SafeString:
    """Return the cells of ``c-table``'s head."""
    return _safe("".join(_head(column) for column in columns))


def grid_head(columns: Iterable[Entry]) -> SafeString:
    """Return the cells of ``c-timetable-grid``'s head beside the first one."""
    return _safe("".join(f'<th scope="col" role="columnheader">{_grid_column(column)}</th>' for column in columns))


def chip_items(entries: Iterable[tuple[str, str]]) -> SafeString:
    """Return entries of a list, each a chip (none where it is empty) before a text."""
    return _items(
        (f'<span class="chip">{escaped(chip)}</span> ' if chip else "") + f"<span>{escaped(text)}</span>"
        for chip, text in entries
    )


def name_items(entries: Iterable[tuple[object, str, str]]) -> SafeString:
    """Return entries of a list, each a name, the language it is in (empty where nobody said) and what goes with it."""
    return _items(
        f'<strong{_language(language)}>{escaped(name)}</strong> <span class="small">{escaped(about)}</span>'
        for name, language, about in entries
    )


def _language(code: str) -> str:
    return f' lang="{escaped(code)}"' if code else ""


def options(values: Iterable[str]) -> SafeString:
    """Return what a ``datalist`` offers."""
    return _safe("".join(f'<option value="{escaped(value)}"></option>' for value in values))


def _grid_column(column: Entry) -> str:
    sub = f"<br><small>{escaped(column['sub'])}</small>" if column.get("sub") else ""
    return f"{escaped(column['label'])}{sub}"


SORTED = {"ascending": "up", "descending": "down"}


def _head(column: Entry) -> str:
    if not column["label"]:
        return '<td role="cell"></td>'
    label: str = escaped(column["label"])
    direction = column.get("direction", "")
    if column.get("sort"):
        sign = icon(SORTED[direction]) if direction else ""
        label = f'<a href="{escaped(column["sort"])}">{label}{sign}</a>'
    kind = ' class="num"' if column.get("kind") == "num" else ""
    order = f' aria-sort="{direction}"' if direction else ""
    return f'<th scope="col" role="columnheader"{kind}{order}>{label}</th>'


def _tab(tab: Entry) -> str:
    current = ' aria-current="page"' if tab.get("current") else ""
    count = f' <span class="count">{escaped(tab["count"])}</span>' if tab.get("count") else ""
    return f'<a href="{escaped(tab["url"])}"{current}>{escaped(tab["label"])}{count}</a>'


def _figure(figure: Entry) -> str:
    said = f"<b>{escaped(figure['number'])}</b><span>{escaped(figure['label'])}</span>"
    kind = escaped(figure.get("kind", ""))
    if not figure.get("url"):
        return f'<div class="figure {kind}">{said}</div>'
    return f'<a class="figure {kind}" href="{escaped(figure["url"])}">{said}</a>'


def _items(entries: Iterable[str]) -> SafeString:
    return _safe("".join(f"<li>{entry}</li>" for entry in entries))


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703 -- every value in an entry is escaped above
