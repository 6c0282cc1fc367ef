"""Teams: who has which role in a programme or in the network, who was asked to join, and the network's settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spona.kernel.actions import edit_network, end_role, invite, withdraw_invitation
from spona.kernel.models import Invitation, Network, Role
from spona.kernel.queries import (
    TEAM_ORDER,
    keyset,
    open_invitations_for,
    own_network_for,
    role_for,
    team_for,
    team_invitation_for,
)
from spona.programmes.models import Programme
from spona.programmes.queries import programme_for, programmes_for
from spona.web.kernel.forms import NETWORK_ROLES, PROGRAMME_ROLES, InviteForm, NetworkForm
from spona.web.page import PageRequest, page
from spona.web.pages import columns, crumb, neighbours

SHOWN_INVITATIONS = 50


@page("kernel.manage_roles", methods=("GET", "POST"))
def network_team(request: PageRequest) -> HttpResponse:
    """Who runs the network, and who has a role in all of it."""
    return _team(request, None)


@page("kernel.manage_roles", lookup=programme_for, methods=("GET", "POST"))
def programme_team(request: PageRequest, programme: Programme) -> HttpResponse:
    """Who has a role in one programme."""
    return _team(request, programme)


def _team(request: PageRequest, programme: Programme | None) -> HttpResponse:
    """Show a team, or ask somebody to join it."""
    programme_id = programme.pk if programme else None
    roles = PROGRAMME_ROLES if programme else NETWORK_ROLES
    form = InviteForm.for_page(request, roles=roles, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        with form.problems():
            invitation = invite(
                **form.invitation(), url_of=_invitation_address(request), programme_id=programme_id, by=request.actor
            )
        if form.is_clean:
            messages.success(request, _("%(email)s gets a mail with a link.") % {"email": invitation.email})
            return redirect(_address(programme))
    held = team_for(request.actor, programme_id)
    listed = keyset(held, order=TEAM_ORDER, place=request.GET.get("place", ""))
    context = {
        "programme": programme,
        "listed": listed,
        "columns": columns(_("Name"), _("Role"), _("Countries"), _("Since"), ""),
        "invited": list(open_invitations_for(request.actor, programme_id)[:SHOWN_INVITATIONS]),
        "form": form,
        "crumbs": _crumbs(programme),
    }
    status = form.status(request.method)
    return render(request, "kernel/team.html", context | neighbours(request, listed), status=status)


def _invitation_address(request: PageRequest) -> str:
    return request.build_absolute_uri(reverse("web:kernel:invitation", args=["TOKEN"]))


def _address(programme: Programme | None) -> str:
    if programme is None:
        return reverse("web:kernel:team")
    return reverse("web:kernel:programme_team", args=[programme.slug])


def _crumbs(programme: Programme | None) -> list[dict[str, Any]]:
    if programme is None:
        return []
    there = reverse("web:programmes:programme", args=[programme.slug])
    return [crumb(_("Programmes"), reverse("web:programmes:list")), crumb(programme.name, there), crumb(_("Team"))]


def _back(request: PageRequest, of: Role | Invitation) -> HttpResponse:
    programme = programmes_for(request.actor).filter(pk=of.programme_id).first() if of.programme_id else None
    return redirect(_address(programme))


@page("kernel.manage_roles", lookup=role_for, methods=("POST",))
def end(request: PageRequest, role: Role) -> HttpResponse:
    """Take a role away."""
    end_role(role=role, by=request.actor)
    messages.success(
        request, _("%(name)s is no longer “%(role)s”.") % {"name": role.account, "role": role.get_kind_display()}
    )
    if role.account_id == request.actor.account_id:
        return redirect("web:desk")
    return _back(request, role)


@page("kernel.manage_roles", lookup=team_invitation_for, methods=("POST",))
def withdraw(request: PageRequest, invitation: Invitation) -> HttpResponse:
    """Make an invitation worthless."""
    withdraw_invitation(invitation=invitation, by=request.actor)
    messages.success(request, _("The link in the mail to %(email)s works no more.") % {"email": invitation.email})
    return _back(request, invitation)


@page("kernel.edit_network", lookup=own_network_for, methods=("GET", "POST"))
def settings(request: PageRequest, network: Network) -> HttpResponse:
    """What the network is called, in which languages it speaks, whom its mails come from, which clock it goes by."""
    form = NetworkForm.for_page(request, initial=NetworkForm.initial_of(network))
    if request.method == "POST" and form.is_valid():
        changes = form.changes(network)
        with form.problems():
            edit_network(network=network, version=form.cleaned_data["_version"], changes=changes, by=request.actor)
        if form.is_clean:
            cache.delete(f"network:{request.get_host()}")
            messages.success(request, _("Saved."))
            return redirect("web:kernel:settings")
    context = {
        "form": form,
        "version": form.version_of(network),
        "theirs": form.theirs(),
    }
    return render(request, "kernel/settings.html", context, status=form.status(request.method))
