"""Who may see and run programmes."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import anybody, is_own_network, manages_programme, permission, runs_network
from spona.programmes.models import Programme
from spona.programmes.states import ProgrammeState, Visibility


def programme_of(on: Any) -> Programme | None:
    """Return the programme an object is or belongs to."""
    if isinstance(on, Programme):
        return on
    found = getattr(on, "programme", None)
    return found if isinstance(found, Programme) else None


@rules.predicate
def is_published(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """A programme for everybody that has begun."""
    programme = programme_of(on)
    return (
        programme is not None and programme.visibility == Visibility.PUBLIC and programme.state != ProgrammeState.DRAFT
    )


@rules.predicate
def is_on_its_team(actor: Actor, on: Any) -> bool:
    """Somebody with a role in the programme: manager, national partner, juror, mentor, donor."""
    programme = programme_of(on)
    return programme is not None and any(
        grant.programme_id == programme.pk and grant.network_id == actor.network_id for grant in actor.grants
    )


@rules.predicate
def speaks_for_a_partner(actor: Actor, on: Any) -> bool:
    """A member of an organisation that carries the programme."""
    programme = programme_of(on)
    own = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    return bool(own) and programme is not None and programme.partners.filter(organisation_id__in=own).exists()


permission(
    "programmes.see_programme",
    is_own_network & (manages_programme | is_published | is_on_its_team | speaks_for_a_partner),
    refusal=_("This programme is for those who take part in it."),
)
permission("programmes.start_programme", runs_network, refusal=_("Only those who run the network start programmes."))
permission("programmes.edit_programme", manages_programme, refusal=_("Only the programme's managers change it."))
permission(
    "programmes.see_money",
    is_own_network & (manages_programme | is_published | is_on_its_team),
    refusal=_("The programme's money is shown to its team."),
)
permission("programmes.list_programmes", anybody, refusal=_("This page is not open."))
