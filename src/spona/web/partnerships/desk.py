"""The agreement desk: one tablet, two people. By account at a fair, by link without one, or outside any fair.

The page works without signal once it has been opened: its script keeps what was written and sends it later, in
batches that may be sent twice. Where a script is missing, the form is a form.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.models import Fair
from spona.kernel.models import Problem, Problems
from spona.kernel.rules import allowed
from spona.partnerships.actions import Taken, open_desk, set_desk_terms, take_batch, take_item
from spona.partnerships.queries import desk_choices, desk_fair_for, desk_of_link, terms_of
from spona.partnerships.states import DESK_LINK
from spona.web.events.fair_pages import fair_crumbs
from spona.web.page import PageRequest, page
from spona.web.partnerships.forms import DeskForm, TermsForm

PAST_OF_FORM = ("a", "b", "meeting", "about")
LARGEST_BODY = 2_000_000
LINK = (DESK_LINK,)


@dataclass(frozen=True)
class Desk:
    """One desk and the addresses of its pages, by whichever way it was opened."""

    fair: Fair | None
    url: str
    batch_url: str
    name: str
    args: tuple[str, ...]

    def agreement_url(self, nonce: object) -> str:
        """Return where an agreement written at this desk is confirmed."""
        return reverse(f"web:partnerships:{self.name}_agreement", args=[*self.args, nonce])


def desk_of(request: PageRequest, fair: Fair | None) -> Desk:
    """Return the desk as whoever asks reaches it."""
    token = getattr(request, "link_token", "")
    name, args = ("link_desk", (token,)) if token else ("fair_desk", (fair.slug,)) if fair else ("desk", ())
    url = reverse(f"web:partnerships:{name}", args=args)
    return Desk(fair, url, reverse(f"web:partnerships:{name}_batch", args=args), name, args)


@page("partnerships.use_desk", methods=("GET", "POST"))
def desk(request: PageRequest) -> HttpResponse:
    """An agreement outside any fair."""
    return _show(request, None)


@page("partnerships.use_desk", lookup=desk_fair_for, methods=("GET", "POST"))
def fair_desk(request: PageRequest, fair: Fair) -> HttpResponse:
    """The desk of a fair, for those who run it."""
    return _show(request, fair)


@page("partnerships.use_desk", lookup=desk_of_link, links=LINK, methods=("GET", "POST"))
def link_desk(request: PageRequest, fair: Fair) -> HttpResponse:
    """The desk of a fair, on a tablet that has its link."""
    return _show(request, fair)


def _show(request: PageRequest, fair: Fair | None) -> HttpResponse:
    here, terms = desk_of(request, fair), terms_of(fair)
    given = {name: request.GET.get(name, "") for name in PAST_OF_FORM}
    form = DeskForm(
        request.POST if request.method == "POST" else None,
        initial={**given, "nonce": str(uuid.uuid4())},
        money_allowed=terms.money_allowed,
    )
    if request.method == "POST" and form.is_valid():
        with form.problems():
            taken = take_item(values=form.values(), fair=fair, by=request.actor)
        if form.is_clean:
            return redirect(here.agreement_url(taken.nonce))
    context = {
        "desk": here,
        "fair": fair,
        "form": form,
        "sides": form.sides(),
        "names": desk_choices(request.actor, fair),
        "money_allowed": terms.money_allowed,
        "may_set": fair is not None and allowed("partnerships.set_desk", request.actor, fair),
    }
    return render(request, "partnerships/desk/desk.html", context, status=form.status(request.method))


@page("partnerships.use_desk", methods=("POST",), idempotent=False)
def batch(request: PageRequest) -> HttpResponse:
    """What a tablet kept outside any fair. Idempotent by each agreement's own number."""
    return _take(request, None)


@page("partnerships.use_desk", lookup=desk_fair_for, methods=("POST",), idempotent=False)
def fair_batch(request: PageRequest, fair: Fair) -> HttpResponse:
    """What a tablet kept at a fair."""
    return _take(request, fair)


@page("partnerships.use_desk", lookup=desk_of_link, links=LINK, methods=("POST",), idempotent=False)
def link_batch(request: PageRequest, fair: Fair) -> HttpResponse:
    """What a tablet with the desk's link kept."""
    return _take(request, fair)


def _take(request: PageRequest, fair: Fair | None) -> HttpResponse:
    """Answer every item for itself, as JSON: ``{items: [{nonce, status, url, problems}]}``."""
    try:
        sent = json.loads(request.body) if len(request.body) <= LARGEST_BODY else None
    except ValueError:
        sent = None
    items = sent.get("items") if isinstance(sent, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return JsonResponse({"items": [], "problem": _("This is no batch of agreements.")}, status=400)
    here = desk_of(request, fair)
    sent_at = str(sent.get("sent_at", "")) if isinstance(sent, dict) else ""
    try:
        taken = take_batch(items=items, fair=fair, sent_at=sent_at, by=request.actor)
    except (Problem, Problems) as problem:
        return JsonResponse({"items": [], "problem": str(problem)}, status=422)
    return JsonResponse({"items": [_answer(here, item) for item in taken]})


def _answer(here: Desk, taken: Taken) -> dict[str, Any]:
    return {
        "nonce": taken.nonce,
        "status": taken.status,
        "url": here.agreement_url(taken.nonce) if taken.agreement is not None else "",
        "problems": [{"place": problem.place, "message": str(problem)} for problem in taken.problems],
    }


@page("partnerships.set_desk", lookup=desk_fair_for, methods=("GET", "POST"))
def settings(request: PageRequest, fair: Fair) -> HttpResponse:
    """What holds at the desk, and how a tablet becomes one."""
    terms = terms_of(fair)
    form = TermsForm(
        request.POST if request.POST.get("do") == "terms" else None,
        initial={"money_allowed": terms.money_allowed, "check_days": terms.check_days},
    )
    if request.POST.get("do") == "open":
        request.session["desk_link"] = open_desk(fair=fair, by=request.actor)
        return redirect("web:partnerships:desk_settings", slug=fair.slug)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("money_allowed", "check_days")}
        with form.problems():
            set_desk_terms(fair=fair, by=request.actor, **values)
        if form.is_clean:
            messages.success(request, _("Saved."))
            return redirect("web:partnerships:desk_settings", slug=fair.slug)
    context = {
        "fair": fair,
        "form": form,
        "link": request.session.pop("desk_link", ""),
        "crumbs": fair_crumbs(fair, _("Agreement desk")),
        "desk_url": reverse("web:partnerships:fair_desk", args=[fair.slug]),
    }
    status = form.status(request.method) if form.is_bound else 200
    return render(request, "partnerships/desk/settings.html", context, status=status)


@page("kernel.open_public_page")
def worker(request: PageRequest) -> HttpResponse:  # noqa: ARG001  the same for everybody
    """The script that keeps a desk's page on its tablet, at an address from which it may serve the desk."""
    found = finders.find("web/desk-worker.js")
    if not isinstance(found, str):
        return HttpResponse(status=404)
    with open(found, encoding="utf-8") as file:  # noqa: PTH123  a path as Django's finder gives it
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
