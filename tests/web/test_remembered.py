"""A block remembered for the values it names shows these values and nothing else, to whomever it is shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from spona.web.templatetags import spona_ui

SHOWN = "{{ slug }}:{{ kind }}:{{ fair.slug }}:{% trans 'Fairs' %}"
CARD = f"{{% remembered slug=fair.slug kind=kind %}}{SHOWN}{{% endremembered %}}"
KEYS = "<i>{% idempotency_key %}</i>" * 2
FORM = f"{{% remembered slug=slug %}}{{{{ slug }}}}{{% csrf_token %}}{KEYS}{{% endremembered %}}"


def block(source: str) -> Any:
    """A page with nothing but a block."""
    return engines["django"].from_string("{% load i18n spona_ui %}" + source)


def shown(page: Any, **values: Any) -> SafeString:
    """What a page shows of some values."""
    written: SafeString = page.render({"csrf_token": "ofnobody"} | values)
    return written


def test_a_block_sees_the_values_it_names_and_no_other() -> None:
    assert shown(block(CARD), fair={"slug": "skopje"}, kind="draft") == "skopje:draft::Fairs"


def test_other_values_and_other_languages_have_a_block_of_their_own() -> None:
    page = block(CARD)
    assert shown(page, fair={"slug": "skopje"}, kind="draft") == "skopje:draft::Fairs"
    assert shown(page, fair={"slug": "vranje"}, kind="draft") == "vranje:draft::Fairs"
    assert shown(page, fair={"slug": "skopje"}, kind="published") == "skopje:published::Fairs"
    with translation.override("hr"):
        assert shown(page, fair={"slug": "skopje"}, kind="draft") == "skopje:draft::Sajmovi"
    assert shown(page, fair={"slug": "skopje"}, kind="draft") == "skopje:draft::Fairs"


def test_a_block_is_written_once_for_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    page = block(FORM)
    assert shown(page, slug="skopje").startswith("skopje")
    (node,) = page.template.nodelist.get_nodes_by_type(spona_ui.RememberedNode)
    monkeypatch.setattr(node, "nodelist", None)
    assert shown(page, slug="skopje").startswith("skopje")
    with pytest.raises(AttributeError):
        shown(page, slug="vranje")


def test_every_form_gets_a_key_of_its_own_every_time() -> None:
    page = block(FORM)
    keys = [key for _time in range(2) for key in re.findall(r"<i>([0-9a-f]{32})</i>", shown(page, slug="skopje"))]
    assert len(set(keys)) == 4


def test_a_form_in_a_block_inside_a_block_gets_a_key_of_its_own_every_time() -> None:
    page = block(f"{{% remembered slug=slug %}}{FORM}{{% endremembered %}}")
    keys = [key for _time in range(2) for key in re.findall(r"<i>([0-9a-f]{32})</i>", shown(page, slug="skopje"))]
    assert len(set(keys)) == 4


def test_every_page_gets_its_own_token() -> None:
    page = block(FORM)
    tokens = [
        re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown(page, slug="skopje", csrf_token=token))
        for token in ("ofana", "ofbojan")
    ]
    assert tokens == [["ofana"], ["ofbojan"]]


def test_text_that_is_no_markup_is_never_shown_as_the_markup_that_looks_like_it() -> None:
    page = block("{% remembered text=text %}{{ text }}{% endremembered %}")
    assert shown(page, text=mark_safe("<b>")) == "<b>"
    assert shown(page, text="<b>") == "&lt;b&gt;"
    assert [shown(page, text=value) for value in (1, True)] == ["1", "True"]


@pytest.mark.parametrize("value", [{"slug": "skopje"}, ["skopje"], 1.5, gettext_lazy("Fairs"), object()], ids=repr)
def test_what_may_change_behind_its_name_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="texts, numbers and flags"):
        shown(block(CARD), fair={"slug": "skopje"}, kind=value)


def test_blocks_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spona_ui, "BLOCKS_KEPT", 3)
    page = block(CARD)
    (node,) = page.template.nodelist.get_nodes_by_type(spona_ui.RememberedNode)
    for number in range(10):
        assert shown(page, fair={"slug": "skopje"}, kind=number) == f"skopje:{number}::Fairs"
    assert len(node.written) <= 3
