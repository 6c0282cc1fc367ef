"""Names and register numbers, and the columns of the organisation that are kept from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.actions import action, insert, lock, record, require
from spona.kernel.models import Actor, Problem, Translated
from spona.parties.models import Organisation, OrganisationName, RegisterNumber, check_number
from spona.parties.signals import organisation_renamed
from spona.parties.states import NameKind, NameStatus, OrganisationState


@action
def add_name(
    *,
    organisation: Organisation,
    name: str,
    language: str = "",
    kind: str = NameKind.OFFICIAL,
    status: str = NameStatus.HUMAN,
    is_main: bool = False,
    by: Actor,
) -> OrganisationName:
    """Write down one more name. ``is_main`` makes it the one lists are sorted by; the former main name stays as a
    name.
    """
    require("parties.edit_organisation", by, organisation)
    locked = lock_in_use(organisation)
    row = name_row(locked, name, language=language, kind=kind, status=status, is_main=is_main)
    if OrganisationName.objects.filter(organisation=locked, language=language, name=row.name).exists():
        raise Problem(
            _("The organisation already has the name “%(name)s” in this language.") % {"name": row.name},
            place="name",
            code="name_twice",
        )
    if is_main:
        OrganisationName.objects.filter(organisation=locked, is_main=True).update(is_main=False)
    row.save(force_insert=True)
    with telling(locked, by):
        refresh_keys(locked)
    _touch(locked, by, "parties.name_added", name_id=row.pk)
    return row


@action
def remove_name(*, name: OrganisationName, by: Actor) -> Organisation:
    """Take a name away. The main name stays: give another one first."""
    require("parties.edit_organisation", by, name.organisation)
    locked = lock(name.organisation)
    if OrganisationName.objects.get(pk=name.pk).is_main:
        raise Problem(
            _("“%(name)s” is the organisation's main name.") % {"name": name.name},
            place="name",
            remedy=_("Make another name the main one first."),
            code="main_name",
        )
    OrganisationName.objects.filter(pk=name.pk).delete()
    with telling(locked, by):
        refresh_keys(locked)
    return _touch(locked, by, "parties.name_removed")


@action
def add_register_number(*, organisation: Organisation, scheme: str, value: str, by: Actor) -> RegisterNumber:
    """Write down a number after checking its digits.

    Errors: ``Problem`` when a digit is wrong, or when another organisation of the network holds the number already.
    """
    require("parties.edit_organisation", by, organisation)
    locked = lock_in_use(organisation)
    row = number_row(locked, scheme, check_number(scheme, value))
    insert(row, taken=lambda: _number_taken(row))
    with telling(locked, by):
        refresh_keys(locked)
    _touch(locked, by, "parties.number_added", scheme=scheme)
    return row


@action
def remove_register_number(*, number: RegisterNumber, by: Actor) -> Organisation:
    """Take a number away."""
    require("parties.edit_organisation", by, number.organisation)
    locked = lock(number.organisation)
    RegisterNumber.objects.filter(pk=number.pk).delete()
    with telling(locked, by):
        refresh_keys(locked)
    return _touch(locked, by, "parties.number_removed", scheme=number.scheme)


def lock_in_use(organisation: Organisation) -> Organisation:
    """Lock a record that is to get something. Errors: ``Problem`` for one that was merged: it has nothing of its
    own.
    """
    locked = lock(organisation)
    if locked.state == OrganisationState.MERGED:
        raise Problem(
            _("“%(name)s” was merged into another record.") % {"name": locked.name},
            remedy=_("Use the record that was kept."),
            code="merged",
        )
    return locked


def name_row(
    organisation: Organisation,
    name: str,
    *,
    language: str = "",
    kind: str = NameKind.OFFICIAL,
    status: str = NameStatus.ORIGINAL,
    is_main: bool = False,
) -> OrganisationName:
    """Return the row of a name with its keys, not saved. Errors: ``Problem`` for an empty or endless name."""
    text = " ".join(name.split())
    if not text:
        raise Problem(_("An organisation needs a name."), place="name", remedy=_("Write its name."), code="name_empty")
    if len(text) > 400:
        raise Problem(
            _("A name has at most 400 characters; this one has %(length)s.") % {"length": len(text)},
            place="name",
            remedy=_("Keep the name and move the rest to the description."),
            code="name_long",
        )
    return OrganisationName(
        network_id=organisation.network_id,
        organisation=organisation,
        language=language,
        script=spona_lang.guess_script(text),
        name=text,
        kind=kind,
        status=status,
        name_key=spona_lang.name_key(text, organisation.country or None)[:400],
        sort_key=spona_lang.sort_key(text, language or "en"),
        is_main=is_main,
    )


def number_row(organisation: Organisation, scheme: str, value: str) -> RegisterNumber:
    """Return the row of a checked number, not saved."""
    return RegisterNumber(network_id=organisation.network_id, organisation=organisation, scheme=scheme, value=value)


def refresh_keys(organisation: Organisation) -> None:
    """Bring the organisation's shown name, sort key and search key in line with its names and numbers, and save
    them.
    """
    names = list(organisation.names.order_by("-is_main", "created_at", "id"))
    numbers = list(organisation.numbers.values_list("value", flat=True))
    set_keys(organisation, names, numbers)
    organisation.save(update_fields=["name", "sort_key", "search_key", "updated_at"])


@contextmanager
def telling(organisation: Organisation, by: Actor) -> Iterator[None]:
    """Tell the modules above (``organisation_renamed``) where names, town or keys of a locked record change inside."""
    names, town, keys = organisation.name, organisation.town, (organisation.sort_key, organisation.search_key)
    yield
    if (organisation.name, organisation.town, (organisation.sort_key, organisation.search_key)) != (names, town, keys):
        organisation_renamed.send(
            Organisation, organisation_id=organisation.pk, names_before=names.all_texts(), town_before=town, by=by
        )


def set_keys(organisation: Organisation, names: list[OrganisationName], numbers: list[str]) -> None:
    """Set the three columns from rows at hand, the main name first. One list has one alphabet: the network's first
    language.
    """
    main = names[0]
    shown = Translated.of(main.name, main.language or organisation.language or "en")
    for name in names[1:]:
        if (
            name.language
            and name.language not in shown.texts
            and name.kind in {NameKind.OFFICIAL, NameKind.TRANSLATION}
        ):
            shown = shown.with_text(name.name, name.language, name.status)
    languages = organisation.network.languages or ["en"]
    organisation.name = shown
    organisation.sort_key = spona_lang.sort_key(main.name, languages[0])
    folded = dict.fromkeys(spona_lang.fold(name.name) for name in names)
    organisation.search_key = " | ".join([*folded, *numbers])


def _number_taken(row: RegisterNumber) -> Problem:
    holder = RegisterNumber.objects.select_related("organisation").get(
        network_id=row.network_id, scheme=row.scheme, value=row.value
    )
    return Problem(
        _("%(number)s is already the number of “%(holder)s”.")
        % {"number": row.value, "holder": holder.organisation.name},
        place="number",
        remedy=_("If they are one organisation, merge the two records."),
        code="number_taken",
    )


def _touch(organisation: Organisation, by: Actor, verb: str, **data: object) -> Organisation:
    organisation.raise_version()
    organisation.save(update_fields=["version", "updated_at"])
    record(verb, on=organisation, by=by, data=dict(data))
    return organisation
