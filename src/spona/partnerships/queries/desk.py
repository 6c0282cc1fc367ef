"""What the agreement desk needs to know: who can be chosen there, and what holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from spona.events.models import Fair, Party
from spona.events.queries import fair_for
from spona.events.states import COMING
from spona.kernel.models import Actor, in_readers_script
from spona.kernel.rules import allowed, require
from spona.parties.models import Organisation
from spona.parties.states import OrganisationState
from spona.partnerships.models import DeskTerms
from spona.partnerships.states import DESK_LINK
from spona_lang import fold

MOST_CHOICES = 600
"""Names a tablet is given to choose from without signal. Above that a name is typed and looked up when it is sent."""

BETWEEN = " · "


def desk_of_link(actor: Actor, subject_id: UUID) -> Fair | None:
    """Return the fair whose desk a tablet is, by the link it was opened with."""
    if actor.link is None or actor.link.purpose != DESK_LINK:
        return None
    found = Fair.objects.filter(pk=subject_id, network_id=actor.network_id)
    return found.select_related("programme", "network").first()


def desk_fair_for(actor: Actor, slug: str) -> Fair | None:
    """Return a fair whose desk the actor runs."""
    fair = fair_for(actor, slug)
    return fair if fair is not None and allowed("partnerships.use_desk", actor, fair) else None


def terms_of(fair: Fair | None) -> DeskTerms:
    """Return what holds at a fair's desk; the defaults where the organiser has said nothing."""
    if fair is None:
        return DeskTerms(money_allowed=True)
    return DeskTerms.objects.filter(fair=fair).first() or DeskTerms(fair=fair, network_id=fair.network_id)


def desk_choices(actor: Actor, fair: Fair | None) -> list[str]:
    """Return the names to choose from, in order, each with its town: the fair's parties, or the organisations.

    Empty where there are more than ``MOST_CHOICES``. Errors: ``Refused`` for those who do not run the desk.
    """
    require("partnerships.use_desk", actor, fair)
    names = list(_labels(_rows(actor, fair)[: MOST_CHOICES + 1]))
    return [] if len(names) > MOST_CHOICES else names


def _rows(actor: Actor, fair: Fair | None) -> QuerySet[Party] | QuerySet[Organisation]:
    if fair is not None:
        return (
            Party.objects.filter(fair=fair, state__in=COMING)
            .order_by("sort_key", "id")
            .only("name", "name_language", "other_names", "city")
        )
    active = Organisation.objects.filter(network_id=actor.network_id, state=OrganisationState.ACTIVE)
    return active.order_by("sort_key", "id").only("name", "town")


def _labels(rows: QuerySet[Party] | QuerySet[Organisation]) -> Sequence[str]:
    return [label_of(row) for row in rows]


def label_of(row: Party | Organisation) -> str:
    """Return how a party or an organisation is written in the desk's list."""
    town = row.city if isinstance(row, Party) else in_readers_script(row.town, row.name.original)
    return f"{row}{BETWEEN}{town}" if town else str(row)


def organisations_named(actor: Actor, fair: Fair | None, typed: Sequence[str]) -> dict[str, list[Organisation]]:
    """Return for each typed name the organisations it may mean: name and town as in the list, else the name alone, in
    any script and case. Errors: ``Refused``.
    """
    require("partnerships.use_desk", actor, fair)
    wanted = {text.strip() for text in typed if text.strip()}
    found: defaultdict[str, list[Organisation]] = defaultdict(list)
    for text in wanted:
        name, _sep, town = text.rpartition(BETWEEN) if BETWEEN in text else (text, "", "")
        matches = _named(actor, fair, name)
        here = [row for row, row_town in matches if not town or fold(row_town) == fold(town)]
        found[text] = here
    return dict(found)


def _named(actor: Actor, fair: Fair | None, name: str) -> list[tuple[Organisation, str]]:
    """Return organisations of exactly this name with their towns; every word must occur, then the whole is compared."""
    words = fold(name).split()
    if not words:
        return []
    if fair is not None:
        match = Q()
        for word in words:
            match &= Q(folded__contains=word)
        parties = Party.objects.filter(match, fair=fair, state__in=COMING).select_related("organisation")
        return [(row.organisation, row.city) for row in parties[:50] if fold(row.name) == fold(name)]
    match = Q()
    for word in words:
        match &= Q(search_key__contains=word)
    rows = Organisation.objects.filter(match, network_id=actor.network_id, state=OrganisationState.ACTIVE)
    wanted = fold(name)
    return [(row, row.town) for row in rows[:50] if wanted in {fold(text) for text in row.name.all_texts()}]
