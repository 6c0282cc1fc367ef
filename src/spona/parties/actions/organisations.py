"""Making and changing the record of an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from spona.kernel.actions import action, index_documents, lock, lock_version, move, record, require
from spona.kernel.models import Actor, Problem, Translated
from spona.parties.actions.names import lock_in_use, name_row, number_row, refresh_keys, set_keys, telling
from spona.parties.actions.networks import own_network
from spona.parties.actions.places import place_for
from spona.parties.models import Organisation, OrganisationName, RegisterNumber, check_number
from spona.parties.queries import host_of
from spona.parties.states import NameStatus, OrganisationKind, OrganisationState, SizeClass

EDITABLE = ("kind", "country", "town", "website", "email", "phone", "size", "language", "about")
"""Columns a person edits directly; the name is edited through ``name`` and lives in a row of its own."""


@action
def create_organisation(
    *,
    kind: str,
    name: str,
    language: str = "",
    country: str = "",
    town: str = "",
    website: str = "",
    email: str = "",
    phone: str = "",
    size: str = "",
    about: Translated | None = None,
    numbers: Mapping[str, str] | None = None,
    by: Actor,
) -> Organisation:
    """Make the record of an organisation in the actor's network. ``numbers`` maps register schemes to numbers.

    Nothing is matched here: ask ``queries.match_organisation`` first. Errors: ``Problem`` for a wrong or taken number,
    an unknown kind or an empty name.
    """
    require("parties.create_organisation", by)
    values = {
        "kind": kind, "country": country, "town": town, "website": website, "email": email, "phone": phone,
        "size": size, "language": language, "about": about or Translated(),
    }  # fmt: skip
    organisation = Organisation(network=own_network(by))
    _assign(organisation, values)
    require("parties.edit_organisation", by, organisation)
    checked = {scheme: check_number(scheme, value) for scheme, value in (numbers or {}).items()}
    write_new(organisation, [name_row(organisation, name, language=language, is_main=True)], checked)
    record("parties.organisation_created", on=organisation, by=by)
    return organisation


@action
def edit_organisation(
    *, organisation: Organisation, version: int | None, changes: Mapping[str, Any], by: Actor
) -> Organisation:
    """Change what ``changes`` names: any of ``EDITABLE`` and "name", the main name.

    ``version`` is the edition the writer has read (None: a job). Errors: ``Conflict`` with the record as it stands;
    ``Problem`` for a value that does not fit.
    """
    require("parties.edit_organisation", by, organisation)
    locked = lock_version(organisation, version)
    lock_in_use(locked)
    unknown = sorted(set(changes) - {*EDITABLE, "name"})
    if unknown:
        raise TypeError(f"an organisation has no editable {', '.join(unknown)}")
    with telling(locked, by):
        _assign(locked, {field: value for field, value in changes.items() if field != "name"})
        locked.raise_version()
        locked.save()
        if "name" in changes or {"country", "language"} & set(changes):
            _rename(locked, changes.get("name"))
    record("parties.organisation_edited", on=locked, by=by, data={"fields": sorted(changes)})
    return locked


@action
def archive_organisation(*, organisation: Organisation, by: Actor) -> Organisation:
    """Put a record away: it leaves the lists and keeps its history."""
    return _change_state(organisation, OrganisationState.ARCHIVED, "parties.organisation_archived", by)


@action
def restore_organisation(*, organisation: Organisation, by: Actor) -> Organisation:
    """Bring an archived record back. A merged one comes back through ``undo_merge`` only."""
    if lock(organisation).state == OrganisationState.MERGED:
        raise Problem(_("This record was merged into another."), remedy=_("Undo the merge."), code="merged")
    return _change_state(organisation, OrganisationState.ACTIVE, "parties.organisation_restored", by)


@action
def publish_organisation(*, organisation: Organisation, is_public: bool = True, by: Actor) -> Organisation:
    """Show the record's public fields to everybody, or to nobody any more. Called when something published names it."""
    require("parties.publish_organisation", by, organisation)
    locked = lock(organisation)
    if locked.is_public != is_public:
        locked.is_public = is_public
        locked.save(update_fields=["is_public", "updated_at"])
        record("parties.organisation_published" if is_public else "parties.organisation_hidden", on=locked, by=by)
    return locked


