"""What both sides say of a meeting, in one tap, and what they want the other to read."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.addresses import links_expire, rating_url
from spona.events.models import Fair, Party, Rating, Seat
from spona.events.queries.ratings import meets
from spona.events.states import COMING, RATING_LINK, MeetingAnswer, TimetableState
from spona.kernel.actions import Letter, action, issue_links, lock, record, send_mail_messages
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require


@action
def rate_meeting(*, rater: Party, about: Party, answer: str, by: Actor) -> Rating:
    """Say what became of a meeting; the last word of a side is that side's. It says nothing for the other side.

    Errors: ``Problem`` ``no_meeting`` for two who had none that has begun, ``unknown_answer``.
    """
    require("events.rate_meeting", by, rater)
    if answer not in MeetingAnswer.values:
        raise Problem(_("This page does not know that answer."), place="answer", code="unknown_answer")
    rating = _own(rater, about)
    rating.answer = answer
    rating.save()
    record("events.meeting_rated", on=rating, by=by, data={"answer": answer})
    return rating


@action
def say_of_meeting(*, rater: Party, about: Party, words: str, is_shared: bool, by: Actor) -> Rating:
    """Write a few words about a meeting. ``is_shared``: the other side may read them. Written anew they are no longer
    withheld. Errors: as ``rate_meeting``; ``not_rated`` before the side has said what became of the meeting.
    """
    require("events.rate_meeting", by, rater)
    rating = _own(rater, about)
    if not rating.answer:
        raise Problem(
            _("Say first whether the meeting took place."),
            place="words",
            remedy=_("One tap is enough."),
            code="not_rated",
        )
    text = words.strip()[:1000]
    if text != rating.words:
        rating.withheld_at = None
    rating.words, rating.is_shared = text, is_shared
    rating.save()
    record("events.meeting_rated", on=rating, by=by, data={"answer": rating.answer})
    return rating


def _own(rater: Party, about: Party) -> Rating:
    """Return the side's rating of a meeting, new where it has said nothing. Its row is locked through the party's."""
    Party.objects.select_for_update(no_key=True).get(pk=rater.pk)
    known = Rating.objects.filter(rater=rater, about=about).first()
    if known is not None:
        return known
    if about.fair_id != rater.fair_id or not meets(rater, about, timezone.now()):
        raise Problem(
            _("You had no meeting with %(name)s that has begun.") % {"name": about.name},
            place="about",
            remedy=_("Reload the page to see your meetings."),
            code="no_meeting",
        )
    return Rating(
        network_id=rater.network_id, programme_id=rater.programme_id, fair_id=rater.fair_id, rater=rater, about=about
    )


@action
def withhold_feedback(*, rating: Rating, by: Actor) -> Rating:
    """Keep what a side wrote from the other, because it would hurt or breaks a confidence. Its answer still counts."""
    require("events.see_ratings", by, rating)
    locked = lock(rating)
    locked.withheld_at = timezone.now()
    locked.save(update_fields=["withheld_at", "updated_at"])
    record("events.feedback_withheld", on=locked, by=by)
    return locked


@action
def release_feedback(*, rating: Rating, by: Actor) -> Rating:
    """Let what a side wrote be read again by the other, where it is shared."""
    require("events.see_ratings", by, rating)
    locked = lock(rating)
    locked.withheld_at = None
    locked.save(update_fields=["withheld_at", "updated_at"])
    record("events.feedback_released", on=locked, by=by)
    return locked


def parties_to_ask(fair: Fair) -> list[Party]:
    """Return the parties with an address that had meetings and have not said of all of them what became of them."""
    now = timezone.now()
    published = Seat.objects.filter(
        timetable__fair=fair, timetable__state=TimetableState.PUBLISHED, slot__starts_at__lte=now
    )
    said = set(Rating.objects.filter(fair=fair).values_list("rater_id", "about_id"))
    silent = {pair[0] for pair in published.values_list("party_id", "other_id") if pair not in said}
    asked = Party.objects.filter(pk__in=silent, state__in=COMING).exclude(contact_email="")
    return list(asked.select_related("fair__network").order_by("sort_key", "id"))


@action
def ask_for_ratings(*, fair: Fair, by: Actor) -> int:
    """Write to everybody whose meetings have begun and who has not said of all of them what became of them; returns to
    how many. Each gets a link that rates and does nothing else. A fixed number of queries.
    """
    require("events.run_day", by, fair)
    parties = parties_to_ask(fair)
    if not parties:
        return 0
    tokens = issue_links(purpose=RATING_LINK, subjects=parties, on=fair, expires_at=links_expire(fair), by=by)
    letters = [
        Letter(
            party.contact_email,
            party.language or (fair.network.languages or ["en"])[0],
            {"party": party, "fair": fair, "link_url": rating_url(tokens[party.pk])},
            on=party,
        )
        for party in parties
    ]
    send_mail_messages("events.ratings_asked", letters=letters, by=by)
    record("events.ratings_asked", on=fair, by=by, data={"mails": len(parties)})
    return len(parties)
