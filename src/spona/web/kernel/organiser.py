"""The outbox and the journal: what left the house, and what was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from spona.kernel.actions import cancel_mail, release_mail
from spona.kernel.models import OutboxMessage
from spona.kernel.queries import journal_for, keyset, mail_for, outbox_for
from spona.web.page import PageRequest, page


@page("kernel.see_outbox")
def outbox(request: PageRequest) -> HttpResponse:
    """Every mail, newest first, before and after it left."""
    mails = outbox_for(request.actor)
    state = request.GET.get("state", "")
    if state:
        mails = mails.filter(state=state)
    listed = keyset(mails, order=("-created_at", "-id"), place=request.GET.get("place", ""))
    return render(request, "kernel/outbox.html", {"listed": listed, "state": state})


@page("kernel.handle_outbox", lookup=mail_for, methods=("GET", "POST"))
def mail(request: PageRequest, message: OutboxMessage) -> HttpResponse:
    """One mail as its reader sees it; held and failed ones are released or kept back here."""
    if request.method == "POST":
        if request.POST.get("do") == "release":
            release_mail(message=message, by=request.actor)
        else:
            cancel_mail(message=message, by=request.actor)
        return redirect("web:kernel:mail", mail_id=message.pk)
    return render(request, "kernel/mail.html", {"message": message})


@page("kernel.see_journal")
def journal(request: PageRequest) -> HttpResponse:
    """What was done in the network, newest first."""
    listed = keyset(journal_for(request.actor), order=("-sequence",), place=request.GET.get("place", ""))
    return render(request, "kernel/journal.html", {"listed": listed})
