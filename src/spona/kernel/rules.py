"""Permissions: named predicates, deny by default, and a sentence for every refusal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import rules
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Actor, Network, Refused
from spona.kernel.models.actor import NO_NETWORK

_refusals: dict[str, Any] = {}


def permission(name: str, predicate: rules.Predicate, *, refusal: Any) -> None:
    """Declare who may do ``name``.

    ``predicate`` takes (actor, object); ``refusal`` is the sentence others get to read.
    """
    rules.set_perm(name, predicate)
    _refusals[name] = refusal


def declared_permissions() -> list[str]:
    """Return every permission somebody declared; a table test walks them."""
    return sorted(_refusals)


def allowed(name: str, actor: Actor, on: Any = None) -> bool:
    """Whether the actor may do this. A permission nobody declared is refused to everybody."""
    return name in _refusals and bool(rules.has_perm(name, actor, on))


def require(name: str, actor: Actor, on: Any = None) -> None:
    """Refuse with a reason unless allowed. Errors: ``Refused``."""
    if not allowed(name, actor, on):
        raise Refused(name, _refusals.get(name, _("Nobody may do this.")))


def network_of(on: Any) -> UUID | None:
    """Return the network an object belongs to or is, where it says so."""
    if isinstance(on, Network):
        return on.pk
    found: UUID | None = getattr(on, "network_id", None)
    return found


@rules.predicate
def anybody(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """Everybody, with or without an account."""
    return True


@rules.predicate
def is_logged_in(actor: Actor, on: Any) -> bool:  # noqa: ARG001
    """Somebody with an account."""
    return actor.account_id is not None


@rules.predicate
def is_own_network(actor: Actor, on: Any) -> bool:
    """The object lies in the network the actor acts in (or names no network)."""
    network_id = network_of(on)
    return actor.network_id != NO_NETWORK and (network_id is None or network_id == actor.network_id)


@rules.predicate
def runs_network(actor: Actor, on: Any) -> bool:
    """Somebody who runs the network the object lies in."""
    return actor.runs_network and bool(is_own_network(actor, on))


@rules.predicate
def manages_programme(actor: Actor, on: Any) -> bool:
    """A manager of the programme the object belongs to. The object may be the programme's id itself."""
    if isinstance(on, UUID) or on is None:
        return actor.manages(on)
    if not is_own_network(actor, on):
        return False
    programme_id = getattr(on, "programme_id", None)
    if programme_id is None and on._meta.label == "programmes.Programme":
        programme_id = on.pk
    return actor.manages(programme_id)


@rules.predicate
def manages_anything(actor: Actor, on: Any) -> bool:  # noqa: ARG001
    """Somebody who runs the network or manages at least one programme in it."""
    return bool(actor.grants_of("network_manager", "manager"))


permission("kernel.open_public_page", anybody, refusal=_("This page is not open."))
permission("kernel.open_desk", is_logged_in, refusal=_("Log in to see your desk."))
permission("kernel.manage_roles", manages_programme, refusal=_("Only managers give and take roles."))
permission("kernel.edit_network", runs_network, refusal=_("Only those who run the network change it."))
permission("kernel.handle_outbox", manages_programme, refusal=_("Only managers handle the outbox."))
permission("kernel.see_outbox", manages_anything, refusal=_("Only managers see the outbox."))
permission("kernel.see_journal", runs_network, refusal=_("Only those who run the network read the journal."))
permission("kernel.import_rows", manages_programme, refusal=_("Only managers take spreadsheets in."))
permission("kernel.accept_invitation", anybody, refusal=_("This invitation is not valid any more."))
