"""Programmes as their managers begin them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.kernel.models import Translated
from spona.programmes.actions import start_programme
from spona.web.page import PageRequest, page
from spona.web.pages import crumb
from spona.web.programmes.forms import NewProgrammeForm


@page("programmes.start_programme", methods=("GET", "POST"))
def new_programme(request: PageRequest) -> HttpResponse:
    """Start a programme from a recipe: its phases and dates come with it, to be changed."""
    form = NewProgrammeForm.for_page(request)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            made = start_programme(
                recipe=form.cleaned_data["recipe"],
                name=Translated.of(form.cleaned_data["name"], get_language() or "en"),
                starts_on=form.cleaned_data["starts_on"],
                by=request.actor,
            )
        if form.is_clean:
            return redirect("web:programmes:programme", key=made.slug)
    crumbs = [crumb(_("Programmes"), reverse("web:programmes:list")), crumb(_("New programme"))]
    return render(request, "programmes/new.html", {"form": form, "crumbs": crumbs}, status=form.status(request.method))
