"""Two parties of a timetable: why they meet or not, and what a change by hand would do before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.actions import TimetableChange, apply_change, effect_of, explain_pair, free_pair
from spona.events.actions.changes import ChangeEffect, TimetableComparison
from spona.events.models import Fair, Party, Slot, Timetable
from spona.events.queries.clocks import FairClock
from spona.events.queries.cockpit import (
    demand_on,
    find_party,
    meeting_of,
    named_demands,
    parties_by_id,
    party_names,
    timetable_for,
)
from spona.events.queries.fairs import fair_for
from spona.kernel.models import Problem, Problems
from spona.kernel.rules import allowed
from spona.web.events.fair_pages import fair_crumbs
from spona.web.events.planning_forms import PairForm
from spona.web.events.planning_grid import pair_url
from spona.web.events.planning_words import said, signed, state_words
from spona.web.page import PageRequest, page
from spona.web.pages import columns

KINDS = ("pin", "ban", "move")


def _pair(request: PageRequest, fair: Fair) -> tuple[Party | None, Party | None]:
    sent = request.POST if request.method == "POST" else request.GET
    return find_party(request.actor, fair, sent.get("a", "")), find_party(request.actor, fair, sent.get("b", ""))


@page("events.plan_fair", lookup=timetable_for)
def explain(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """Why two parties meet or do not; both are asked for where they are not known."""
    fair = timetable.fair
    a, b = _pair(request, fair)
    context: dict[str, Any] = {
        "fair": fair,
        "timetable": timetable,
        "state_words": state_words(timetable),
        "form": _pair_form(request, fair, a, b),
        "names": party_names(request.actor, fair),
        "a": a,
        "b": b,
        "crumbs": fair_crumbs(fair, _("Why, and why not")),
    }
    if a is not None and b is not None and a != b:
        found = explain_pair(timetable=timetable, a=a, b=b, by=request.actor)
        context |= {
            "met": found.met,
            "sentences": said(fair, found.sentences, fair.slots.all()),
            "change_url": pair_url("change", fair, timetable, a.pk, b.pk),
        }
    return render(request, "events/plan/explain.html", context)


def _pair_form(request: PageRequest, fair: Fair, a: Party | None, b: Party | None) -> PairForm:
    """The two fields, each with what is wrong with it where something was typed; the other is left to be chosen where a
    page about one party led here.
    """
    typed = {name: request.GET.get(name, "") for name in ("a", "b")}
    if not any(typed.values()) or "b" not in request.GET:
        return PairForm(fair.slug, initial={"a": a.name if a else typed["a"]})
    form = PairForm(fair.slug, {name: party.name if party else typed[name] for name, party in (("a", a), ("b", b))})
    for name, party in (("a", a), ("b", b)):
        if party is None and typed[name]:
            form.add_error(name, _("No single party of this fair is called so. Choose one of the list."))
    if a is not None and a == b:
        form.add_error("b", _("A pair is two different parties."))
    return form


@page("events.see_parties", lookup=fair_for)
def names(request: PageRequest, fair: Fair) -> HttpResponse:
    """The names a field offers for what has been typed so far; ``of`` says which of the values sent that is."""
    typed = request.GET.get(request.GET.get("of", ""), "")
    return render(request, "events/plan/names.html", {"names": party_names(request.actor, fair, typed)})


@page("events.plan_fair", lookup=timetable_for, methods=("POST",), idempotent=False)
def by_hand(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """Where the grid's keys and its dragging arrive: they save nothing and lead to the change with its effect."""
    a, _colon, b = request.POST.get("item", "").partition(":")
    kind = request.POST.get("action", "")
    more = {"do": kind} if kind in KINDS else {}
    if kind == "move" and request.POST.get("target"):
        more["slot"] = request.POST["target"]
    address = reverse("web:events:change", args=[timetable.fair.slug, timetable.number])
    query = "&".join(f"{name}={value}" for name, value in _safe({"a": a, "b": b, **more}).items())
    return redirect(f"{address}?{query}")


def _safe(values: dict[str, str]) -> dict[str, str]:
    """Keep what an id or a kind of change can consist of."""
    return {name: value for name, value in values.items() if value.replace("-", "").isalnum()}


