"""An import is taken back whole, or not at all while somebody's work hangs on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.events.factories import by_link, the_network
from tests.events.spreadsheets import HEADINGS, IPSUM, MI, a_croatian_fair, applied, rows_by_model

from spona.events.actions import confirm_party, discard_draft, send_request, state_wish
from spona.events.models import Fair, Meeting, Party, Request, Suggestion, Timetable, UnmetWish
from spona.kernel.actions import undo_import
from spona.kernel.models import ImportBatch, Problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported() -> tuple[Fair, ImportBatch, dict[str, int]]:
    """An open fair with one party a side from a file, and what there was before."""
    fair = a_croatian_fair(is_open=True)
    before = rows_by_model()
    return fair, applied(fair, Udruge=[HEADINGS, MI], Tvrtke=[HEADINGS, IPSUM]), before


def both(fair: Fair) -> tuple[Party, Party]:
    cso, company = fair.parties.order_by("side__position")
    return cso, company


def refused(batch: ImportBatch) -> list[tuple[str, str]]:
    """What keeps the import from being taken back: model and reason."""
    with pytest.raises(Problems) as error:
        undo_import(batch=batch, by=the_network(batch.network))
    return [(problem.place.split(":")[0], problem.code) for problem in error.value.problems]


def test_a_party_that_was_changed_since_is_named_and_nothing_is_undone(
    imported: tuple[Fair, ImportBatch, dict[str, int]],
) -> None:
    fair, batch, _before = imported
    cso, _company = both(fair)
    confirm_party(party=cso, by=by_link(cso))
    written = rows_by_model()

    with pytest.raises(Problems) as error:
        undo_import(batch=batch, by=the_network(fair.network))

    assert ["Udruga Mi" in str(problem) for problem in error.value.problems] == [True]
    assert rows_by_model() == written


def wish(fair: Fair) -> Callable[[], object]:
    cso, company = both(fair)
    state_wish(chooser=cso, about=company, level="must", by=by_link(cso))
    return lambda: state_wish(chooser=cso, about=company, level="", by=by_link(cso))


def ask(fair: Fair) -> Callable[[], object]:
    cso, company = both(fair)
    send_request(sender=cso, receiver=company, message="", by=by_link(cso))
    return Request.objects.all().delete


def a_draft_in_which_they_meet(fair: Fair) -> Timetable:
    cso, company = both(fair)
    timetable = Timetable.objects.create(
        network_id=fair.network_id, programme_id=fair.programme_id, fair=fair, number=1
    )
    Meeting.objects.create(timetable=timetable, slot=fair.slots.first(), a=cso, b=company)
    return timetable


def meet(fair: Fair) -> Callable[[], object]:
    timetable = a_draft_in_which_they_meet(fair)

    def take_out() -> None:
        Meeting.objects.all().delete()
        timetable.delete()

    return take_out


@pytest.mark.parametrize(
    ("use", "label"), [(wish, "events.Wish"), (ask, "events.Request"), (meet, "events.Meeting")],
    ids=["wish", "request", "meeting"],
)  # fmt: skip
def test_what_hangs_on_a_party_is_named_and_once_it_is_gone_everything_goes(
    use: Callable[[Fair], Callable[[], object]], label: str, imported: tuple[Fair, ImportBatch, dict[str, int]]
) -> None:
    fair, batch, before = imported
    take_back = use(fair)

    assert refused(batch) == [(label, "used_since")]

    take_back()
    undo_import(batch=batch, by=the_network(fair.network))
    assert rows_by_model() == before
    assert [side.taken for side in fair.sides.all()] == [0, 0]


def test_what_hangs_on_a_party_is_called_by_the_names_of_both(
    imported: tuple[Fair, ImportBatch, dict[str, int]],
) -> None:
    fair, batch, _before = imported
    wish(fair)

    with pytest.raises(Problems) as error:
        undo_import(batch=batch, by=the_network(fair.network))

    said = str(error.value.problems[0])
    assert ("Udruga Mi" in said, "Ipsum d.o.o." in said) == (True, True)


def test_a_draft_that_was_put_aside_keeps_nothing_from_being_undone(
    imported: tuple[Fair, ImportBatch, dict[str, int]],
) -> None:
    fair, batch, before = imported
    cso, company = both(fair)
    draft = a_draft_in_which_they_meet(fair)
    UnmetWish.objects.create(timetable=draft, a=cso, b=company, code="ban")
    kept = refused(batch)

    discard_draft(timetable=draft, by=the_network(fair.network))
    undo_import(batch=batch, by=the_network(fair.network))

    assert [label for label, _code in kept] == ["events.Meeting"]
    assert rows_by_model() == before | {"events.Timetable": 1}


def test_suggestions_are_worked_out_again_and_keep_nothing_from_being_undone(
    imported: tuple[Fair, ImportBatch, dict[str, int]],
) -> None:
    fair, batch, before = imported
    cso, company = both(fair)
    a, b = sorted((cso, company), key=lambda party: party.pk)
    Suggestion.objects.create(fair=fair, a=a, b=b, score=500)

    undo_import(batch=batch, by=the_network(fair.network))

    assert rows_by_model() == before
