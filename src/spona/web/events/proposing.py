"""A party's own proposal: written in editions, handed in, improved with what mentors say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spona.events.actions import submit_proposal, withdraw_proposal, write_proposal
from spona.events.models import Party, Proposal, ProposalEdition
from spona.events.queries import editions_of
from spona.events.queries.taking_part import latest_edition_of
from spona.events.states import PROPOSAL_MOVES, ProposalState
from spona.kernel.actions import discard_draft
from spona.kernel.models import Money, Problem
from spona.kernel.queries import draft_of
from spona.web.events.taking_part import address, draft_name, drafts_address, frame
from spona.web.events.taking_part_forms import LANGUAGES, ProposalForm
from spona.web.page import PageRequest, owner_of

WRITABLE = ("", ProposalState.DRAFT, ProposalState.RETURNED)
FIELDS = ("amount", "currency", "starts_on", "ends_on")


def show_proposal(request: PageRequest, party: Party) -> HttpResponse:
    """Show the proposal with its editions and comments, or take its next edition."""
    edition = latest_edition_of(request.actor, party)
    proposal = edition.proposal if edition is not None else None
    draft = draft_of(owner_of(request), draft_name(request, party, "proposal")) if request.method != "POST" else {}
    writes = request.POST.get("do") in {"save", "submit"}
    form = ProposalForm(request.POST if writes else None, initial=_initial(party, edition) | draft)
    if request.method == "POST":
        said = _take(request, party, proposal, form)
        if said:
            discard_draft(owner=owner_of(request), form=draft_name(request, party, "proposal"))
            messages.success(request, said)
            return redirect(address(request, party, "proposal"))
    state = proposal.state if proposal is not None else ""
    context = {
        "proposal": proposal,
        "edition": edition,
        "editions": list(editions_of(request.actor, proposal)) if proposal is not None else [],
        "form": form,
        "theirs": form.theirs(),
        "version": _version(form, proposal),
        "may_write": state in WRITABLE,
        "may_submit": ProposalState.SUBMITTED in PROPOSAL_MOVES.get(state, ()),
        "may_withdraw": proposal is not None,
        "draft_url": drafts_address(request, party, "proposal"),
        "draft_name": draft_name(request, party, "proposal"),
        "is_draft": bool(draft),
    }
    status = 200 if form.is_clean else form.status(request.method)
    return render(
        request, "events/participant/proposal.html", frame(request, party, "proposal") | context, status=status
    )


def _initial(party: Party, edition: ProposalEdition | None) -> dict[str, Any]:
    known = dict(LANGUAGES)
    if edition is None:
        spoken = party.language if party.language in known else get_language() or "en"
        return {"language": spoken, "currency": party.fair.currency}
    values = {name: getattr(edition.proposal, name) for name in FIELDS}
    language = edition.language if edition.language in known else "en"
    return values | {"title": edition.title, "text": edition.text, "language": language}


def _version(form: ProposalForm, proposal: Proposal | None) -> int | str:
    if form.conflict is not None:
        return int(form.conflict.version)
    return proposal.version if proposal is not None else ""


def _take(request: PageRequest, party: Party, proposal: Proposal | None, form: ProposalForm) -> str:
    """Do what was sent; returns the sentence that says so, empty where the form has to be mended."""
    do = request.POST.get("do", "")
    if do == "withdraw" and proposal is not None:
        withdraw_proposal(proposal=proposal, by=request.actor)
        return _("Your proposal is withdrawn. You may write another.")
    if do not in {"save", "submit"}:
        raise Problem(
            _("This page does not know that answer."),
            remedy=_("Reload the page and choose again."),
            code="unknown_answer",
        )
    if form.is_valid():
        with form.problems():
            written = _write(request, party, proposal, form.cleaned_data)
            if do == "submit":
                submit_proposal(proposal=written, by=request.actor)
    if not form.is_clean:
        return ""
    return _("Your proposal is handed in.") if do == "submit" else _("Saved as a draft. Hand it in when it is ready.")


def _write(request: PageRequest, party: Party, proposal: Proposal | None, values: dict[str, Any]) -> Proposal:
    """Write the first edition or the next one."""
    amount = values["amount"]
    money = None if amount is None else Money(amount, values["currency"], timezone.localdate())
    return write_proposal(
        party=party,
        proposal=proposal,
        version=values["_version"],
        title=values["title"],
        text=values["text"],
        language=values["language"],
        money=money,
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        by=request.actor,
    )
