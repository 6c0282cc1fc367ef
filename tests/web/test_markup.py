"""The short way writes what Django's own writes, for everything that stands in pages."""

import pytest
from django.utils.functional import lazystr
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from spona.web.markup import escaped


@given(st.text(st.sampled_from("ab&<>\"' ш")))
def test_text_is_escaped_as_django_escapes_it(text: str) -> None:
    assert escaped(text) == conditional_escape(text)


@given(st.text(st.sampled_from("ab&<>\"'")))
def test_markup_stays_as_it_is(text: str) -> None:
    assert escaped(mark_safe(text)) == text  # noqa: S308 -- what is tested


class Written:
    """Says itself what it is in markup."""

    def __html__(self) -> str:
        return "<b>&amp;</b>"


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        (7, "7"),
        (None, "None"),
        (lazystr("<i>"), "&lt;i&gt;"),
        (lazystr(SafeString("<i>")), "<i>"),
        (Written(), "<b>&amp;</b>"),
    ],
)
def test_what_is_no_text_becomes_one(value: object, markup: str) -> None:
    assert (escaped(value), conditional_escape(value)) == (markup, markup)  # type: ignore[arg-type]  # takes any object
