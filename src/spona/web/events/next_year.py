"""The year after: a fair made from this one, and letters to those who should come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spona.events.actions.cloning import clone_fair
from spona.events.actions.invitations import MAIL, MOST_LETTERS, letter_language, release_segment, write_to_segment
from spona.events.models import Fair, Party
from spona.events.queries import fair_for
from spona.events.queries.segments import held_letters, segment_of
from spona.events.states import PartyState
from spona.kernel.actions import render_mail
from spona.kernel.models import Translated
from spona.web.events.day_forms import CloneForm, SegmentFilters, SegmentForm
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.page import PageRequest, page

NAMED = 60
ADDRESS_SHOWN = "https://…"


@page("events.manage_fair", lookup=fair_for, methods=("GET", "POST"))
def clone(request: PageRequest, fair: Fair) -> HttpResponse:
    """Make next year's fair from this one."""
    language = get_language() or "en"
    initial = {"name": fair.name.text(), "met_before": fair.met_before, "with_parties": True}
    form = CloneForm.for_page(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("_")}
        name = Translated.of(values.pop("name"), language)
        with form.problems():
            made = clone_fair(fair=fair, name=name, by=request.actor, **values)
        if form.is_clean:
            messages.success(request, _("The fair is set up. Look at its day and its sides, then invite."))
            return redirect("web:events:fair", slug=made.slug)
    context = {"fair": fair, "form": form, "crumbs": fair_crumbs(fair, _("Next year’s fair"))}
    return render(request, "events/organiser/clone.html", context, status=form.status(request.method))


@page("events.manage_parties", lookup=fair_for, methods=("GET", "POST"))
def invitations(request: PageRequest, fair: Fair) -> HttpResponse:
    """Choose who is written to, write, look at it; posted: into the outbox, or out of it."""
    if request.POST.get("do") == "release":
        released = release_segment(fair=fair, by=request.actor)
        sentence = ngettext("%(count)s invitation goes out.", "%(count)s invitations go out.", released)
        messages.success(request, sentence % {"count": released})
        return redirect("web:events:invitations", slug=fair.slug)
    filters = SegmentFilters(
        request.GET, list(fair.sides.all()), list(PartyState.choices), has_last=bool(fair.follows_id)
    )
    chosen = filters.chosen()
    parties = list(segment_of(request.actor, fair, **chosen)[: MOST_LETTERS + 1])
    form = SegmentForm(request.POST if request.method == "POST" else None)
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        if request.POST.get("do") == "write":
            with form.problems():
                written = write_to_segment(fair=fair, parties=parties, message=message, by=request.actor)
            if form.is_clean:
                sentence = ngettext(
                    "%(count)s invitation waits in the outbox.",
                    "%(count)s invitations wait in the outbox.",
                    len(written),
                )
                messages.success(request, sentence % {"count": len(written)})
                return redirect("web:events:invitations", slug=fair.slug)
        elif parties:
            preview = _preview(request, parties[0], message)
    context = {
        "fair": fair,
        "filters": filters,
        "form": form,
        "here": request.get_full_path(),
        "parties": parties[:NAMED],
        "count": len(parties),
        "more": max(0, len(parties) - NAMED),
        "without_address": sum(not party.contact_email for party in parties),
        "preview": preview,
        "held": held_letters(request.actor, fair, MAIL),
        "outbox_url": f"{reverse('web:kernel:outbox')}?state=held",
        "tabs": fair_tabs(request.actor, fair, "parties"),
        "crumbs": fair_crumbs(fair, _("Invitations")),
    }
    status = 200 if preview else form.status(request.method)
    return render(request, "events/organiser/invitations.html", context, status=status)


def _preview(request: PageRequest, party: Party, message: str) -> dict[str, Any]:
    """Return the letter as the first of them would read it, with no link in it."""
    context = {
        "party": party,
        "fair": party.fair,
        "message": message,
        "link_url": ADDRESS_SHOWN,
        "network": request.network,
    }
    subject, text, _html = render_mail(MAIL, letter_language(party), context)
    return {"to": party, "subject": subject, "text": text}
