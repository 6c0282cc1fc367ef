"""Pages for everybody: language and invitations."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from spona.kernel.actions import accept_invitation
from spona.kernel.models import Invitation
from spona.kernel.queries import invitation_for
from spona.web.kernel.forms import InvitationForm
from spona.web.page import PageRequest, page

YEAR = 365 * 24 * 3600


def _language_code(actor: object, code: str) -> str | None:  # noqa: ARG001  a lookup gets the actor
    return code if code in dict(settings.LANGUAGES) else None


@page("kernel.open_public_page", lookup=_language_code)
def choose_language(request: PageRequest, code: str) -> HttpResponse:
    """Remember a language for a year and go back to where the reader was."""
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _back(request: PageRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("web:front")


@page("kernel.accept_invitation", lookup=invitation_for, links=("kernel.invitation",), methods=("GET", "POST"))
def invitation(request: PageRequest, invited: Invitation) -> HttpResponse:
    """The invited person names herself, chooses a password and has an account."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            accept_invitation(
                invitation=invited,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                by=request.actor,
            )
        if form.is_clean:
            return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return render(request, "kernel/invitation.html", {"form": form, "invited": invited}, status=status)
