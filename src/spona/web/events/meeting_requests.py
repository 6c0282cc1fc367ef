"""Asking another party for a meeting, and answering those who ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions import accept_request, decline_request, send_request, withdraw_request
from spona.events.models import Party, Request
from spona.events.queries import requests_for
from spona.events.queries.taking_part import partner_for, request_of_party
from spona.events.states import RequestState
from spona.kernel.models import Problem
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.web.events.taking_part import address, frame
from spona.web.events.taking_part_forms import AnswerForm, AskForm
from spona.web.page import PageRequest
from spona.web.pages import neighbours

PAGE_SIZE = 20


def show_requests(request: PageRequest, party: Party) -> HttpResponse:
    """Who asked this party and whom it asked; with ``to`` in the address, a form to ask one more."""
    receiver = _partner(request, party, request.GET.get("to", ""))
    ask = AskForm(request.POST if request.POST.get("do") == "ask" else None)
    answered: tuple[Request, AnswerForm] | None = None
    if request.method == "POST":
        said, answered = _take(request, party, receiver, ask)
        if said:
            messages.success(request, said)
            return redirect(address(request, party, "requests"))
    listed = keyset(
        requests_for(request.actor, party), order=("-id",), place=request.GET.get("place", ""), size=PAGE_SIZE
    )
    rows = [_row(party, asked, answered) for asked in listed.rows]
    context = {
        "received": [row for row in rows if row["is_received"]],
        "sent": [row for row in rows if not row["is_received"]],
        "receiver": receiver,
        "ask": ask,
        "may_ask": allowed("events.send_request", request.actor, party),
        "wishes_url": address(request, party, "wishes"),
    }
    context |= neighbours(request, listed) | frame(request, party, "requests")
    status = 200 if ask.is_clean and answered is None else 422
    return render(request, "events/participant/requests.html", context, status=status)


def _take(
    request: PageRequest, party: Party, receiver: Party | None, ask: AskForm
) -> tuple[str, tuple[Request, AnswerForm] | None]:
    """Do what was sent: returns the sentence that says so, or the request whose answer has to be mended."""
    do = request.POST.get("do", "")
    if do == "ask":
        return _ask(request, party, receiver, ask), None
    asked = _request(request, party)
    if do == "withdraw":
        withdraw_request(request=asked, by=request.actor)
        return _("You have withdrawn your request."), None
    decide = {"accept": accept_request, "decline": decline_request}.get(do)
    if decide is None:
        raise Problem(
            _("This page does not know that answer."),
            remedy=_("Reload the page and choose again."),
            code="unknown_answer",
        )
    form = AnswerForm(request.POST)
    if form.is_valid():
        with form.problems():
            decide(request=asked, answer=form.cleaned_data["answer"], by=request.actor)
    if not form.is_clean:
        return "", (asked, form)
    return _("They get a mail with your answer."), None


def _ask(request: PageRequest, party: Party, receiver: Party | None, form: AskForm) -> str:
    if receiver is None:
        raise Problem(
            _("This party does not take part in the fair."),
            place="receiver",
            remedy=_("Choose one from the fair's list."),
            code="unknown_party",
        )
    if form.is_valid():
        with form.problems():
            send_request(sender=party, receiver=receiver, message=form.cleaned_data["message"], by=request.actor)
    return _("%(name)s gets a mail with your request.") % {"name": receiver.name} if form.is_clean else ""


def _partner(request: PageRequest, party: Party, identity: str) -> Party | None:
    try:
        return partner_for(request.actor, party, UUID(identity))
    except ValueError:
        return None


def _request(request: PageRequest, party: Party) -> Request:
    """Return the request that is answered. Errors: ``Problem`` for one that is not this party's."""
    try:
        found = request_of_party(request.actor, party, UUID(request.POST.get("request", "")))
    except ValueError:
        found = None
    if found is None:
        raise Problem(
            _("This request is not yours to answer."),
            remedy=_("Reload the page and choose again."),
            code="unknown_request",
        )
    return found


def _row(party: Party, asked: Request, answered: tuple[Request, AnswerForm] | None) -> dict[str, Any]:
    is_received = asked.receiver_id == party.pk
    return {
        "request": asked,
        "is_received": is_received,
        "other": asked.sender if is_received else asked.receiver,
        "is_pending": asked.state == RequestState.PENDING,
        "form": answered[1] if answered is not None and answered[0].pk == asked.pk else AnswerForm(),
    }
