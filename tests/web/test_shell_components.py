"""Components say to a screen reader what they say to the eye."""

from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django_cotton.compiler_regex import CottonCompiler
from tests.web.shell_reading import Element, elements
from tests.web.shell_samples import SampleForm, gallery_context

LOADS = "{% load i18n spona_ui charts %}"


def render(source: str, **context: Any) -> str:
    """A few lines of a page's template, rendered as a page would be."""
    return engines["django"].from_string(CottonCompiler().process(LOADS + source)).render(context)


@pytest.fixture(scope="module")
def gallery() -> str:
    return render_to_string("web/shell/gallery.html", {**gallery_context(), "csrf_token": "t0ken"})


def test_a_page_has_one_heading_one_main_and_a_way_past_the_menu(gallery: str) -> None:
    assert len(elements(gallery, "h1")) == 1
    assert [main.attributes["id"] for main in elements(gallery, "main")] == ["main"]
    assert [link.text for link in elements(gallery, "a", href="#main")] == ["Skip to the content"]


def test_a_page_has_at_most_one_filled_button_beside_its_form(gallery: str) -> None:
    filled = [e.text.strip() for e in elements(gallery) if "primary" in e.attributes.get("class", "").split()]
    assert filled == ["Publish", "Save"]


def test_no_identifier_is_used_twice(gallery: str) -> None:
    names = [element.attributes["id"] for element in elements(gallery) if "id" in element.attributes]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_reference_between_elements_leads_somewhere(gallery: str) -> None:
    there = {element.attributes.get("id") for element in elements(gallery)}
    asked = {
        name
        for element in elements(gallery)
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for name in element.attributes.get(attribute, "").split()
    }
    assert asked - there == set()


def test_every_language_is_written_and_marked_in_itself(gallery: str) -> None:
    marked = {(link.attributes["lang"], link.text) for link in elements(gallery, "a") if "lang" in link.attributes}
    assert marked == {
        ("en", "English"),
        ("sr-Cyrl", "Српски"),
        ("sr-Latn", "Srpski"),
        ("hr", "Hrvatski"),
        ("bg", "Български"),
    }


def test_the_chosen_theme_is_in_the_page_before_any_script_runs() -> None:
    page = render_to_string("web/shell/gallery.html", gallery_context(theme="dark"))
    assert [html.attributes["data-theme"] for html in elements(page, "html")] == ["dark"]


def test_htmx_requests_inherit_the_token_against_forgery(gallery: str) -> None:
    assert "X-CSRFToken" in elements(gallery, "body")[0].attributes["hx-headers:inherited"]


@pytest.mark.parametrize(("chosen", "offered"), [({}, []), ({"name": ""}, []), ({"name": "Reka"}, ["/all/"])])
def test_filters_can_be_cleared_only_where_something_is_chosen(chosen: dict[str, str], offered: list[str]) -> None:
    html = render('<c-filter-bar action="/all/" :form="form" reset="/all/" />', form=SampleForm(chosen))
    assert [link.attributes["href"] for link in elements(html, "a")] == offered


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    html = render('<c-field :field="form.name" />', form=SampleForm({}))
    control = elements(html, "input")[0].attributes
    assert control["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert control["aria-invalid"] == "true"
    assert {element.attributes.get("id") for element in elements(html)} >= {"id_name_helptext", "id_name_error"}
    assert [label.attributes["for"] for label in elements(html, "label")] == ["id_name"]


def test_a_field_without_problems_claims_none() -> None:
    html = render('<c-field :field="form.name" />', form=SampleForm())
    assert "aria-invalid" not in elements(html, "input")[0].attributes


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = render('<c-field :field="form.size" />', form=SampleForm())
    assert [(legend.inside[-1], legend.text.strip()) for legend in elements(html, "legend")] == [
        ("fieldset", "Size (required)")
    ]


def test_the_summary_of_errors_leads_to_the_fields() -> None:
    html = render('<c-form-errors :form="form" />', form=SampleForm({"size": "s"}))
    assert elements(html, role="alert") != []
    assert [link.attributes["href"] for link in elements(html, "a")] == ["#id_name", "#id_city", "#id_agree"]


def test_a_form_carries_its_key_its_version_and_its_token() -> None:
    html = render('<c-form :form="form" version="7" submit="Go" />', form=SampleForm(), csrf_token="t0ken")
    hidden = {element.attributes["name"]: element.attributes["value"] for element in elements(html, type="hidden")}
    assert hidden["_version"] == "7"
    assert len(hidden["_key"]) == 32
    assert "csrfmiddlewaretoken" in hidden


def test_two_forms_never_share_a_key() -> None:
    html = render("<c-form /><c-form />")
    keys = [element.attributes["value"] for element in elements(html, name="_key")]
    assert len(set(keys)) == 2


def test_a_form_with_a_draft_says_where_it_goes_and_what_to_say() -> None:
    form = elements(render('<c-form draft="/drafts/" />'), "form")[0].attributes
    assert (form["data-draft"], form["data-draft-saved"]) == ("/drafts/", "Saved at {time}")


def test_a_text_of_somebody_else_is_never_markup() -> None:
    html = render('<c-page-head :title="t" lead="{{ t }}" /><c-chip>{{ t }}</c-chip>', t="<script>x</script>")
    assert elements(html, "script") == []
    assert html.count("&lt;script&gt;") == 3


def test_a_table_names_its_columns_on_every_cell_and_says_how_it_is_sorted(gallery: str) -> None:
    labels = [cell.attributes["data-label"] for cell in elements(gallery, "td") if "data-label" in cell.attributes]
    assert labels[-3:] == ["City", "State", "Meetings"]
    assert [h.text.strip() for h in elements(gallery, "th", aria_sort="ascending")] == ["Organisation"]


def test_progress_asks_again_only_while_the_work_lasts() -> None:
    assert 'hx-trigger="every 2s"' in render('<c-progress label="x" url="/again/" />')
    assert "hx-trigger" not in render('<c-progress label="x" value="100" />')


def test_every_movable_meeting_is_a_link_and_every_place_a_target(gallery: str) -> None:
    movable = [element for element in elements(gallery) if "data-draggable" in element.attributes]
    assert {element.tag for element in movable} == {"a"}
    assert len([element for element in elements(gallery, "td") if "data-drop" in element.attributes]) == 44


def test_readers_of_a_timetable_cannot_move_anything() -> None:
    context = gallery_context()
    html = render('<c-timetable-grid :columns="slots" :rows="hosts" />', **context)
    assert [e for e in elements(html) if {"data-draggable", "data-grid", "data-drop"} & e.attributes.keys()] == []


def _name(element: Element) -> str:
    return element.attributes.get("aria-label") or element.text.strip()


def test_every_link_and_button_has_a_name(gallery: str) -> None:
    assert [e for tag in ("a", "button", "summary") for e in elements(gallery, tag) if not _name(e)] == []


@pytest.mark.parametrize("name", ["403", "404", "409", "422", "500", "503", "link_gone", "no_network"])
def test_an_error_page_needs_nothing_but_itself_and_speaks_in_sentences(name: str) -> None:
    html = render_to_string(f"web/shell/{name}.html", {})
    assert len(elements(html, "h1")) == 1
    assert len([p for p in elements(html, "p") if "main" in p.inside and p.text.strip().endswith(".")]) >= 1
