"""Who may see and change organisations and people."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import is_own_network, manages_anything, permission, runs_network
from spona.parties.models import Affiliation, Organisation, Person


def organisation_of(on: Any) -> Organisation | None:
    """Return the organisation an object is or belongs to."""
    if isinstance(on, Organisation):
        return on
    found = getattr(on, "organisation", None)
    return found if isinstance(found, Organisation) else None


@rules.predicate
def is_partner_of_its_country(actor: Actor, on: Any) -> bool:
    """A national partner whose countries include the organisation's. A person counts by any of her organisations."""
    countries = {country for grant in actor.grants_of(RoleKind.NATIONAL_PARTNER) for country in grant.countries}
    if not countries:
        return False
    if isinstance(on, Person):
        return any(of.organisation.country in countries for of in _running(on))
    organisation = organisation_of(on)
    return organisation is not None and organisation.country in countries


@rules.predicate
def is_national_partner(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """A national partner of any country."""
    return any(grant.countries for grant in actor.grants_of(RoleKind.NATIONAL_PARTNER))


@rules.predicate
def speaks_for_it(actor: Actor, on: Any) -> bool:
    """A member of the organisation itself, or of one the person belongs to."""
    if isinstance(on, Person):
        return any(actor.speaks_for(of.organisation_id) for of in _running(on))
    organisation = organisation_of(on)
    return organisation is not None and actor.speaks_for(organisation.pk)


@rules.predicate
def is_public_and_alive(actor: Actor, on: Any) -> bool:  # noqa: ARG001  as every predicate
    """Something published names the organisation."""
    organisation = organisation_of(on)
    return organisation is not None and organisation.is_public


def _running(person: Person) -> list[Affiliation]:
    return list(person.affiliations.filter(until=None).select_related("organisation"))


insider = is_own_network & (manages_anything | is_partner_of_its_country | speaks_for_it)

permission(
    "parties.see_organisation",
    is_own_network & (manages_anything | is_partner_of_its_country | speaks_for_it | is_public_and_alive),
    refusal=_("This organisation is not shown to you."),
)
permission(
    "parties.list_organisations",
    manages_anything | is_national_partner,
    refusal=_("The register of organisations is for managers and national partners."),
)
permission(
    "parties.create_organisation",
    manages_anything | is_national_partner,
    refusal=_("Only managers and national partners add organisations."),
)
permission(
    "parties.edit_organisation",
    insider,
    refusal=_("Only managers, the national partner and the organisation itself change its record."),
)
permission(
    "parties.see_contacts",
    insider,
    refusal=_("People's addresses are shown to managers, the national partner and the organisation itself."),
)
permission(
    "parties.edit_people",
    insider,
    refusal=_("Only managers, the national partner and the organisation itself change its people."),
)
permission(
    "parties.merge_organisations",
    is_own_network & manages_anything,
    refusal=_("Only managers merge records."),
)
permission(
    "parties.publish_organisation", is_own_network & manages_anything, refusal=_("Only managers make a record public.")
)
permission("parties.manage_topics", runs_network, refusal=_("Only those who run the network keep its topics."))
permission("parties.find_doubles", manages_anything, refusal=_("Only managers look for doubles."))
