"""The organiser's spreadsheet: taken in as it is, every doubt at its cell, undone without a trace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.events.factories import CSOS_AND_COMPANIES, a_party, a_side, an_organisation, the_network
from tests.events.spreadsheets import (
    HEADINGS,
    IPSUM,
    MI,
    a_croatian_fair,
    a_workbook,
    applied,
    problems,
    rows_by_model,
    started,
    the_published,
)

from spona.events.actions import SideSpec, register_organisation
from spona.events.actions.intake_fields import BY_COLUMN, WISHES, sheet_choices
from spona.events.models import Party, Proposal, ProposalEdition, Wish
from spona.kernel.actions import apply_import, preview_import, undo_import
from spona.kernel.models import ImportContext, Problems, Translated

pytestmark = pytest.mark.django_db
SIZES = [55, 45, 12]


def test_two_sheets_become_two_sides_of_parties_with_proposals() -> None:
    fair = a_croatian_fair()

    batch = applied(fair, Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM])

    assert [(p.side.code, p.name, p.city, p.language) for p in fair.parties.order_by("side__position")] == [
        ("cso", "Udruga Mi", "SPLITSKO-DALMATINSKA", "hr"),
        ("company", "Ipsum d.o.o.", "GRAD ZAGREB", "hr"),
    ]
    assert (batch.counts["parties"], batch.counts["proposals"]) == (2, 2)


def test_amounts_and_dates_stay_as_published() -> None:
    fair = a_croatian_fair()

    applied(fair, Udruge=[HEADINGS, MI])

    proposal = Proposal.objects.get(party__fair=fair)
    assert (proposal.amount, proposal.currency) == (Decimal("749880.00"), "HRK")
    assert (str(proposal.starts_on), str(proposal.ends_on)) == ("2015-06-30", "2016-06-29")


def test_a_side_the_fair_does_not_have_is_made() -> None:
    fair = a_croatian_fair()
    town = ["Grad Bjelovar", "18970641692", "BJELOVARSKO-BILOGORSKA", "Sinergijom", "Opis", "858.430,63 kn", "", ""]

    applied(fair, **{"Gradovi i općine": [HEADINGS, town]})

    assert Party.objects.get(fair=fair).side.code == "public_authority"
    assert Party.objects.get(fair=fair).organisation.kind == "public_authority"


def test_a_side_under_a_code_of_its_own_takes_the_usual_sheet_and_is_offered_once() -> None:
    towns = SideSpec(code="town", name=Translated.of("Gradovi", "hr"), organisation_kind="public_authority")
    fair = a_croatian_fair(sides=(*CSOS_AND_COMPANIES, towns))
    town = ["Grad Bjelovar", "18970641692", "BJELOVARSKO-BILOGORSKA", "Sinergijom", "Opis", "858.430,63 kn", "", ""]

    batch = applied(fair, **{"Gradovi i općine": [HEADINGS, town]})

    assert [party.side.code for party in fair.parties.all()] == ["town"]
    offered = sheet_choices(ImportContext(batch=batch, subject=fair, by=the_network(fair.network)))
    assert [choice.value for choice in offered] == ["cso", "company", "town", BY_COLUMN, WISHES]


def test_an_organisation_named_twice_is_one_party_with_two_proposals() -> None:
    fair = a_croatian_fair()
    second = [*MI[:3], "Drugi projekt", *MI[4:]]

    applied(fair, Udruge=[HEADINGS, MI, second])

    assert Party.objects.filter(fair=fair).count() == 1
    assert list(ProposalEdition.objects.order_by("title").values_list("title", flat=True)) == [
        "Centar",
        "Drugi projekt",
    ]


def test_every_cell_that_cannot_be_right_is_named() -> None:
    fair = a_croatian_fair()
    headings = [*HEADINGS, "Min", "Max", "E-mail"]
    bad = ["Udruga Mi", "50770214262", "X", "Centar", "Opis", "puno", "01.04..2017", "", "", -1, "bez adrese"]

    assert problems(fair, Udruge=[headings, bad]) == [
        ("Udruge!B2", "register_number_check_digit"),
        ("Udruge!K2", "email"),
        ("Udruge!J2", "negative"),
        ("Udruge!F2", "not_a_number"),
        ("Udruge!G2", "not_a_date"),
    ]


def test_every_problem_says_what_to_do() -> None:
    fair = a_croatian_fair()
    bad = ["Udruga Mi", "50770214262", "X", "Centar", "Opis", "puno", "01.04..2017", ""]

    preview = preview_import(started(fair, a_workbook(Udruge=[HEADINGS, bad])), the_network(fair.network))

    assert [bool(problem.remedy) for problem in preview.problems] == [True, True, True]


def test_a_minimum_nobody_can_give_is_refused_at_its_cell() -> None:
    fair = a_croatian_fair(slots=4)

    assert problems(fair, Udruge=[["Naziv", "Min"], ["Udruga Mi", 9]]) == [("Udruge!B2", "min_above_slots")]


def test_times_of_day_become_slots_a_party_is_not_there_for() -> None:
    fair = a_croatian_fair(slots=6, meeting_minutes=60)
    sheet = [["Naziv", "Dostupnost"], ["Udruga Mi", "10:00-12:00"], ["Udruga Po", "po podne"], ["Udruga Vi", ""]]

    applied(fair, Udruge=sheet)

    assert [party.absences.count() for party in fair.parties.order_by("name")] == [4, 2, 0]


def test_wishes_are_taken_in_by_name_and_by_number() -> None:
    fair = a_croatian_fair()
    wishes = [["Tko", "Koga", "Želja"], ["UDRUGA MI", "Ipsum", "mora"], ["29291823202", "Udruga Mi", "da"]]

    applied(fair, Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM], Želje=wishes)

    said = Wish.objects.filter(fair=fair).order_by("chooser__side__position")
    assert [(w.chooser.name, w.about.name, w.level) for w in said] == [
        ("Udruga Mi", "Ipsum d.o.o.", "must"),
        ("Ipsum d.o.o.", "Udruga Mi", "yes"),
    ]


def test_a_wish_for_somebody_unknown_is_named() -> None:
    fair = a_croatian_fair()
    wishes = [["Tko", "Koga", "Želja"], ["Udruga Mi", "Nitko d.d.", "da"], ["Udruga Mi", "Udruga Mi", "da"]]

    assert problems(fair, Udruge=[HEADINGS, MI], Želje=wishes) == [
        ("Želje!B2", "unknown_party"),
        ("Želje!B3", "same_organisation"),
    ]


def test_a_bad_row_keeps_the_whole_file_out_unless_it_is_left_out_on_purpose() -> None:
    fair = a_croatian_fair()
    bad = [*MI[:6], "01.04..2017", ""]
    batch = started(fair, a_workbook(Udruge=[HEADINGS, bad], Tvrtke=[HEADINGS, IPSUM]))
    by = the_network(fair.network)

    with pytest.raises(Problems):
        apply_import(batch=batch, by=by)

    assert Party.objects.count() == 0
    apply_import(batch=batch, by=by, skip_bad_rows=True)
    assert Party.objects.get().name == "Ipsum d.o.o."


def test_an_organisation_that_is_known_keeps_its_record() -> None:
    fair = a_croatian_fair()
    known = an_organisation(fair.network, "Udruga Mi", numbers={"HR-OIB": "50770214261"})

    applied(fair, Udruge=[HEADINGS, MI])

    assert Party.objects.get(fair=fair).organisation_id == known.pk


def test_the_same_list_taken_in_again_doubles_nothing() -> None:
    fair = a_croatian_fair()
    content = a_workbook(Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM])
    apply_import(batch=started(fair, content), by=the_network(fair.network))
    before = rows_by_model()

    apply_import(batch=started(fair, content, again=True), by=the_network(fair.network))

    assert rows_by_model() == before


def test_undo_takes_back_everything_and_gives_the_places_back() -> None:
    fair = a_croatian_fair()
    a_party(fair, "cso", "Udruga Prva")
    before = rows_by_model()
    wishes = [["Tko", "Koga", "Želja"], ["Udruga Mi", "Ipsum", "mora"]]
    headings, mi = [*HEADINGS, "Dostupnost"], [*MI, "10:00-11:00"]
    batch = applied(fair, Udruge=[headings, mi], Tvrtke=[HEADINGS, IPSUM], Želje=wishes)
    assert (a_side(fair, "cso").taken, a_side(fair, "company").taken) == (2, 1)

    undo_import(batch=batch, by=the_network(fair.network))

    assert rows_by_model() == before
    assert (a_side(fair, "cso").taken, a_side(fair, "company").taken) == (1, 0)


def test_who_registered_meanwhile_stays_when_an_import_is_undone() -> None:
    fair = a_croatian_fair(is_open=True)
    batch = applied(fair, Udruge=[HEADINGS, MI])
    organisation = an_organisation(fair.network, "Udruga Kasna")
    register_organisation(side=a_side(fair, "cso"), organisation=organisation, by=the_network(fair.network))

    undo_import(batch=batch, by=the_network(fair.network))

    assert [(p.name, p.side.taken, p.side.confirmed) for p in fair.parties.all()] == [("Udruga Kasna", 1, 1)]


def test_the_published_list_of_a_real_region_is_taken_in_whole() -> None:
    path = the_published("sajam_60x45.xlsx")
    fair = a_croatian_fair()
    batch = started(fair, path.read_bytes())
    preview = preview_import(batch, the_network(fair.network))
    assert [(p.place, p.code) for p in preview.problems] == []

    new = {row.row.key: "create" for row in preview.undecided}
    batch = apply_import(batch=batch, by=the_network(fair.network), decisions=new)

    assert batch.counts["rows"] == 117
    assert [a_side(fair, code).taken for code in ("cso", "company", "public_authority")] == SIZES
    assert Proposal.objects.filter(party__fair=fair).count() == 117
