"""A gate as those who keep it see it: by the link of the gate on the day, or with an account that runs the fair.

The page works without signal once it has been opened: the script of the desk keeps what was scanned and sends it later,
in batches that may be sent twice (`actions.checkins`). Where a script is missing, the form is a form.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from spona.events.actions.badges import read_badge
from spona.events.actions.checkins import GateAnswer, SentScan, check_in_party, take_back_entry, take_scans
from spona.events.actions.walk_ins import walk_in
from spona.events.models import Gate
from spona.events.queries.day import arrivals_at, badge_holder, found_at_gate, gate_for, gate_of_link, party_at_gate
from spona.events.states import GATE_LINK, ScanOutcome
from spona.kernel.models import Problem
from spona.web.events.day_forms import WalkInForm
from spona.web.page import PageRequest, page

LINK = (GATE_LINK,)
COOKIE = "spona_gate"
COOKIE_SECONDS = 18 * 3600
LARGEST_BODY = 500_000
CAMERA = "camera=(self), geolocation=(), microphone=()"
LEVELS = {ScanOutcome.ENTERED: messages.SUCCESS, ScanOutcome.AGAIN: messages.WARNING}


def _address(request: PageRequest, gate: Gate, name: str = "gate") -> str:
    """Return one of the gate's pages for whoever asks."""
    token = getattr(request, "link_token", "")
    if token:
        return reverse(f"web:events:{name}", args=[token])
    return reverse(f"web:events:own_{name}", args=[gate.fair.slug, gate.pk])


def said(answer: GateAnswer, gate: Gate) -> str:
    """Return what the people at the gate read, on the fair's clock."""
    name = answer.party.name if answer.party is not None else ""
    if answer.outcome == ScanOutcome.ENTERED:
        return _("%(name)s is in. %(side)s.") % {"name": name, "side": answer.party.side if answer.party else ""}
    if answer.outcome == ScanOutcome.AGAIN and answer.entry is not None:
        time = answer.entry.at.astimezone(ZoneInfo(gate.fair.time_zone))
        return _("%(name)s is in already: in at %(time)s, gate %(gate)s.") % {
            "name": name,
            "time": f"{time:%H:%M}",
            "gate": answer.entry.gate.name,
        }
    sentences = {
        ScanOutcome.REVOKED: _("This badge of %(name)s was replaced. Ask for the new one."),
        ScanOutcome.FOREIGN: _("This is a badge of another fair."),
        ScanOutcome.FORGED: _("This is not a badge of ours."),
        ScanOutcome.UNKNOWN: _("No badge of this fair has this code. Look for the name instead."),
        ScanOutcome.NOT_EXPECTED: _(
            "%(name)s is not expected any more. Find it by its name to take it in all the same."
        ),
        ScanOutcome.AGAIN: _("%(name)s was let in, and the entry was taken back. Find it by its name."),
    }
    return sentences[ScanOutcome(answer.outcome)] % {"name": name}


@page("events.check_in", lookup=gate_of_link, links=LINK, methods=("GET", "POST"))
def gate(request: PageRequest, found: Gate) -> HttpResponse:
    """A gate for the volunteer with its link."""
    return _show(request, found)


@page("events.check_in", lookup=gate_for, methods=("GET", "POST"))
def own_gate(request: PageRequest, found: Gate) -> HttpResponse:
    """A gate for those who run the fair."""
    return _show(request, found)