@page("events.plan_fair", lookup=timetable_for, methods=("GET", "POST"))
def change(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """What a change would do: points, promises, who gains and loses, what moves. Posted, it is saved as a new draft."""
    fair = timetable.fair
    a, b = _pair(request, fair)
    if a is None or b is None:
        return redirect("web:events:explain", slug=fair.slug, number=timetable.number)
    slots = list(fair.slots.all())
    wanted = _wanted(request, a, b, slots)
    problems: list[Problem] = []
    effect = None
    try:
        if request.method == "POST" and wanted is not None:
            return _save(request, timetable, wanted)
        if wanted is not None:
            effect = effect_of(timetable=timetable, change=wanted, by=request.actor)
    except Problem as problem:
        problems = [problem]
    except Problems as several:
        problems = several.problems
    clock, met = FairClock(fair, slots), meeting_of(timetable, a, b)
    context = {
        "fair": fair,
        "timetable": timetable,
        "state_words": state_words(timetable),
        "a": a,
        "b": b,
        "wanted": wanted,
        "problems": problems,
        "headline": _headline(wanted, a, b, clock),
        "meeting": met,
        "met_at": clock.start(met.slot) if met else "",
        "demand": demand_on(request.actor, fair, a, b),
        "slots": [{"id": str(each.pk), "time": clock.start(each)} for each in slots],
        "explain_url": pair_url("explain", fair, timetable, a.pk, b.pk),
        "change_url": pair_url("change", fair, timetable, a.pk, b.pk),
        "crumbs": fair_crumbs(fair, _("Change by hand")),
    }
    if effect is not None:
        context |= _effect_words(request, fair, effect, slots)
    return render(request, "events/plan/change.html", context, status=422 if problems else 200)


def _wanted(request: PageRequest, a: Party, b: Party, slots: list[Slot]) -> TimetableChange | None:
    """The change that is asked for; None where only the pair is known so far, or a move has no time yet."""
    sent = request.POST if request.method == "POST" else request.GET
    kind = sent.get("do", "")
    slot = next((each for each in slots if str(each.pk) == sent.get("slot", "")), None)
    if kind not in KINDS or (kind == "move" and slot is None):
        return None
    return TimetableChange(kind=kind, a=a, b=b, slot=None if kind == "ban" else slot)


def _headline(wanted: TimetableChange | None, a: Party, b: Party, clock: FairClock) -> str:
    names = {"a": a.name, "b": b.name}
    if wanted is None:
        return _("%(a)s and %(b)s") % names
    if wanted.kind == "ban":
        return _("%(a)s and %(b)s do not meet") % names
    if wanted.slot is None:
        return _("%(a)s and %(b)s meet, whatever else happens") % names
    names["time"] = clock.start(wanted.slot)
    if wanted.kind == "move":
        return _("%(a)s and %(b)s meet at %(time)s") % names
    return _("%(a)s and %(b)s meet at %(time)s, whatever else happens") % names


def _save(request: PageRequest, timetable: Timetable, wanted: TimetableChange) -> HttpResponse:
    draft = apply_change(timetable=timetable, change=wanted, by=request.actor)
    messages.success(request, _("Saved as draft %(number)s. Later plans keep to it.") % {"number": draft.number})
    return redirect("web:events:timetable", slug=timetable.fair.slug, number=draft.number)


def _effect_words(request: PageRequest, fair: Fair, effect: ChangeEffect, slots: list[Slot]) -> dict[str, Any]:
    """Say an effect: figures with their sign, and the lists of who gains, loses and moves."""
    if not effect.possible:
        return {"impossible": True, "advice": said(fair, effect.advice, slots)}
    found = effect.comparison
    return {
        "effect": {
            "score": signed(found.score),
            "must": signed(effect.must),
            "shortfall": signed(found.shortfall),
            "moved": len(found.moved),
            "is_free": not (found.moved or found.added or found.removed),
        },
        **difference(request, fair, found, slots),
    }


def difference(
    request: PageRequest, fair: Fair, found: TimetableComparison, slots: list[Slot], limit: int = 200
) -> dict[str, Any]:
    """Return what differs between two timetables as rows of tables. One query for the names."""
    parties = parties_by_id(request.actor, fair, found.party_ids | set(found.loads))
    clock = FairClock(fair, slots)
    times = {slot.pk: clock.start(slot) for slot in slots}

    def name(key: Any) -> str:
        return parties[key].name if key in parties else ""

    loads = sorted(found.loads.items(), key=lambda item: (item[1], name(item[0])))
    return {
        "moved_rows": [
            (
                name(m.a_id),
                name(m.b_id),
                _place(times, m.old_slot_id, m.old_table),
                _place(times, m.new_slot_id, m.new_table),
            )
            for m in found.moved[:limit]
        ],
        "added_rows": [(name(m.a_id), name(m.b_id), times.get(m.slot_id, "")) for m in found.added[:limit]],
        "removed_rows": [(name(m.a_id), name(m.b_id), times.get(m.slot_id, "")) for m in found.removed[:limit]],
        "load_rows": [(name(key), signed(value)) for key, value in loads[:limit]],
        "moved_columns": columns(_("Who"), _("Whom"), _("Before"), _("Then")),
        "pair_columns": columns(_("Who"), _("Whom"), _("Time")),
        "load_columns": columns(_("Party"), _("Meetings"), numbers=(1,)),
    }


def _place(times: dict[Any, str], slot_id: Any, table: int | None) -> str:
    if table is None:
        return times.get(slot_id, "")
    return _("%(time)s, table %(table)s") % {"time": times.get(slot_id, ""), "table": table}


@page("events.see_timetable", lookup=fair_for, methods=("GET", "POST"))
def demands(request: PageRequest, fair: Fair) -> HttpResponse:
    """What the managers insist on. Posted: let go of one pair; the timetable stays as it is until the next plan."""
    if request.method == "POST":
        a, b = _pair(request, fair)
        if a is not None and b is not None and free_pair(fair=fair, a=a, b=b, by=request.actor):
            messages.success(request, _("Nothing is insisted on for this pair any more. The next plan decides freely."))
        return redirect("web:events:demands", slug=fair.slug)
    clock = FairClock.of(fair)
    listed = [
        {"named": named, "time": clock.start(named.slot) if named.slot else ""}
        for named in named_demands(request.actor, fair)
    ]
    context = {
        "fair": fair,
        "listed": listed,
        "may_plan": allowed("events.plan_fair", request.actor, fair),
        "columns": columns(_("Who"), _("Whom"), _("Insisted on"), _("Reason"), _("Let go")),
        "crumbs": fair_crumbs(fair, _("Pins and bans")),
    }
    return render(request, "events/plan/demands.html", context)
