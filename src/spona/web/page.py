"""The one way to declare a page: who may open it, what it is about, and what happens when something goes wrong.

Every view carries ``@page``; a start-up check refuses an address without it. The decorator loads the object (unknown
or invisible: 404), asks the rules, opens the network's scope and the one transaction, answers a form that was sent
twice with its first answer, and turns ``Problem``, ``Refused`` and ``Conflict`` into pages that say what is safe and
what to do.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from spona.kernel.actions import Answer, answer_once, discard_draft, in_network, open_link, save_draft
from spona.kernel.models import Actor, Conflict, Network, Problem, Problems, Refused
from spona.kernel.rules import require
from spona.web.drafts import draft_name, kept_values, owner_in_seal

ANONYMOUS = "anonymous"
TOKEN = "{token}"  # noqa: S105  what stands in a stored address where the token stood: tokens are kept as hashes only
UNHASHED = ("csrfmiddlewaretoken", "_key", "_owner")


class PageRequest(HttpRequest):
    """A request as views see it: the middleware has added who acts and in which network."""

    actor: Actor
    network: Network


@dataclass(frozen=True)
class PageDeclaration:
    """What a view says about itself; the permission matrix and the start-up check read it."""

    permission: str
    lookup: Callable[..., Any] | None
    links: tuple[str, ...]
    methods: tuple[str, ...]
    idempotent: bool


def page(
    permission: str,
    *,
    lookup: Callable[..., Any] | None = None,
    links: tuple[str, ...] = (),
    methods: tuple[str, ...] = ("GET",),
    idempotent: bool = True,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declare a view.

    ``permission`` is asked with the object ``lookup(actor, **address parts)`` returns (None: 404). ``links`` names the
    purposes of signed links that open the page; the address then holds ``<str:token>`` and the lookup gets
    ``subject_id``. ``methods`` lists what the page answers. ``idempotent=False`` is for posts that may be repeated
    harmlessly (a draft being saved).
    """
    declaration = PageDeclaration(permission, lookup, links, methods, idempotent)

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def served(request: PageRequest, **parts: Any) -> HttpResponseBase:
            if request.method not in {*methods, *({"HEAD"} if "GET" in methods else ())}:
                return HttpResponseNotAllowed(methods)
            if links and "token" in parts and not _follow_link(request, parts, links):
                return _sorry(request, HTTPStatus.GONE, "web/shell/link_gone.html", {})
            with in_network(request.actor.network_id):
                return _answer(request, declaration, view, parts)

        served.page = declaration  # type: ignore[attr-defined]  # read by web.checks and the permission matrix
        return served

    return decorate


def _follow_link(request: PageRequest, parts: dict[str, Any], purposes: tuple[str, ...]) -> bool:
    """Make the holder of a valid link the actor of this request; False where the link is worthless."""
    token = parts.pop("token")
    grant = open_link(token, purposes)
    if grant is None:
        return False
    request.actor = Actor(network_id=grant.network_id, link=grant, name=_("somebody with a link"))
    request.link_token = token  # type: ignore[attr-defined]
    parts["subject_id"] = grant.subject_id
    return True


def _answer(
    request: PageRequest, declaration: PageDeclaration, view: Callable[..., HttpResponseBase], parts: dict[str, Any]
) -> HttpResponseBase:
    try:
        arguments: tuple[Any, ...] = ()
        target = None
        if declaration.lookup is not None:
            target = declaration.lookup(request.actor, **parts)
            if target is None:
                if request.method == "POST" and request.actor.is_anonymous:
                    return _sign_in_first(request, declaration)
                raise Http404
            arguments = (target,)
        require(declaration.permission, request.actor, target)
        if request.method == "POST" and declaration.idempotent:
            response = _answer_form(request, lambda: view(request, *arguments))
        else:
            response = view(request, *arguments)
    except Refused as refusal:
        if request.actor.is_anonymous:
            return _sign_in_first(request, declaration)
        return _sorry(request, HTTPStatus.FORBIDDEN, "web/shell/403.html", {"reason": refusal.reason})
    except (Problem, Problems) as problem:
        problems = problem.problems if isinstance(problem, Problems) else [problem]
        return _sorry(request, HTTPStatus.UNPROCESSABLE_ENTITY, "web/shell/422.html", {"problems": problems})
    except Conflict as conflict:
        return _sorry(request, HTTPStatus.CONFLICT, "web/shell/409.html", {"current": conflict.current})
    if not request.actor.is_anonymous:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _sign_in_first(request: PageRequest, declaration: PageDeclaration) -> HttpResponse:
    """Send somebody to the log-in, and keep what she was sending when her session had ended.

    The answer is the same whether the page's object exists or not.
    """
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = kept_values(request.POST)
    owner = owner_in_seal(request.POST.get("_owner", ""))
    if owner and "GET" in declaration.methods:
        save_draft(owner=owner, form=_draft_sent(request), data=typed)
        return redirect_to_login(request.get_full_path())
    shown = [(name, value) for name, value in typed.items() if not name.startswith("_")]
    return _sorry(request, HTTPStatus.UNAUTHORIZED, "web/shell/signed_out.html", {"typed": shown})


def _draft_sent(request: PageRequest) -> str:
    """Return the name of the draft a form has, of the page's own or of one of its parts."""
    named: str = request.POST.get("_draft", "")
    return draft_name(named or request.path)


def _answer_form(request: PageRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run a posted form once per key. A repeat gets the first answer; another body under the same key is refused."""
    key = request.POST.get("_key", "")
    if not 8 <= len(key) <= 64:
        raise Problem(
            _("This form has lost its key, so nothing was saved."),
            remedy=_("Reload the page and send it again."),
            code="form_key",
        )
    shown: list[HttpResponseBase] = []

    def run() -> Answer:
        response = view()
        shown.append(response)
        location = response.headers.get("Location", response.headers.get("HX-Redirect", ""))
        return Answer(response.status_code, location.replace(token, TOKEN) if token else location)

    token = getattr(request, "link_token", "")
    path = request.path.replace(token, TOKEN) if token else request.path
    owner = owner_of(request)
    answer = answer_once(owner=owner, key=key, path=path[:300], body_hash=_body_hash(request), answer=run)
    if answer.status < HTTPStatus.BAD_REQUEST and owner != ANONYMOUS:
        discard_draft(owner=owner, form=_draft_sent(request))
    if shown:
        return shown[0]
    if answer.location:
        return HttpResponseRedirect(answer.location.replace(TOKEN, token))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def owner_of(request: PageRequest) -> str:
    """Return whose form or draft this is: the account, the link, or nobody in particular (the key itself is the

    secret).
    """
    if request.actor.account_id:
        return f"account:{request.actor.account_id}"
    if request.actor.link:
        return f"link:{request.actor.link.id}"
    return ANONYMOUS


def _body_hash(request: PageRequest) -> str:
    digest = hashlib.sha256()
    for name in sorted(request.POST):
        if name not in UNHASHED:
            for value in request.POST.getlist(name):
                digest.update(f"{name}={value}\0".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def _sorry(request: HttpRequest, status: HTTPStatus, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
