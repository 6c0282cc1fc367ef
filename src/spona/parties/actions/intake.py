"""Taking organisations in from outside: a row becomes a new record, or adds to one that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, require
from spona.kernel.models import Actor, Problem, Translated
from spona.parties.actions.names import name_row, number_row, refresh_keys, telling
from spona.parties.actions.networks import own_network
from spona.parties.actions.organisations import NewOrganisation, write_all_new
from spona.parties.actions.places import places_for
from spona.parties.models import (
    Organisation,
    OrganisationIntake,
    OrganisationName,
    Place,
    RegisterNumber,
    check_number,
)
from spona.parties.queries import host_of
from spona.parties.states import NameKind, NameStatus, OrganisationState

TEXTS = ("country", "language", "town", "website", "email", "phone")


class WriteLog(Protocol):
    """Hears of every row that is written, so that an import can be undone. ``before`` is None for a new row."""

    def __call__(self, row: models.Model, before: dict[str, Any] | None) -> None: ...


@action
def take_in_organisation(
    *, values: OrganisationIntake, same_as: UUID | None = None, batch_log: WriteLog | None = None, by: Actor
) -> Organisation:
    """Make a record from a row, or add what the row knows more to the record ``same_as``.

    A known record keeps what it says: only empty fields are filled, names and numbers it lacks are added. The choice
    between the two is the caller's (see ``queries.match_organisations``). Writes no journal of its own: the import
    that calls it writes one line for all its rows. Errors: ``Problem`` for a wrong or taken number, or a record that
    is not there.
    """
    require("parties.create_organisation", by)
    if same_as is None:
        return _make([values], batch_log, by)[0]
    numbers = {scheme: check_number(scheme, value) for scheme, value in values.numbers}
    known = Organisation.objects.filter(pk=same_as, network=own_network(by), state=OrganisationState.ACTIVE).first()
    if known is None:
        raise Problem(
            _("The record that “%(name)s” was matched with is not there any more.") % {"name": values.name},
            remedy=_("Look at the preview again and choose another."),
            code="match_gone",
        )
    require("parties.edit_organisation", by, known)
    locked = lock(known)
    with telling(locked, by):
        return _add_to(locked, values, numbers, batch_log)


@action
def take_in_new_organisations(
    *, values: Sequence[OrganisationIntake], batch_log: WriteLog | None = None, by: Actor
) -> list[Organisation]:
    """Make a record from every row, in the order of the rows, with the same few queries for one and for thousands.

    As ``take_in_organisation`` does one. Errors: ``Problem`` for a wrong or taken number.
    """
    require("parties.create_organisation", by)
    return _make(values, batch_log, by) if values else []


def _make(rows: Sequence[OrganisationIntake], log: WriteLog | None, by: Actor) -> list[Organisation]:
    network = own_network(by)
    places = places_for((row.country.strip().upper(), row.town.strip()) for row in rows)
    made: list[NewOrganisation] = []
    for values in rows:
        organisation = Organisation(
            network=network,
            kind=values.kind,
            about=_about(values),
            **{field: getattr(values, field).strip() for field in TEXTS},
        )
        _derive(organisation, places)
        require("parties.edit_organisation", by, organisation)
        numbers = {scheme: check_number(scheme, value) for scheme, value in values.numbers}
        made.append(NewOrganisation(organisation, _names(organisation, values), numbers))
    written = write_all_new(made)
    if log is not None:
        for row in written:
            log(row, None)
    return [new.organisation for new in made]


def _names(organisation: Organisation, values: OrganisationIntake) -> list[OrganisationName]:
    names = [name_row(organisation, values.name, language=values.language, is_main=True)]
    for name, language in values.other_names:
        if (language, " ".join(name.split())) not in {(row.language, row.name) for row in names}:
            names.append(_other_name(organisation, name, language))
    return names


def _add_to(
    organisation: Organisation, values: OrganisationIntake, numbers: dict[str, str], log: WriteLog | None
) -> Organisation:
    empty = [field for field in TEXTS if getattr(values, field).strip() and not getattr(organisation, field)]
    before = {field: getattr(organisation, field) for field in empty}
    for field in empty:
        setattr(organisation, field, getattr(values, field).strip())
    if values.about and not organisation.about:
        before["about"] = organisation.about.as_json()
        organisation.about = _about(values)
    if before:
        _derive(organisation, places_for([(organisation.country.upper(), organisation.town)]))
        organisation.raise_version()
        organisation.save()
        if log is not None:
            log(organisation, before)
    fresh = [*_missing_names(organisation, values), *_missing_numbers(organisation, numbers)]
    for row in fresh:
        row.save(force_insert=True)
        if log is not None:
            log(row, None)
    if fresh:
        refresh_keys(organisation)
    return organisation


def _missing_names(organisation: Organisation, values: OrganisationIntake) -> list[OrganisationName]:
    held = set(organisation.names.values_list("name_key", flat=True))
    rows = [
        _other_name(organisation, name, language)
        for name, language in ((values.name, values.language), *values.other_names)
    ]
    return list({row.name_key: row for row in rows if row.name_key not in held}.values())


def _missing_numbers(organisation: Organisation, numbers: dict[str, str]) -> list[RegisterNumber]:
    held = set(organisation.numbers.values_list("scheme", "value"))
    rows = [number_row(organisation, scheme, value) for scheme, value in numbers.items() if (scheme, value) not in held]
    for row in rows:
        taken = RegisterNumber.objects.filter(network_id=row.network_id, scheme=row.scheme, value=row.value)
        if taken.exists():
            raise Problem(
                _("%(number)s already belongs to another organisation than “%(name)s”.")
                % {"number": row.value, "name": organisation.name},
                place="number",
                remedy=_("Match the row with that organisation, or correct the number."),
                code="number_taken",
            )
    return rows


def _other_name(organisation: Organisation, name: str, language: str) -> OrganisationName:
    kind = NameKind.TRANSLATION if language and language != organisation.language else NameKind.OFFICIAL
    return name_row(organisation, name, language=language, kind=kind, status=NameStatus.HUMAN)


def _about(values: OrganisationIntake) -> Translated:
    return Translated.of(values.about, values.language or "en") if values.about else Translated()


def _derive(organisation: Organisation, places: Mapping[tuple[str, str], Place]) -> None:
    organisation.country = organisation.country.upper()
    if organisation.website and "://" not in organisation.website:
        organisation.website = f"https://{organisation.website}"
    organisation.website_host = host_of(organisation.website)
    organisation.place = places.get((organisation.country, organisation.town))
