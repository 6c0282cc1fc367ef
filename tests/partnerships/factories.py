"""Agreements and the people around them, in one line each. Everybody here is made up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.events.factories import a_fair, a_party, a_programme, an_organisation, the_network
from tests.factories import a_network

from spona.events.models import Fair
from spona.kernel.models import Actor, LinkGrant, Money, uuid7
from spona.parties.models import Organisation
from spona.partnerships.actions import Line, Side, confirm_party, write_agreement
from spona.partnerships.models import Agreement, AgreementParty
from spona.partnerships.states import AGREEMENT_LINK, DESK_LINK, ConfirmedHow

HOURS = Line(
    0, 1, "time", "paint the classrooms", Decimal(40), "hours", Money(Decimal(800), "EUR"), "hourly", place="a1"
)
STAGE = Line(1, 0, "space", "the hall for one evening", place="b1")


def a_pair(fair: Fair | None = None) -> tuple[Organisation, Organisation]:
    """A company and a CSO, both coming to the fair where there is one."""
    if fair is not None:
        return a_party(fair, "company").organisation, a_party(fair, "cso").organisation
    network = a_network()
    return an_organisation(network, kind="company"), an_organisation(network)


def an_agreement(
    pair: Sequence[Organisation] = (),
    *,
    fair: Fair | None = None,
    lines: Sequence[Line] = (HOURS, STAGE),
    owners: Sequence[str] = ("ana@company.example", "ben@cso.example"),
    by: Actor | None = None,
    **details: Any,
) -> Agreement:
    """An agreement as it was written at the desk, not confirmed yet."""
    pair = pair or a_pair(fair)
    names = ("Ana Uzorak", "Ben Primjer", "Cveta Proba")
    sides = [
        Side(organisation, name, email, "en", place)
        for organisation, name, email, place in zip(pair, names, (*owners, ""), "abc", strict=False)
    ]
    by = by or the_network(pair[0].network)
    nonce = details.pop("nonce", None) or uuid.uuid4()
    return write_agreement(nonce=nonce, sides=sides, lines=lines, fair=fair, by=by, **details).agreement


def confirmed(agreement: Agreement, days_ago: int = 0) -> Agreement:
    """The same, confirmed by all its sides, so many days ago."""
    for party in agreement.parties.all():
        agreement = confirm_party(party=party, how=ConfirmedHow.MANAGER, by=the_network(agreement.network))
    if days_ago:
        then = agreement.confirmed_at - dt.timedelta(days=days_ago)  # type: ignore[operator]  # it was confirmed
        type(agreement).objects.filter(pk=agreement.pk).update(confirmed_at=then, agreed_at=then)
        agreement.changes.update(at=then)
        agreement.refresh_from_db()
    return agreement


def side(agreement: Agreement, position: int) -> AgreementParty:
    """One side, with its agreement."""
    return AgreementParty.objects.select_related("agreement", "organisation").get(
        agreement=agreement, position=position
    )


def holding(party: AgreementParty) -> Actor:
    """Whoever holds the link a party took home."""
    return Actor(party.network_id, link=LinkGrant(uuid7(), AGREEMENT_LINK, party.pk, party.network_id))


def at_desk(fair: Fair) -> Actor:
    """A tablet of the fair's agreement desk."""
    return Actor(fair.network_id, link=LinkGrant(uuid7(), DESK_LINK, fair.pk, fair.network_id))


def a_market() -> Fair:
    """An open market: a fair without a timetable."""
    return a_fair(a_programme(a_network()), slots=0, is_open=True)
