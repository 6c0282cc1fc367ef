"""The outbox and the journal: what left the house, and what was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.kernel.actions import cancel_mail, release_mail
from spona.kernel.models import OutboxMessage, OutboxState
from spona.kernel.queries import journal_for, keyset, mail_for, outbox_for
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours
from spona.web.tables import addresses, chip, code, link, moment, words

STATE_KINDS: dict[str, str] = {OutboxState.SENT: "good", OutboxState.FAILED: "bad", OutboxState.HELD: "must"}
SEAL_SHOWN = 10
"""As many characters of a line's seal as tell it from its neighbours."""


@page("kernel.see_outbox")
def outbox(request: PageRequest) -> HttpResponse:
    """Every mail, newest first, before and after it left."""
    state = request.GET.get("state", "")
    listed = keyset(
        outbox_for(request.actor, state=state), order=("-created_at", "-id"), place=request.GET.get("place", "")
    )
    address, states = addresses("web:kernel:mail"), words(OutboxState)
    context = {
        "rows": [
            (
                link(address(row.pk), row.subject),
                row.to,
                moment(row.created_at),
                chip(states[row.state], STATE_KINDS.get(row.state, "")),
            )
            for row in listed.rows
        ],
        "state": state,
        "states": OutboxState.choices,
        "columns": columns(_("Subject"), _("To"), _("Written"), _("State")),
    }
    return render(request, "kernel/outbox.html", context | neighbours(request, listed))


@page("kernel.handle_outbox", lookup=mail_for, methods=("GET", "POST"))
def mail(request: PageRequest, message: OutboxMessage) -> HttpResponse:
    """One mail as its reader sees it; held and failed ones are released or kept back here."""
    if request.method == "POST":
        decide = release_mail if request.POST.get("do") == "release" else cancel_mail
        decide(message=message, by=request.actor)
        return redirect("web:kernel:mail", mail_id=message.pk)
    crumbs = [crumb(_("Outbox"), reverse("web:kernel:outbox")), crumb(message.subject)]
    return render(request, "kernel/mail.html", {"message": message, "crumbs": crumbs})


@page("kernel.see_journal")
def journal(request: PageRequest) -> HttpResponse:
    """What was done in the network, newest first."""
    listed = keyset(journal_for(request.actor), order=("-sequence",), place=request.GET.get("place", ""))
    context = {
        "rows": [
            (row.sequence, moment(row.at), row.actor_name or row.actor_kind, row.sentence, code(row.hash[:SEAL_SHOWN]))
            for row in listed.rows
        ],
        "columns": columns(_("No."), _("When"), _("Who"), _("What"), _("Seal")),
    }
    return render(request, "kernel/journal.html", context | neighbours(request, listed))
