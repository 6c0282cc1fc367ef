"""What a party's row keeps of its organisation, and how it follows when that is renamed, merged or parted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.models import Party
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem, ShownName
from spona.kernel.rules import require
from spona.parties.models import Organisation

KEPT = ("name", "name_language", "other_names", "city", "sort_key", "folded")


def copy_organisation(party: Party, organisation: Organisation) -> None:
    """Refresh what a party's row keeps of its organisation, for lists without joins; the caller saves."""
    written, party.name_language = organisation.name.written(party.language or organisation.language or None)
    party.name, party.other_names = written[:300], organisation.name.beside(party.name_language)
    party.city = organisation.town
    party.sort_key = organisation.sort_key[:400]
    party.folded = organisation.search_key


def follow_organisation(
    party: Party, organisation: Organisation, *, names_before: Collection[str], town_before: str
) -> None:
    """Bring a party's row in line with its organisation; what it said of itself stays. The caller saves.

    Who registers an organisation that is known may call it by another name or town: one that the record did not have
    (``names_before``, ``town_before``) is the party's own.
    """
    said = _written(party.name), party.name_language, party.other_names
    city = _written(party.city)
    copy_organisation(party, organisation)
    if is_own_name(said[0], names_before):
        party.name, party.name_language, party.other_names = said
    if city != town_before:
        party.city = city


def is_own_name(name: str, names: Collection[str]) -> bool:
    """Whether a party is called otherwise than its organisation, whose names are ``names``."""
    return name not in {known[:300] for known in names}


def _written(shown: str) -> str:
    return shown.written if isinstance(shown, ShownName) else shown


@action
def rename_parties(*, organisation_id: UUID, names_before: Collection[str], town_before: str, by: Actor) -> None:  # noqa: ARG001  as every action
    """Let the parties of an organisation follow its new names and town, at every fair.

    Called when the organisation is changed; that change is what the journal tells. The row's edition stays as it is: a
    page somebody has open, and the undoing of an import, are about other columns.
    """
    parties = list(Party.objects.select_for_update().filter(organisation_id=organisation_id).order_by("pk"))
    organisation = Organisation.objects.get(pk=organisation_id)
    for party in parties:
        follow_organisation(party, organisation, names_before=names_before, town_before=town_before)
    Party.objects.bulk_update(parties, KEPT)


@action
def merge_parties(*, kept_id: UUID, absorbed_id: UUID, by: Actor) -> dict[str, list[str]]:
    """Let the parties of an organisation found to be a double belong to the one that is kept.

    Called when organisations are merged. Where both take part in one fair, nothing can be decided here. Returns what
    was moved. Errors: ``Problem`` naming the fair at which both take part.
    """
    theirs = list(Party.objects.select_for_update().filter(organisation_id=absorbed_id).select_related("fair"))
    fairs = {party.fair_id for party in theirs}
    both = Party.objects.filter(organisation_id=kept_id, fair_id__in=fairs).select_related("fair").first()
    if both is not None:
        raise Problem(
            _("Both organisations take part in “%(fair)s”.") % {"fair": both.fair},
            place="organisation",
            remedy=_("Remove one of the two from that fair first."),
            code="both_at_fair",
        )
    return {"events.Party.organisation": _point_at(theirs, absorbed_id, kept_id, by)} if theirs else {}


@action
def part_parties(*, absorbed_id: UUID, party_ids: Collection[str], kept_id: UUID, by: Actor) -> None:
    """Undo ``merge_parties``: the named parties belong to the restored organisation, where nobody moved them since."""
    theirs = list(Party.objects.select_for_update().filter(pk__in=party_ids, organisation_id=kept_id))
    _point_at(theirs, kept_id, absorbed_id, by)


def _point_at(parties: Collection[Party], before_id: UUID, after_id: UUID, by: Actor) -> list[str]:
    """Hand parties from one organisation to another, with the names and the town they had from the first."""
    before, after = Organisation.objects.get(pk=before_id), Organisation.objects.get(pk=after_id)
    names = before.name.all_texts()
    for party in parties:
        require("events.manage_parties", by, party)
        party.organisation = after
        follow_organisation(party, after, names_before=names, town_before=before.town)
        party.raise_version()
        party.save()
    for party in parties:
        record("events.party_moved", on=party, by=by, data={"organisation": after_id})
    return [str(party.pk) for party in parties]
