"""One agreement, whoever opens it: the holder of a party's link, a member of its organisation, or a manager.

Everything that happens with it afterwards is one POST to its page; ``do`` says what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.kernel.models import Problem
from spona.kernel.rules import allowed
from spona.partnerships.actions import (
    add_evidence,
    add_milestone,
    ask_to_confirm,
    change_owner,
    change_state,
    confirm_party,
    deliver,
    finish_milestone,
    renew_agreement,
    void_contribution,
    write_story,
)
from spona.partnerships.actions.desk import read_money
from spona.partnerships.models import Agreement, AgreementParty, Evidence
from spona.partnerships.queries import (
    AgreementView,
    evidence_for,
    evidence_of_link,
    own_agreement_for,
    own_party,
    party_of_link,
    view_of,
)
from spona.partnerships.states import AGREEMENT_LINK, AgreementState, ConfirmedHow
from spona.web.forms import PageForm
from spona.web.page import PageRequest, page
from spona.web.pages import crumb
from spona.web.partnerships.documents import agreement_paper
from spona.web.partnerships.files import evidence_file
from spona.web.partnerships.forms import (
    DeliveryForm,
    EvidenceForm,
    MilestoneForm,
    OwnerForm,
    StateForm,
    StoryForm,
)

R = TypeVar("R", bound=Model)

LINK = (AGREEMENT_LINK,)
Doing = Callable[[PageRequest, AgreementView, PageForm], str]


@page("partnerships.see_agreement", lookup=own_agreement_for, methods=("GET", "POST"))
def agreement(request: PageRequest, found: Agreement) -> HttpResponse:
    """An agreement I manage, or my organisation made."""
    return _show(request, found, request.path)


@page("partnerships.see_agreement", lookup=party_of_link, links=LINK, methods=("GET", "POST"))
def link_agreement(request: PageRequest, party: AgreementParty) -> HttpResponse:
    """The agreement of whoever holds the code that was taken home. It speaks for that side and no other."""
    return _show(request, party.agreement, request.path)


@page("partnerships.see_agreement", lookup=own_agreement_for)
def paper(request: PageRequest, found: Agreement) -> HttpResponse:
    """The agreement on paper."""
    return agreement_paper(request, found)


@page("partnerships.see_agreement", lookup=party_of_link, links=LINK)
def link_paper(request: PageRequest, party: AgreementParty) -> HttpResponse:
    """The agreement on paper, for the holder of its code."""
    return agreement_paper(request, party.agreement)


@page("partnerships.see_agreement", lookup=evidence_for)
def evidence(request: PageRequest, found: Evidence) -> HttpResponse:
    """A file or a photo."""
    return evidence_file(request, found)


@page("partnerships.see_agreement", lookup=evidence_of_link, links=LINK)
def link_evidence(request: PageRequest, found: Evidence) -> HttpResponse:
    """A file or a photo, for the holder of the agreement's code."""
    return evidence_file(request, found)


def _show(request: PageRequest, found: Agreement, url: str) -> HttpResponse:
    view = view_of(request.actor, found)
    forms = _forms(request, view)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST":
        form = forms.get(sent) or PageForm(request.POST)
        said = _do(request, view, sent, form)
        if said:
            messages.success(request, said)
            return redirect(url)
        forms.setdefault("form", form)
    failed = next((form for form in forms.values() if form.is_bound and not form.is_clean), None)
    context = _context(request, view, forms) | {"failed": failed, "theirs": failed.theirs() if failed else []}
    status = failed.status(request.method) if failed else 200
    return render(request, "partnerships/agreement.html", context, status=status)


