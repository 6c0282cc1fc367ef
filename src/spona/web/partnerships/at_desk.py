"""An agreement at the desk after it was written: both sides confirm, and take it home."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from spona.kernel.models import Problem, Problems
from spona.partnerships.actions import agreement_url, confirm_party, typed_code
from spona.partnerships.models import Agreement
from spona.partnerships.queries import (
    agreement_at_desk,
    agreement_at_fair_desk,
    agreement_at_link_desk,
    view_of,
)
from spona.partnerships.states import ConfirmedHow
from spona.web.forms import PageForm
from spona.web.page import PageRequest, page
from spona.web.partnerships.desk import LINK, desk_of
from spona.web.partnerships.documents import agreement_paper


@page("partnerships.see_agreement", lookup=agreement_at_desk, methods=("GET", "POST"))
def agreement(request: PageRequest, found: Agreement) -> HttpResponse:
    """Outside any fair."""
    return _show(request, found)


@page("partnerships.see_agreement", lookup=agreement_at_fair_desk, methods=("GET", "POST"))
def fair_agreement(request: PageRequest, found: Agreement) -> HttpResponse:
    """At a fair, for those who run its desk."""
    return _show(request, found)


@page("partnerships.see_agreement", lookup=agreement_at_link_desk, links=LINK, methods=("GET", "POST"))
def link_agreement(request: PageRequest, found: Agreement) -> HttpResponse:
    """At a fair, on a tablet that has the desk's link."""
    return _show(request, found)


@page("partnerships.see_agreement", lookup=agreement_at_link_desk, links=LINK)
def link_paper(request: PageRequest, found: Agreement) -> HttpResponse:
    """The agreement on paper, from the tablet."""
    return agreement_paper(request, found)


def _show(request: PageRequest, found: Agreement) -> HttpResponse:
    here, form = desk_of(request, found.fair), PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        party = next((row for row in found.parties.all() if str(row.position) == request.POST.get("party")), None)
        if party is not None:
            _sign(request, form, party)
            if form.is_clean:
                return redirect(here.agreement_url(found.nonce))
    view = view_of(request.actor, found)
    seen = request.GET.get("seen", "")
    if seen:
        changed = seen != str(len(view.confirmations))
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"} if changed else {})
    rows: list[dict[str, Any]] = [
        {
            "party": party,
            "confirmation": view.confirmations.get(party.pk),
            "url": agreement_url(party),
            "code": typed_code(party),
            "field": f"sign-{party.position}",
        }
        for party in view.parties
    ]
    token = getattr(request, "link_token", "")
    context = {
        "agreement": found,
        "view": view,
        "rows": rows,
        "form": form,
        "desk": here,
        "code_url": request.build_absolute_uri(reverse("web:partnerships:code")),
        "pdf_url": reverse("web:partnerships:desk_paper", args=[token, found.nonce])
        if token
        else reverse("web:partnerships:paper", args=[found.pk]),
    }
    return render(request, "partnerships/desk/agreement.html", context, status=form.status(request.method))


def _sign(request: PageRequest, form: PageForm, party: Any) -> None:
    try:
        confirm_party(
            party=party,
            how=ConfirmedHow.SIGNATURE,
            signature=request.POST.get("signature", ""),
            by=request.actor,
        )
    except (Problem, Problems) as problem:
        form.add_error(None, str(problem))
