"""Organisations: found, read, written, and made one where they were two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.queries import parties_of_organisation
from spona.kernel.models import Actor
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.parties.actions import (
    create_organisation,
    edit_organisation,
    keep_apart,
    merge_organisations,
    undo_merge,
)
from spona.parties.models import Merge, Organisation
from spona.parties.queries import (
    ORDER,
    contacts_for,
    duplicate_proposals,
    merges_for,
    organisation_for,
    organisations_by_id,
    organisations_for,
)
from spona.parties.states import OrganisationKind
from spona.web.countries import country_name
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.parties.forms import NewOrganisationForm, OrganisationFilters, OrganisationForm
from spona.web.tables import addresses, link, words
from spona.web.templatetags.spona_values import in_script

SHOWN_DOUBLES = 30


@page("parties.list_organisations")
def organisations(request: PageRequest) -> HttpResponse:
    """Every organisation the reader may see, by name."""
    filters = OrganisationFilters(request.GET)
    found = organisations_for(request.actor, **filters.chosen())
    listed = keyset(found, order=ORDER, place=request.GET.get("place", ""))
    address, kinds = addresses("web:parties:organisation"), words(OrganisationKind)
    context = {
        "rows": [
            (link(address(row.pk), row.name), kinds[row.kind], _town(row), country_name(row.country))
            for row in listed.rows
        ],
        "filters": filters,
        "may_edit": allowed("parties.create_organisation", request.actor),
        "columns": columns(_("Name"), _("Kind"), _("Town"), _("Country")),
    }
    return render(request, "parties/organisations.html", context | neighbours(request, listed))


def _town(row: Organisation) -> str:
    """Where an organisation is at home, in the reader's letters: a town is written in the language of the name."""
    return in_script(row.town, row.name.original)


@page("parties.see_organisation", lookup=organisation_for)
def organisation(request: PageRequest, found: Organisation) -> HttpResponse:
    """One record: names, numbers, people, and the fairs it came to."""
    context = {
        "organisation": found,
        "names": list(found.names.order_by("-is_main", "kind", "language", "created_at", "id")),
        "numbers": list(found.numbers.order_by("scheme", "created_at", "id")),
        "people": list(contacts_for(request.actor, found)),
        "parties": list(parties_of_organisation(request.actor, found.pk)),
        "may_edit": allowed("parties.edit_organisation", request.actor, found),
        "may_see_contacts": allowed("parties.see_contacts", request.actor, found),
        "crumbs": [crumb(_("Organisations"), reverse("web:parties:list")), crumb(found.name)],
    }
    return render(request, "parties/organisation.html", context)


@page("parties.create_organisation", methods=("GET", "POST"))
def new_organisation(request: PageRequest) -> HttpResponse:
    """Write a new record."""
    form = NewOrganisationForm.for_page(request)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            made = create_organisation(**form.new_values(), language=get_language() or "en", by=request.actor)
        if form.is_clean:
            return redirect("web:parties:organisation", organisation_id=made.pk)
    return _form_page(request, form, _("New organisation"))


@page("parties.edit_organisation", lookup=organisation_for, methods=("GET", "POST"))
def edit(request: PageRequest, found: Organisation) -> HttpResponse:
    """Change a record; who saved meanwhile is not overwritten."""
    fields = ("kind", "country", "town", "website", "email", "phone", "size")
    initial = {"name": found.name.text(), **{name: getattr(found, name) for name in fields}}
    form = OrganisationForm.for_page(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        changes = {name: value for name, value in form.values().items() if value != initial[name]}
        with form.problems():
            edit_organisation(
                organisation=found, version=form.cleaned_data["_version"], changes=changes, by=request.actor
            )
        if form.is_clean:
            return redirect("web:parties:organisation", organisation_id=found.pk)
    return _form_page(request, form, _("Edit %(name)s") % {"name": found.name}, found)


def _form_page(
    request: PageRequest, form: OrganisationForm, heading: str, edited: Organisation | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "version": form.version_of(edited),
        "theirs": form.theirs(),
        "crumbs": [crumb(_("Organisations"), reverse("web:parties:list")), crumb(heading)],
    }
    return render(request, "parties/edit.html", context, status=form.status(request.method))


@dataclass(frozen=True)
class Double:
    """Two records side by side, and why they are asked about."""

    one: Organisation
    other: Organisation
    reason: str


@page("parties.find_doubles", methods=("GET", "POST"))
def doubles(request: PageRequest) -> HttpResponse:
    """Pairs that may be one organisation; joined or kept apart with one button."""
    if request.method == "POST":
        return _decide_double(request)
    proposed = duplicate_proposals(request.actor, limit=SHOWN_DOUBLES)
    records = organisations_by_id(request.actor, {id_ for pair in proposed for id_ in (pair.first_id, pair.second_id)})
    shown = [
        Double(records[pair.first_id], records[pair.second_id], pair.reason)
        for pair in proposed
        if pair.first_id in records and pair.second_id in records
    ]
    context = {
        "proposals": shown,
        "recent": list(merges_for(request.actor)[:3]),
        "crumbs": [crumb(_("Organisations"), reverse("web:parties:list")), crumb(_("Doubles"))],
    }
    return render(request, "parties/doubles.html", context)


def _decide_double(request: PageRequest) -> HttpResponse:
    chosen = [_organisation_named(request, name) for name in ("one", "other")]
    if None in chosen:
        messages.error(request, _("One of the two records is gone. The list below is up to date."))
        return redirect("web:parties:doubles")
    one, other = chosen
    decision = request.POST.get("keep")
    if decision == "apart":
        keep_apart(one=one, other=other, by=request.actor)
        messages.success(request, _("They stay two. We will not ask again."))
    else:
        kept, absorbed = (one, other) if decision == "one" else (other, one)
        merge_organisations(kept=kept, absorbed=absorbed, by=request.actor)
        messages.success(request, _("The two records are one now."))
    return redirect("web:parties:doubles")


def _organisation_named(request: PageRequest, field: str) -> Any:
    try:
        return organisation_for(request.actor, UUID(request.POST.get(field, "")))
    except ValueError:
        return None


def _merge_for(actor: Actor, merge_id: UUID) -> Merge | None:
    return merges_for(actor).filter(pk=merge_id).first()


@page("parties.merge_organisations", lookup=_merge_for, methods=("POST",))
def undo(request: PageRequest, merge: Merge) -> HttpResponse:
    """Make two records of one again."""
    undo_merge(merge=merge, by=request.actor)
    messages.success(request, _("The two records stand apart again."))
    return redirect("web:parties:doubles")
