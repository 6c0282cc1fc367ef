"""Fields written in Python say what their form says, and nothing said in them becomes markup."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from tests.web.shell_reading import Element, elements

from spona.web.fields import bound_field, bound_fields, filter_fields

HOSTILE = "<script>alert(1)</script>\"'"


class VisitForm(forms.Form):
    """One field of each sort."""

    town = forms.CharField(label=gettext_lazy("Name"), help_text=mark_safe("As in the <em>register</em>."))
    size = forms.ChoiceField(label="Size", choices=[("s", "Small")], widget=forms.RadioSelect, help_text="Roughly.")
    agree = forms.BooleanField(label="We agree", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HostileForm(forms.Form):
    """Words of people in every place that takes them."""

    text = forms.CharField(label=HOSTILE)
    check = forms.BooleanField(label=HOSTILE)
    choice = forms.ChoiceField(label=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)
    hidden = forms.CharField(widget=forms.HiddenInput)


def only(markup: str, tag: str) -> Element:
    (found,) = elements(markup, tag)
    return found


def test_a_control_stands_below_its_label_its_hint_and_its_problem() -> None:
    field = bound_field(VisitForm({})["town"])
    assert [element.tag for element in elements(field)] == ["div", "label", "span", "p", "em", "div", "span", "input"]
    assert only(field, "label").attributes["for"] == "id_town"
    assert only(field, "label").text == "Name (required)"
    assert only(field, "p").text == "As in the register."
    control = only(field, "input").attributes
    assert control["aria-describedby"] == "id_town_helptext id_town_error"
    assert {"id_town_helptext", "id_town_error"} <= {element.attributes.get("id") for element in elements(field)}


def test_a_field_without_a_problem_has_no_sign_of_one() -> None:
    field = bound_field(VisitForm({"town": "Vranje", "size": "s"})["town"])
    assert elements(field)[0].attributes["class"] == "field"
    assert "aria-invalid" not in only(field, "input").attributes


def test_a_set_of_choices_is_read_under_its_legend() -> None:
    fieldset = elements(bound_field(VisitForm({})["size"]), "fieldset")[0].attributes
    assert fieldset["id"] == "id_size_set"
    assert fieldset["aria-describedby"] == "id_size_helptext id_size_error"
    assert fieldset["aria-invalid"] == "true"
    assert only(bound_field(VisitForm()["size"]), "legend").text == "Size (required)"


def test_a_checkbox_comes_before_its_label() -> None:
    assert [element.tag for element in elements(bound_field(VisitForm()["agree"]))] == ["div", "input", "label"]


def test_a_hidden_field_stands_bare() -> None:
    assert [element.tag for element in elements(bound_field(VisitForm({"seen": "x"})["seen"]))] == ["input"]


def test_fields_come_in_their_order() -> None:
    form = VisitForm()
    names = [element.attributes["name"] for element in elements(bound_fields(form), "input")]
    assert names == ["town", "size", "agree", "seen"]
    assert bound_fields([]) == ""


@pytest.mark.parametrize("data", [None, {}, {"text": HOSTILE, "check": HOSTILE, "choice": HOSTILE, "hidden": HOSTILE}])
def test_no_label_no_value_and_no_problem_becomes_markup(data: dict[str, str] | None) -> None:
    form = HostileForm(data)
    if data:
        for name in ("text", "check", "choice"):
            form.add_error(name, HOSTILE)
    written = bound_fields(form)
    assert elements(written, "script") == []
    labels = elements(written, "label")
    assert [label.text for label in labels if label.attributes.get("for") == "id_text"] == [f"{HOSTILE} (required)"]


class FewFilters(forms.Form):
    """As many as a phone shows."""

    text = forms.CharField(required=False)
    town = forms.CharField(required=False)


class ManyFilters(FewFilters):
    """One more."""

    state = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("form", "attributes"),
    [
        (FewFilters({"town": "Niš"}), []),
        (ManyFilters({"text": "a", "state": ""}), [{"class": "more"}]),
        (ManyFilters({"state": "open"}), [{"class": "more", "open": ""}]),
    ],
    ids=["few", "many", "chosen"],
)
def test_many_filters_stand_behind_a_summary_unless_one_of_them_is_chosen(
    form: forms.Form, attributes: list[dict[str, str]]
) -> None:
    written = filter_fields(form)

    assert [details.attributes for details in elements(written, "details")] == attributes
    assert [box.attributes["name"] for box in elements(written, "input")] == list(form.fields)
