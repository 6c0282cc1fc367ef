"""Who may make, read and follow agreements."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import anybody, is_own_network, manages_anything, manages_programme, permission
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck
from spona.partnerships.states import AGREEMENT_LINK, CHECK_LINK, DESK_LINK


def agreement_of(on: Any) -> Agreement | None:
    """Return the agreement an object of this module is or belongs to."""
    if isinstance(on, Agreement):
        return on
    found = getattr(on, "agreement", None)
    return found if isinstance(found, Agreement) else None


def _is(actor: Actor, party: AgreementParty) -> bool:
    if party.network_id != actor.network_id:
        return False
    link = actor.link
    if link is not None and link.purpose == AGREEMENT_LINK and link.subject_id == party.pk:
        return True
    return actor.speaks_for(party.organisation_id)


@rules.predicate
def is_party_to(actor: Actor, on: Any) -> bool:
    """A member of one of the organisations that agreed, or whoever holds the link one of them took home."""
    agreement = agreement_of(on)
    return agreement is not None and any(_is(actor, party) for party in agreement.parties.all())


@rules.predicate
def is_that_party(actor: Actor, on: Any) -> bool:
    """The party itself: a member of its organisation, or whoever holds its link."""
    party = on.party if isinstance(on, ContactCheck) else on
    return isinstance(party, AgreementParty) and _is(actor, party)


@rules.predicate
def is_member_of_that_party(actor: Actor, on: Any) -> bool:
    """Somebody with an account who speaks for the party's organisation."""
    return isinstance(on, AgreementParty) and on.network_id == actor.network_id and actor.speaks_for(on.organisation_id)


@rules.predicate
def is_asked(actor: Actor, on: Any) -> bool:
    """Whoever holds the link of this contact check."""
    link = actor.link
    return (
        link is not None
        and isinstance(on, ContactCheck)
        and link.purpose == CHECK_LINK
        and link.subject_id == on.pk
        and on.network_id == actor.network_id
    )


@rules.predicate
def is_at_desk(actor: Actor, on: Any) -> bool:
    """A tablet of the fair's agreement desk."""
    fair_id = on.pk if isinstance(on, Fair) else getattr(agreement_of(on), "fair_id", None)
    link = actor.link
    return link is not None and link.purpose == DESK_LINK and fair_id is not None and link.subject_id == fair_id


@rules.predicate
def speaks_for_somebody(actor: Actor, on: Any) -> bool:  # noqa: ARG001
    """A member of any organisation."""
    return bool(actor.grants_of(RoleKind.ORGANISATION_MEMBER))


@rules.predicate
def is_no_fair(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """An agreement that grew from no fair."""
    return on is None


manager = is_own_network & manages_programme
ONLY_MANAGERS = _("Only managers do this.")

permission("partnerships.list_agreements", manages_anything, refusal=_("The list of agreements is for managers."))
permission(
    "partnerships.list_own_agreements",
    speaks_for_somebody | manages_anything,
    refusal=_("This list is for those who speak for an organisation."),
)
permission(
    "partnerships.read_own_agreements",
    speaks_for_somebody & ~manages_anything,
    refusal=_("This list is for those who speak for an organisation."),
)
permission("partnerships.manage_agreement", manager, refusal=ONLY_MANAGERS)
permission(
    "partnerships.see_agreement",
    manager | is_party_to | is_at_desk,
    refusal=_("An agreement is shown to those who made it and to the organiser."),
)
permission("partnerships.set_desk", manager, refusal=ONLY_MANAGERS)
permission(
    "partnerships.use_desk",
    (is_no_fair & manages_anything) | (~is_no_fair & (manager | is_at_desk)),
    refusal=_("Agreements are written at the fair's desk."),
)
permission(
    "partnerships.confirm_agreement",
    manager | is_that_party | is_at_desk,
    refusal=_("Only those who agree confirm it."),
)
permission(
    "partnerships.follow_agreement",
    manager | is_party_to,
    refusal=_("Only those who agreed and the organiser say how it goes on."),
)
permission(
    "partnerships.change_owner",
    manager | is_member_of_that_party,
    refusal=_("Only the organisation itself and the organiser say who answers for it."),
)
permission(
    "partnerships.answer_check", manager | is_asked | is_that_party, refusal=_("This question was put to others.")
)
permission("partnerships.see_ledger", manages_anything, refusal=_("The ledger is for managers."))
permission("partnerships.list_introductions", manages_anything, refusal=_("Introductions are for managers."))
permission("partnerships.keep_introduction", manager, refusal=ONLY_MANAGERS)
permission("partnerships.see_network", manages_anything, refusal=_("Who met whom is for managers."))
permission("partnerships.send_checks", manages_anything, refusal=ONLY_MANAGERS)
permission("partnerships.open_code_page", anybody, refusal=_("This page is not open."))
