"""The short code from the desk, typed on one's own phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.kernel.actions import keep_pace, open_link
from spona.kernel.models import Problem
from spona.partnerships.states import AGREEMENT_LINK
from spona.web.origins import origin_of
from spona.web.page import PageRequest, page
from spona.web.partnerships.forms import CodeForm

TRIES_AN_HOUR = 60
"""From one network address; a hall's visitors may share one."""


@page("partnerships.open_code_page", methods=("GET", "POST"), idempotent=False)
def code(request: PageRequest) -> HttpResponse:
    """Type the code, find the agreement."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            return redirect(reverse("web:partnerships:link_agreement", args=[_known(request, form)]))
    response = render(request, "partnerships/party/code.html", {"form": form}, status=form.status(request.method))
    if form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _known(request: PageRequest, form: CodeForm) -> str:
    """Return the code as its link knows it. Errors: ``Problem`` for one nobody has now, or too many tries."""
    origin = origin_of(request)
    keep_pace(purpose="partnerships.code", origin=origin, most=TRIES_AN_HOUR, network_id=request.actor.network_id)
    typed: str = "".join(form.cleaned_data["code"].split()).replace("-", "").upper()
    if open_link(typed, (AGREEMENT_LINK,)) is None:
        raise Problem(
            _("No agreement has this code now."),
            place="code",
            remedy=_("Compare it with the desk. A code works for a day."),
            code="code_unknown",
        )
    return typed
