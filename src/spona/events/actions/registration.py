"""Organisations that register themselves for a public fair, without an account and without learning who is known."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.parties import place_party, write_to
from spona.events.actions.places import free_place
from spona.events.models import Party, Side
from spona.events.states import PartyState
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, OutboxMessage, Problem
from spona.kernel.rules import require
from spona.parties.actions import take_in_organisation
from spona.parties.models import Organisation, OrganisationIntake, check_number
from spona.parties.models.intake import CERTAIN, VERY_LIKELY
from spona.parties.queries import match_organisation, organisation_for
from spona.parties.states import OrganisationKind

MAIL = "events.registration_received"
HOUR = dt.timedelta(hours=1)
TO_ONE_ADDRESS, ABOUT_ONE_PARTY = 20, 5
"""Mails an hour: from the first limit on an address is refused, from the second a party simply gets no further copy."""

ADDRESS_LOCK, NUMBER_LOCK = 7301, 7302
"""Kinds of advisory locks. Everybody takes them in this order, before any row of a side and before the journal's."""


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
    """Hold one of the side's places for whoever fills in the public form, and mail the link to its page.

    The party stays INVITED until somebody who reads that mail confirms, so nobody can put another organisation on the
    public list. The register number says which organisation it is, else the same name in the same country; a known
    record is neither changed nor shown: the party carries what was typed. One that takes part already is left as it is,
    and the link goes to the address known there, not to the one typed: nothing in the answer tells the two apart.

    Errors: ``Problem`` for a wrong number, a side that is full, an address that was written to too often.
    """
    require("events.register_publicly", by, side.fair)
    value = check_number(scheme, number, place="number")
    _one_at_a_time(contact_email, f"{side.fair.network_id} {scheme} {value}")
    _check_pace(side, contact_email)
    _check_room(side)
    desk = Actor.of_system("registration", side.fair.network_id)
    row = OrganisationIntake(
        name=name,
        kind=side.organisation_kind or OrganisationKind.OTHER,
        country=scheme[:2] if scheme[2:3] == "-" else side.fair.network.country,
        language=language,
        town=town,
        numbers=((scheme, value),),
    )
    known = _known(desk, row)
    party = Party.objects.filter(fair_id=side.fair_id, organisation=known).select_related("fair").first()
    if known is None or party is None:
        party = _register(side, known, row, desk, contact_name=contact_name, contact_email=contact_email)
    if _written(subject_id=party.pk) < ABOUT_ONE_PARTY:
        write_to(party, MAIL, desk)


def _one_at_a_time(address: str, number: str) -> None:
    """Wait until nobody else registers with this address or this number, until the transaction ends."""
    with connection.cursor() as cursor:
        for kind, key in ((ADDRESS_LOCK, address.strip().casefold()), (NUMBER_LOCK, number)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [kind, key])


def _check_pace(side: Side, address: str) -> None:
    if _written(to__iexact=address.strip(), network_id=side.fair.network_id) >= TO_ONE_ADDRESS:
        raise Problem(
            _("Very many registrations came from this address within an hour."),
            place="contact_email",
            remedy=_("Try again in an hour, or write to the organiser."),
            code="too_many",
        )


def _written(**about: object) -> int:
    return OutboxMessage.objects.filter(template=MAIL, created_at__gt=timezone.now() - HOUR, **about).count()


def _check_room(side: Side) -> None:
    """Refuse before anything is looked up: a full side says so to those who are known and to those who are not."""
    if not Side.objects.filter(free_place(), pk=side.pk).exists():
        raise _full(side)


def _full(side: Side) -> Problem:
    return Problem(
        _("All places for “%(side)s” are taken.") % {"side": side},
        place="side",
        remedy=_("Write to the organiser: somebody may still withdraw."),
        code="side_full",
    )


def _known(desk: Actor, row: OrganisationIntake) -> Organisation | None:
    """Return the record with this number, or with this name, in this country and without another number.

    One merged into another leads to the record that was kept.
    """
    scheme, value = row.numbers[0]
    for match in match_organisation(desk.network_id, row):
        found = organisation_for(desk, match.organisation_id)
        if found is None or match.level not in {CERTAIN, VERY_LIKELY}:
            continue
        others = found.numbers.filter(scheme=scheme).exclude(value=value)
        if match.level == CERTAIN or (found.country == row.country and not others.exists()):
            return found
    return None


def _register(side: Side, known: Organisation | None, row: OrganisationIntake, desk: Actor, **contact: str) -> Party:
    """Take the place. The journal's lock is taken after the side's row, as everywhere."""
    organisation = known or take_in_organisation(values=row, by=desk)
    try:
        party = place_party(
            side, organisation, PartyState.INVITED, "events.party_registered", desk, language=row.language, **contact
        )
    except Problem as problem:
        raise (_full(side) if problem.code == "side_full" else problem) from problem
    if known is None:
        record("parties.organisation_created", on=organisation, by=desk)
    else:
        party.name, party.city = row.name[:300], row.town[:120]
        party.save(update_fields=["name", "city", "updated_at"])
    return party
