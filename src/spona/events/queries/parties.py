"""Parties of a fair as managers and as other parties see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from spona.events.models import Fair, Party
from spona.events.queries.fairs import is_own
from spona.events.states import COMING
from spona.kernel.models import Actor, written
from spona.kernel.queries import with_words
from spona.kernel.rules import allowed, require
from spona_lang import fold

ORDER = ("sort_key", "id")
"""The order of every list of parties, for ``kernel.queries.keyset``."""

CONTACTS = ("contact_name", "contact_email", "contact_phone", "people", "note")
"""What of a party is not read for those who may not see how to reach people."""


def parties_for(actor: Actor, fair: Fair, *, side: str = "", text: str = "", state: str = "") -> QuerySet[Party]:
    """Return the fair's parties the actor may see, in ``ORDER``: all for managers and donors, its own for a party.

    ``side`` is a side's code, ``text`` words in any script and case that must all occur in a name or number. Contacts
    are for those who hold ``events.see_contacts`` and for the party itself: a donor's rows come without them.
    """
    parties = Party.objects.filter(fair=fair).select_related("side").order_by(*ORDER)
    if not allowed("events.see_parties", actor, fair):
        parties = parties.filter(is_own(actor), network_id=actor.network_id)
    elif not allowed("events.see_contacts", actor, fair):
        parties = parties.defer(*CONTACTS)
    if side:
        parties = parties.filter(side__code=side)
    if state:
        parties = parties.filter(state=state)
    return parties_called(parties, fair, text)


def parties_called(parties: QuerySet[Party], fair: Fair, text: str) -> QuerySet[Party]:
    """Return those of the fair's ``parties`` in whose names or numbers every word of ``text`` occurs, in any script and
    case.
    """
    return with_words(parties, "folded", fold(text).split(), network_id=fair.network_id, part=fair.pk)


def party_for(actor: Actor, party_id: UUID) -> Party | None:
    """Return one party where the actor may read it: a manager or donor of its programme, or the party itself."""
    party = _party_called.first(party_id, actor.network_id)
    if party is None:
        return None
    if allowed("events.see_parties", actor, party.fair):
        return party
    return party if Party.objects.filter(is_own(actor), pk=party_id).exists() else None


@written
def _party_called(party_id: UUID, network_id: UUID) -> QuerySet[Party]:
    return Party.objects.filter(pk=party_id, network_id=network_id).select_related("side", "fair")


def partners_for(actor: Actor, party: Party, *, text: str = "") -> QuerySet[Party]:
    """Return whom a party could meet: those coming to its fair on other sides, or on its own where that side meets
    itself.

    What everybody at the fair may know: loads neither contacts nor managers' notes. Errors: ``Refused`` for others
    than the party and its managers.
    """
    require("events.see_wishes", actor, party)
    there = Party.objects.filter(fair_id=party.fair_id, state__in=COMING).exclude(organisation_id=party.organisation_id)
    if not party.side.meets_own_side:
        there = there.filter(~Q(side_id=party.side_id))
    visible = there.select_related("side").defer(*CONTACTS)
    return parties_called(visible.order_by(*ORDER), party.fair, text)
