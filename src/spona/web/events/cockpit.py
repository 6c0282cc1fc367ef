"""The cockpit: what stands, how good it is, who meets whom, what would help, and the ways on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.actions import plan_fair
from spona.events.models import Fair, Timetable
from spona.events.queries.cockpit import readiness, timetable_for
from spona.events.queries.fairs import fair_for, sides_of
from spona.events.queries.timetables import drafts_for, planning_run
from spona.events.states import TimetableState
from spona.kernel.models import Problem
from spona.kernel.rules import allowed
from spona.matching.models import MatchRun
from spona.matching.states import FINISHED, USABLE
from spona.web.events.comfort_words import comfort_words
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.planning_forms import DEFAULT_SECONDS, PlanForm, pair_fields, plan_fields
from spona.web.events.planning_grid import GridBuilder
from spona.web.events.planning_words import figures, histogram, said, sizes, state_words, verdict, waiting
from spona.web.page import PageRequest, page

DRAFTS_SHOWN = 8


@page("events.see_timetable", lookup=fair_for, methods=("GET", "POST"))
def plan(request: PageRequest, fair: Fair) -> HttpResponse:
    """The fair's latest timetable, or what is missing for one. Posted: have the meetings worked out."""
    drafts = drafts_for(request.actor, fair, DRAFTS_SHOWN)
    current = drafts[0] if drafts else None
    if request.method == "POST":
        chosen = _asked(request)
        plan_fair(
            fair=fair,
            keep=current if chosen["keep"] or chosen["moves"] is not None else None,
            moves=chosen["moves"],
            fill=chosen["fill"],
            time_limit=float(chosen["time_limit"] or DEFAULT_SECONDS),
            by=request.actor,
        )
        return redirect("web:events:run", slug=fair.slug)
    return _show(request, fair, current, drafts)


def _asked(request: PageRequest) -> dict[str, Any]:
    """Return what a plan is asked for with. Errors: ``Problem`` for what no form of ours sends, and for a number that
    is none.
    """
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise Problem(
            _("How many meetings may change is a whole number."),
            place="moves",
            remedy=_("Leave it empty for as few as can be."),
            code="moves_unclear",
        )
    return form.cleaned_data


@page("events.see_timetable", lookup=timetable_for)
def timetable(request: PageRequest, found: Timetable) -> HttpResponse:
    """One timetable by its number, replaced and discarded ones too."""
    return _show(request, found.fair, found, drafts_for(request.actor, found.fair, DRAFTS_SHOWN))


def _show(request: PageRequest, fair: Fair, current: Timetable | None, drafts: list[Timetable]) -> HttpResponse:
    run = planning_run(request.actor, fair)
    may_plan = allowed("events.plan_fair", request.actor, fair)
    context: dict[str, Any] = {
        "fair": fair,
        "timetable": current,
        "may_plan": may_plan,
        "run": run,
        "is_running": run is not None and run.state not in FINISHED,
        "broken_run": _broken(run, current),
        "tabs": fair_tabs(request.actor, fair, "plan"),
        "crumbs": fair_crumbs(fair, _("Timetable")),
    }
    if current is None:
        context["ready"] = readiness(request.actor, fair)
        context["waiting"] = waiting(fair, None, sides_of(fair)) if may_plan else []
        return render(request, "events/plan/empty.html", context)
    return render(request, "events/plan/cockpit.html", context | _timetable_context(request, fair, current, drafts))


def _timetable_context(request: PageRequest, fair: Fair, current: Timetable, drafts: list[Timetable]) -> dict[str, Any]:
    may_change = allowed("events.plan_fair", request.actor, fair) and current.state in {
        TimetableState.DRAFT,
        TimetableState.PUBLISHED,
    }
    builder = GridBuilder(request.actor, fair, current, request.GET, may_change=may_change)
    sides = list(builder.sides.values())
    others = [draft for draft in drafts if draft.pk != current.pk]
    base = next((draft for draft in others if draft.pk == current.based_on_id), others[0] if others else None)
    return {
        "verdict": verdict(current),
        "state_words": state_words(current),
        "sizes": sizes(current, fair, sides, len(builder.every_slot)),
        "figures": figures(current, fair, sides),
        "comfort": comfort_words(current),
        "may_edit": allowed("events.manage_fair", request.actor, fair),
        "histogram": histogram(current, fair),
        "advice": said(fair, current.figures.get("advice", []), builder.every_slot),
        "waiting": waiting(fair, current, sides) if allowed("events.plan_fair", request.actor, fair) else [],
        "grid": builder.build(),
        "may_change": may_change,
        "is_draft": current.state == TimetableState.DRAFT,
        "is_latest": not drafts or current.number >= drafts[0].number,
        "plan_fields": plan_fields(keep=current.state == TimetableState.PUBLISHED),
        "pair_fields": pair_fields(fair),
        "base": base,
        "compare_url": compare_url(fair, base, current) if base else "",
        "drafts": [{"draft": draft, "words": state_words(draft), "verdict": verdict(draft)} for draft in drafts],
    }


def compare_url(fair: Fair, first: Timetable, second: Timetable) -> str:
    """Return the address of two timetables side by side, the older one first."""
    older, newer = sorted((first.number, second.number))
    return f"{reverse('web:events:compare', args=[fair.slug])}?first={older}&second={newer}"


def _broken(run: MatchRun | None, current: Timetable | None) -> bool:
    """Whether the last attempt brought nothing, and is newer than what is shown."""
    if run is None or run.state not in FINISHED or run.state in USABLE:
        return False
    return current is None or run.created_at > current.created_at
