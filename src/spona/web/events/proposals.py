"""What parties offer and ask for, read and commented before the fair."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.events.actions import accept_proposal, comment_on_edition, return_proposal
from spona.events.models import Fair, Proposal
from spona.events.queries import editions_of, fair_for, fair_proposal_for, proposals_for
from spona.events.queries.proposals import ORDER
from spona.events.states import ProposalState
from spona.kernel.queries import keyset
from spona.kernel.rules import allowed
from spona.web.events.fair_pages import fair_crumbs, fair_tabs
from spona.web.events.forms import CommentForm
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.tables import addresses, chip, link, words
from spona.web.templatetags.spona_values import in_script, money


@page("events.list_proposals", lookup=fair_for)
def proposals(request: PageRequest, fair: Fair) -> HttpResponse:
    """Every proposal of the fair, by party."""
    state = request.GET.get("state", "")
    found = proposals_for(request.actor, fair, state=state if state in ProposalState.values else "")
    listed = keyset(found, order=ORDER, place=request.GET.get("place", ""))
    address, states = addresses("web:events:proposal", fair.slug), words(ProposalState)
    context = {
        "fair": fair,
        "rows": [
            (
                link(address(row.pk), _title(row)),
                row.party.name,
                money(row.money),
                chip(states[row.state]),
            )
            for row in listed.rows
        ],
        "state": state,
        "states": ProposalState.choices,
        "columns": columns(_("Proposal"), _("Party"), _("Amount"), _("State"), numbers=(2,)),
        "tabs": fair_tabs(request.actor, fair, "proposals"),
        "crumbs": fair_crumbs(fair, _("Proposals")),
    }
    return render(request, "events/organiser/proposals.html", context | neighbours(request, listed))


def _title(row: Proposal) -> str:
    """The title of a proposal's latest edition, which ``proposals_for`` annotates, in the reader's letters."""
    return in_script(row.title, row.title_language)  # type: ignore[attr-defined]


@page("events.see_proposal", lookup=fair_proposal_for, methods=("GET", "POST"))
def proposal(request: PageRequest, found: Proposal) -> HttpResponse:
    """One proposal with its editions and what was said about each; mentors comment, return or accept."""
    fair = found.party.fair
    editions = list(editions_of(request.actor, found))
    form = CommentForm(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "accept":
        accept_proposal(proposal=found, by=request.actor)
        messages.success(request, _("The proposal is ready for the fair."))
        return redirect("web:events:proposal", slug=fair.slug, proposal_id=found.pk)
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        with form.problems():
            if request.POST.get("do") == "return":
                return_proposal(proposal=found, comment=comment, by=request.actor)
            else:
                comment_on_edition(edition=editions[0], text=comment, by=request.actor)
        if form.is_clean:
            return redirect("web:events:proposal", slug=fair.slug, proposal_id=found.pk)
    way = fair_crumbs(fair, _("Proposals"))
    way[-1]["url"] = reverse("web:events:proposals", args=[fair.slug])
    context = {
        "fair": fair,
        "proposal": found,
        "editions": editions,
        "form": form,
        "may_comment": allowed("events.comment_proposal", request.actor, found),
        "may_decide": allowed("events.decide_proposal", request.actor, found)
        and found.state == ProposalState.SUBMITTED,
        "crumbs": [*way, crumb(in_script(editions[0].title, editions[0].language) if editions else _("Proposal"))],
    }
    return render(request, "events/organiser/proposal.html", context, status=form.status(request.method))