@dataclass(frozen=True)
class NewOrganisation:
    """A record to be written with its names, the main one first, and its checked numbers by register."""

    organisation: Organisation
    names: list[OrganisationName]
    numbers: Mapping[str, str]


def write_new(organisation: Organisation, names: list[OrganisationName], numbers: Mapping[str, str]) -> None:
    """Save a new organisation with its names (the main one first) and its checked numbers. No permission, no
    journal.
    """
    write_all_new([NewOrganisation(organisation, names, numbers)])


def write_all_new(made: Sequence[NewOrganisation]) -> list[models.Model]:
    """Save many as ``write_new`` saves one, with the same few queries; returns the rows, parents before children.

    Errors: ``Problem`` naming an organisation whose number another one has.
    """
    numbers = [number_row(new.organisation, scheme, value) for new in made for scheme, value in new.numbers.items()]
    for new in made:
        set_keys(new.organisation, new.names, list(new.numbers.values()))
    organisations = [new.organisation for new in made]
    names = [name for new in made for name in new.names]
    Organisation.objects.bulk_create(organisations, batch_size=1000)
    OrganisationName.objects.bulk_create(names, batch_size=1000)
    try:
        with transaction.atomic():
            RegisterNumber.objects.bulk_create(numbers, batch_size=1000)
    except IntegrityError as clash:
        raise _number_taken(made) from clash
    index_documents(organisations)
    return [*organisations, *names, *numbers]


def _number_taken(made: Sequence[NewOrganisation]) -> Problem:
    """Say which of the new ones has a number that another has, among those that are known or among themselves."""
    values = {value for new in made for value in new.numbers.values()}
    network_id = made[0].organisation.network_id
    taken = set(RegisterNumber.objects.filter(network_id=network_id, value__in=values).values_list("scheme", "value"))
    for new in made:
        if taken & set(new.numbers.items()):
            break
        taken |= set(new.numbers.items())
    return Problem(
        _("A number of “%(name)s” already belongs to another organisation: %(numbers)s.")
        % {"name": new.names[0].name, "numbers": ", ".join(new.numbers.values())},
        place="number",
        remedy=_("Look that organisation up and use its record."),
        code="number_taken",
    )


def _assign(organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Set columns and what follows from them: the place of a town, the host of a website."""
    for field, value in values.items():
        setattr(organisation, field, value.strip() if isinstance(value, str) else value)
    organisation.country = organisation.country.upper()
    if organisation.kind not in OrganisationKind.values:
        raise Problem(
            _("“%(kind)s” is not a kind of organisation.") % {"kind": organisation.kind}, place="kind", code="kind"
        )
    if organisation.size and organisation.size not in SizeClass.values:
        raise Problem(_("“%(size)s” is not a size class.") % {"size": organisation.size}, place="size", code="size")
    if organisation.country and len(organisation.country) != 2:
        raise Problem(
            _("“%(country)s” is not a country code.") % {"country": organisation.country},
            place="country",
            remedy=_("Use the two letters of ISO 3166, such as RS or BG."),
            code="country",
        )
    if {"town", "country"} & set(values):
        organisation.place = place_for(country=organisation.country, text=organisation.town)
    if "website" in values:
        if organisation.website and "://" not in organisation.website:
            organisation.website = f"https://{organisation.website}"
        organisation.website_host = host_of(organisation.website)


def _rename(organisation: Organisation, name: str | None) -> None:
    """Write the main name anew, or only its keys where the country or the language changed. Translations stay."""
    main = organisation.names.get(is_main=True)
    language = organisation.language if name is None else main.language or organisation.language
    fresh = name_row(organisation, main.name if name is None else name, language=language, kind=main.kind)
    organisation.names.filter(language=language, name=fresh.name).exclude(pk=main.pk).delete()
    main.name, main.script, main.language = fresh.name, fresh.script, fresh.language
    main.name_key, main.sort_key, main.status = fresh.name_key, fresh.sort_key, NameStatus.ORIGINAL
    main.save()
    refresh_keys(organisation)


def _change_state(organisation: Organisation, state: str, verb: str, by: Actor) -> Organisation:
    require("parties.merge_organisations", by, organisation)
    locked = lock(organisation)
    move(locked, state)
    locked.save(update_fields=["state", "updated_at"])
    record(verb, on=locked, by=by)
    return locked
