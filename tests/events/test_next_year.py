"""The year after: a fair made from the last one, people asked anew, and who met before in the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from tests.events.day_factories import a_gate
from tests.events.factories import a_fair, a_party, by_link, the_network
from tests.events.planning_factories import ReadyFair, a_published, says, worked_out
from tests.jobs import working

from spona.events.actions import build_problem, confirm_party, decline_invitation, edit_fair, plan_fair, withdraw_party
from spona.events.actions.checkins import check_in_party
from spona.events.actions.cloning import clone_fair
from spona.events.actions.invitations import release_segment, write_to_segment
from spona.events.actions.pair_scores import FAVOURED, pair_score
from spona.events.models import Fair, Party, Rating, Wish
from spona.events.queries.met_before import came_to, met_before
from spona.events.states import FairState
from spona.kernel.models import Link, OutboxMessage, OutboxState, Problem, Refused, Translated

pytestmark = pytest.mark.django_db
A_YEAR_LATER = dt.date(2028, 3, 30)
"""After the clocks went forward; the fair of the factories is on the 18th of March, before."""


def next_year(fair: Fair, **details: object) -> Fair:
    values = {"name": Translated.of("Fair 2028", "en"), "slug": "fair-2028", "starts_on": A_YEAR_LATER, **details}
    return clone_fair(fair=fair, by=the_network(fair.network), **values)  # type: ignore[arg-type]


class TestCloning:
    def test_sides_and_hours_are_those_of_last_year_on_the_new_day(self) -> None:
        fair = a_fair(tables=7, venue="Dom kulture", is_public=True, time_zone="Europe/Belgrade")

        made = next_year(fair)

        zone = ZoneInfo("Europe/Belgrade")
        clock = [slot.starts_at.astimezone(zone).strftime("%H:%M") for slot in fair.slots.all()]
        assert [slot.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") for slot in made.slots.all()] == [
            f"2028-03-30 {time}" for time in clock
        ]
        assert [side.code for side in made.sides.all()] == ["cso", "company"]
        assert (made.tables, made.venue, made.follows, made.state) == (7, "Dom kulture", fair, FairState.PREPARING)
        assert made.is_public is False

    def test_people_are_invited_anew_and_nobody_is_written_to(self) -> None:
        fair = a_fair()
        by = the_network(fair.network)
        coming = confirm_party(party=a_party(fair, "cso", contact_email="a@example.org", note="Talks a lot"), by=by)
        declined, left = a_party(fair), confirm_party(party=a_party(fair, "company"), by=by)
        decline_invitation(party=declined, by=by)
        withdraw_party(party=left, by=by)
        mails, links = OutboxMessage.objects.count(), Link.objects.count()

        made = next_year(fair)

        party = Party.objects.get(fair=made)
        assert (party.organisation_id, party.state, party.side.code) == (coming.organisation_id, "invited", "cso")
        assert (party.contact_email, party.note) == ("a@example.org", "")
        assert [(side.taken, side.confirmed) for side in made.sides.all()] == [(1, 0), (0, 0)]
        assert (OutboxMessage.objects.count(), Link.objects.count()) == (mails, links)

    def test_a_name_is_taken_over_as_it_was_written_whoever_reads_it(self) -> None:
        fair = a_fair()
        party = a_party(fair)
        Party.objects.filter(pk=party.pk).update(name="Удружење Мост", name_language="sr")

        with translation.override("hr"):
            made = next_year(fair)

        written = Party.objects.filter(fair=made).values_list("name", "name_language")
        assert list(written) == [("Удружење Мост", "sr")]

    def test_nothing_said_last_year_is_taken_over(self) -> None:
        ready, _timetable = a_published()
        says(ready.companies[1], ready.csos[0], "must")
        a_rating(ready, "useful")

        made = next_year(ready.fair, starts_on=dt.date(2032, 5, 12))

        assert Party.objects.filter(fair=made).count() == 6
        assert (Wish.objects.filter(fair=made).count(), Rating.objects.filter(fair=made).count()) == (0, 0)
        assert made.timetables.count() == 0

    def test_without_its_people_only_the_frame_is_made(self) -> None:
        fair = a_fair()
        a_party(fair)

        assert Party.objects.filter(fair=next_year(fair, with_parties=False)).count() == 0

    def test_a_day_that_is_not_later_is_refused(self) -> None:
        fair = a_fair()

        with pytest.raises(Problem) as error:
            next_year(fair, starts_on=fair.starts_on)

        assert (error.value.code, Fair.objects.count()) == ("not_later", 1)

    def test_only_managers_make_next_year_s_fair(self) -> None:
        fair = a_fair()
        party = a_party(fair)

        with pytest.raises(Refused):
            clone_fair(fair=fair, name=Translated.of("x", "en"), slug="x", starts_on=A_YEAR_LATER, by=by_link(party))


def a_rating(ready: ReadyFair, answer: str) -> Rating:
    meetings = ready.fair.timetables.get().meetings.select_related("a", "b")
    meeting = meetings.order_by("slot__starts_at", "a__sort_key")[0]
    shared = {"network_id": ready.fair.network_id, "programme_id": ready.fair.programme_id, "fair": ready.fair}
    return Rating.objects.create(rater=meeting.a, about=meeting.b, answer=answer, **shared)


class TestWhoMetBefore:
    def after_a_fair(self, says_of_it: str = "") -> tuple[ReadyFair, Fair]:
        ready, _timetable = a_published(csos=2, companies=2, slots=1)
        if says_of_it:
            a_rating(ready, says_of_it)
        made = next_year(ready.fair, starts_on=dt.date(2032, 5, 12))
        parties = {party.organisation_id: party for party in Party.objects.filter(fair=made)}
        for cso in ready.csos:
            for company in ready.companies:
                says(parties[cso.organisation_id], parties[company.organisation_id], "yes")
        return ready, made

    def scores(self, made: Fair, how: str) -> dict[frozenset[str], int]:
        edit_fair(fair=made, met_before=how, by=the_network(made.network))
        problem = build_problem(Fair.objects.get(pk=made.pk))
        return {frozenset((wish["a"], wish["b"])): wish["score"] for wish in problem["wishes"]}

    def test_pairs_are_known_by_their_organisations(self) -> None:
        _ready, made = self.after_a_fair()

        assert len(met_before(made)) == 2

    def test_a_meeting_that_did_not_happen_is_none(self) -> None:
        assert len(met_before(self.after_a_fair("missed")[1])) == 1

    def test_one_that_one_side_held_is_one(self) -> None:
        assert len(met_before(self.after_a_fair("held")[1])) == 2

    @pytest.mark.parametrize(("how", "favoured"), [("", 0), ("prefer", 2), ("avoid", 2)])
    def test_the_plan_favours_whom_the_fair_wants(self, how: str, favoured: int) -> None:
        _ready, made = self.after_a_fair()
        met = {frozenset(map(str, pair)) for pair in met_before(made)}

        scores = self.scores(made, how)

        raised = {pair for pair, score in scores.items() if score == 240_000 + FAVOURED}
        assert len(raised) == favoured
        assert raised == {"": set(), "prefer": met, "avoid": set(scores) - met}[how]

    @pytest.mark.parametrize("how", ["", "prefer", "avoid"])
    def test_the_engine_parts_them_only_where_they_are_to_be_avoided(self, how: str) -> None:
        _ready, made = self.after_a_fair()
        self.scores(made, how)

        repeats = build_problem(Fair.objects.get(pk=made.pk))["comfort"].get("repeats", [])

        met = {frozenset(map(str, pair)) for pair in met_before(made)}
        assert {frozenset(pair) for pair in repeats} == (met if how == "avoid" else set())

    @pytest.mark.parametrize(("how", "again"), [("", None), ("prefer", 2), ("avoid", 0)])
    def test_a_plan_says_how_many_meet_again(self, how: str, again: int | None) -> None:
        """Two meetings fit; the two pairs of last year and the two others are worth the same."""
        ready, made = self.after_a_fair()
        edit_fair(fair=made, met_before=how, by=the_network(made.network))
        this_year = replace(ready, fair=Fair.objects.get(pk=made.pk))

        draft = worked_out(plan_fair(fair=this_year.fair, by=ready.manager, time_limit=2.0), this_year)

        assert draft.figures["meetings"] == 2
        assert draft.figures["comfort"].get("met_again") == again

    def test_it_never_outweighs_what_people_say(self) -> None:
        silent = pair_score("yes", None, suggestion=1000, favoured=True)
        mutual = pair_score("yes", "yes")
        top = pair_score("must", "must", suggestion=1000, favoured=True)

        assert silent.score < pair_score("must", None).score < mutual.score
        assert (top.score <= 1_000_000, pair_score(None, None, favoured=True).score) == (True, 0)

    def test_who_came_is_who_was_let_in(self) -> None:
        ready, _timetable = a_published()
        everyone = {party.organisation_id for party in (*ready.csos, *ready.companies)}
        assert came_to(ready.fair) == everyone

        check_in_party(gate=a_gate(ready.fair), party=ready.csos[0], by=ready.manager)
        assert came_to(ready.fair) == {ready.csos[0].organisation_id}


class TestSegments:
    def test_letters_wait_in_the_outbox_until_they_are_released(self) -> None:
        ready, _timetable = a_published(csos=2, companies=1)
        before = OutboxMessage.objects.count()

        write_to_segment(fair=ready.fair, parties=ready.csos, message="Dođite opet.", by=ready.manager)

        held = OutboxMessage.objects.filter(state=OutboxState.HELD)
        assert sorted(mail.to for mail in held) == ["cso0@example.org", "cso1@example.org"]
        assert [("Dođite opet." in mail.text, mail.text.count("/f/")) for mail in held] == [(True, 1)] * 2
        assert OutboxMessage.objects.count() == before + 2

        with working():
            assert release_segment(fair=ready.fair, by=ready.manager) == 2
        assert OutboxMessage.objects.filter(state=OutboxState.HELD).count() == 0

    @pytest.mark.parametrize(("message", "code"), [("  ", "message_missing"), ("Come.", "nobody_reached")])
    def test_a_letter_without_words_or_readers_is_refused(self, message: str, code: str) -> None:
        ready, _timetable = a_published(csos=1, companies=1, slots=1)
        Party.objects.update(contact_email="")

        with pytest.raises(Problem) as error:
            write_to_segment(fair=ready.fair, parties=list(Party.objects.all()), message=message, by=ready.manager)

        assert error.value.code == code

    def test_a_party_writes_to_nobody(self) -> None:
        ready, _timetable = a_published(csos=1, companies=1, slots=1)

        with pytest.raises(Refused):
            write_to_segment(fair=ready.fair, parties=ready.companies, message="Hi", by=by_link(ready.csos[0]))
