"""Answering a contact check: the link from the mail opens a question, and only the button answers it.

Mail scanners and previews open links. Whatever the address says, a GET shows and never answers.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from spona.partnerships.actions import answer_check, pass_on_check
from spona.partnerships.models import ContactCheck
from spona.partnerships.queries import check_of_link, view_of_check
from spona.partnerships.states import CHECK_LINK, CheckAnswer
from spona.web.page import PageRequest, page
from spona.web.partnerships.forms import CheckForm

LINK = (CHECK_LINK,)


@page("partnerships.answer_check", lookup=check_of_link, links=LINK, methods=("GET", "POST"))
def check(request: PageRequest, asked: ContactCheck) -> HttpResponse:
    """How does the agreement stand? One button."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.problems():
            _take(request, asked, form)
        if form.is_clean:
            token = request.link_token  # type: ignore[attr-defined]  # this page is opened by a link only
            return redirect(reverse("web:partnerships:check", args=[token]))
    chosen = form.data.get("answer", "") if form.is_bound else request.GET.get("answer", "")
    context: dict[str, Any] = {
        "check": asked,
        "agreement": asked.agreement,
        "others": ", ".join(row.name for row in asked.agreement.parties.all() if row.pk != asked.party_id),
        "view": view_of_check(request.actor, asked),
        "form": form,
        "chosen": chosen if chosen in CheckAnswer.values else "",
        "chosen_label": dict(CheckAnswer.choices).get(chosen, ""),
        "answers": [choice for choice in CheckAnswer.choices if choice[0] != chosen],
    }
    return render(request, "partnerships/party/check.html", context, status=form.status(request.method))


def _take(request: PageRequest, asked: ContactCheck, form: CheckForm) -> None:
    if request.POST.get("do") == "pass_on":
        pass_on_check(check=asked, by=request.actor)
        return
    values = form.cleaned_data
    answer_check(check=asked, answer=values["answer"], reason=values["reason"], note=values["note"], by=request.actor)
