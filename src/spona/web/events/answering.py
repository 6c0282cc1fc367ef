"""The first page of a party: whether it comes, when it is there, how many meetings it takes, how it is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions import (
    confirm_party,
    decline_invitation,
    edit_party,
    set_absences,
    set_capacity,
    withdraw_party,
)
from spona.events.models import Party, Slot
from spona.events.queries import absent_slots
from spona.events.queries.clocks import FairClock
from spona.events.queries.fairs import slots_of
from spona.events.queries.taking_part import latest_edition_of, waiting_requests, wish_summary
from spona.events.states import PARTY_MOVES, FairState, PartyState
from spona.kernel.models import Problem
from spona.web.events.taking_part import address, frame
from spona.web.events.taking_part_forms import HoursForm, MeetingsForm, PeopleForm, ReachForm, initial_of
from spona.web.forms import PageForm
from spona.web.page import PageRequest

ANSWERS: dict[str, tuple[Callable[..., Party], str, Any]] = {
    "confirm": (confirm_party, PartyState.CONFIRMED, _("Thank you. We count on you.")),
    "decline": (
        decline_invitation,
        PartyState.DECLINED,
        _("Thank you for telling us. Your place goes to somebody else."),
    ),
    "withdraw": (withdraw_party, PartyState.WITHDRAWN, _("You have withdrawn. Your place goes to somebody else.")),
}
"""What a party may answer: the action, the state it leads to, and the sentence that follows."""


def show_party(request: PageRequest, party: Party) -> HttpResponse:
    """Show the party's part, or take one of its answers."""
    slots = slots_of(party.fair)
    forms = _forms(request, party, slots)
    if request.method == "POST":
        saved = _take(request, party, slots, forms)
        if saved:
            messages.success(request, saved)
            return redirect(address(request, party, "page"))
    edition = latest_edition_of(request.actor, party)
    conflicted = next((form for form in forms.values() if form.conflict is not None), None)
    clock = FairClock(party.fair, slots)
    context = {
        **forms,
        "times": [(slot, clock.span(slot)) for slot in slots],
        "absent": absent_slots(party) if not forms["hours"].is_bound else _left_out(forms["hours"], slots),
        "answers": _answers(party),
        "said": wish_summary(request.actor, party),
        "waiting": waiting_requests(request.actor, party),
        "edition": edition,
        "theirs": conflicted.theirs() if conflicted else [],
        "version": (conflicted.conflict if conflicted else party).version,
    }
    status = 409 if conflicted else 200 if all(form.is_clean for form in forms.values()) else 422
    return render(request, "events/participant/party.html", frame(request, party, "page") | context, status=status)


def _answers(party: Party) -> list[str]:
    """Return what the party may answer now: nothing once the fair is over or cancelled, after a no-show, or when its
    registration expired and somebody else has the place.
    """
    if party.fair.state in {FairState.OVER, FairState.CANCELLED} or party.state == PartyState.NO_SHOW:
        return []
    if party.state == PartyState.EXPIRED and party.side.is_full:
        return []
    allowed = PARTY_MOVES.get(party.state, ())
    answers = [name for name, (_act, state, _said) in ANSWERS.items() if state in allowed]
    return [name for name in answers if name != ("withdraw" if party.state == PartyState.INVITED else "decline")]


def _forms(request: PageRequest, party: Party, slots: list[Slot]) -> dict[str, PageForm]:
    """Return the forms of the page; only the one that was sent reads what was sent."""
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    return {
        "hours": HoursForm(request.POST if sent == "hours" else None, slots=slots),
        "meetings": MeetingsForm(request.POST if sent == "meetings" else None, initial=initial_of(party)),
        "people": PeopleForm(request.POST if sent == "people" else None, initial=initial_of(party)),
        "reach": ReachForm(request.POST if sent == "reach" else None, initial=initial_of(party)),
    }


def _take(request: PageRequest, party: Party, slots: list[Slot], forms: dict[str, PageForm]) -> str:
    """Do what was sent; returns the sentence that says so, empty where a form has to be mended."""
    sent = request.POST.get("do", "")
    if sent in ANSWERS:
        act, _state, said = ANSWERS[sent]
        act(party=party, by=request.actor)
        return str(_(said))
    if sent not in forms:
        raise Problem(
            _("This page does not know that answer."),
            remedy=_("Reload the page and choose again."),
            code="unknown_answer",
        )
    form = forms[sent]
    if form.is_valid():
        with form.problems():
            _save(request, party, slots, sent, form)
    return _("Saved.") if form.is_clean else ""


REACH = ("contact_name", "contact_email", "contact_phone", "told_by", "language")


def _save(request: PageRequest, party: Party, slots: list[Slot], sent: str, form: PageForm) -> None:
    values, by = form.cleaned_data, request.actor
    if sent == "hours":
        set_absences(party=party, slots=_left_out(form, slots), by=by)
    elif sent == "meetings":
        maximum, version = values["max_meetings"], values["_version"]
        set_capacity(party=party, min_meetings=party.min_meetings, max_meetings=maximum, version=version, by=by)
    elif sent == "people":
        edit_party(party=party, version=values["_version"], people=values["people"], by=by)
    else:
        reach = {name: values[name] for name in REACH}
        edit_party(party=party, version=values["_version"], by=by, **reach)


def _left_out(form: PageForm, slots: list[Slot]) -> set[UUID]:
    there = set(form.data.getlist("there"))  # type: ignore[attr-defined]  # a form that was sent holds a QueryDict
    return {slot.pk for slot in slots if str(slot.pk) not in there}
