"""Pages about one timetable or two: what it leaves out and why, how two differ, publishing, putting aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.actions import compare_timetables, discard_draft, publish_timetable
from spona.events.models import Fair, Load, Party, Side, Timetable, UnmetWish
from spona.events.queries.calls import calls_for
from spona.events.queries.cockpit import LOAD_ORDER, find_party, loads_for, party_names, timetable_for
from spona.events.queries.fairs import fair_for, sides_of, slots_of
from spona.events.queries.sentences import names_for, sentence_text
from spona.events.queries.timetables import drafts_for, published_timetable, unmet_for, who_got_none
from spona.events.states import FairState, TimetableState
from spona.kernel.models import Problem, Problems
from spona.kernel.queries import Page, keyset
from spona.kernel.rules import allowed
from spona.web.events.changing import difference
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.planning_forms import LoadFilters, PartyFilter
from spona.web.events.planning_grid import pair_addresses
from spona.web.events.planning_words import (
    as_sentence,
    compared,
    figures,
    replanned,
    signed,
    spoken,
    state_words,
    verdict,
)
from spona.web.page import PageRequest, page
from spona.web.pages import columns, neighbours
from spona.web.tables import Cells, addresses, chip, link, plain
from spona.web.templatetags.spona_values import number


def _shared(request: PageRequest, timetable: Timetable, label: str) -> dict[str, Any]:
    """What every page about one timetable shows."""
    return {
        "fair": timetable.fair,
        "timetable": timetable,
        "state_words": state_words(timetable),
        "may_plan": allowed("events.plan_fair", request.actor, timetable),
        "tabs": fair_tabs(request.actor, timetable.fair, "plan"),
        "crumbs": fair_crumbs(timetable.fair, label),
    }


@page("events.see_timetable", lookup=timetable_for)
def unmet(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """The wishes a timetable leaves out, the dearest first, each with its reason; of one party where one is named."""
    name = request.GET.get("party", "").strip()
    party = find_party(request.actor, timetable.fair, name) if name else None
    filters = PartyFilter(timetable.fair, {"party": party.name if party else name})
    if name and party is None:
        filters.add_error("party", _("No single party of this fair is called so."))
    listed: Page[UnmetWish] = Page([], "", "")
    if party is not None or not name:
        kind, place = request.GET.get("kind", ""), request.GET.get("place", "")
        listed = unmet_for(request.actor, timetable, party=party, kind=kind, page=place)
    context = _shared(request, timetable, _("Wishes not met")) | {
        "rows": _unmet_rows(timetable, listed.rows, may_plan=allowed("events.plan_fair", request.actor, timetable)),
        "columns": columns(_("Who"), _("Whom"), _("Why not"), _("Its price"), long=(2,)),
        "party": party,
        "filters": filters,
        "names": party_names(request.actor, timetable.fair),
    }
    return render(request, "events/plan/unmet.html", context | neighbours(request, listed))


def _unmet_rows(timetable: Timetable, wishes: list[UnmetWish], *, may_plan: bool) -> list[Cells]:
    names = names_for(timetable.fair, [wish.reason for wish in wishes])
    must = chip(_("must"), "must")
    explained = pair_addresses("explain", timetable.fair, timetable)
    price, question = _("What it would cost"), _("What it would cost to let %(a)s and %(b)s meet")
    rows: list[Cells] = []
    for wish in wishes:
        a, b = wish.a.name, wish.b.name
        why = sentence_text(wish.reason.get("code", wish.code), wish.reason.get("params", {}), names)
        url = explained(wish.a_id, wish.b_id) if may_plan else ""
        asked = link(url, price, question % {"a": a, "b": b}) if url else ""
        rows.append((plain(a, " ", must) if wish.is_must else a, b, as_sentence(why), asked))
    return rows


@page("events.see_timetable", lookup=timetable_for)
def without(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """Who has no meeting, and why."""
    rows, following = who_got_none(request.actor, timetable, page=request.GET.get("place", ""))
    listed: Page[Party] = Page([row.party for row in rows], following, "")
    context = _shared(request, timetable, _("Without a meeting")) | {
        "columns": columns(_("Party"), _("Why"), long=(1,)),
    }
    address = _party_address(timetable, may_plan=context["may_plan"])
    context["rows"] = [
        (
            link(address(row.party.pk), row.party.name),
            as_sentence(sentence_text(row.code, row.params, {str(row.party.pk): row.party.name})),
        )
        for row in rows
    ]
    return render(request, "events/plan/without.html", context | neighbours(request, listed))


def _party_address(timetable: Timetable, *, may_plan: bool) -> Callable[[UUID], str]:
    """Return where a party's name leads: to its page for those who plan, nowhere for readers."""
    return addresses("web:events:party", timetable.fair.slug) if may_plan else lambda _party_id: ""


