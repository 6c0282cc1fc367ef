"""What became of a fair's meetings, for those who run it: figures, words, and what is not passed on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.actions.ratings import ask_for_ratings, release_feedback, withhold_feedback
from spona.events.models import Fair, Rating
from spona.events.queries import fair_for
from spona.events.queries.ratings import WORDS_ORDER, rating_figures, rating_for, words_for
from spona.kernel.queries import keyset
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page
from spona.web.pages import neighbours


@page("events.see_ratings", lookup=fair_for, methods=("GET", "POST"))
def ratings(request: PageRequest, fair: Fair) -> HttpResponse:
    """How the meetings went. Posted: ask those who have not said."""
    if request.method == "POST":
        asked = ask_for_ratings(fair=fair, by=request.actor)
        sentence = ngettext("%(count)s mail is in the outbox.", "%(count)s mails are in the outbox.", asked)
        messages.success(request, sentence % {"count": asked})
        return redirect("web:events:ratings", slug=fair.slug)
    listed = keyset(words_for(request.actor, fair), order=WORDS_ORDER, place=request.GET.get("place", ""))
    context = {
        "fair": fair,
        "figures": rating_figures(request.actor, fair),
        "listed": listed,
        "tabs": fair_tabs(request.actor, fair, "day"),
        "crumbs": fair_crumbs(fair, _("What became of the meetings")),
    }
    return render(request, "events/day/ratings.html", context | neighbours(request, listed))


@page("events.see_ratings", lookup=rating_for, methods=("POST",))
def judge_words(request: PageRequest, rating: Rating) -> HttpResponse:
    """Withhold what a party wrote from the other side, or pass it on again."""
    judge = release_feedback if request.POST.get("do") == "release" else withhold_feedback
    judge(rating=rating, by=request.actor)
    return redirect("web:events:ratings", slug=rating.fair.slug)
