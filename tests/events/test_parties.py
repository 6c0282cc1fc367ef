"""Organisations at a fair: places, promises, and when they are there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import close_old_connections, connection
from django.db.models import Q
from tests.events.factories import (
    a_fair,
    a_manager,
    a_network,
    a_party,
    a_programme,
    a_side,
    an_actor,
    an_organisation,
    by_link,
    the_network,
)

from spona.events.actions import (
    SideSpec,
    add_party,
    confirm_party,
    decline_invitation,
    invite_party,
    mark_no_show,
    places,
    register_organisation,
    set_absences,
    set_capacity,
    withdraw_party,
)
from spona.events.models import Fair, Party, Side
from spona.events.queries import parties_for, partners_for, side_figures
from spona.kernel.models import Actor, OutboxMessage, Problem, Problems, Refused, RoleKind, Translated
from spona.parties.actions import merge_organisations
from spona.parties.models import Organisation

ONE_PLACE = (
    SideSpec(code="cso", name=Translated.of("Udruge", "hr"), places=1),
    SideSpec(code="company", name=Translated.of("Tvrtke", "hr"), max_meetings=8),
)
CALLS, THREADS = 500, 24


def codes(error: pytest.ExceptionInfo[Problems]) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in error.value.problems]


@pytest.mark.django_db
class TestPlaces:
    def test_an_organisation_is_added_once(self) -> None:
        party = a_party(a_fair())

        with pytest.raises(Problem) as error:
            add_party(side=party.side, organisation=party.organisation, by=a_manager(party.fair.programme))

        assert error.value.code == "party_twice"
        assert a_side(party.fair, "cso").taken == 1

    def test_an_organisation_of_another_network_is_unknown(self) -> None:
        fair, stranger = a_fair(), an_organisation(a_network())

        with pytest.raises(Problem) as error:
            add_party(side=a_side(fair, "cso"), organisation=stranger, by=the_network(fair.network))

        assert error.value.code == "unknown_organisation"

    def test_a_full_side_takes_nobody(self) -> None:
        fair = a_fair(sides=ONE_PLACE)
        a_party(fair)

        with pytest.raises(Problem) as error:
            a_party(fair)

        assert (error.value.code, error.value.place) == ("side_full", "side")

    def test_who_declines_gives_the_place_back_and_needs_a_free_one_to_return(self) -> None:
        fair = a_fair(sides=ONE_PLACE)
        first = a_party(fair)
        decline_invitation(party=first, by=by_link(first))
        a_party(fair)

        with pytest.raises(Problem) as error:
            confirm_party(party=first, by=by_link(first))

        assert error.value.code == "side_full"

    def test_the_sides_figures_are_kept_with_every_move(self) -> None:
        fair = a_fair()
        manager = a_manager(fair.programme)
        parties = [a_party(fair) for _ in range(4)]
        for party in parties[1:]:
            confirm_party(party=party, by=manager)
        withdraw_party(party=parties[2], by=manager)
        mark_no_show(party=parties[3], by=manager)

        assert [(f.side.code, f.coming, f.confirmed, f.free) for f in side_figures(fair)] == [
            ("cso", 3, 1, None),
            ("company", 0, 0, None),
        ]

    def test_an_organisation_registers_itself_while_the_fair_is_open(self) -> None:
        fair = a_fair(is_open=True)
        organisation = an_organisation(fair.network)
        member = an_actor(fair.network, RoleKind.ORGANISATION_MEMBER, organisation_id=organisation.pk)

        party = register_organisation(side=a_side(fair, "cso"), organisation=organisation, by=member)

        assert party.state == "confirmed"

    def test_an_organisation_does_not_register_before_the_fair_opens(self) -> None:
        fair = a_fair()
        organisation = an_organisation(fair.network)
        member = an_actor(fair.network, RoleKind.ORGANISATION_MEMBER, organisation_id=organisation.pk)

        with pytest.raises(Refused):
            register_organisation(side=a_side(fair, "cso"), organisation=organisation, by=member)


@pytest.mark.django_db
class TestPromises:
    @pytest.mark.parametrize(
        ("least", "most", "found"),
        [
            (-1, None, [("min_meetings", "negative")]),
            (None, -1, [("max_meetings", "negative")]),
            (5, 3, [("min_meetings", "min_above_max")]),
            (9, None, [("min_meetings", "min_above_slots")]),
        ],
    )
    def test_numbers_that_cannot_hold_are_refused(
        self, least: int | None, most: int | None, found: list[tuple[str, str]]
    ) -> None:
        party = a_party(a_fair(slots=6))

        with pytest.raises(Problems) as error:
            set_capacity(party=party, min_meetings=least, max_meetings=most, by=a_manager(party.fair.programme))

        assert codes(error) == found

    def test_a_minimum_nobody_can_give_is_refused_with_its_numbers(self) -> None:
        party = a_party(a_fair(slots=2))

        with pytest.raises(Problems) as error:
            set_capacity(party=party, min_meetings=3, max_meetings=None, by=a_manager(party.fair.programme))

        assert str(error.value.problems[0].message) == (
            "A minimum nobody can give: 3 meetings, but the party is there in 2 slots only."
        )

    def test_a_party_limits_itself_and_is_promised_what_the_manager_says(self) -> None:
        party = a_party(a_fair())

        set_capacity(party=party, min_meetings=None, max_meetings=4, by=by_link(party))

        with pytest.raises(Refused):
            set_capacity(party=party, min_meetings=4, max_meetings=4, by=by_link(party))
        assert Party.objects.get().max_meetings == 4

    def test_a_party_that_is_promised_more_than_its_time_allows_is_asked_to_speak_up(self) -> None:
        party = a_party(a_fair(slots=3), min_meetings=2)
        slots = list(party.fair.slots.values_list("pk", flat=True))

        with pytest.raises(Problems) as error:
            set_absences(party=party, slots=slots[:2], by=by_link(party))

        assert codes(error) == [("min_meetings", "min_above_slots")]

    def test_absences_are_what_was_said_last(self) -> None:
        party = a_party(a_fair(slots=3))
        slots = list(party.fair.slots.values_list("pk", flat=True))

        set_absences(party=party, slots=slots[:2], by=by_link(party))
        set_absences(party=party, slots=slots[1:2], by=by_link(party))

        assert list(party.absences.values_list("slot_id", flat=True)) == slots[1:2]

    def test_a_slot_of_another_fair_is_unknown(self) -> None:
        party, other = a_party(a_fair()), a_fair()

        with pytest.raises(Problem) as error:
            set_absences(party=party, slots=[other.slots.first().pk], by=by_link(party))

        assert error.value.code == "unknown_slot"


@pytest.mark.django_db
class TestInvitation:
    def test_an_invitation_carries_the_partys_own_link(self) -> None:
        party = a_party(a_fair(), contact_email="ana@example.org")

        invite_party(party=party, by=a_manager(party.fair.programme))

        message = OutboxMessage.objects.get()
        assert (message.to, message.template) == ("ana@example.org", "events.party_invited")
        assert "/f/" in message.text

    def test_who_has_no_address_is_not_invited_by_mail(self) -> None:
        party = a_party(a_fair())

        with pytest.raises(Problem) as error:
            invite_party(party=party, by=a_manager(party.fair.programme))

        assert error.value.code == "no_address"


@pytest.mark.django_db
class TestLists:
    def test_a_list_costs_the_same_for_one_and_for_three(self, django_assert_num_queries: object) -> None:
        fair = a_fair()
        manager = a_manager(fair.programme)
        a_party(fair)
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len([party.side.code for party in parties_for(manager, fair)]) == 1
        a_party(fair)
        a_party(fair)
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len([party.side.code for party in parties_for(manager, fair)]) == 3

    def test_a_party_is_found_in_either_script(self) -> None:
        fair = a_fair()
        a_party(fair, name="Đorđe i prijatelji")

        found = parties_for(a_manager(fair.programme), fair, text="ЂОРЂЕ")

        assert [party.name for party in found] == ["Đorđe i prijatelji"]

    def test_a_party_sees_whom_it_could_meet_and_no_more(self) -> None:
        fair = a_fair()
        cso, company = a_party(fair), a_party(fair, "company")
        a_party(fair)
        decline_invitation(party=a_party(fair, "company"), by=the_network(fair.network))

        assert list(partners_for(by_link(cso), cso)) == [company]
        assert list(parties_for(by_link(cso), fair)) == [cso]


@pytest.mark.django_db
class TestMerging:
    def test_the_parties_of_a_double_belong_to_the_organisation_that_is_kept(self) -> None:
        fair = a_fair()
        party = a_party(fair, name="Udruga Mi")
        kept = an_organisation(fair.network, "Udruga MI Split")

        merge_organisations(kept=kept, absorbed=party.organisation, by=the_network(fair.network))

        assert Party.objects.get().organisation_id == kept.pk

    def test_two_that_both_take_part_are_not_merged(self) -> None:
        fair = a_fair()
        first, second = a_party(fair), a_party(fair)

        with pytest.raises(Problem) as error:
            merge_organisations(kept=first.organisation, absorbed=second.organisation, by=the_network(fair.network))

        assert error.value.code == "both_at_fair"


def register_all(fair: Fair, organisations: list[Organisation], by: Actor) -> list[str]:
    """Send all registrations at once from many threads, each with its own connection; returns what each got."""
    side_id: UUID = a_side(fair, "cso").pk

    def register(organisation: Organisation) -> str:
        close_old_connections()
        try:
            register_organisation(
                side=Side.objects.select_related("fair").get(pk=side_id), organisation=organisation, by=by
            )
        except Problem as problem:
            return problem.code
        else:
            return "registered"
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(register, organisations))


@pytest.fixture
def crowd(transactional_db: None) -> tuple[Fair, list[Organisation], Actor]:
    fair = a_fair(a_programme(a_network()), sides=ONE_PLACE, is_open=True)
    by = the_network(fair.network)
    rows = [
        Organisation(
            network=fair.network, kind="cso", name=Translated.of(f"O{n}", "en"), sort_key=f"o{n}", search_key=""
        )
        for n in range(CALLS)
    ]
    Organisation.objects.bulk_create(rows)
    return fair, rows, by


def test_of_500_registrations_at_once_the_last_place_goes_to_one(crowd: tuple[Fair, list[Organisation], Actor]) -> None:
    answers = register_all(*crowd)

    assert (answers.count("registered"), answers.count("side_full")) == (1, CALLS - 1)
    assert (a_side(crowd[0], "cso").taken, Party.objects.count()) == (1, 1)


def test_without_its_guards_the_side_would_be_oversold(
    crowd: tuple[Fair, list[Organisation], Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "free_place", Q)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_side DROP CONSTRAINT side_not_overfull")
    try:
        answers = register_all(crowd[0], crowd[1][:40], crowd[2])

        assert answers.count("registered") == 40
    finally:
        Side.objects.update(taken=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE events_side ADD CONSTRAINT side_not_overfull CHECK (places IS NULL OR taken <= places)"
            )
