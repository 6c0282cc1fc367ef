"""Introductions: written down, found again, and followed up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.partnerships.actions import introduce, note_outcome
from spona.partnerships.actions.desk import own_programme, read_organisations
from spona.partnerships.models import Introduction
from spona.partnerships.queries import desk_choices, introduction_for, introductions_for
from spona.partnerships.queries.introductions import ORDER
from spona.partnerships.states import IntroductionOutcome
from spona.web.dates import short_day
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.partnerships.forms import IntroductionFilters, IntroductionForm, OutcomeForm
from spona.web.tables import addresses, chip, link

CHIPS = {IntroductionOutcome.AGREED: "good", IntroductionOutcome.MET: "", IntroductionOutcome.NOTHING: "quiet"}


@page("partnerships.list_introductions")
def introductions(request: PageRequest) -> HttpResponse:
    """Who was introduced to whom, latest first."""
    filters = IntroductionFilters(request.GET)
    found = introductions_for(request.actor, **filters.chosen())
    listed = keyset(found, order=ORDER, place=request.GET.get("place", ""))
    at = addresses("web:partnerships:introduction")
    rows = [
        (
            link(at(row.pk), row.title),
            short_day(row.on),
            row.introducer_name,
            row.purpose,
            chip(row.get_outcome_display(), CHIPS.get(IntroductionOutcome(row.outcome), "quiet")),
        )
        for row in listed.rows
    ]
    context = {
        "rows": rows,
        "columns": columns(_("Who"), _("Day"), _("Introduced by"), _("What for"), _("What came of it")),
        "filters": filters,
    }
    return render(request, "partnerships/organiser/introductions.html", context | neighbours(request, listed))


@page("partnerships.list_introductions", methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Write one down."""
    given = {name: request.GET.get(name, "") for name in ("a", "b")}
    form = IntroductionForm.for_page(
        request, initial={**given, "on": timezone.localdate(), "introducer_name": request.actor.name}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.problems():
            organisations = read_organisations(values, ("a", "b"), fair=None, by=request.actor)
            made = introduce(
                organisations=organisations,
                on=values["on"],
                purpose=values["purpose"],
                introducer_name=values["introducer_name"],
                outcome=values["outcome"],
                programme_id=own_programme(request.actor),
                by=request.actor,
            )
        if form.is_clean:
            return redirect("web:partnerships:introduction", introduction_id=made.pk)
    context = {
        "form": form,
        "names": desk_choices(request.actor, None),
        "crumbs": _crumbs(_("New introduction")),
    }
    status = form.status(request.method)
    return render(request, "partnerships/organiser/new_introduction.html", context, status=status)


@page("partnerships.keep_introduction", lookup=introduction_for, methods=("GET", "POST"))
def introduction(request: PageRequest, found: Introduction) -> HttpResponse:
    """One introduction, and what came of it."""
    initial = {"outcome": found.outcome, "outcome_note": found.outcome_note}
    form = OutcomeForm.for_page(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.problems():
            note_outcome(
                introduction=found,
                version=values["_version"],
                outcome=values["outcome"],
                outcome_note=values["outcome_note"],
                by=request.actor,
            )
        if form.is_clean:
            messages.success(request, _("Saved."))
            return redirect("web:partnerships:introduction", introduction_id=found.pk)
    context = {
        "introduction": found,
        "parties": [row.organisation for row in found.parties.all()],
        "form": form,
        "version": form.version_of(found),
        "theirs": form.theirs(),
        "may_agree": allowed("partnerships.use_desk", request.actor, None),
        "crumbs": _crumbs(found.title),
    }
    status = form.status(request.method)
    return render(request, "partnerships/organiser/introduction.html", context, status=status)


def _crumbs(label: str) -> list[dict[str, Any]]:
    return [crumb(_("Introductions"), reverse("web:partnerships:introductions")), crumb(label)]