def _forms(request: PageRequest, view: AgreementView) -> dict[str, PageForm]:
    """Return the forms of the page; only the one that was sent reads what was sent."""
    found = view.agreement
    sent = request.POST.get("do", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    promises = [(str(line.promise.pk), f"{line.giver}: {_promise_words(line.promise)}") for line in view.lines]
    told = {
        "story": found.story,
        "story_language": found.story_language or get_language(),
        "story_may_be_shown": found.story_may_be_shown,
    }
    return {
        "state": StateForm(data("state"), now=found.state),
        "delivery": DeliveryForm(data("delivery"), promises=promises),
        "milestone": MilestoneForm(data("milestone")),
        "evidence": EvidenceForm(data("evidence"), request.FILES if sent == "evidence" else None),
        "story": StoryForm(data("story"), initial=told),
        "owner": OwnerForm(data("owner")),
    }


def _promise_words(promise: Any) -> str:
    return ", ".join(part for part in (promise.get_kind_display(), promise.what) if part)


def _context(request: PageRequest, view: AgreementView, forms: dict[str, PageForm]) -> dict[str, Any]:
    actor, found = request.actor, view.agreement
    token = getattr(request, "link_token", "")
    may_manage = allowed("partnerships.manage_agreement", actor, found)
    own = own_party(actor, found)
    crumbs = [crumb(_("Agreements"), reverse("web:partnerships:list")), crumb(found.title)] if may_manage else []
    follow = allowed("partnerships.follow_agreement", actor, found)
    for party in view.parties:
        said = view.confirmations.get(party.pk)
        party.said = [said] if said else []  # type: ignore[attr-defined]  # shown by the template
        party.may_change = allowed("partnerships.change_owner", actor, party)  # type: ignore[attr-defined]
    return {
        "agreement": found,
        "view": view,
        "forms": forms,
        "own": own,
        "own_is_open": own is not None and own.pk not in view.confirmations and found.state == AgreementState.PROPOSED,
        "may_manage": may_manage,
        "may_follow": follow,
        "may_move": follow and bool(forms["state"].fields["state"].choices),  # type: ignore[attr-defined]
        "may_deliver": follow and found.state in {"confirmed", "contacted", "running", "done"},
        "may_tell": follow and found.state in {"running", "done", "infeasible", "ended"},
        "is_over": found.state in {"done", "infeasible", "ended"} and found.confirmed_at is not None,
        "crumbs": crumbs,
        "version": found.version,
        "pdf_url": reverse("web:partnerships:link_paper", args=[token])
        if token
        else reverse("web:partnerships:paper", args=[found.pk]),
        "evidence": [{"row": row, "url": _evidence_url(token, row.pk)} for row in view.evidence],
        "own_link": request.build_absolute_uri(request.path) if token else "",
    }


def _evidence_url(token: str, evidence_id: UUID) -> str:
    if token:
        return reverse("web:partnerships:link_evidence", args=[token, evidence_id])
    return reverse("web:partnerships:evidence", args=[evidence_id])


def _do(request: PageRequest, view: AgreementView, sent: str, form: PageForm) -> str:
    """Do what was sent; returns the sentence that says so, empty where a form has to be mended."""
    doing = DOINGS.get(sent)
    if doing is None:
        raise Problem(_("This page does not know that."), remedy=_("Reload the page and choose again."), code="unknown")
    said = ""
    if form.is_valid():
        with form.problems():
            said = doing(request, view, form)
    return said if form.is_clean else ""


def _named(request: PageRequest, name: str, rows: Iterable[R]) -> R:
    """Return the row of this agreement whose key was sent under a name. Errors: ``Http404``."""
    wanted = request.POST.get(name, "")
    for row in rows:
        if str(row.pk) == wanted:
            return row
    raise Http404


def _party(request: PageRequest, view: AgreementView) -> AgreementParty:
    """Return the side that acts: the one a manager named, else the reader's own. Errors: ``Http404``."""
    own = None if request.POST.get("party") else own_party(request.actor, view.agreement)
    return own or _named(request, "party", view.parties)


def _confirm(request: PageRequest, view: AgreementView, form: PageForm) -> str:  # noqa: ARG001  one shape for all
    party = _party(request, view)
    named = request.POST.get("party", "")
    how = ConfirmedHow.LINK if request.actor.link else ConfirmedHow.MANAGER if named else ConfirmedHow.ACCOUNT
    confirm_party(party=party, how=how, by=request.actor)
    return _("Confirmed. Both sides find the agreement in their mail.")


def _state(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    values = form.cleaned_data
    change_state(
        agreement=view.agreement,
        state=values["state"],
        reason=values["reason"],
        note=values["note"],
        version=values["_version"],
        by=request.actor,
    )
    return _("Saved.")


def _delivery(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    values = form.cleaned_data
    line = next(line for line in view.lines if str(line.promise.pk) == values["promise"])
    line.promise.agreement = view.agreement
    value = read_money(values["value"], "value", line.promise.value_currency or "EUR")
    deliver(promise=line.promise, quantity=values["quantity"], value=value, on=values["on"], by=request.actor)
    return _("Written into the ledger.")


def _void(request: PageRequest, view: AgreementView, form: PageForm) -> str:  # noqa: ARG001  as every step
    found = _named(request, "line", (row for line in view.lines for row in line.deliveries))
    found.agreement = view.agreement
    void_contribution(contribution=found, by=request.actor)
    return _("Taken back. It counts nowhere.")


def _milestone(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    values = form.cleaned_data
    add_milestone(agreement=view.agreement, title=values["title"], due_on=values["due_on"], by=request.actor)
    return _("Saved.")


def _done(request: PageRequest, view: AgreementView, form: PageForm) -> str:  # noqa: ARG001  as every step
    found = _named(request, "milestone", view.milestones)
    found.agreement = view.agreement
    finish_milestone(milestone=found, is_done=found.done_on is None, by=request.actor)
    return _("Saved.")


def _evidence(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    values = form.cleaned_data
    file = values["file"]
    add_evidence(
        agreement=view.agreement,
        name=file.name,
        content=file,
        caption=values["caption"],
        consent=values["consent"],
        consent_by=values["consent_by"],
        by=request.actor,
    )
    return _("Kept.")


def _story(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    values = form.cleaned_data
    write_story(
        agreement=view.agreement,
        version=values["_version"],
        story=values["story"],
        language=values["story_language"],
        may_be_shown=values["story_may_be_shown"],
        by=request.actor,
    )
    return _("Saved.")


def _owner(request: PageRequest, view: AgreementView, form: PageForm) -> str:
    party = _party(request, view)
    values = form.cleaned_data
    change_owner(party=party, owner_name=values["owner_name"], owner_email=values["owner_email"], by=request.actor)
    return _("Saved.")


def _ask(request: PageRequest, view: AgreementView, form: PageForm) -> str:  # noqa: ARG001  as every step
    ask_to_confirm(agreement=view.agreement, by=request.actor)
    return _("The mails are in the outbox.")


def _renew(request: PageRequest, view: AgreementView, form: PageForm) -> str:  # noqa: ARG001  as every step
    renew_agreement(agreement=view.agreement, by=request.actor)
    return _("A new agreement is proposed; both sides have to confirm it.")


DOINGS: dict[str, Doing] = {
    "confirm": _confirm,
    "state": _state,
    "delivery": _delivery,
    "void": _void,
    "milestone": _milestone,
    "done": _done,
    "evidence": _evidence,
    "story": _story,
    "owner": _owner,
    "ask": _ask,
    "renew": _renew,
}
"""What can be done with an agreement from its page; each is one action, which asks the rules itself."""
