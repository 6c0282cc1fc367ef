"""People and whom they speak for."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.actions import action, insert, lock, lock_version, record, require
from spona.kernel.models import Actor, Problem
from spona.parties.actions.names import lock_in_use
from spona.parties.models import Affiliation, Organisation, Person


@action
def add_person(
    *,
    organisation: Organisation,
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "",
    role: str = "",
    is_contact: bool = True,
    by: Actor,
) -> Affiliation:
    """Make a person who speaks for an organisation, and return her place in it (``.person`` is the person).

    A person of the organisation with the same e-mail is taken instead of a second one.
    """
    require("parties.edit_people", by, organisation)
    text = " ".join(name.split())
    if not text:
        raise Problem(_("A person needs a name."), place="name", remedy=_("Write her name."), code="name_empty")
    address = email.strip().lower()
    known = (
        Affiliation.objects.filter(organisation=organisation, until=None, person__email=address) if address else None
    )
    running = known.select_related("person").first() if known is not None else None
    if running is not None:
        return running
    person = Person.objects.create(
        network_id=organisation.network_id,
        name=text,
        email=address,
        phone=phone.strip(),
        language=language,
        sort_key=spona_lang.sort_key(text, language or "en"),
    )
    return affiliate(person=person, organisation=organisation, role=role, is_contact=is_contact, by=by)


@action
def edit_person(
    *, person: Person, version: int | None, name: str, email: str = "", phone: str = "", language: str = "", by: Actor
) -> Person:
    """Change a person's name and addresses. Errors: ``Conflict`` when somebody saved meanwhile."""
    require("parties.edit_people", by, person)
    locked = lock_version(person, version)
    text = " ".join(name.split())
    if not text:
        raise Problem(_("A person needs a name."), place="name", remedy=_("Write her name."), code="name_empty")
    locked.name, locked.email, locked.phone, locked.language = text, email.strip().lower(), phone.strip(), language
    locked.sort_key = spona_lang.sort_key(text, language or "en")
    locked.raise_version()
    locked.save()
    record("parties.person_edited", on=locked, by=by)
    return locked


@action
def affiliate(
    *,
    person: Person,
    organisation: Organisation,
    role: str = "",
    since: dt.date | None = None,
    is_contact: bool = False,
    by: Actor,
) -> Affiliation:
    """Let a person speak for an organisation. Errors: ``Problem`` across networks or when she already does."""
    require("parties.edit_people", by, organisation)
    if person.network_id != organisation.network_id:
        raise Problem(_("The person and the organisation belong to different networks."), code="other_network")
    lock_in_use(organisation)
    row = Affiliation(
        network_id=organisation.network_id,
        person=person,
        organisation=organisation,
        role=role,
        since=since,
        is_contact=is_contact,
    )
    insert(
        row,
        taken=lambda: Problem(
            _("%(person)s already speaks for “%(organisation)s”.")
            % {"person": person.name, "organisation": organisation.name},
            place="person",
            code="affiliated_already",
        ),
    )
    record("parties.person_affiliated", on=row, by=by, data={"organisation": organisation.pk})
    return row


@action
def end_affiliation(*, affiliation: Affiliation, until: dt.date | None = None, by: Actor) -> Affiliation:
    """Say that a person speaks for the organisation no longer, from ``until`` (today). The row stays as history."""
    require("parties.edit_people", by, affiliation.organisation)
    locked = lock(affiliation)
    if locked.until is not None:
        raise Problem(_("This has ended already."), place="until", code="ended_already")
    end = until or timezone.localdate()
    if locked.since and end < locked.since:
        raise Problem(
            _("It cannot end on %(until)s, before it began on %(since)s.") % {"until": end, "since": locked.since},
            place="until",
            code="ends_before_start",
        )
    locked.until = end
    locked.is_contact = False
    locked.save(update_fields=["until", "is_contact", "updated_at"])
    record("parties.affiliation_ended", on=locked, by=by)
    return locked
