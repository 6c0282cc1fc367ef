"""Organisations that register themselves for a public fair, without an account and without learning who is known."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.following import is_own_name
from spona.events.actions.parties import move_party, place_party, write_to
from spona.events.actions.places import free_place, no_place_left
from spona.events.models import Fair, Party, Side
from spona.events.states import FairState, PartyState
from spona.kernel.actions import action, keep_pace, record
from spona.kernel.models import Actor, OutboxMessage, Problem
from spona.kernel.rules import require
from spona.parties.actions import take_in_organisation
from spona.parties.models import Organisation, OrganisationIntake, check_number
from spona.parties.models.intake import CERTAIN, VERY_LIKELY
from spona.parties.queries import match_organisation, organisation_for
from spona.parties.states import OrganisationKind

MAIL, EXPIRED_MAIL = "events.registration_received", "events.registration_expired"
HOUR = dt.timedelta(hours=1)
TO_ONE_ADDRESS, ABOUT_ONE_PARTY = 20, 5
"""Mails an hour: from the first limit on an address is refused, from the second a party simply gets no further copy."""

PACE, FROM_ONE_ORIGIN = "events.register_publicly", 30
"""Forms an hour from one network address: a hub or a school may register the organisations in its house, one after
another, and nobody fills a fair by himself."""

BATCH = 100
"""Registrations expired in one transaction: each writes a mail and a line of the journal."""

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
    origin: str,
    by: Actor,
    town: str = "",
    language: str = "",
) -> None:
    """Hold one of the side's places for whoever fills in the public form, and mail the link to its page.

    The party stays INVITED until somebody who reads that mail confirms, so nobody can put another organisation on the
    public list. The register number says which organisation it is, else the same name in the same country; a known
    record is neither changed nor shown: the party carries what was typed. One that takes part already is left as it is,
    and the link goes to the address known there, not to the one typed: nothing in the answer tells the two apart.
    Whoever registers again after ``expire_registrations`` holds a place again. ``origin``: the network address the form
    came from; every form it sends counts, whoever it is about, so that the limit tells nobody who is known.

    Errors: ``Problem`` for a wrong number, a side that is full, an address that was written to too often; ``TooMany``
    for an origin that sent too many.
    """
    require("events.register_publicly", by, side.fair)
    keep_pace(purpose=PACE, origin=origin, most=FROM_ONE_ORIGIN, network_id=side.fair.network_id)
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
    elif party.state == PartyState.EXPIRED:
        party = _hold_again(party, side, desk)
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
        raise no_place_left(side)


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
        raise (no_place_left(side) if problem.code == "side_full" else problem) from problem
    party.confirm_by = _confirm_by(side.fair)
    if known is None:
        record("parties.organisation_created", on=organisation, by=desk)
    else:
        party.name, party.name_language, party.city = row.name[:300], row.language, row.town[:120]
        if is_own_name(row.name[:300], known.name.all_texts()):
            party.other_names = {}
    party.save(update_fields=["name", "name_language", "other_names", "city", "confirm_by", "updated_at"])
    return party


def _hold_again(party: Party, side: Side, desk: Actor) -> Party:
    try:
        held = move_party(party, PartyState.INVITED, "events.party_registered", desk)
    except Problem as problem:
        raise (no_place_left(side) if problem.code == "side_full" else problem) from problem
    held.confirm_by = _confirm_by(held.fair)
    held.save(update_fields=["confirm_by", "updated_at"])
    return held


def _confirm_by(fair: Fair) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=fair.confirm_days)


@action
def expire_registrations(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Give back the places of registrations nobody confirmed in time, at open fairs of the actor's network.

    At most ``BATCH`` of them, the oldest first; returns how many. The person is told by mail, and may still come where
    a place is free. Once wishes are closed the manager decides: a party may be planned for. Called by the hourly job.
    Parties somebody answers for at this moment are skipped.
    """
    overdue = Party.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        network_id=by.network_id,
        fair__state=FairState.OPEN,
        state=PartyState.INVITED,
        confirm_by__lte=now or timezone.now(),
    )
    ended = list(overdue.order_by("confirm_by", "id").select_related("fair")[:BATCH])
    for party in ended:
        require("events.answer_for_party", by, party)
        write_to(move_party(party, PartyState.EXPIRED, "events.party_expired", by), EXPIRED_MAIL, by)
    return len(ended)
