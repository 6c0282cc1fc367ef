"""The day as those who run it, the brokers and the parties see it on their pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.events.day_factories import a_gate
from tests.events.factories import by_link
from tests.events.planning_factories import ReadyFair, a_ready_fair, says
from tests.web.browsing import reached, text_of
from tests.web.events.phones import a_link, a_member, a_phone
from tests.web.events.phones import send as send_form
from tests.web.events.planning_pages import a_client, a_draft, a_wished_fair, at, send, the_manager

from spona.events.actions import publish_timetable
from spona.events.actions.checkins import check_in_party
from spona.events.actions.ratings import rate_meeting, say_of_meeting
from spona.events.models import AdHocMeeting, Fair, Party, Rating, Seat
from spona.events.states import PARTY_LINK, RATING_LINK, TIMETABLE_LINK
from spona.kernel.models import Link, OutboxMessage, OutboxState
from spona.matching.models import MatchRun

pytestmark = pytest.mark.django_db


def minutes_in(ready: ReadyFair, minutes: float) -> None:
    """Let the fair take place now: its first meeting began so many minutes ago."""
    move = timezone.now() - dt.timedelta(minutes=minutes) - ready.slots[0].starts_at
    for slot in ready.slots:
        slot.starts_at, slot.ends_at = slot.starts_at + move, slot.ends_at + move
        slot.save()
    Fair.objects.filter(pk=ready.fair.pk).update(starts_on=timezone.localdate())


def a_day(csos: int = 3, companies: int = 3, slots: int = 3, **details: Any) -> ReadyFair:
    ready = a_wished_fair(csos, companies, slots, is_public=True, **details)
    publish_timetable(timetable=a_draft(ready), by=ready.manager)
    ready.fair = Fair.objects.get(pk=ready.fair.pk)
    return ready


def let_in(ready: ReadyFair, *parties: Party) -> None:
    gate = ready.fair.gates.first() or a_gate(ready.fair)
    for party in parties:
        check_in_party(gate=gate, party=party, by=ready.manager)


def day_of(party: Party, purpose: str = PARTY_LINK) -> str:
    token = a_link(party, purpose)
    return {PARTY_LINK: f"/f/{token}/day/", TIMETABLE_LINK: f"/t/{token}/day/", RATING_LINK: f"/r/{token}/"}[purpose]


class TestWhoRunsTheFair:
    def test_sees_who_is_in_and_who_is_missing_for_now_and_next(self) -> None:
        ready = a_day()
        let_in(ready, *ready.csos, *ready.companies[1:])

        minutes_in(ready, 5)
        page = text_of(the_manager(ready).get(at("day", ready.fair)))

        assert "5 in, of 6 expected" in page
        assert page.count("Does not come") == 1
        assert ready.companies[0].name in page.partition("Missing for now and next")[2].partition("At the tables")[0]

    def test_plans_again_without_the_missing_in_one_click(self) -> None:
        ready = a_day()

        minutes_in(ready, 5)
        sent = send(the_manager(ready), at("no_show", ready.fair), absent=[str(ready.csos[0].pk)], since="now")

        assert (sent.status_code, sent["Location"]) == (302, at("run", ready.fair))
        assert MatchRun.objects.count() == 2

    def test_opens_gates_gives_links_and_closes_them(self) -> None:
        ready = a_day()
        manager = the_manager(ready)
        assert send(manager, at("gates", ready.fair), name="Main door").status_code == 302
        gate = ready.fair.gates.get()
        change = f"/fairs/{ready.fair.slug}/gates/{gate.pk}/change/"

        shown = send(manager, change, do="link")
        assert "/g/" in shown.content.decode()
        send(manager, change, do="close")
        assert Link.objects.filter(purpose="events.gate", revoked_at=None).count() == 0
        assert send(manager, at("gates", ready.fair), name="Main door").status_code == 422

    def test_makes_a_new_badge_for_a_lost_one(self) -> None:
        ready = a_day()
        party = ready.csos[0]
        address = f"/fairs/{ready.fair.slug}/parties/{party.pk}/badge/"
        manager = the_manager(ready)

        paper, renewed = manager.get(address), send(manager, address)

        assert (paper.content[:5], renewed.status_code) == (b"%PDF-", 302)
        assert Party.objects.get(pk=party.pk).badge_edition == 2

    def test_prints_badges_of_a_fair_without_a_timetable(self) -> None:
        ready = a_ready_fair(1, 1, 0)

        assert the_manager(ready).get(at("badges", ready.fair)).content[:5] == b"%PDF-"

    @pytest.mark.parametrize("name", ["day", "gates", "broker", "ratings", "invitations"])
    def test_a_page_costs_a_fixed_number_of_queries(self, name: str, django_assert_max_num_queries: Any) -> None:
        counts = []
        for size in (2, 4):
            ready = a_day(size, size, 2, slug=f"fair-{name}-{size}")
            reached(ready.fair.network)
            let_in(ready, *ready.csos)
            manager = the_manager(ready)
            minutes_in(ready, 5)
            manager.get(at(name, ready.fair))
            with django_assert_max_num_queries(60) as queries:
                assert manager.get(at(name, ready.fair)).status_code == 200
            ready.fair.network.domains.all().delete()
            counts.append(sum(" FROM " in q["sql"] and q["sql"].startswith("SELECT") for q in queries.captured_queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 15

    @pytest.mark.parametrize("name", ["day", "gates", "broker", "ratings", "invitations", "clone", "badges"])
    def test_nobody_else_opens_any_of_it(self, name: str) -> None:
        ready = a_day(1, 1, 1)
        reached(ready.fair.network)

        assert {a_client(ready, *kinds).get(at(name, ready.fair)).status_code for kinds in ((), ("mentor",))} <= {
            302,
            403,
        }


class TestTheBroker:
    def test_brings_two_together_with_one_click(self) -> None:
        ready = a_ready_fair(1, 1, 0, tables=4)
        cso, company = ready.csos[0], ready.companies[0]
        says(cso, company, "yes")
        let_in(ready, cso, company)
        manager = the_manager(ready)
        page = text_of(manager.get(at("broker", ready.fair)))

        sent = send(manager, at("broker", ready.fair), a=cso.pk, b=company.pk, table_number="2")

        assert (f"{cso.name} wants to meet {company.name}." in page, sent.status_code) == (True, 302)
        assert AdHocMeeting.objects.get().table_number == 2
        assert "at table 2" in text_of(manager.get(sent["Location"]))

    def test_nonsense_brings_nobody_together(self) -> None:
        ready = a_ready_fair(1, 1, 0)

        answers = [send(the_manager(ready), at("broker", ready.fair), a=a, b=ready.csos[0].pk) for a in ("x", "")]

        assert ([answer.status_code for answer in answers], AdHocMeeting.objects.count()) == ([422, 422], 0)


class TestAPartyOnItsPhone:
    def test_reads_now_next_table_and_that_it_is_in(self) -> None:
        ready = a_day()
        party = ready.csos[0]
        let_in(ready, party)
        now = Seat.objects.get(party=party, slot=ready.slots[0])
        following = Seat.objects.get(party=party, slot=ready.slots[1])

        minutes_in(ready, 5)
        page = text_of(a_phone().get(day_of(party)))

        assert f"Now {now.other.name} table {now.meeting.table_number}" in page
        assert f"Next {following.other.name} table {following.meeting.table_number}" in page
        assert "gate A" in page

    def test_rates_with_one_tap_by_link_without_an_account(self) -> None:
        ready = a_day()
        party = ready.csos[0]
        other = Seat.objects.get(party=party, slot=ready.slots[0]).other
        path = day_of(party, RATING_LINK)

        minutes_in(ready, 300)
        phone = a_phone()
        assert "next step agreed" in text_of(phone.get(path))
        sent = send_form(phone, f"{path}answers/", about=other.pk, answer="next_step")

        assert (sent.status_code, Rating.objects.get().answer) == (302, "next_step")

    @pytest.mark.parametrize("purpose", [PARTY_LINK, TIMETABLE_LINK, RATING_LINK])
    def test_opening_the_page_answers_nothing(self, purpose: str) -> None:
        ready = a_day()
        path = day_of(ready.csos[0], purpose)

        minutes_in(ready, 300)
        for _time in range(3):
            assert a_phone().get(path).status_code == 200
        for query in ("?answer=held", f"?about={ready.companies[0].pk}&answer=held"):
            a_phone().get(path + query)

        assert Rating.objects.count() == 0

    def test_the_link_that_reads_has_no_buttons(self) -> None:
        ready = a_day()

        minutes_in(ready, 300)
        page = a_phone().get(day_of(ready.csos[0], TIMETABLE_LINK)).content.decode()

        assert ('name="answer"' in page, "How was it?" in page) == (False, True)

    def test_rates_only_its_own_meetings(self) -> None:
        ready = a_day(csos=3, companies=3, slots=1)
        party = ready.csos[0]
        strangers = [party.pk, ready.csos[1].pk, "nobody", *(
            company.pk for company in ready.companies if not Seat.objects.filter(party=party, other=company).exists()
        )]  # fmt: skip
        path = day_of(party, RATING_LINK)

        minutes_in(ready, 300)
        answers = {send_form(a_phone(), f"{path}answers/", about=who, answer="held").status_code for who in strangers}

        assert (answers, Rating.objects.count()) == ({422}, 0)

    def test_a_company_s_words_reach_the_cso_unless_withheld(self) -> None:
        ready = a_day()
        cso = ready.csos[0]
        company = Seat.objects.get(party=cso, slot=ready.slots[0]).other
        company.fair = ready.fair
        minutes_in(ready, 300)
        path = day_of(company, RATING_LINK)
        send_form(a_phone(), f"{path}answers/", about=cso.pk, answer="useful")
        send_form(a_phone(), f"{path}answers/", about=cso.pk, words="Jasan plan.", is_shared="on")
        read = text_of(a_phone().get(day_of(cso)))
        rating = Rating.objects.get()
        send(the_manager(ready), f"/fairs/{ready.fair.slug}/ratings/{rating.pk}/", do="withhold")
        withheld = text_of(a_phone().get(day_of(cso)))

        assert ("Jasan plan." in read, "Jasan plan." in withheld) == (True, False)

    def test_a_member_with_an_account_has_the_same_page(self) -> None:
        ready = a_day()
        reached(ready.fair.network)
        party = ready.csos[0]
        member = a_member(party)

        minutes_in(ready, 300)
        page = member.get(f"/my/parties/{party.pk}/day/")
        other = Seat.objects.get(party=party, slot=ready.slots[0]).other
        send_form(member, f"/my/parties/{party.pk}/ratings/", about=other.pk, answer="held")

        assert (page.status_code, Rating.objects.get().rater_id) == (200, party.pk)


class TestAfterwards:
    def test_those_who_have_not_said_are_asked_by_mail(self) -> None:
        ready = a_day()
        before = OutboxMessage.objects.count()

        minutes_in(ready, 300)
        send(the_manager(ready), at("ratings", ready.fair))

        assert OutboxMessage.objects.count() - before == 6

    def test_the_figures_say_what_became_of_the_meetings(self) -> None:
        ready = a_day()
        seats = Seat.objects.select_related("party__fair", "other__fair")
        seat = seats.order_by("slot__starts_at", "party__side__position", "party__sort_key")[0]
        minutes_in(ready, 300)
        by = by_link(seat.party, RATING_LINK)
        rate_meeting(rater=seat.party, about=seat.other, answer="useful", by=by)
        say_of_meeting(rater=seat.party, about=seat.other, words="Dobro.", is_shared=False, by=by)
        page = text_of(the_manager(ready).get(at("ratings", ready.fair)))

        assert ("1 took place" in page, "For the organiser only." in page) == (True, True)

    def test_next_year_s_fair_is_made_and_written_to_by_segment(self) -> None:
        ready = a_day()
        manager = the_manager(ready)
        sent = send(
            manager, at("clone", ready.fair), name="Sajam 2032", slug="sajam-2032", starts_on="2032-05-12",
            with_parties="on", met_before="avoid",
        )  # fmt: skip
        made = Fair.objects.get(slug="sajam-2032")
        path = f"{at('invitations', made)}?side=cso"

        preview = send(manager, path, message="Dođite opet.", do="preview")
        assert (sent.status_code, preview.status_code, "Dođite opet." in text_of(preview)) == (302, 200, True)
        assert OutboxMessage.objects.filter(state=OutboxState.HELD).count() == 0

        send(manager, path, message="Dođite opet.", do="write")
        assert OutboxMessage.objects.filter(state=OutboxState.HELD).count() == 3
        send(manager, at("invitations", made), do="release")
        assert OutboxMessage.objects.filter(state=OutboxState.HELD).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["day", "gates", "broker", "ratings", "clone", "invitations"])
def test_the_organiser_s_pages_fit_the_narrowest_phone(name: str, narrow_page: Page, axe: Any) -> None:
    ready = a_day(2, 2, 2)
    everybody = (*ready.csos, ready.companies[0])
    let_in(ready, *everybody)
    manager = the_manager(ready)
    narrow_page.goto("/healthz")
    cookie = {"name": "sessionid", "value": manager.cookies["sessionid"].value, "url": narrow_page.url}
    narrow_page.context.add_cookies([cookie])
    minutes_in(ready, 5)
    narrow_page.goto(at(name, ready.fair))
    assert narrow_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(narrow_page) == []


@pytest.mark.django_db(transaction=True)
def test_a_party_s_day_fits_the_narrowest_phone_and_is_rated_with_a_tap(narrow_page: Page, axe: Any) -> None:
    ready = a_day(2, 2, 2)
    minutes_in(ready, 25)
    narrow_page.goto(day_of(ready.csos[0]))
    assert axe(narrow_page) == []
    narrow_page.get_by_role("button", name="useful").first.click()
    narrow_page.wait_for_url("**/day/#m-*")
    assert narrow_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    assert Rating.objects.get().answer == "useful"
