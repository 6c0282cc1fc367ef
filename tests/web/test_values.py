"""Values as people of a language write them."""

from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import ngettext_lazy, override

from spona.partnerships.models import Contribution
from spona.partnerships.states import Unit
from spona.web.templatetags.spona_values import QUANTITIES, in_script, quantity, quantity_of

TABLES = ngettext_lazy("%(count)s table", "%(count)s tables", "count")


def word_for(amount: str, language: str) -> str:
    """The noun that a number takes, without the number."""
    with override(language):
        return quantity(Decimal(amount), Unit.PIECES).split(" ", 1)[1]


def test_every_unit_has_its_singular_and_its_plural():
    said = [(quantity(Decimal(1), unit), quantity(Decimal("2.50"), unit)) for unit in Unit.values]
    assert said == [
        ("1 hour", "2.5 hours"),
        ("1 day", "2.5 days"),
        ("1 person", "2.5 people"),
        ("1 piece", "2.5 pieces"),
        ("1 month", "2.5 months"),
    ]


@pytest.mark.parametrize(
    ("amount", "word"),
    [("1", "stol"), ("21", "stol"), ("102", "stola"), ("5", "stolova"), ("2.5", "stolova"), ("2.3", "stola")],
)
def test_a_noun_follows_its_number(monkeypatch, amount, word):
    monkeypatch.setitem(QUANTITIES, Unit.PIECES, TABLES)
    assert word_for(amount, "hr") == word


@pytest.mark.parametrize(("amount", "word"), [("1.00", "table"), ("1.5", "tables"), ("0.5", "tables")])
def test_a_fraction_has_a_plural_of_its_own(monkeypatch, amount, word):
    monkeypatch.setitem(QUANTITIES, Unit.PIECES, TABLES)
    assert word_for(amount, "en") == word


def test_a_number_is_written_as_the_reader_writes_it():
    with override("hr"):
        assert quantity(Decimal("1250.50"), Unit.HOURS).split(" ")[0] == "1.250,5"


def test_a_line_without_a_number_says_nothing():
    assert quantity_of(Contribution()) == ""


def test_templates_say_it_too():
    line = Contribution(quantity=Decimal(102), unit=Unit.HOURS)
    template = engines["django"].from_string("{% load spona_values %}{{ line|quantity }}")
    assert template.render({"line": line}) == "102 hours"


@pytest.mark.parametrize(
    ("text", "language", "reader", "shown"),
    [
        ("Škola", "sr-latn", "sr", "Школа"),
        ("Школа", "sr", "hr", "Škola"),
        ("Školska ploča", "hr", "sr", "Školska ploča"),
        ("School", "en", "sr", "School"),
    ],
)
def test_a_text_is_read_in_its_reader_s_letters(text, language, reader, shown):
    with override(reader):
        assert in_script(text, language) == shown
