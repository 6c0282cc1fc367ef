"""Rows whose register number says one organisation and whose name says another: asked about, never decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.actions.intake_rows import PartyRow
from spona.kernel.models import Problem, Problems
from spona.parties.models import Match, OrganisationName, RegisterNumber
from spona.parties.models.intake import CERTAIN
from spona_lang import similar_name

SAME_FROM = 0.5
"""Likeness of names from which a number is believed: the long and the short form of a name, an old and a new one of one
organisation mostly reach it, names of different ones do not (``spona_lang.similar_name``).
"""


def doubts_about_numbers(parties: Sequence[PartyRow], matches: Sequence[Sequence[Match]]) -> dict[str, Problem]:
    """Return the question about every row whose number belongs to a record of another name, by the row's key. One
    query.
    """
    certain = {
        party.row.key: found[0].organisation_id
        for party, found in zip(parties, matches, strict=True)
        if found and found[0].level == CERTAIN
    }
    names = _names(set(certain.values()))
    doubts: dict[str, Problem] = {}
    for party in parties:
        known = names.get(certain.get(party.row.key, UUID(int=0)), [])
        if known and not _is_like(party.organisation.name, known):
            doubts[party.row.key] = _of_another(party, known[0])
    return doubts


def rows_under_two_names(parties: Sequence[PartyRow]) -> dict[str, Problem]:
    """Return what to look at in rows whose number stands further up under another name, by the row's key.

    Organisations are renamed between two projects, so such rows are taken as one; a person sees it before.
    """
    first: dict[str, PartyRow] = {}
    found: dict[str, Problem] = {}
    for party in parties:
        earlier = first.setdefault(party.identity, party)
        if earlier is not party and not _is_like(party.organisation.name, [earlier.organisation.name]):
            found[party.row.key] = _number_twice(party, earlier)
    return found


def refuse_taken_numbers(network_id: UUID, new: Sequence[PartyRow]) -> None:
    """Refuse new records whose number another one has. One query. Errors: ``Problems`` at the numbers' cells."""
    values = {value for party in new for _scheme, value in party.organisation.numbers}
    known = RegisterNumber.objects.filter(network_id=network_id, value__in=values)
    taken = set(known.values_list("scheme", "value"))
    problems = [
        Problem(
            _("The number of “%(name)s” belongs to another organisation.") % {"name": party.organisation.name},
            place=party.number_place,
            remedy=_("Say that it is the same organisation, or correct the number."),
            code="number_taken",
        )
        for party in new
        if taken & set(party.organisation.numbers)
    ]
    if problems:
        raise Problems(problems)


def _names(organisations: set[UUID]) -> dict[UUID, list[str]]:
    """Return all names of some organisations, the main one first."""
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = OrganisationName.objects.filter(organisation_id__in=organisations).order_by("-is_main", "id")
    for organisation_id, name in rows.values_list("organisation_id", "name"):
        names[organisation_id].append(name)
    return names


def _is_like(name: str, known: Sequence[str]) -> bool:
    return not name or any(similar_name(name, other) >= SAME_FROM for other in known)


def _of_another(party: PartyRow, known: str) -> Problem:
    return Problem(
        _("This number belongs to “%(known)s”, and the row says “%(name)s”.")
        % {"known": known, "name": party.organisation.name},
        place=party.number_place,
        remedy=_("Say that it is the same organisation, or correct the number."),
        code="number_of_another",
    )


def _number_twice(party: PartyRow, earlier: PartyRow) -> Problem:
    return Problem(
        _("“%(other)s” in %(row)s has the same number as “%(name)s”; they are taken as one organisation.")
        % {"other": earlier.organisation.name, "row": earlier.row.key, "name": party.organisation.name},
        place=party.number_place,
        remedy=_("Correct the number in the file if they are two."),
        code="number_twice",
    )
