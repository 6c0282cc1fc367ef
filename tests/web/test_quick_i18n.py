"""The short way through ``{% trans %}`` says in every language what Django's own way says."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template import Context, Engine, engines
from django.utils import translation

from spona.web.templatetags.quick_i18n import WordsNode

DJANGO = Engine(libraries={"i18n": "django.templatetags.i18n"})
VALUES = {"heading": "Fairs", "hostile": "<b>Fairs</b>"}
CONSTANT = (
    "{% trans 'Fairs' %}",
    '{% translate "Timetable" %}',
    "{% trans '' %}",
    "{% trans 'nobody <b>translated</b> \"this\" & 100 % of that' %}",
    '{% trans "it\'s 50 %" %}',
)
OTHERS = (
    "{% trans heading %}",
    "{% trans hostile %}",
    "{% trans missing %}",
    "{% trans 'Fairs' as said %}{{ said }}!",
    "{% trans 'Fairs' noop %}",
    "{% trans 'May' context 'month' %}",
    "{% trans 'Fairs'|upper %}",
    "{% blocktrans with heading=heading %}{{ heading }}{% endblocktrans %}",
    "{% get_current_language as language %}{{ language }}",
    "{{ 'sr'|language_name_translated }}",
)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("source", [*CONSTANT, *OTHERS])
def test_words_are_what_django_makes_of_them(language: str, source: str) -> None:
    source = "{% load i18n %}" + source
    with translation.override(language):
        theirs = DJANGO.from_string(source).render(Context(dict(VALUES)))
        assert engines["django"].from_string(source).render(dict(VALUES)) == theirs


@pytest.mark.parametrize(("sources", "is_short"), [(CONSTANT, True), (OTHERS, False)])
def test_only_words_that_stand_alone_take_the_short_way(sources: tuple[str, ...], is_short: bool) -> None:
    for source in sources:
        page = engines["django"].from_string("{% load i18n %}" + source).template
        assert bool(page.nodelist.get_nodes_by_type(WordsNode)) is is_short