def _show(request: PageRequest, found: Gate) -> HttpResponse:
    here = _address(request, found)
    if request.method == "POST":
        _do(request, found)
        return redirect(here)
    text = request.GET.get("text", "").strip()
    sides = arrivals_at(request.actor, found)
    context = {
        "gate": found,
        "fair": found.fair,
        "here": here,
        "batch_url": _address(request, found, "gate_scans"),
        "walk_in_url": _address(request, found, "walk_in"),
        "expected": sum(side.expected for side in sides),
        "arrived": sum(side.arrived for side in sides),
        "text": text,
        "found": found_at_gate(request.actor, found, text) if text else [],
        "own_link": request.build_absolute_uri(here) if request.actor.link is not None else "",
    }
    response = render(request, "events/day/gate.html", context)
    response.headers["Permissions-Policy"] = CAMERA
    response.set_cookie(
        COOKIE, here, max_age=COOKIE_SECONDS, path="/b/", secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _do(request: PageRequest, found: Gate) -> None:
    """Let somebody in by badge, code or name, or take an entry back; the answer is a message on the page."""
    wanted = request.POST.get("do", "")
    if wanted == "scan":
        scan = SentScan(request.POST.get("text", ""), request.POST.get("_key", "")[:40])
        _tell(request, found, take_scans(gate=found, scans=[scan], by=request.actor))
        return
    party = party_at_gate(request.actor, found, _id(request.POST.get("party", "")))
    if party is None:
        raise Http404
    if wanted == "back":
        if take_back_entry(gate=found, party=party, by=request.actor):
            messages.info(request, _("The entry of %(name)s was taken back.") % {"name": party.name})
        return
    _tell(request, found, [check_in_party(gate=found, party=party, by=request.actor)])


def _tell(request: PageRequest, found: Gate, answers: list[GateAnswer]) -> None:
    """Say what came of it: one reading in a sentence, many that waited for a signal in a sum."""
    if len(answers) == 1:
        level = LEVELS.get(ScanOutcome(answers[0].outcome), messages.ERROR)
        messages.add_message(request, level, said(answers[0], found))
        return
    entered = sum(answer.outcome == ScanOutcome.ENTERED for answer in answers)
    again = sum(answer.outcome == ScanOutcome.AGAIN for answer in answers)
    sentence = _(
        "%(count)s scans that waited have arrived: %(entered)s came in, %(again)s were in, %(others)s were refused."
    )
    counts = {"count": len(answers), "entered": entered, "again": again, "others": len(answers) - entered - again}
    messages.info(request, sentence % counts)


def _id(text: str) -> UUID:
    """Errors: ``Http404`` for what is no id."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@page("events.check_in", lookup=gate_of_link, links=LINK, methods=("POST",), idempotent=False)
def gate_scans(request: PageRequest, found: Gate) -> HttpResponse:
    """What a device at the gate has scanned, with a signal or without. Idempotent by the nonce of each reading."""
    return _take(request, found)


@page("events.check_in", lookup=gate_for, methods=("POST",), idempotent=False)
def own_gate_scans(request: PageRequest, found: Gate) -> HttpResponse:
    """The same for those who run the fair."""
    return _take(request, found)


def _take(request: PageRequest, found: Gate) -> HttpResponse:
    """Answer ``{sent_at, items: [{nonce, text, written_at}]}`` with ``{items: [{nonce, outcome, text, url}]}``."""
    try:
        sent = json.loads(request.body) if len(request.body) <= LARGEST_BODY else None
        scans = [_sent_scan(item) for item in sent["items"]]  # type: ignore[index]  # what is no object is caught below
        sent_at = _time(sent["sent_at"])  # type: ignore[index]
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"items": [], "problem": _("This is no batch of scans.")}, status=400)
    try:
        answers = take_scans(gate=found, scans=scans, sent_at=sent_at, by=request.actor)
    except Problem as problem:
        return JsonResponse({"items": [], "problem": str(problem)}, status=422)
    if answers:
        _tell(request, found, answers)
    here = _address(request, found)
    return JsonResponse(
        {"items": [{"nonce": a.nonce, "outcome": a.outcome, "text": said(a, found), "url": here} for a in answers]}
    )


def _sent_scan(item: dict[str, Any]) -> SentScan:
    """Errors: ``ValueError``, ``TypeError`` or ``KeyError`` for what is no reading."""
    nonce = str(item["nonce"])
    if not 8 <= len(nonce) <= 40:
        raise ValueError(nonce)
    return SentScan(str(item["text"])[:300], nonce, _time(item["written_at"]))


def _time(text: str) -> dt.datetime:
    """Return a device's time. Errors: ``ValueError`` for none, or one that names no zone."""
    time = parse_datetime(text)
    if time is None or time.tzinfo is None:
        raise ValueError(text)
    return time


@page("events.check_in", lookup=gate_of_link, links=LINK, methods=("GET", "POST"))
def walk_in_at_gate(request: PageRequest, found: Gate) -> HttpResponse:
    """Somebody who came unannounced, taken in by the volunteer at the gate."""
    return _show_walk_in(request, found)


@page("events.check_in", lookup=gate_for, methods=("GET", "POST"))
def own_walk_in(request: PageRequest, found: Gate) -> HttpResponse:
    """The same for those who run the fair."""
    return _show_walk_in(request, found)


def _show_walk_in(request: PageRequest, found: Gate) -> HttpResponse:
    sides = list(found.fair.sides.all())
    form = WalkInForm(
        request.POST if request.method == "POST" else None, sides=sides, initial={"name": request.GET.get("text", "")}
    )
    here = _address(request, found)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("_")}
        code = values.pop("side")
        side = next(side for side in sides if side.code == code)
        with form.problems():
            _tell(request, found, [walk_in(gate=found, side=side, by=request.actor, **values)])
        if form.is_clean:
            return redirect(here)
    context = {"gate": found, "fair": found.fair, "form": form, "here": here}
    return render(request, "events/day/walk_in.html", context, status=form.status(request.method))


@page("kernel.open_public_page")
def badge(request: PageRequest) -> HttpResponse:
    """What a badge opens in the camera of a phone: at a gate one button, elsewhere its organisation's page."""
    scanned = request.resolver_match.kwargs["badge"] if request.resolver_match else ""
    here = _gate_of_phone(request)
    if here:
        return render(request, "events/day/badge.html", {"here": here, "badge": scanned})
    read = read_badge(scanned)
    organisation_id = badge_holder(request.actor, read.party_id) if read is not None else None
    if organisation_id is None:
        raise Http404
    return redirect("web:parties:organisation", organisation_id=organisation_id)


def _gate_of_phone(request: PageRequest) -> str:
    """Return the gate this phone keeps; empty where it keeps none. Whether it may is asked when it lets somebody in."""
    path = request.COOKIES.get(COOKIE, "")
    try:
        return path if resolve(path).url_name in {"gate", "own_gate"} else ""
    except Resolver404:
        return ""