@page("events.see_timetable", lookup=timetable_for)
def loads(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """How many meetings each party has against what it was promised, the fewest first."""
    filters = LoadFilters(request.GET, sides_of(timetable.fair))
    found = loads_for(request.actor, timetable, **filters.chosen())
    listed = keyset(found, order=LOAD_ORDER, place=request.GET.get("place", ""))
    context = _shared(request, timetable, _("Meetings of each")) | {
        "filters": filters,
        "columns": columns(_("Party"), _("Side"), _("Meetings"), _("Promised"), _("At most"), numbers=(2, 3, 4)),
    }
    address = _party_address(timetable, may_plan=context["may_plan"])
    any_number = _("any")
    context["rows"] = [_load_cells(load, address, any_number) for load in listed.rows]
    return render(request, "events/plan/loads.html", context | neighbours(request, listed))


def _load_cells(load: Load, address: Callable[[UUID], str], any_number: str) -> Cells:
    party, had = load.party, number(load.meetings)
    return (
        link(address(party.id), party.name),
        str(party.side),
        chip(had, "must") if load.meetings < party.minimum else had,
        number(party.minimum),
        any_number if party.maximum is None else number(party.maximum),
    )


@page("events.see_timetable", lookup=fair_for)
def compare(request: PageRequest, fair: Fair) -> HttpResponse:
    """Two timetables: their figures side by side, and what is different in the second."""
    first, second = (_chosen(request, fair, name) for name in ("first", "second"))
    found = compare_timetables(first=first, second=second, by=request.actor)
    context = {
        "fair": fair,
        "first": first,
        "second": second,
        "first_words": state_words(first),
        "second_words": state_words(second),
        "figure_rows": _figure_rows(first, second, sides_of(fair)),
        "figure_columns": columns(_("Figure"), state_words(first), state_words(second), numbers=(1, 2)),
        "moved": len(found.moved),
        "added": len(found.added),
        "removed": len(found.removed),
        "kept": found.kept,
        "replanned": replanned(second) if second.based_on_id == first.pk else "",
        "may_publish": second.state == TimetableState.DRAFT
        and allowed("events.publish_timetable", request.actor, fair),
        "drafts": drafts_for(request.actor, fair),
        "tabs": fair_tabs(request.actor, fair, "plan"),
        "crumbs": fair_crumbs(fair, _("Compared")),
        **difference(request, fair, found, slots_of(fair)),
    }
    return render(request, "events/plan/compare.html", context)


def _chosen(request: PageRequest, fair: Fair, name: str) -> Timetable:
    number = request.GET.get(name, "")
    found = timetable_for(request.actor, fair.slug, int(number)) if number.isdigit() and len(number) < 9 else None
    if found is None:
        raise Http404
    return found


def _figure_rows(first: Timetable, second: Timetable, sides: Sequence[Side]) -> list[Cells]:
    """The figures of both side by side; one that only one of them has is left empty in the other."""
    both = [compared(of, sides) for of in (first, second)]
    names = dict.fromkeys([*both[0], *both[1]])
    return [(name, *(figures_of.get(name, "") for figures_of in both)) for name in names]


@page("events.publish_timetable", lookup=timetable_for, methods=("GET", "POST"))
def publish(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """What publishing will do, and the one button that does it."""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            publish_timetable(timetable=timetable, by=request.actor)
        except Problem as problem:
            problems = [problem]
        except Problems as several:
            problems = several.problems
        if not problems:
            messages.success(request, _published_words(request, timetable.fair))
            return redirect("web:events:plan", slug=timetable.fair.slug)
    fair = timetable.fair
    earlier = published_timetable(fair)
    context = _shared(request, timetable, _("Publish")) | {
        "problems": problems,
        "verdict": verdict(timetable),
        "earlier": earlier,
        "figures": figures(timetable, fair, sides_of(fair)),
        "difference": _difference_words(request, earlier, timetable),
        "wishes_open": fair.state in {FairState.OPEN, FairState.PREPARING},
        "is_draft": timetable.state == TimetableState.DRAFT,
    }
    return render(request, "events/plan/publish.html", context, status=422 if problems else 200)


def _published_words(request: PageRequest, fair: Fair) -> str:
    said = _("Published. Every party whose day is set or changes gets a mail with its own link.")
    waiting = len(calls_for(request.actor, fair))
    if not waiting:
        return said
    called = ngettext("%(count)s party is to be called.", "%(count)s parties are to be called.", waiting)
    return f"{said} {called % {'count': waiting}}"


def _difference_words(request: PageRequest, earlier: Timetable | None, timetable: Timetable) -> dict[str, str]:
    """How far the draft is from what is public now: the parties whose day changes get a mail."""
    if earlier is None or earlier.pk == timetable.pk:
        return {}
    found = compare_timetables(first=earlier, second=timetable, by=request.actor)
    return {
        "kept": spoken(found.kept),
        "moved": spoken(len(found.moved)),
        "added": spoken(len(found.added)),
        "removed": spoken(len(found.removed)),
        "parties": spoken(len(found.party_ids)),
        "score": signed(found.score),
    }


@page("events.plan_fair", lookup=timetable_for, methods=("POST",))
def discard(request: PageRequest, timetable: Timetable) -> HttpResponse:
    """Put a draft aside."""
    discard_draft(timetable=timetable, by=request.actor)
    messages.success(request, _("Draft %(number)s is put aside.") % {"number": timetable.number})
    return redirect("web:events:plan", slug=timetable.fair.slug)
