"""Questions about organisations and people. Every list starts from the actor; matching a row starts from the
network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.models import Actor, RoleKind
from spona.kernel.queries import with_words
from spona.kernel.rules import allowed, manages_anything
from spona.parties.models import (
    Affiliation,
    DuplicateProposal,
    KeptApart,
    Match,
    Merge,
    Organisation,
    OrganisationIntake,
    OrganisationName,
    Person,
    RegisterNumber,
    Topic,
)
from spona.parties.models.intake import CERTAIN, LEVELS, LIKELY, POSSIBLE, VERY_LIKELY
from spona.parties.states import OrganisationState

ORDER = ("sort_key", "id")
"""The order of every list of organisations, for ``kernel.queries.keyset``."""

ASK_FROM = 0.85
"""Likeness of names from which a person is asked (see ``spona_lang.similar_name``)."""

CHUNK = 5000
TRIGRAMS_IN_COMMON = 0.45
LARGEST_BLOCK = 60
SHARED_HOSTS = frozenset({"facebook.com", "instagram.com", "linkedin.com", "sites.google.com", "twitter.com", "x.com"})


def organisations_for(
    actor: Actor,
    *,
    kind: str = "",
    country: str = "",
    topic: str = "",
    text: str = "",
    state: str = OrganisationState.ACTIVE,
) -> QuerySet[Organisation]:
    """Return the organisations the actor may see, in ``ORDER``.

    ``topic`` is a topic's code, ``text`` words in any script and case, all of which must occur in a name or a number;
    ``state`` empty: archived and merged ones too. Managers see all, national partners their countries, members their
    own, everybody the public ones. E-mail and phone are for those who hold ``parties.see_contacts`` only.
    """
    found = Organisation.objects.filter(_visible(actor)).select_related("place")
    if kind:
        found = found.filter(kind=kind)
    if country:
        found = found.filter(country=country)
    if topic:
        found = found.filter(topics__topic__code=topic)
    if state:
        found = found.filter(state=state)
    if text and actor.network_id is not None:
        found = with_words(found, "search_key", spona_lang.fold(text).split(), network_id=actor.network_id)
    return found.order_by(*ORDER)


def organisation_for(actor: Actor, organisation_id: UUID) -> Organisation | None:
    """Return one organisation if the actor may see it; a merged one leads to the record that was kept."""
    visible = Organisation.objects.filter(_visible(actor)).select_related("place")
    found = visible.filter(pk=organisation_id).first()
    steps = 0
    while found is not None and found.merged_into_id is not None and steps < 20:
        found = visible.filter(pk=found.merged_into_id).first()
        steps += 1
    return found


def organisations_by_id(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Return the named organisations the actor may see, by id, in one query."""
    visible = Organisation.objects.filter(_visible(actor), pk__in=list(ids))
    return {organisation.pk: organisation for organisation in visible}


def contacts_for(actor: Actor, organisation: Organisation) -> QuerySet[Affiliation]:
    """Return the people who speak for the organisation now, contacts first; nobody where addresses are not for the
    actor.
    """
    if not allowed("parties.see_contacts", actor, organisation):
        return Affiliation.objects.none()
    running = Affiliation.objects.filter(organisation=organisation, until=None).select_related("person")
    return running.order_by("-is_contact", "person__sort_key", "id")


def people_for(actor: Actor) -> QuerySet[Person]:
    """Return the people of the organisations whose contacts the actor may see."""
    people = Person.objects.filter(_own(actor))
    if manages_anything(actor, None):
        return people.order_by("sort_key", "id")
    inside = Organisation.objects.filter(_own(actor), _inside(actor))
    spoken = Affiliation.objects.filter(organisation__in=inside, until=None).values("person_id")
    return people.filter(pk__in=spoken).order_by("sort_key", "id")


def topics_for(actor: Actor) -> QuerySet[Topic]:
    """Return the topics of the actor's network."""
    return Topic.objects.filter(_own(actor)).order_by("scheme", "position", "code")


def merges_for(actor: Actor) -> QuerySet[Merge]:
    """Return the merges that stand, newest first, for those who may undo them."""
    if not manages_anything(actor, None):
        return Merge.objects.none()
    standing = Merge.objects.filter(_own(actor), undone_at=None)
    return standing.select_related("kept", "absorbed").order_by("-created_at", "-id")


def _inside(actor: Actor) -> Q:
    """Organisations whose inner fields the actor may see, apart from a manager's right to all."""
    countries = {country for grant in actor.grants_of(RoleKind.NATIONAL_PARTNER) for country in grant.countries}
    own = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    return Q(country__in=countries) | Q(pk__in=own)


def _own(actor: Actor) -> Q:
    return Q(network_id=actor.network_id)


