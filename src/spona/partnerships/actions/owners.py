"""Who answers for a side of an agreement."""

from __future__ import annotations

from spona.kernel.actions import action, lock, record, require, revoke_links
from spona.kernel.models import Actor
from spona.parties.models import Affiliation
from spona.partnerships.actions.addresses import issue_agreement_links
from spona.partnerships.actions.confirmations import write_to_parties
from spona.partnerships.models import AgreementParty
from spona.partnerships.states import AGREEMENT_LINK, ALIVE, AgreementState


@action
def change_owner(*, party: AgreementParty, owner_name: str, owner_email: str, by: Actor) -> AgreementParty:
    """Say who answers for a side from now on. That person gets a link of their own by mail; the code that was taken
    home before stops working.
    """
    require("partnerships.change_owner", by, party)
    locked = lock(party)
    address = owner_email.strip().lower()[:254]
    places = Affiliation.objects.filter(organisation_id=locked.organisation_id, until=None)
    known = places.filter(person__email=address).exclude(person__email="").select_related("person").first()
    locked.owner = known.person if known else None
    locked.owner_name, locked.owner_email = owner_name.strip()[:200], address
    locked.owner_left = False
    locked.link_serial += 1
    locked.save()
    revoke_links(purpose=AGREEMENT_LINK, subject=locked, by=by)
    issue_agreement_links(locked.agreement, [locked], by)
    is_proposed = locked.agreement.state == AgreementState.PROPOSED
    template = "partnerships.agreement_to_confirm" if is_proposed else "partnerships.agreement_confirmed"
    if locked.agreement.state in {AgreementState.PROPOSED, *ALIVE}:
        write_to_parties(locked.agreement, template, by, only=locked.pk)
    record("partnerships.owner_changed", on=locked, by=by)
    return locked
