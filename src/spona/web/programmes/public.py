"""Programmes as everybody may read them; managers see theirs before they are published."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.queries import fairs_of_programme
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.programmes.models import Programme
from spona.programmes.queries import funding_of, partners_of, programme_for, programmes_for
from spona.web.page import PageRequest, page
from spona.web.pages import crumb, neighbours


@page("programmes.list_programmes")
def programmes(request: PageRequest) -> HttpResponse:
    """Every programme the reader may see, newest first."""
    listed = keyset(
        programmes_for(request.actor), order=("-created_at", "-id"), place=request.GET.get("place", ""), size=20
    )
    context = {"listed": listed, "may_start": allowed("programmes.start_programme", request.actor)}
    return render(request, "programmes/programmes.html", context | neighbours(request, listed))


@page("programmes.see_programme", lookup=programme_for)
def programme(request: PageRequest, found: Programme) -> HttpResponse:
    """One programme: what it is for, who does it, who pays, what happens when."""
    context = {
        "programme": found,
        "phases": list(found.phases.all()),
        "partners": list(partners_of(request.actor, found)),
        "fundings": list(funding_of(request.actor, found)),
        "fairs": list(fairs_of_programme(request.actor, found.pk)[:20]),
        "may_give_roles": allowed("kernel.manage_roles", request.actor, found),
        "may_manage": allowed("events.create_fair", request.actor, found),
        "crumbs": [crumb(_("Programmes"), reverse("web:programmes:list")), crumb(found.name)],
    }
    return render(request, "programmes/programme.html", context)
