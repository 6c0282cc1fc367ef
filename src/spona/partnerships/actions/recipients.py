"""Whom mail about an agreement reaches, also when the person who made it has left."""

from __future__ import annotations

from dataclasses import dataclass

from spona.kernel.models import Role, RoleKind
from spona.parties.models import Affiliation
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck


@dataclass(frozen=True)
class Recipient:
    """An address, the language to write in, and why it is this one (a ``VIA_`` of ``ContactCheck``)."""

    email: str
    name: str
    language: str
    via: str


def recipient_of(party: AgreementParty) -> Recipient | None:
    """Return who is asked for a party: its owner; where that person has left or left no address, the organisation's
    other contact, then the organisation's own address, then the organiser. None where nobody can be reached.
    """
    language = party.language or party.organisation.language or "en"
    if party.owner_email and not has_left(party):
        return Recipient(party.owner_email, party.owner_name, language, ContactCheck.VIA_OWNER)
    contact = _other_contact(party)
    if contact is not None:
        return contact
    email = party.organisation.email
    if email and email != party.owner_email:
        return Recipient(email, party.name, language, ContactCheck.VIA_ORGANISATION)
    return _manager(party.agreement)


def has_left(party: AgreementParty) -> bool:
    """Whether the owner said so, or the organisation's record says that this person speaks for it no longer."""
    if party.owner_left:
        return True
    if party.owner_id is None:
        return False
    places = Affiliation.objects.filter(person_id=party.owner_id, organisation_id=party.organisation_id)
    ended = list(places.values_list("until", flat=True))
    return bool(ended) and all(until is not None for until in ended)


def _other_contact(party: AgreementParty) -> Recipient | None:
    running = Affiliation.objects.filter(organisation_id=party.organisation_id, until=None)
    reachable = running.exclude(person__email="").exclude(person__email=party.owner_email)
    if party.owner_id is not None:
        reachable = reachable.exclude(person_id=party.owner_id)
    found = reachable.select_related("person").order_by("-is_contact", "person__sort_key", "id").first()
    if found is None:
        return None
    language = found.person.language or party.language or party.organisation.language or "en"
    return Recipient(found.person.email, found.person.name, language, ContactCheck.VIA_CONTACT)


def _manager(agreement: Agreement) -> Recipient | None:
    """Return a manager of the agreement's programme, else somebody who runs the network."""
    held = Role.objects.filter(network_id=agreement.network_id, ended_at=None, account__is_active=True)
    wanted = held.filter(kind=RoleKind.MANAGER, programme_id=agreement.programme_id).order_by("created_at", "id")
    found = wanted.select_related("account").first() if agreement.programme_id else None
    if found is None:
        running = held.filter(kind=RoleKind.NETWORK_MANAGER).order_by("created_at", "id")
        found = running.select_related("account").first()
    if found is None:
        return None
    account = found.account
    return Recipient(account.email, account.name, account.language or "en", ContactCheck.VIA_MANAGER)
