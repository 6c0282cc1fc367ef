"""Controls written in Python are the ones Django's templates write."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from tests.web.shell_reading import elements

from spona.web.widgets import PlainWidgets

WIDGETS = {
    "text": forms.TextInput({"class": "wide", "autofocus": True, "spellcheck": False}),
    "number": forms.NumberInput({"min": 0, "max": 12}),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput({"type": "date"}),
    "time": forms.TimeInput(),
    "moment": forms.DateTimeInput(),
    "checkbox": forms.CheckboxInput(),
    "text area": forms.Textarea({"rows": 3}),
    "select": forms.Select(
        choices=[("", "---"), ("a", gettext_lazy("Yes")), (1, 'B "<&>'), ("Group <1>", [("c", mark_safe("<b>"))])]
    ),
    "several": forms.SelectMultiple(choices=[("a", "A"), ("b", "B")]),
    "radio": forms.RadioSelect(choices=[("a", "A"), ("b", "B")]),
}
VALUES = (None, "", "a", "1", 1, 0, True, False, "quote \" and <tag> & ' more\nlines", dt.date(2031, 5, 14), ["a", "b"])


def shown(markup: str) -> list[tuple[str, dict[str, str], str]]:
    """What a browser makes of markup: elements, attributes, text; space counts in a text area alone."""
    found = elements(markup)
    return [(e.tag, dict(e.attributes), e.text if e.tag == "textarea" else " ".join(e.text.split())) for e in found]


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_control_is_what_django_s_template_writes(name: str, value: object) -> None:
    widget = WIDGETS[name]
    ours = widget.render("field", value, {"id": "id_field", "aria-describedby": None}, PlainWidgets())
    theirs = widget.render("field", value, {"id": "id_field", "aria-describedby": None}, DjangoTemplates())
    assert shown(ours) == shown(theirs)


@given(st.text(), st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), st.text() | st.booleans()))
def test_no_value_and_no_attribute_escapes_from_its_place(value: str, attributes: dict[str, str | bool]) -> None:
    for widget in (forms.TextInput(attributes), forms.Textarea(attributes)):
        ours = widget.render("field", value, None, PlainWidgets())
        assert ours.count("<") == (1 if isinstance(widget, forms.TextInput) else 2)
        assert shown(ours) == shown(widget.render("field", value, None, DjangoTemplates()))


def test_pages_use_it() -> None:
    assert isinstance(get_default_renderer(), PlainWidgets)
    with patch.dict("spona.web.widgets._WRITERS", clear=True):
        by_template = forms.TextInput().render("x", "y")
    assert shown(by_template) == shown(forms.TextInput().render("x", "y"))
