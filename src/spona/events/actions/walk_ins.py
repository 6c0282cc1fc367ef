"""Organisations that stand at the door without having registered: put on the list and let in at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.events.actions.checkins import GateAnswer, admit
from spona.events.actions.parties import place_party
from spona.events.models import Gate, Party, Side
from spona.events.states import EntryWay, PartyState
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.parties.actions import take_in_organisation
from spona.parties.models import Organisation, OrganisationIntake
from spona.parties.models.intake import CERTAIN, VERY_LIKELY
from spona.parties.queries import match_organisation, organisation_for
from spona.parties.states import OrganisationKind


@action
def walk_in(
    *,
    gate: Gate,
    side: Side,
    name: str,
    by: Actor,
    town: str = "",
    contact_name: str = "",
    contact_email: str = "",
) -> GateAnswer:
    """Register an organisation that came unannounced, within the places of its side, and let it in.

    One that is on the fair's list already under this name simply comes in. A known organisation's record is neither
    changed nor shown to the volunteer. Errors: ``Problem`` ``side_full``, ``name_missing``, ``unknown_side``.
    """
    require("events.check_in", by, gate)
    if side.fair_id != gate.fair_id:
        raise Problem(_("This side is not part of the fair."), place="side", code="unknown_side")
    called = name.strip()[:300]
    if not called:
        raise Problem(_("Who is it?"), place="name", remedy=_("Write the organisation's name."), code="name_missing")
    desk = Actor.of_system("gate", gate.network_id)
    row = OrganisationIntake(
        name=called,
        kind=side.organisation_kind or OrganisationKind.OTHER,
        country=gate.fair.network.country,
        town=town.strip(),
    )
    known = _known(desk, row)
    party = Party.objects.filter(fair_id=gate.fair_id, organisation=known).first() if known is not None else None
    if party is None:
        organisation = known or take_in_organisation(values=row, by=desk)
        party = place_party(
            side,
            organisation,
            PartyState.CONFIRMED,
            "events.party_registered",
            by,
            contact_name=contact_name.strip(),
            contact_email=contact_email.strip(),
        )
        if known is None:
            record("parties.organisation_created", on=organisation, by=by)
    return admit(gate, party, EntryWay.WALK_IN, by)


def _known(desk: Actor, row: OrganisationIntake) -> Organisation | None:
    """Return the record of this name in this country; one merged into another leads to the one that was kept."""
    for match in match_organisation(desk.network_id, row):
        found = organisation_for(desk, match.organisation_id)
        if found is not None and match.level in {CERTAIN, VERY_LIKELY} and found.country in {row.country, ""}:
            return found
    return None
