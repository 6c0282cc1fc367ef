"""Numbers of public registers: true ones are taken, slips are named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona.kernel.models import Problem
from spona.parties.models import check_number, clean_number, scheme_for
from spona.parties.models.register_number import METHODS, mod_11_10

PUBLISHED = [
    ("HR-OIB", "61817894937"),  # Grad Zagreb
    ("HR-OIB", "01497703750"),
    ("RS-PIB", "101134702"),
    ("RS-MB", "07032480"),  # Republika Srbija, Gradska uprava grada Beograda
    ("BG-EIK", "000696327"),  # Stolichna obshtina
    ("BG-EIK", "831641791"),
    ("SK-ICO", "31784828"),
    ("SI-TAX", "50223054"),
    ("MK-EDB", "4030000375897"),
    ("ME-PIB", "02655284"),
    ("AL-NIPT", "J91402501L"),
    ("TR-VKN", "4540536920"),
]


@pytest.mark.parametrize(("scheme", "number"), PUBLISHED)
def test_a_published_number_is_taken_as_it_is(scheme: str, number: str) -> None:
    assert check_number(scheme, number) == number


@pytest.mark.parametrize("scheme", ["HR-OIB", "RS-PIB"])
@given(data=st.data())
@settings(max_examples=60)
def test_a_changed_digit_is_always_refused_where_the_method_is_mod_11_10(scheme: str, data: st.DataObject) -> None:
    length = 10 if scheme == "HR-OIB" else 8
    digits = data.draw(st.text("0123456789", min_size=length, max_size=length))
    number = digits + mod_11_10(digits)
    position = data.draw(st.integers(0, length))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[position]]))
    assert check_number(scheme, number) == number

    with pytest.raises(Problem) as refused:
        check_number(scheme, number[:position] + other + number[position + 1 :])

    assert refused.value.code == "register_number_check_digit"


@pytest.mark.parametrize("scheme", [scheme for scheme, method in METHODS.items() if method.check_digit])
@given(digits=st.text("0123456789", min_size=12, max_size=12))
@settings(max_examples=25)
def test_of_ten_last_digits_at_most_one_is_right(scheme: str, digits: str) -> None:
    length = {"RS-MB": 8, "RS-PIB": 9, "ME-PIB": 8, "MK-EDB": 13, "BG-EIK": 9, "HR-OIB": 11, "SK-ICO": 8, "SI-TAX": 8}
    body = "1" + digits[: length.get(scheme, 10) - 2]
    right = [last for last in "0123456789" if _is_taken(scheme, body + last)]

    assert len(right) <= 1


def test_a_wrong_number_says_which_digit_does_not_fit_and_what_to_do() -> None:
    with pytest.raises(Problem) as refused:
        check_number("HR-OIB", "61817894936", place="Udruge!B3")

    assert str(refused.value.message) == (
        "61817894936 is not a valid number of Croatia: OIB: digit 11 is 6, the others ask for 7."
    )
    assert refused.value.place == "Udruge!B3"
    assert str(refused.value.remedy) == (
        "One digit is wrong or two have changed places: compare with the register's extract."
    )


def test_a_zero_that_a_spreadsheet_dropped_is_offered_back() -> None:
    with pytest.raises(Problem) as refused:
        check_number("HR-OIB", "1497703750")

    assert str(refused.value.remedy) == "Spreadsheets drop zeros in front: write 01497703750."


@pytest.mark.parametrize(
    ("scheme", "typed", "clean"),
    [
        ("HR-OIB", " HR 618 178 949 37 ", "61817894937"),
        ("HR-OIB", "61817894937.0", "61817894937"),
        ("BG-EIK", "BG000696327", "000696327"),
        ("SK-ICO", "151 513", "00151513"),
        ("MK-EDB", "МК4030000375897".replace("МК", "MK"), "4030000375897"),
        ("other", "  No.  12/07 ", "No. 12/07"),
    ],
)
def test_a_number_is_read_as_people_type_it(scheme: str, typed: str, clean: str) -> None:
    assert clean_number(scheme, typed) == clean


def test_the_thirteen_digits_of_a_bulgarian_branch_are_checked_twice() -> None:
    good = [f"0006963270{tail:03d}" for tail in range(1000) if _is_taken("BG-EIK", f"0006963270{tail:03d}")]

    assert len(good) == 100
    assert not _is_taken("BG-EIK", "100" + good[0][3:])


@pytest.mark.parametrize(
    ("country", "number", "scheme"),
    [
        ("HR", "61817894937", "HR-OIB"),
        ("RS", "101134702", "RS-PIB"),
        ("BG", "000696327", "BG-EIK"),
        ("FR", "1", "other"),
    ],
)
def test_the_register_is_known_by_the_country_and_the_shape(country: str, number: str, scheme: str) -> None:
    assert scheme_for(country, number) == scheme


def _is_taken(scheme: str, number: str) -> bool:
    try:
        return check_number(scheme, number) == number
    except Problem:
        return False
