"""The engine at work, as the manager watches it; and planning again after somebody did not come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions import replan_after
from spona.events.models import Fair
from spona.events.queries.cockpit import coming_parties, draft_of_run
from spona.events.queries.fairs import fair_for
from spona.events.queries.parties import parties_for
from spona.events.queries.timetables import planning_run, published_timetable
from spona.events.states import COMING
from spona.kernel.models import Problem
from spona.matching.actions import cancel_run
from spona.matching.models import MatchRun
from spona.matching.states import FINISHED, USABLE, RunState
from spona.web.events.cockpit import compare_url
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.planning_forms import NoShowForm
from spona.web.events.planning_words import said, spoken
from spona.web.page import PageRequest, page

PARTIES_SHOWN = 500


@page("events.plan_fair", lookup=fair_for)
def run(request: PageRequest, fair: Fair) -> HttpResponse:
    """How far the work is. Asked by htmx every two seconds for its fragment; leads on when a draft is there."""
    current = planning_run(request.actor, fair)
    if current is None:
        return redirect("web:events:plan", slug=fair.slug)
    if current.state in USABLE:
        return _lead_on(request, fair, current)
    context: dict[str, Any] = {
        "fair": fair,
        "run": current,
        "is_running": current.state not in FINISHED,
        "percent": round(100 * current.progress),
        "so_far": _so_far(current),
        "advice": _advice(fair, current),
        "tabs": fair_tabs(request.actor, fair, "plan"),
        "crumbs": fair_crumbs(fair, _("Being planned")),
    }
    if "HX-Request" in request.headers:
        return render(request, "events/plan/run_state.html", context)
    return render(request, "events/plan/run.html", context)


def _lead_on(request: PageRequest, fair: Fair, done: MatchRun) -> HttpResponse:
    """Go to the draft that a finished run became: to the comparison where it started from another timetable."""
    draft = draft_of_run(request.actor, done)
    url = reverse("web:events:plan", args=[fair.slug])
    if draft is not None and draft.based_on is not None:
        url = compare_url(fair, draft.based_on, draft)
    if "HX-Request" not in request.headers:
        return redirect(url)
    response = HttpResponse()
    response["HX-Redirect"] = url
    return response


def _so_far(current: MatchRun) -> str:
    if current.state == RunState.QUEUED:
        return _("It waits for its turn.")
    if current.score is None:
        return _("Reading who wants to meet whom.")
    return _("Best plan so far: %(score)s points; no plan has more than %(bound)s.") % {
        "score": spoken(current.score),
        "bound": spoken(current.score_bound or 0),
    }


def _advice(fair: Fair, current: MatchRun) -> list[str]:
    """What stands against each other, where the demands clash."""
    if current.state != RunState.INFEASIBLE or not current.result:
        return []
    return said(fair, current.result.get("advice_said", []), fair.slots.all())


@page("events.plan_fair", lookup=fair_for, methods=("POST",))
def stop(request: PageRequest, fair: Fair) -> HttpResponse:
    """Stop the work; the best plan found so far is kept."""
    current = planning_run(request.actor, fair)
    if current is not None:
        cancel_run(run=current, by=request.actor)
    return redirect("web:events:run", slug=fair.slug)


@page("events.plan_fair", lookup=fair_for, methods=("GET", "POST"))
def no_show(request: PageRequest, fair: Fair) -> HttpResponse:
    """Choose who is missing; the rest is planned again with as few changes as possible."""
    form = NoShowForm(request.POST or None)
    chosen = _ids(request.POST.getlist("absent"))
    if request.method == "POST" and form.is_valid():
        absent = [party for party in coming_parties(request.actor, fair) if party.pk in chosen]
        since = timezone.now() if form.cleaned_data["since"] == NoShowForm.FROM_NOW else None
        with form.problems():
            if not absent:
                raise Problem(_("Nobody is chosen."), remedy=_("Tick the parties that are missing."), code="nobody")
            replan_after(fair=fair, absent=absent, since=since, moves=form.cleaned_data["moves"], by=request.actor)
        if form.is_clean:
            return redirect("web:events:run", slug=fair.slug)
    text = request.GET.get("text", "")
    found = parties_for(request.actor, fair, text=text).filter(state__in=COMING)
    context = {
        "fair": fair,
        "form": form,
        "chosen": chosen,
        "text": text,
        "parties": list(found[:PARTIES_SHOWN]),
        "published": published_timetable(fair),
        "crumbs": fair_crumbs(fair, _("Somebody is missing")),
    }
    return render(request, "events/plan/no_show.html", context, status=form.status(request.method))


def _ids(sent: list[str]) -> set[UUID]:
    found = set()
    for text in sent:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
