"""A party's own day on its phone: now and next, who is in, what has changed, and what became of each meeting.

Reached by the party's link, by that of its timetable (which reads only), by the link of the mail afterwards, and with
an account. Opening a page answers nothing: mail scanners open links; every answer is a button.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.ratings import rate_meeting, say_of_meeting
from spona.events.models import Party
from spona.events.queries.clocks import FairClock
from spona.events.queries.ratings import OwnDay, OwnMeeting, own_day
from spona.events.queries.taking_part import own_party_for, party_of_day_link
from spona.events.states import PARTY_LINK, RATING_LINK, TIMETABLE_LINK, MeetingAnswer
from spona.kernel.models import Problem
from spona.kernel.rules import allowed
from spona.web.events.day_forms import WordsForm
from spona.web.events.taking_part import frame
from spona.web.page import PageRequest, page

ADDRESSES = {
    PARTY_LINK: ("party_day", "party_ratings"),
    TIMETABLE_LINK: ("timetable_day", ""),
    RATING_LINK: ("rating_page", "rating_answers"),
}
"""By purpose of the link: the page of the day, and where its answers go."""


def _addresses(request: PageRequest, party: Party) -> tuple[str, str]:
    link = request.actor.link
    if link is None:
        own = (reverse(f"web:events:{name}", args=[party.pk]) for name in ("own_day", "own_ratings"))
        return next(own), next(own)
    token = getattr(request, "link_token", "")
    shown, answered = ADDRESSES[link.purpose]
    there = reverse(f"web:events:{answered}", args=[token]) if answered else ""
    return reverse(f"web:events:{shown}", args=[token]), there


def _show(request: PageRequest, party: Party) -> HttpResponse:
    now = timezone.now()
    here, answers_url = _addresses(request, party)
    mine = own_day(request.actor, party)
    may_rate = bool(answers_url) and allowed("events.rate_meeting", request.actor, party)
    clock = FairClock.of(party.fair)
    context = {
        "here": here,
        "answers_url": answers_url,
        "now": now,
        "entry": mine.entry,
        "entered_at": clock.moment(mine.entry.at) if mine.entry else "",
        **_now_and_next(mine, now, clock),
        "ahead": [{"meeting": row, "span": clock.span(row)} for row in mine.meetings if row.starts_at > now],
        "begun": [
            {"meeting": row, "start": clock.start(row), "form": _form(row) if may_rate else None}
            for row in mine.begun(now)
        ],
        "has_changed": any(meeting.is_changed for meeting in mine.meetings),
        "may_rate": may_rate,
        "choices": MeetingAnswer.choices,
        "is_asked_only": request.actor.link is not None and request.actor.link.purpose == RATING_LINK,
    }
    around = frame(request, party, "day")
    if context["is_asked_only"]:
        around["tabs"] = []
    return render(request, "events/day/my_day.html", around | context)


def _now_and_next(mine: OwnDay, at: dt.datetime, clock: FairClock) -> dict[str, Any]:
    current, following = mine.now(at), mine.following(at)
    return {
        "current": current,
        "current_span": clock.span(current) if current else "",
        "following": following,
        "following_span": clock.span(following) if following else "",
    }


def _form(meeting: OwnMeeting) -> WordsForm | None:
    """Return the form for words about a meeting, once it is said what became of it."""
    if not meeting.answer:
        return None
    said = {"words": meeting.words, "is_shared": meeting.is_shared}
    return WordsForm(initial=said, auto_id=f"{meeting.other.pk}_%s")


def _take(request: PageRequest, party: Party) -> HttpResponse:
    """Take one answer: a tap, or a few words."""
    here, _there = _addresses(request, party)
    about = _meant(request, party)
    if "answer" in request.POST:
        rate_meeting(rater=party, about=about, answer=request.POST["answer"], by=request.actor)
        messages.success(request, _("Thank you. You may still change it."))
    else:
        form = WordsForm(request.POST)
        if not form.is_valid():
            raise Problem(
                _("This is too long."), place="words", remedy=_("Write at most 1000 letters."), code="too_long"
            )
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("words", "is_shared")}
        say_of_meeting(rater=party, about=about, by=request.actor, **said)
        messages.success(request, _("Saved."))
    return redirect(f"{here}#m-{about.pk}")


def _meant(request: PageRequest, party: Party) -> Party:
    """Return whom the answer is about, from the party's own meetings. Errors: ``Problem`` for anybody else."""
    sent = request.POST.get("about", "")
    for meeting in own_day(request.actor, party).meetings:
        if str(meeting.other.pk) == sent:
            return meeting.other
    raise Problem(
        _("This is none of your meetings."), remedy=_("Reload the page to see your meetings."), code="no_meeting"
    )


@page("events.see_own_day", lookup=party_of_day_link, links=(PARTY_LINK,))
def party_day(request: PageRequest, party: Party) -> HttpResponse:
    """My day, beside the other pages of my part."""
    return _show(request, party)


@page("events.rate_meeting", lookup=party_of_day_link, links=(PARTY_LINK,), methods=("POST",))
def party_ratings(request: PageRequest, party: Party) -> HttpResponse:
    """What became of a meeting of mine."""
    return _take(request, party)


@page("events.see_own_day", lookup=party_of_day_link, links=(TIMETABLE_LINK,))
def timetable_day(request: PageRequest, party: Party) -> HttpResponse:
    """My day, for whoever was given the link to my timetable: it reads and never writes."""
    return _show(request, party)


@page("events.see_own_day", lookup=party_of_day_link, links=(RATING_LINK,))
def rating_page(request: PageRequest, party: Party) -> HttpResponse:
    """What the mail after the fair leads to."""
    return _show(request, party)


@page("events.rate_meeting", lookup=party_of_day_link, links=(RATING_LINK,), methods=("POST",))
def rating_answers(request: PageRequest, party: Party) -> HttpResponse:
    """An answer given with the link of that mail."""
    return _take(request, party)


@page("events.see_own_day", lookup=own_party_for)
def own_day_page(request: PageRequest, party: Party) -> HttpResponse:
    """My organisation's day, with an account."""
    return _show(request, party)


@page("events.rate_meeting", lookup=own_party_for, methods=("POST",))
def own_ratings(request: PageRequest, party: Party) -> HttpResponse:
    """What became of a meeting of my organisation."""
    return _take(request, party)
