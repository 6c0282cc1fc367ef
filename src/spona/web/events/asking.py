"""Who wants to meet whom, as the fair's managers see it: wishes, contradictions, requests, suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions import suggest_partners
from spona.events.models import Fair, Suggestion, WishLevel
from spona.events.queries import (
    conflicts,
    fair_for,
    reason_text,
    suggestions_of_fair,
    wish_counts,
    wishes_for,
)
from spona.events.queries import (
    requests_of_fair as requests_asked,
)
from spona.events.states import RequestState
from spona.kernel.queries import keyset
from spona.web.dates import short_moment
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page
from spona.web.pages import columns, neighbours
from spona.web.tables import Cells, addresses, chip, link, several, words

LEVEL_KINDS: dict[str, str] = {WishLevel.MUST: "must", WishLevel.NO: "quiet"}


@page("events.manage_parties", lookup=fair_for)
def wishes(request: PageRequest, fair: Fair) -> HttpResponse:
    """Every wish, and where one side's must meets the other's no."""
    level = request.GET.get("level", "")
    listed = keyset(
        wishes_for(request.actor, fair, level=level),
        order=("chooser__sort_key", "id"),
        place=request.GET.get("place", ""),
    )
    address, levels = addresses("web:events:party", fair.slug), words(WishLevel)
    counts = wish_counts(request.actor, fair)
    context = {
        "fair": fair,
        "rows": [
            (
                link(address(row.chooser_id), row.chooser),
                link(address(row.about_id), row.about),
                chip(levels[row.level], LEVEL_KINDS.get(row.level, "")),
                row.note,
            )
            for row in listed.rows
        ],
        "level": level,
        "counts": counts,
        "conflicts": conflicts(request.actor, fair, counts[WishLevel.MUST]),
        "columns": columns(_("Who"), _("Whom"), _("Wish"), _("Note"), long=(3,)),
        "tabs": fair_tabs(request.actor, fair, "wishes"),
        "crumbs": fair_crumbs(fair, _("Wishes")),
    }
    return render(request, "events/organiser/wishes.html", context | neighbours(request, listed))


@page("events.manage_parties", lookup=fair_for)
def requests_of_fair(request: PageRequest, fair: Fair) -> HttpResponse:
    """Who asked whom for a meeting, and what became of it."""
    listed = keyset(
        requests_asked(request.actor, fair), order=("-created_at", "-id"), place=request.GET.get("place", "")
    )
    states = words(RequestState)
    context = {
        "fair": fair,
        "rows": [
            (
                row.sender,
                row.receiver,
                row.message,
                chip(states[row.state]),
                short_moment(row.expires_at),
            )
            for row in listed.rows
        ],
        "columns": columns(_("Who asked"), _("Whom"), _("Message"), _("State"), _("Expires"), long=(2,)),
        "tabs": fair_tabs(request.actor, fair, "wishes"),
        "crumbs": fair_crumbs(fair, _("Requests")),
    }
    return render(request, "events/organiser/requests.html", context | neighbours(request, listed))


@page("events.manage_parties", lookup=fair_for, methods=("GET", "POST"))
def suggestions(request: PageRequest, fair: Fair) -> HttpResponse:
    """Whom Spona would introduce, dearest first, each with what made it; worked out again on demand."""
    if request.method == "POST":
        suggest_partners(fair=fair, by=request.actor)
        messages.success(request, _("Suggestions are being worked out. Look again in a minute."))
        return redirect("web:events:suggestions", slug=fair.slug)
    listed = keyset(
        suggestions_of_fair(request.actor, fair), order=("-score", "id"), place=request.GET.get("place", ""), size=30
    )
    context = {
        "fair": fair,
        "rows": _introductions(fair, listed.rows),
        "columns": columns(_("Who"), _("Whom"), _("Why"), _("Score"), numbers=(3,)),
        "tabs": fair_tabs(request.actor, fair, "wishes"),
        "crumbs": fair_crumbs(fair, _("Suggestions")),
    }
    return render(request, "events/organiser/suggestions.html", context | neighbours(request, listed))


def _introductions(fair: Fair, suggested: Sequence[Suggestion]) -> list[Cells]:
    address = addresses("web:events:party", fair.slug)
    return [
        (
            link(address(row.a_id), row.a),
            link(address(row.b_id), row.b),
            several([reason_text(reason) for reason in row.reasons]),
            row.score,
        )
        for row in suggested
    ]
