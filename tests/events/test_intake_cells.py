"""What people really write into cells, in both scripts: understood, or asked about at its cell."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from tests.events.factories import a_fair, a_network, a_party, a_programme, an_organisation, the_network
from tests.events.spreadsheets import (
    HEADINGS,
    IPSUM,
    MI,
    a_croatian_fair,
    a_workbook,
    applied,
    previewed,
    problems,
    started,
)

from spona.events.models import Fair, Party, Wish
from spona.kernel.actions import apply_import
from spona.kernel.models import Problems

pytestmark = pytest.mark.django_db
WISH_HEADINGS = ["Tko", "Koga", "Želja"]


def the_party(fair: Fair, **cells: Any) -> Party:
    """The party that one row with these cells becomes."""
    applied(fair, Udruge=[["Naziv", *cells], ["Udruga Mi", *cells.values()]])
    return Party.objects.get(fair=fair)


def test_a_column_names_the_side_of_each_row() -> None:
    fair = a_croatian_fair()
    rows = [["Naziv", "Strana"], ["Udruga Mi", "udruga"], ["Ipsum d.o.o.", "Tvrtke"], ["Grad Split", "ГРАД"]]

    applied(fair, Sudionici=rows)

    assert [(p.name, p.side.code) for p in fair.parties.order_by("side__position")] == [
        ("Udruga Mi", "cso"),
        ("Ipsum d.o.o.", "company"),
        ("Grad Split", "public_authority"),
    ]


def test_a_side_nobody_knows_and_a_side_left_out_are_asked_about_at_their_cells() -> None:
    rows = [["Naziv", "Strana"], ["Udruga Mi", "gosti"], ["Ipsum d.o.o.", ""]]

    assert problems(a_croatian_fair(), Sudionici=rows) == [
        ("Sudionici!B2", "unknown_side"),
        ("Sudionici!B3", "side_missing"),
    ]


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("10:00-12:00", [10, 11]),
        ("10–12h", [10, 11]),
        ("od 10 do 12", [10, 11]),
        ("од 10 до 12 сати", [10, 11]),
        ("prije podne", [10, 11]),
        ("пре подне", [10, 11]),
        ("do 12", [10, 11]),
        ("samo popodne", [12, 13, 14, 15]),
        ("nakon 14:00", [14, 15]),
        ("след 14 ч.", [14, 15]),
        ("10-11, 15-24", [10, 15]),
        ("od 10 do 11 i od 13 do 14", [10, 13]),
        ("cijeli dan", [10, 11, 12, 13, 14, 15]),
        ("", [10, 11, 12, 13, 14, 15]),
    ],
)
def test_times_are_read_as_people_write_them(said: str, there: list[int]) -> None:
    fair = a_croatian_fair(slots=6, meeting_minutes=60)

    party = the_party(fair, Dostupnost=said)

    away = set(party.absences.values_list("slot_id", flat=True))
    assert [10 + n for n, slot in enumerate(fair.slots.order_by("starts_at")) if slot.pk not in away] == there


@pytest.mark.parametrize(
    ("said", "code"), [("kad stignem", "availability"), ("25-26", "availability"), ("12:00-10:00", "never_there")]
)
def test_a_time_that_cannot_be_understood_is_asked_about(said: str, code: str) -> None:
    rows = [["Naziv", "Dostupnost"], ["Udruga Mi", said]]

    assert problems(a_croatian_fair(), Udruge=rows) == [("Udruge!B2", code)]


def test_cyrillic_headings_and_sheets_are_read_like_latin_ones() -> None:
    fair = a_croatian_fair()
    headings = ["Назив", "ОИБ", "Жупанија", "Назив пројекта", "Опис", "Вриједност", "Почетак", "Крај"]
    wishes = [["Ко", "Кога", "Жеља"], ["УДРУГА МИ", "Ипсум", "да"]]

    applied(fair, Удруге=[headings, MI], Тврткe=[headings, IPSUM], Жеље=wishes)

    assert [(p.name, p.side.code, p.city) for p in fair.parties.order_by("side__position")] == [
        ("Udruga Mi", "cso", "SPLITSKO-DALMATINSKA"),
        ("Ipsum d.o.o.", "company", "GRAD ZAGREB"),
    ]
    assert [(w.chooser.name, w.about.name) for w in Wish.objects.all()] == [("Udruga Mi", "Ipsum d.o.o.")]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("engleski", "en"),
        ("енглески", "en"),
        ("Български", "bg"),
        ("sr-Latn", "sr-latn"),
        ("srpski (ćirilica)", "sr"),
        ("srpski latinica", "sr-latn"),
        ("Türkçe", "tr"),
        ("shqip", "sq"),
        ("", "hr"),
    ],
)
def test_languages_are_read_by_code_and_by_name(said: str, language: str) -> None:
    assert the_party(a_croatian_fair(), Jezik=said).language == language


def test_serbian_without_a_script_is_written_in_the_rows_own() -> None:
    fair = a_fair(a_programme(a_network(country="RS")))
    rows = [["Назив", "Језик"], ["Удружење Ми", "српски"], ["Udruženje Vi", "srpski"]]

    applied(fair, Udruženja=rows)

    with translation.override("sr"):
        written = {party.name: party.language for party in fair.parties.all()}
    assert written == {
        "Удружење Ми": "sr",
        "Удружење Ви": "sr-latn",
    }


@pytest.mark.parametrize(
    ("heading", "said", "code"),
    [
        ("E-mail", "ime@", "email"),
        ("E-mail", "a@example.org; b@example.org", "email"),
        ("Max", "-1", "negative"),
        ("Max", "dva", "not_a_number"),
        ("Max", 2.5, "not_a_number"),
        ("Jezik", "klingonski", "unknown_language"),
        ("Stol", 0, "table"),
    ],
)
def test_a_cell_that_cannot_be_right_is_asked_about(heading: str, said: Any, code: str) -> None:
    rows = [["Naziv", heading], ["Udruga Mi", said]]

    assert problems(a_croatian_fair(), Udruge=rows) == [("Udruge!B2", code)]


@pytest.mark.parametrize("said", [3, 3.0, "3", "3.0", " 3 "])
def test_a_whole_number_is_one_however_the_program_keeps_it(said: Any) -> None:
    assert the_party(a_croatian_fair(), Max=said).max_meetings == 3


# -- wishes ------------------------------------------------------------------------------------------------------------


def wish_problems(*rows: list[str]) -> list[tuple[str, str]]:
    return problems(a_croatian_fair(), Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM], Želje=[WISH_HEADINGS, *rows])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["Udruga Mi", "Nitko d.d.", "da"]], [("Želje!B2", "unknown_party")]),
        ([["Udruga Mi", "Udruga Mi", "da"]], [("Želje!B2", "same_organisation")]),
        ([["Udruga Mi", "50770214261", "da"]], [("Želje!B2", "same_organisation")]),
        ([["Udruga Mi", "Ipsum", "možda"]], [("Želje!C2", "unknown_level")]),
        ([["Udruga Mi", "", "da"]], [("Želje!B2", "name_missing")]),
        ([["Udruga Mi", "Ипсум", "da"], ["Удруга Ми", "Ipsum", "ne"]], [("Želje!C3", "wish_contradicts")]),
        ([["Udruga Mi", "Ipsum", "da"], ["Udruga Mi", "Ipsum d.o.o.", "da"]], [("Želje!C3", "wish_twice")]),
        ([["Udruga Mi", "Ипсум", "da"], ["Ipsum", "Udruga Mi", "ne"]], []),
    ],
)
def test_wishes_are_checked_against_the_parties_and_each_other(
    rows: list[list[str]], found: list[tuple[str, str]]
) -> None:
    assert wish_problems(*rows) == found


def test_every_problem_of_a_wish_says_what_to_do() -> None:
    rows = [WISH_HEADINGS, ["Udruga Mi", "Udruga Mi", "da"], ["Udruga Mi", "Ipsum", "?"], ["", "Ipsum", "da"]]

    preview = previewed(a_croatian_fair(), Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM], Želje=rows)

    assert [bool(problem.remedy) for problem in preview.problems] == [True] * 3


def test_a_name_that_two_parties_bear_is_asked_about() -> None:
    fair = a_croatian_fair()
    rows = [["Naziv", "Grad"], ["Crveni križ", "Split"], ["Crveni križ", "Zadar"]]
    wishes = [WISH_HEADINGS, ["Ipsum", "Crveni križ", "da"]]

    assert problems(fair, Udruge=rows, Tvrtke=[HEADINGS, IPSUM], Želje=wishes) == [("Želje!B2", "ambiguous_party")]


def test_a_wish_may_name_a_party_that_is_at_the_fair_already() -> None:
    fair = a_croatian_fair()
    a_party(fair, "company", "Ipsum d.o.o.")

    applied(fair, Udruge=[HEADINGS, MI], Želje=[WISH_HEADINGS, ["Udruga Mi", "Ипсум", "mora"]])

    assert [(w.chooser.name, w.about.name, w.level) for w in Wish.objects.all()] == [
        ("Udruga Mi", "Ipsum d.o.o.", "must")
    ]


# -- numbers that say one thing and names that say another -------------------------------------------------------------


def test_a_number_that_belongs_to_somebody_else_is_a_question_at_its_cell() -> None:
    fair = a_croatian_fair()
    other = an_organisation(fair.network, "Društvo Sunce", numbers={"HR-OIB": "50770214261"})

    row = previewed(fair, Udruge=[HEADINGS, MI]).rows[0]

    assert (row.suggestion, [(note.place, note.code) for note in row.notes]) == (
        "",
        [("Udruge!B2", "number_of_another")],
    )
    assert [match.id for match in row.matches] == [other.pk]


def test_such_a_row_waits_until_somebody_says_that_it_is_the_same() -> None:
    fair = a_croatian_fair()
    other = an_organisation(fair.network, "Društvo Sunce", numbers={"HR-OIB": "50770214261"})
    batch, by = started(fair, a_workbook(Udruge=[HEADINGS, MI])), the_network(fair.network)

    with pytest.raises(Problems) as waiting:
        apply_import(batch=batch, by=by)
    with pytest.raises(Problems) as taken:
        apply_import(batch=batch, by=by, decisions={"Udruge!2": "create"})
    apply_import(batch=batch, by=by, decisions={"Udruge!2": str(other.pk)})

    assert [problem.code for problem in waiting.value.problems] == ["row_undecided"]
    assert [(problem.place, problem.code) for problem in taken.value.problems] == [("Udruge!B2", "number_taken")]
    assert Party.objects.get(fair=fair).organisation_id == other.pk


def test_the_short_form_of_a_name_is_no_question() -> None:
    fair = a_croatian_fair()
    known = an_organisation(fair.network, "Ipsum d.o.o. za trgovinu i usluge", numbers={"HR-OIB": "29291823202"})

    row = previewed(fair, Tvrtke=[HEADINGS, IPSUM]).rows[0]

    assert (row.suggestion, row.notes) == (str(known.pk), ())


def test_one_number_under_two_names_is_one_organisation_with_both_and_said_at_the_second() -> None:
    fair = a_croatian_fair()
    renamed = ["Društvo Sunce", *MI[1:3], "Drugi projekt", *MI[4:]]

    notes = previewed(fair, Udruge=[HEADINGS, MI, renamed]).rows[1].notes
    applied(fair, Udruge=[HEADINGS, MI, renamed])

    assert [(note.place, note.code) for note in notes] == [("Udruge!B3", "number_twice")]
    organisation = Party.objects.get(fair=fair).organisation
    assert dict(organisation.names.values_list("name", "is_main")) == {"Udruga Mi": True, "Društvo Sunce": False}