def _visible(actor: Actor) -> Q:
    if manages_anything(actor, None):
        return _own(actor)
    return _own(actor) & (_inside(actor) | Q(is_public=True))


def host_of(website: str) -> str:
    """Return the host of an address without www, empty for shared hosts, where equality says nothing."""
    address = website.strip().lower()
    if not address:
        return ""
    host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    return "" if host in SHARED_HOSTS else host


def match_organisation(network_id: UUID, row: OrganisationIntake) -> list[Match]:
    """Return the records a row may speak of, surest first."""
    return match_organisations(network_id, [row])[0]


def match_organisations(network_id: UUID, rows: Sequence[OrganisationIntake], *, limit: int = 5) -> list[list[Match]]:
    """Return for every row the records it may speak of, surest first, at most ``limit``.

    Same register number: certain. Same name key: very likely. Likely: a similar name and the same town or website.
    A similar name alone: possible. Costs three queries a 5,000 rows and one probe of the trigram index for each row
    that no number and no name settled; the number of organisations in the network does not multiply with the rows.
    """
    found: list[list[Match]] = []
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        keys = [spona_lang.name_key(row.name, row.country or None)[:400] for row in chunk]
        matches: list[dict[UUID, Match]] = [{} for _row in chunk]
        _match_numbers(network_id, chunk, matches)
        _match_names(network_id, chunk, keys, matches)
        _match_similar(network_id, chunk, keys, matches)
        found.extend(_surest(of_row.values(), limit) for of_row in matches)
    return found


def _surest(matches: Iterable[Match], limit: int) -> list[Match]:
    return sorted(matches, key=lambda match: (LEVELS.index(match.level), -match.score, match.name))[:limit]


def _match_numbers(network_id: UUID, rows: Sequence[OrganisationIntake], matches: list[dict[UUID, Match]]) -> None:
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for scheme_and_value in row.numbers:
            wanted[scheme_and_value].append(position)
    if not wanted:
        return
    known = RegisterNumber.objects.filter(network_id=network_id, value__in={value for _scheme, value in wanted})
    for number in known.select_related("organisation"):
        for position in wanted.get((number.scheme, number.value), ()):
            reason = _("Same register number: %(number)s.") % {
                "number": f"{number.get_scheme_display()} {number.value}"
            }
            name = str(number.organisation.name)
            matches[position][number.organisation_id] = Match(number.organisation_id, name, CERTAIN, reason, 1.0)


def _match_names(
    network_id: UUID, rows: Sequence[OrganisationIntake], keys: list[str], matches: list[dict[UUID, Match]]
) -> None:
    wanted: dict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        wanted[key].append(position)
    known = OrganisationName.objects.filter(
        network_id=network_id, name_key__in=list(wanted), organisation__state=OrganisationState.ACTIVE
    )
    for name in known.select_related("organisation"):
        for position in wanted[name.name_key]:
            if _countries_differ(rows[position].country, name.organisation.country):
                continue
            match = Match(
                name.organisation_id, name.name, VERY_LIKELY, _("Same name: “%(name)s”.") % {"name": name.name}, 1.0
            )
            matches[position].setdefault(name.organisation_id, match)


def _match_similar(
    network_id: UUID, rows: Sequence[OrganisationIntake], keys: list[str], matches: list[dict[UUID, Match]]
) -> None:
    open_rows = [position for position, of_row in enumerate(matches) if not of_row]
    for position, organisation_id, name, country, town, host in _near_names(network_id, open_rows, keys):
        row = rows[position]
        score = spona_lang.similar_name(row.name, name)
        if score < ASK_FROM or _countries_differ(row.country, country):
            continue
        same = _same_home(row.town, town, host_of(row.website), host)
        match = Match(organisation_id, name, LIKELY if same else POSSIBLE, _similar_reason(name, same), score)
        before = matches[position].get(organisation_id)
        if before is None or before.score < score:
            matches[position][organisation_id] = match


def _near_names(network_id: UUID, positions: list[int], keys: list[str]) -> list[tuple[Any, ...]]:
    """Probe the trigram index once a position; rows are (position, organisation, name, country, town, website host)."""
    if not positions:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(TRIGRAMS_IN_COMMON)])
        cursor.execute(
            """
            SELECT wanted.position, o.id, near.name, o.country, o.town, o.website_host
            FROM unnest(%s::int[], %s::text[]) AS wanted(position, key)
            CROSS JOIN LATERAL (
                SELECT n.organisation_id, n.name FROM parties_organisationname n
                WHERE n.name_key %% wanted.key AND n.network_id = %s
                ORDER BY similarity(n.name_key, wanted.key) DESC, n.id LIMIT 8
            ) near
            JOIN parties_organisation o ON o.id = near.organisation_id AND o.state = 'active'
            """,
            [positions, [keys[position] for position in positions], network_id],
        )
        return list(cursor.fetchall())


