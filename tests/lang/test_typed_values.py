"""Amounts and dates as typed in the region."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_lang import ParseError, parse_amount, parse_date


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("5.172.338,50 kn", "5172338.50", "HRK"),
        ("121 064,70 лв.", "121064.70", "BGN"),
        ("€ 1.370.542,04", "1370542.04", "EUR"),
        ("1.370.542,04 €", "1370542.04", "EUR"),
        ("1,234.56", "1234.56", None),
        ("1\u00a0234\u202f567", "1234567", None),
        ("RSD 12.000", "12000", "RSD"),
        ("1.500 дин.", "1500", "RSD"),
        ("1.500 kn.", "1500", "HRK"),
        ("500,- KM", "500", "BAM"),
        ("-5,5 EUR", "-5.5", "EUR"),
        ("0,500", "0.500", None),
        ("1234.567", "1234.567", None),
        ("20'000 CHF", "20000", "CHF"),
    ],
)
def test_an_amount_is_read(typed, amount, currency):
    assert parse_amount(typed) == (Decimal(amount), currency)


def test_a_bare_thousand_is_refused_with_both_readings_until_somebody_decides():
    with pytest.raises(ParseError) as refused:
        parse_amount("1.234")
    assert (refused.value.code, refused.value.params["readings"]) == ("ambiguous", ["1234", "1,234"])
    assert parse_amount("1.234", decimal=".") == (Decimal("1.234"), None)
    assert parse_amount("1.234", decimal=",") == (Decimal(1234), None)
    assert parse_amount("1.234", currency="EUR") == (Decimal(1234), "EUR")


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("", "empty", 0),
        ("abc", "not_a_number", 0),
        ("EUR 5k", "abbreviated", 5),
        ("12 foo", "unknown_currency", 3),
        ("12.34.567", "not_a_number", 2),
        ("1.234.5", "not_a_number", 5),
        ("€ 12 kn", "ambiguous", 0),
    ],
)
def test_what_is_no_amount_is_refused_with_its_place(typed, code, position):
    with pytest.raises(ParseError) as refused:
        parse_amount(typed)
    assert (refused.value.code, refused.value.params["position"]) == (code, position)
    assert refused.value.params["remedy"] in refused.value.text


@settings(max_examples=100)
@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_printed_in_either_custom_reads_back(amount):
    english = f"{amount:,}"
    assert parse_amount(f"{english} EUR") == (amount, "EUR")
    assert parse_amount(english.translate(str.maketrans(",.", ".,")) + " kn") == (amount, "HRK")


@settings(max_examples=200)
@given(st.text(alphabet="0123456789 .,-€knk/", max_size=14))
def test_anything_typed_is_read_or_refused_with_a_place_inside_it(typed):
    for parse in (parse_amount, parse_date):
        try:
            parse(typed)
        except ParseError as refused:
            position = refused.params["position"]
            assert isinstance(position, int)
            assert 0 <= position <= max(len(typed) - 1, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "18.06.2015",
        "18.06.2015.",
        "18. 6. 2015.",
        "18/06/2015",
        "06/18/2015",
        "18-06-2015",
        "2015-06-18",
        " 18.6.2015 ",
    ],
)
def test_a_date_is_read(typed):
    assert parse_date(typed) == date(2015, 6, 18)


def test_a_date_from_a_spreadsheet_passes_through():
    assert parse_date(datetime(2015, 6, 18)) == date(2015, 6, 18)  # noqa: DTZ001 - cells carry no zone
    assert parse_date(date(2015, 6, 18)) == date(2015, 6, 18)


def test_a_slip_is_refused_with_its_place_and_the_date_that_was_meant():
    with pytest.raises(ParseError) as refused:
        parse_date("01.04..2017")
    assert refused.value.code == "not_a_date"
    assert (refused.value.params["position"], refused.value.params["suggestion"]) == (6, "01.04.2017")


def test_a_date_real_both_ways_is_refused_until_somebody_decides():
    with pytest.raises(ParseError) as refused:
        parse_date("05/06/2015")
    assert (refused.value.code, refused.value.params["readings"]) == ("ambiguous", ["05.06.2015", "06.05.2015"])
    assert parse_date("05/06/2015", day_first=True) == date(2015, 6, 5)
    assert parse_date("05/06/2015", day_first=False) == date(2015, 5, 6)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ongoing", "not_a_date"), ("", "empty"), ("31.02.2020", "no_such_day"), ("1.2.15", "two_digit_year")],
)
def test_what_is_no_date_is_refused(typed, code):
    with pytest.raises(ParseError) as refused:
        parse_date(typed)
    assert refused.value.code == code
