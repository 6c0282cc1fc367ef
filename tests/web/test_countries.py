"""Countries are called, found and offered as their reader knows them."""

import pytest
from django.utils.translation import override

from spona.web.countries import country_choices, country_code, country_name


@pytest.mark.parametrize(("language", "name"), [("en", "Serbia"), ("sr", "Србија"), ("hr", "Srbija")])
def test_a_country_is_called_as_its_reader_calls_it(language, name):
    with override(language):
        assert (country_name("RS"), country_name("")) == (name, "")


@pytest.mark.parametrize("typed", ["RS", " rs ", "Србија", "srbija"])
def test_a_country_is_found_by_its_name_in_either_script_and_by_its_letters(typed):
    with override("sr"):
        assert country_code(typed) == "RS"


def test_what_is_no_country_is_looked_for_as_it_was_typed():
    assert [country_code(typed) for typed in ("", "Atlantis")] == ["", "ATLANTIS"]


def test_those_nearby_stand_first_and_every_list_is_in_its_readers_order():
    with override("hr"):
        _none, (nearby, near), (_others, far) = country_choices()
    assert (nearby, [name for _code, name in near][:3], near[-1][1]) == (
        "U okruženju",
        ["Albanija", "Bosna i Hercegovina", "Bugarska"],
        "Turska",
    )
    assert far.index(("CZ", "Češka")) < far.index(("DK", "Danska"))


def test_what_is_no_country_is_not_offered_and_nothing_twice():
    codes = [code for _group, names in country_choices()[1:] for code, _name in names]
    assert (len(codes), {"EU", "UN", "ZZ", "XA"} & set(codes)) == (len(set(codes)), set())


@pytest.mark.parametrize(("kept", "offered"), [("EU", [("EU", "EU")]), ("RS", []), ("", [])])
def test_what_a_row_has_already_is_offered_whatever_it_is(kept, offered):
    assert country_choices(kept)[1:-2] == offered