def _countries_differ(first: str, second: str) -> bool:
    return bool(first and second and first != second)


def _same_home(town: str, other_town: str, host: str, other_host: str) -> str:
    """Say what two records share besides a similar name: "website", "town" or nothing."""
    if host and host == other_host:
        return "website"
    return "town" if town and spona_lang.fold(town) == spona_lang.fold(other_town) else ""


def _similar_reason(name: str, same: str) -> str:
    if same == "website":
        return _("Similar name and the same website: “%(name)s”.") % {"name": name}
    if same == "town":
        return _("Similar name in the same place: “%(name)s”.") % {"name": name}
    return _("Similar name: “%(name)s”.") % {"name": name}


def duplicate_proposals(actor: Actor, *, country: str = "", limit: int = 100) -> list[DuplicateProposal]:
    """Return pairs of records that may be one organisation, surest first, for those who may merge.

    Same number under two registers: certain; same name key: very likely; similar name and the same town or website:
    likely. Pairs somebody kept apart are left out. Reads each active name once; names are compared within blocks of one
    home and one beginning of a word (at most ``LARGEST_BLOCK``), so the work grows with the records, not their square.
    """
    if not manages_anything(actor, None):
        return []
    names = OrganisationName.objects.filter(_own(actor), organisation__state=OrganisationState.ACTIVE)
    if country:
        names = names.filter(organisation__country=country)
    columns = ("organisation_id", "name", "name_key", "organisation__country", "organisation__town")
    rows = list(names.order_by("organisation_id", "id").values_list(*columns, "organisation__website_host"))
    apart = set(KeptApart.objects.filter(_own(actor)).values_list("first_id", "second_id"))
    best: dict[tuple[UUID, UUID], DuplicateProposal] = {}
    for proposal in (*_same_numbers(actor, country), *_same_names(rows), *_similar_neighbours(rows)):
        pair = (proposal.first_id, proposal.second_id)
        if pair not in apart and (pair not in best or _rank(proposal) < _rank(best[pair])):
            best[pair] = proposal
    return sorted(best.values(), key=_rank)[:limit]


def _rank(proposal: DuplicateProposal) -> tuple[int, float, str]:
    return LEVELS.index(proposal.level), -proposal.score, str(proposal.first_id)


def _same_numbers(actor: Actor, country: str) -> Iterator[DuplicateProposal]:
    numbers = RegisterNumber.objects.filter(_own(actor), organisation__state=OrganisationState.ACTIVE)
    if country:
        numbers = numbers.filter(organisation__country=country)
    holders: dict[str, set[UUID]] = defaultdict(set)
    for organisation_id, value in numbers.values_list("organisation_id", "value"):
        holders[value].add(organisation_id)
    for value, ids in holders.items():
        for first, second in combinations(sorted(ids)[:LARGEST_BLOCK], 2):
            reason = _("Same register number: %(number)s.") % {"number": value}
            yield DuplicateProposal(first, second, CERTAIN, reason, 1.0)


def _same_names(rows: list[tuple[Any, ...]]) -> Iterator[DuplicateProposal]:
    by_key: dict[str, dict[UUID, tuple[Any, ...]]] = defaultdict(dict)
    for row in rows:
        by_key[row[2]].setdefault(row[0], row)
    for same in by_key.values():
        for first, second in combinations(sorted(same)[:LARGEST_BLOCK], 2):
            if not _countries_differ(same[first][3], same[second][3]):
                reason = _("Same name: “%(name)s”.") % {"name": same[second][1]}
                yield DuplicateProposal(first, second, VERY_LIKELY, reason, 1.0)


def _similar_neighbours(rows: list[tuple[Any, ...]]) -> Iterator[DuplicateProposal]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, (_organisation, _name, key, _country, town, host) in enumerate(rows):
        homes = [home for home in (host, spona_lang.fold(town) if town else "") if home]
        for home in homes:
            for start in {word[:4] for word in key.split() if len(word) >= 4}:
                blocks[home, start].append(position)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) > LARGEST_BLOCK:
            continue
        for left, right in combinations(members, 2):
            if (left, right) in seen or rows[left][0] == rows[right][0]:
                continue
            seen.add((left, right))
            score = spona_lang.similar_name(rows[left][1], rows[right][1])
            if ASK_FROM <= score < 1.0:
                first, second = sorted((rows[left][0], rows[right][0]))
                same = _same_home(rows[left][4], rows[right][4], rows[left][5], rows[right][5])
                yield DuplicateProposal(first, second, LIKELY, _similar_reason(rows[right][1], same), score)
