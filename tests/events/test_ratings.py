"""What became of meetings: each side for itself, once, changed at will, never undone by the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.db import close_old_connections, connection
from tests.events.factories import by_link
from tests.events.planning_factories import ReadyFair, a_published, worked_out
from tests.jobs import working

from spona.events.actions import publish_timetable, replan_after
from spona.events.actions import ratings as rating_actions
from spona.events.actions.ratings import (
    ask_for_ratings,
    rate_meeting,
    release_feedback,
    say_of_meeting,
    withhold_feedback,
)
from spona.events.models import Party, Rating, Seat
from spona.events.queries.ratings import own_day, rating_figures, took_place
from spona.events.states import PARTY_LINK, RATING_LINK, TIMETABLE_LINK
from spona.kernel.models import OutboxMessage, Problem, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    """All of this happens on the evening of the fair."""
    with patch("spona.events.actions.ratings.timezone.now", return_value=dt.datetime(2031, 5, 14, 18, tzinfo=dt.UTC)):
        yield


def a_met_pair() -> tuple[ReadyFair, Party, Party]:
    ready, _timetable = a_published()
    seats = Seat.objects.select_related("party__fair", "other__fair")
    seat = seats.order_by("slot__starts_at", "party__side__position", "party__sort_key")[0]
    return ready, seat.party, seat.other


def rated(rater: Party, about: Party, answer: str) -> Rating:
    return rate_meeting(rater=rater, about=about, answer=answer, by=by_link(rater, RATING_LINK))


@pytest.mark.parametrize(
    ("answers", "happened"),
    [
        ([], None),
        (["missed"], False),
        (["missed", "missed"], False),
        (["held"], True),
        (["missed", "held"], True),
        (["next_step", "missed"], True),
        (["useful", "useful"], True),
    ],
)
def test_one_who_says_that_it_took_place_is_believed(answers: list[str], happened: bool | None) -> None:
    assert took_place(answers) is happened


class TestRating:
    def test_one_side_s_no_does_not_undo_the_other_s_yes(self) -> None:
        ready, one, other = a_met_pair()
        rated(one, other, "useful")
        rated(other, one, "missed")

        figures = rating_figures(ready.manager, ready.fair)

        assert (figures.held, figures.missed, figures.useful) == (1, 0, 1)
        assert figures.silent == figures.meetings - 1

    def test_the_last_word_of_a_side_is_that_side_s(self) -> None:
        _ready, one, other = a_met_pair()
        for answer in ("missed", "held", "next_step"):
            rated(one, other, answer)

        assert list(Rating.objects.values_list("rater", "answer")) == [(one.pk, "next_step")]

    def test_nobody_rates_a_meeting_it_did_not_have(self) -> None:
        _ready, one, _other = a_met_pair()
        stranger = Party.objects.filter(side=one.side_id).exclude(pk=one.pk).order_by("pk").first()
        assert stranger is not None

        with pytest.raises(Problem) as error:
            rated(one, stranger, "held")

        assert error.value.code == "no_meeting"

    def test_a_meeting_that_has_not_begun_is_not_rated(self) -> None:
        _ready, one, other = a_met_pair()
        too_early = dt.datetime(2031, 5, 14, 7, tzinfo=dt.UTC)

        with patch("spona.events.actions.ratings.timezone.now", return_value=too_early), pytest.raises(Problem):
            rated(one, other, "held")

    def test_an_answer_nobody_offered_is_refused(self) -> None:
        _ready, one, other = a_met_pair()

        with pytest.raises(Problem):
            rated(one, other, "splendid")

    def test_only_the_party_itself_rates_and_not_with_the_link_that_reads(self) -> None:
        ready, one, other = a_met_pair()

        for by in (by_link(one, TIMETABLE_LINK), by_link(other, PARTY_LINK), ready.manager):
            with pytest.raises(Refused):
                rate_meeting(rater=one, about=other, answer="held", by=by)

    def test_a_rating_outlives_the_timetable_it_was_planned_in(self) -> None:
        ready, one, other = a_met_pair()
        rated(one, other, "useful")
        Seat.objects.all().delete()

        assert rated(one, other, "next_step").answer == "next_step"
        assert rating_figures(ready.manager, ready.fair).next_steps == 1


class TestWords:
    def said(self, *, is_shared: bool = True) -> tuple[ReadyFair, Party, Party, Rating]:
        ready, one, other = a_met_pair()
        rated(one, other, "useful")
        rating = say_of_meeting(
            rater=one, about=other, words=" Dobar plan. ", is_shared=is_shared, by=by_link(one, PARTY_LINK)
        )
        return ready, one, other, rating

    def read_by(self, party: Party, about: Party) -> str:
        day = own_day(by_link(party, PARTY_LINK), party)
        return next(meeting.their_words for meeting in day.meetings if meeting.other == about)

    def test_words_reach_the_other_side_when_the_one_who_wrote_them_agrees(self) -> None:
        _ready, one, other, _rating = self.said()

        assert self.read_by(other, one) == "Dobar plan."

    def test_words_that_are_not_shared_stay_with_the_organiser(self) -> None:
        _ready, one, other, _rating = self.said(is_shared=False)

        assert self.read_by(other, one) == ""

    def test_withheld_words_reach_nobody_until_they_are_released_or_written_anew(self) -> None:
        ready, one, other, rating = self.said()
        withhold_feedback(rating=rating, by=ready.manager)
        assert self.read_by(other, one) == ""

        release_feedback(rating=rating, by=ready.manager)
        assert self.read_by(other, one) == "Dobar plan."

        withhold_feedback(rating=rating, by=ready.manager)
        say_of_meeting(rater=one, about=other, words="Bolje ovako.", is_shared=True, by=by_link(one, PARTY_LINK))
        assert self.read_by(other, one) == "Bolje ovako."

    def test_a_party_does_not_judge_words(self) -> None:
        _ready, _one, other, rating = self.said()

        with pytest.raises(Refused):
            withhold_feedback(rating=rating, by=by_link(other, PARTY_LINK))

    def test_who_has_not_said_whether_it_took_place_writes_nothing(self) -> None:
        _ready, one, other = a_met_pair()

        with pytest.raises(Problem) as error:
            say_of_meeting(rater=one, about=other, words="x", is_shared=True, by=by_link(one, PARTY_LINK))

        assert error.value.code == "not_rated"


class TestAsking:
    def test_everybody_who_has_not_said_of_all_meetings_gets_one_mail(self) -> None:
        ready, one, other = a_met_pair()
        for seat in Seat.objects.filter(party=one).select_related("other"):
            rated(one, seat.other, "held")
        before = list(OutboxMessage.objects.values_list("pk", flat=True))

        with working():
            asked = ask_for_ratings(fair=ready.fair, by=ready.manager)

        mails = list(OutboxMessage.objects.exclude(pk__in=before))
        assert (asked, len(mails)) == (5, 5)
        assert one.contact_email not in {mail.to for mail in mails}
        assert {mail.text.count("/r/") for mail in mails if mail.to == other.contact_email} == {1}

    def test_nobody_is_asked_before_the_first_meeting(self) -> None:
        ready, _one, _other = a_met_pair()
        early = dt.datetime(2031, 5, 14, 7, tzinfo=dt.UTC)

        with patch("spona.events.actions.ratings.timezone.now", return_value=early):
            assert ask_for_ratings(fair=ready.fair, by=ready.manager) == 0


class TestOwnDay:
    def test_what_a_new_timetable_changed_is_marked(self) -> None:
        ready, timetable = a_published()
        own = by_link(ready.companies[0], PARTY_LINK)
        first = own_day(own, ready.companies[0])
        assert [meeting.is_changed for meeting in first.meetings] == [False] * len(first.meetings)

        run = replan_after(fair=ready.fair, absent=[ready.csos[0]], by=ready.manager)
        publish_timetable(timetable=worked_out(run, ready), by=ready.manager)

        before = set(timetable.seats.values_list("party", "other", "slot", "meeting__table_number"))
        for company in ready.companies:
            day = own_day(by_link(company, PARTY_LINK), company)
            for meeting in day.meetings:
                slot = next(slot.pk for slot in ready.slots if slot.starts_at == meeting.starts_at)
                was_there = (company.pk, meeting.other.pk, slot, meeting.table_number) in before
                assert meeting.is_changed is not was_there

    def test_it_costs_the_same_for_one_meeting_and_for_three(self, django_assert_num_queries: object) -> None:
        for slots in (1, 3):
            ready, _timetable = a_published(slots=slots)
            company = Party.objects.select_related("fair", "side").get(pk=ready.companies[0].pk)
            with django_assert_num_queries(7):  # type: ignore[operator]
                assert len(own_day(by_link(company, PARTY_LINK), company).meetings) == slots


def tap_together(rater: Party, about: Party, taps: int = 12) -> list[str]:
    """Answer so often at once, from many threads."""

    def tap(number: int) -> str:
        close_old_connections()
        try:
            return rated(rater, about, ("held", "useful")[number % 2]).answer
        except Exception as error:  # what the database refuses is what is counted
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(tap, range(taps)))


@pytest.mark.django_db(transaction=True)
class TestManyTapsAtOnce:
    def test_they_leave_one_rating_and_no_error(self) -> None:
        _ready, one, other = a_met_pair()

        answers = tap_together(one, other)

        assert (set(answers) <= {"held", "useful"}, Rating.objects.count()) == (True, 1)

    def test_without_the_lock_some_would_fail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Deterministic: every tap believes that nothing was said yet."""
        _ready, one, other = a_met_pair()
        fresh = rating_actions.Rating(
            network_id=one.network_id, programme_id=one.programme_id, fair_id=one.fair_id, rater=one, about=other
        )
        columns = {f.attname: getattr(fresh, f.attname) for f in fresh._meta.fields if f.attname != "id"}
        monkeypatch.setattr(rating_actions, "_own", lambda _rater, _about: Rating(**columns))

        assert "IntegrityError" in tap_together(one, other)
