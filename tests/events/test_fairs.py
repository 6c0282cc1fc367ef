"""Setting a fair up: its address, its sides, its slots and its states."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tests.events.factories import FAIR_DAY, a_fair, a_manager, a_network, a_party, a_programme

from spona.events.actions import (
    SideSpec,
    add_slots,
    close_wishes,
    create_fair,
    edit_fair,
    edit_slot,
    end_fair,
    open_fair,
    remove_slot,
    reopen_fair,
    set_sides,
)
from spona.events.models import Meeting, Timetable
from spona.events.states import TimetableState
from spona.kernel.models import Conflict, Problem, Problems, Refused, Translated

pytestmark = pytest.mark.django_db
BELGRADE = ZoneInfo("Europe/Belgrade")


def codes(error: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_manager_sets_up_a_fair_in_her_programme() -> None:
    programme = a_programme(a_network())

    fair = create_fair(
        programme=programme,
        name=Translated.of("Sajam partnerstva", "sr-latn"),
        slug="sajam-2027",
        starts_on=FAIR_DAY.date(),
        tables=12,
        by=a_manager(programme),
    )

    assert (fair.state, fair.tables, fair.network_id) == ("preparing", 12, programme.network_id)


def test_a_manager_of_another_programme_sets_up_nothing() -> None:
    network = a_network()
    programme, other = a_programme(network), a_programme(network)

    name = Translated.of("Fair", "en")
    with pytest.raises(Refused):
        create_fair(programme=programme, name=name, slug="x", starts_on=FAIR_DAY.date(), by=a_manager(other))


def test_two_fairs_of_a_network_cannot_share_an_address() -> None:
    fair = a_fair()

    with pytest.raises(Problems) as error:
        create_fair(
            programme=fair.programme,
            name=Translated.of("Another", "en"),
            slug=fair.slug,
            starts_on=FAIR_DAY.date(),
            by=a_manager(fair.programme),
        )

    assert [(p.code, p.place) for p in error.value.problems] == [("slug_taken", "slug")]


def test_who_edits_an_old_edition_sees_a_conflict() -> None:
    fair = a_fair()
    manager = a_manager(fair.programme)
    edit_fair(fair=fair, version=1, city="Niš", by=manager)

    with pytest.raises(Conflict) as error:
        edit_fair(fair=fair, version=1, city="Beograd", by=manager)

    assert error.value.current.city == "Niš"


def test_slots_follow_each_other_with_breaks_and_a_long_one() -> None:
    fair = a_fair(slots=0)

    slots = add_slots(
        fair=fair,
        starts_at=FAIR_DAY,
        count=4,
        minutes=20,
        break_minutes=5,
        long_breaks={2: 60},
        by=a_manager(fair.programme),
    )

    assert [f"{slot.starts_at.astimezone(BELGRADE):%H:%M}" for slot in slots] == ["10:00", "10:25", "11:45", "12:10"]


def test_a_slot_over_another_is_refused() -> None:
    fair = a_fair(slots=2)

    with pytest.raises(Problem) as error:
        add_slots(fair=fair, starts_at=FAIR_DAY + dt.timedelta(minutes=10), count=1, by=a_manager(fair.programme))

    assert (error.value.code, error.value.place) == ("slots_overlap", "starts_at")


def test_a_slot_that_ends_before_it_starts_is_refused() -> None:
    fair = a_fair(slots=1)

    with pytest.raises(Problem) as error:
        edit_slot(
            slot=fair.slots.get(),
            starts_at=FAIR_DAY,
            ends_at=FAIR_DAY - dt.timedelta(minutes=1),
            by=a_manager(fair.programme),
        )

    assert (error.value.code, error.value.place) == ("slot_ends_early", "ends_at")


def test_at_a_fair_of_two_days_refusals_of_slots_say_the_day() -> None:
    fair = a_fair(slots=1)
    manager, next_day = a_manager(fair.programme), FAIR_DAY + dt.timedelta(days=1)
    (slot,) = add_slots(fair=fair, starts_at=next_day, count=1, minutes=20, by=manager)
    early = dt.timedelta(minutes=-1)

    with pytest.raises(Problem) as over:
        add_slots(fair=fair, starts_at=next_day, count=1, minutes=20, by=manager)
    with pytest.raises(Problem) as ends_early:
        edit_slot(slot=slot, starts_at=next_day, ends_at=next_day + early, by=manager)

    day = f"{next_day:%a} {next_day.day} {next_day:%B}"
    assert str(over.value.message) == f"The slot at {day}, 10:00 lies over the one from {day}, 10:00 to 10:20."
    assert str(ends_early.value.message) == f"The slot ends at {day}, 09:59, before it starts at {day}, 10:00."


def test_a_slot_with_meetings_stays_and_the_meetings_are_named() -> None:
    fair = a_fair(slots=2)
    cso, company = a_party(fair, "cso", "Mi"), a_party(fair, "company", "Ipsum")
    slot = fair.slots.first()
    timetable = Timetable.objects.create(network=fair.network, programme_id=fair.programme_id, fair=fair, number=3)
    Meeting.objects.create(timetable=timetable, slot=slot, a=cso, b=company)

    with pytest.raises(Problem) as error:
        remove_slot(slot=slot, by=a_manager(fair.programme))

    assert error.value.code == "slot_holds_meetings"
    assert str(error.value.message) == "The slot at 10:00 holds meetings (1): Mi with Ipsum (timetable 3)."
    assert Meeting.objects.count() == 1


def test_a_slot_nobody_meets_in_is_removed_with_what_discarded_drafts_held() -> None:
    fair = a_fair(slots=2)
    cso, company = a_party(fair, "cso"), a_party(fair, "company")
    slot = fair.slots.first()
    timetable = Timetable.objects.create(
        network=fair.network, programme_id=fair.programme_id, fair=fair, number=1, state=TimetableState.DISCARDED
    )
    Meeting.objects.create(timetable=timetable, slot=slot, a=cso, b=company)

    remove_slot(slot=slot, by=a_manager(fair.programme))

    assert fair.slots.count() == 1


def test_one_side_alone_must_meet_itself() -> None:
    fair = a_fair()

    with pytest.raises(Problems) as error:
        set_sides(
            fair=fair, sides=[SideSpec(code="city", name=Translated.of("Cities", "en"))], by=a_manager(fair.programme)
        )

    assert codes(error) == ["side_meets_nobody"]


def test_a_side_with_parties_is_not_removed() -> None:
    fair = a_fair()
    a_party(fair, "company")

    with pytest.raises(Problem) as error:
        set_sides(
            fair=fair,
            sides=[SideSpec(code="cso", name=Translated.of("CSOs", "en"), meets_own_side=True)],
            by=a_manager(fair.programme),
        )

    assert (error.value.code, error.value.place) == ("side_has_parties", "company")


def test_there_are_never_fewer_places_than_are_taken() -> None:
    fair = a_fair()
    a_party(fair, "cso")
    a_party(fair, "cso")
    specs = [
        SideSpec(code="cso", name=Translated.of("CSOs", "en"), places=1),
        SideSpec(code="company", name=Translated.of("Companies", "en")),
    ]

    with pytest.raises(Problem) as error:
        set_sides(fair=fair, sides=specs, by=a_manager(fair.programme))

    assert (error.value.code, error.value.place) == ("places_taken", "cso.places")


def test_a_fair_is_opened_closed_and_reopened() -> None:
    fair = a_fair()
    manager = a_manager(fair.programme)

    states = [
        open_fair(fair=fair, by=manager).state,
        close_wishes(fair=fair, by=manager).state,
        reopen_fair(fair=fair, by=manager).state,
    ]

    assert states == ["open", "planning", "open"]


def test_a_fair_that_was_never_published_cannot_be_over() -> None:
    fair = a_fair()

    with pytest.raises(Problem) as error:
        end_fair(fair=fair, by=a_manager(fair.programme))

    assert error.value.code == "state"
