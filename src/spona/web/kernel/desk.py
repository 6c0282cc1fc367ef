"""The front page for everybody, the desk for those with an account, the one search box, and drafts being kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme

from spona.events.queries import fairs_for, front_figures, public_fairs
from spona.kernel.actions import discard_draft, save_draft
from spona.programmes.queries import programmes_for
from spona.web.drafts import kept_values
from spona.web.events.desk import fair_desk_items
from spona.web.events.fair_pages import fair_address
from spona.web.kernel.desk_items import kernel_desk_items
from spona.web.kernel.search import hits
from spona.web.page import ANONYMOUS, PageRequest, owner_of, page
from spona.web.partnerships.desk_items import agreement_desk_items

FRONT_LIST = 6
HITS = 40


@page("kernel.open_public_page")
def front(request: PageRequest) -> HttpResponse:
    """What this network does and has done, in numbers that lead to their rows."""
    context = {
        "figures": front_figures(request.actor),
        "fairs": list(public_fairs(request.actor)[:FRONT_LIST]),
        "programmes": list(programmes_for(request.actor)[:FRONT_LIST]),
    }
    return render(request, "kernel/front.html", context)


@page("kernel.open_desk")
def desk(request: PageRequest) -> HttpResponse:
    """What waits for the reader, each with one button."""
    items = [*fair_desk_items(request.actor), *agreement_desk_items(request.actor), *kernel_desk_items(request.actor)]
    fairs = [(fair, fair_address(request.actor, fair)) for fair in fairs_for(request.actor)[:FRONT_LIST]]
    context = {"items": items, "fairs": fairs}
    return render(request, "kernel/desk.html", context)


@page("kernel.open_public_page")
def search(request: PageRequest) -> HttpResponse:
    """One box: any language, either script, only what the reader may see."""
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"text": text, "hits": hits(request.actor, text, HITS) if text else []}
    return render(request, "kernel/search.html", context)


@page("kernel.open_public_page", methods=("POST",), idempotent=False)
def keep_draft(request: PageRequest) -> HttpResponse:
    """Keep what is being typed into a form of somebody known; the script asks every three seconds."""
    owner, form = owner_of(request), request.GET.get("form", "")[:200]
    if owner == ANONYMOUS or not form:
        return HttpResponse(status=204)
    if "_discard" in request.POST:
        discard_draft(owner=owner, form=form)
        safe = url_has_allowed_host_and_scheme(form, {request.get_host()}, require_https=request.is_secure())
        return HttpResponse(status=303, headers={"Location": form if safe else "/"})
    save_draft(owner=owner, form=form, data=kept_values(request.POST))
    return JsonResponse({"saved_at": time_format(timezone.localtime())})
