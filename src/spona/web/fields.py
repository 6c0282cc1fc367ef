"""Fields of forms written in Python: label, hint, problems and control, tied together for screen readers.

``c-field`` and ``c-form`` show them. By a template each field took some nine hundred calls, by this a quarter of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from spona.web.markup import escaped

FILTERS_ON_A_PHONE = 2


def bound_field(field: BoundField) -> SafeString:
    """Return a field as its page shows it: a set of choices under its legend, a checkbox before its label, a hidden one
    bare, all others below their label.
    """
    if field.is_hidden:
        return field.as_widget()
    problems = [escaped(str(problem)) for problem in field.errors]
    invalid = " invalid" if problems else ""
    notes = _notes(field, problems)
    if field.use_fieldset:
        about = f'id="{escaped(field.auto_id)}_set"{_described(field)}'
        refused = ' aria-invalid="true"' if problems else ""
        inside = f"<legend>{_label(field)}</legend>{notes}{field}"
        return _safe(f'<fieldset class="field{invalid}" {about}{refused}>{inside}</fieldset>')
    control = escaped(field.id_for_label)
    if field.widget_type == "checkbox":
        label = f'<label for="{control}">{escaped(field.label)}</label>'
        return _safe(f'<div class="field check{invalid}">{field}{label}{notes}</div>')
    return _safe(f'<div class="field{invalid}"><label for="{control}">{_label(field)}</label>{notes}{field}</div>')


def bound_fields(found: Iterable[BoundField]) -> SafeString:
    """Return fields one after another."""
    return _safe("\n".join(bound_field(field) for field in found))


def filter_fields(filters: BaseForm) -> SafeString:
    """Return the filters of a list.

    Where there are more than two, a phone shows the first and keeps the others behind a summary, open where one of
    them narrows the list; a wide screen shows them all.
    """
    first, *others = filters
    if len(others) < FILTERS_ON_A_PHONE:
        return bound_fields(filters)
    is_open = " open" if any(filters.data.get(field.html_name) for field in others) else ""
    summary = escaped(_("More filters"))
    kept = f'<details class="more"{is_open}><summary>{summary}</summary>{bound_fields(others)}</details>'
    return _safe(f"{bound_field(first)}{kept}")


def _label(field: BoundField) -> str:
    required = f' <span class="required">{escaped(_("(required)"))}</span>' if field.field.required else ""
    return f"{escaped(field.label)}{required}"


def _notes(field: BoundField, problems: Sequence[str]) -> str:
    """A field's hint and its problems, with the ids its control refers to. A hint may hold markup, as Django's may."""
    about = escaped(field.auto_id)
    hint = f'<p class="hint" id="{about}_helptext">{field.help_text}</p>' if field.help_text else ""
    if not problems:
        return hint
    spoken = f'<span class="sr">{escaped(_("Problem:"))} </span>'
    return f'{hint}<div class="error" id="{about}_error">{spoken}{" ".join(problems)}</div>'


def _described(field: BoundField) -> str:
    described = field.aria_describedby
    return f' aria-describedby="{escaped(described)}"' if described else ""


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703 -- every value in it is escaped above, but a form's own hints
