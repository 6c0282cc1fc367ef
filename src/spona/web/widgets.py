"""The commonest controls of forms written in Python: by templates each of them took some thousand calls.

Input, text area and select come out as Django's own templates write them; every other widget is left to those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from spona.web.markup import escaped

_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox")


class PlainWidgets(DjangoTemplates):
    """Writes inputs, text areas and selects itself, and leaves all else to Django's templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Return a control as markup."""
        write = _WRITERS.get(template_name)
        if write is not None:
            return write(context["widget"])
        return _safe(super().render(template_name, context, request))


def _attributes(widget: Mapping[str, Any]) -> str:
    """A widget's attributes: True stands alone, False and None are left out as Django leaves them out."""
    written = []
    for name, value in widget["attrs"].items():
        if value is True:
            written.append(f" {escaped(name)}")
        elif value is not False:
            written.append(f' {escaped(name)}="{escaped(str(value))}"')
    return "".join(written)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else f' value="{escaped(str(value))}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return _safe(f'<input type="{kind}" name="{name}"{shown}{_attributes(widget)}>')


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    name, text = escaped(widget["name"]), escaped(widget["value"] or "")
    return _safe(f'<textarea name="{name}"{_attributes(widget)}>\n{text}</textarea>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    written = [f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            written.append(f'<optgroup label="{escaped(group)}">')
        written.extend(_option(option) for option in options)
        if group:
            written.append("</optgroup>")
    return _safe("\n".join([*written, "</select>"]))


def _option(option: Mapping[str, Any]) -> str:
    value, label = escaped(str(option["value"])), escaped(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>'


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703 -- every value in it is escaped above


_FOLDER = "django/forms/widgets/"
_WRITERS: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{f"{_FOLDER}{name}.html": _input for name in _INPUTS},
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
}
