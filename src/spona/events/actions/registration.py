"""Organisations that register themselves for a public fair, without an account and without learning who is known."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.actions.parties import register_organisation, write_to
from spona.events.models import Party, Side
from spona.kernel.actions import action
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.parties.actions import create_organisation
from spona.parties.models import Organisation, OrganisationIntake, check_number
from spona.parties.models.intake import CERTAIN
from spona.parties.queries import match_organisation, organisation_for
from spona.parties.states import OrganisationKind


@action
def register_publicly(
    *,
    side: Side,
    name: str,
    scheme: str,
    number: str,
    contact_name: str,
    contact_email: str,
    by: Actor,
    town: str = "",
    language: str = "",
) -> None:
    """Take one of the side's places for whoever fills in the public form, and mail the link to its page.

    The number says which organisation it is; a known record is neither changed nor shown. One that takes part already
    is left as it is, and the link goes to the address known there, not to the one typed: nothing in the answer tells
    the two apart. Errors: ``Problem`` for a wrong number, or a side that is full.
    """
    require("events.register_publicly", by, side.fair)
    value = check_number(scheme, number, place="number")
    desk = Actor.of_system("registration", side.fair.network_id)
    organisation = _known(desk, side.fair.network_id, scheme, value, name) or create_organisation(
        kind=side.organisation_kind or OrganisationKind.OTHER,
        name=name,
        language=language,
        country=scheme[:2] if scheme[2:3] == "-" else side.fair.network.country,
        town=town,
        numbers={scheme: value},
        by=desk,
    )
    party = Party.objects.filter(fair_id=side.fair_id, organisation=organisation).select_related("fair").first()
    if party is None:
        contact = {"contact_name": contact_name, "contact_email": contact_email, "language": language}
        party = _place(side, organisation, contact, desk)
    write_to(party, "events.party_registered", desk)


def _known(desk: Actor, network_id: UUID, scheme: str, value: str, name: str) -> Organisation | None:
    """Return the record with this number; one merged into another leads to the record that was kept."""
    row = OrganisationIntake(name=name, kind="", numbers=((scheme, value),))
    for match in match_organisation(network_id, row):
        if match.level == CERTAIN:
            return organisation_for(desk, match.organisation_id)
    return None


def _place(side: Side, organisation: Organisation, contact: dict[str, str], desk: Actor) -> Party:
    try:
        return register_organisation(side=side, organisation=organisation, by=desk, **contact)
    except Problem as problem:
        if problem.code != "side_full":
            raise
        raise Problem(
            _("All places for “%(side)s” are taken.") % {"side": side},
            place="side",
            remedy=_("Write to the organiser: somebody may still withdraw."),
            code="side_full",
        ) from problem
