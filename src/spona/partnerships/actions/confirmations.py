"""Both sides say yes. However many tablets and phones say it at once, each side's yes counts once."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, record, require, send_mail_message
from spona.kernel.models import Actor, Problem
from spona.partnerships.actions.addresses import agreement_url
from spona.partnerships.actions.agreements import step
from spona.partnerships.actions.contributions import promises_of
from spona.partnerships.actions.recipients import recipient_of
from spona.partnerships.models import Agreement, AgreementParty, Confirmation
from spona.partnerships.states import AgreementState, ConfirmedHow

SIGNATURE = re.compile(r"M\d{1,3} \d{1,3}(?:[ML ]?\d{1,3} \d{1,3})*")
LONGEST_SIGNATURE = 12_000


@action
def confirm_party(*, party: AgreementParty, by: Actor, how: str, signature: str = "") -> Agreement:
    """Let one side say yes. When the last one has, the agreement is confirmed and everybody gets it by mail.

    Said again, also at the same moment from another tablet, it changes nothing. The lock on the agreement puts the
    sides in order, so that the second of two yeses sees the first. Errors: ``Problem`` for an agreement that ended, or
    a signature that is no drawing.
    """
    require("partnerships.confirm_agreement", by, party)
    _check_signature(how, signature)
    agreement = lock(party.agreement)
    if not is_open(party):
        return agreement
    if not still_proposed(agreement):
        raise Problem(
            _("This agreement is “%(state)s”; there is nothing to confirm.") % {"state": agreement.get_state_display()},
            place="state",
            remedy=_("Begin a new agreement."),
            code="not_proposed",
        )
    now = timezone.now()
    said = Confirmation(network_id=party.network_id, party=party, how=how, at=now, signature=signature)
    Confirmation.objects.bulk_create([said], ignore_conflicts=True)
    if not Confirmation.objects.filter(pk=said.pk).exists():
        return agreement
    if AgreementParty.objects.filter(agreement=agreement, confirmations=None).exists():
        record("partnerships.party_confirmed", on=agreement, by=by, data={"party": party.pk, "how": how})
        return agreement
    step(agreement, AgreementState.CONFIRMED, at=now)
    write_to_parties(agreement, "partnerships.agreement_confirmed", by)
    record("partnerships.agreement_confirmed", on=agreement, by=by, data={"party": party.pk, "how": how})
    return agreement


def is_open(party: AgreementParty) -> bool:
    """Whether this side has not said yes yet."""
    return not Confirmation.objects.filter(party=party).exists()


def still_proposed(agreement: Agreement) -> bool:
    """Whether an agreement waits for a yes; asked of the locked row."""
    return agreement.state == AgreementState.PROPOSED


def _check_signature(how: str, signature: str) -> None:
    if how == ConfirmedHow.SIGNATURE and (len(signature) > LONGEST_SIGNATURE or SIGNATURE.fullmatch(signature) is None):
        raise Problem(
            _("The signature did not arrive."),
            place="signature",
            remedy=_("Sign once more, or confirm with the code."),
            code="signature",
        )


def write_to_parties(
    agreement: Agreement, template: str, by: Actor, *, dedupe: str = "", only: UUID | None = None
) -> int:
    """Write the same kind of mail to every side (or to one) that can be reached, each in its language; returns how
    many.
    """
    sent = 0
    parties = list(agreement.parties.select_related("organisation"))
    for party in parties:
        if only is not None and party.pk != only:
            continue
        party.agreement = agreement
        to = recipient_of(party)
        if to is None:
            continue
        context = {
            "agreement": agreement,
            "party": party,
            "others": ", ".join(other.name for other in parties if other.pk != party.pk),
            "lines": promises_of(agreement),
            "link_url": agreement_url(party),
        }
        key = f"{dedupe}:{party.pk}" if dedupe else ""
        written = send_mail_message(
            template, to=to.email, language=to.language, context=context, by=by, on=agreement, dedupe_key=key
        )
        sent += written is not None
    return sent


@action
def ask_to_confirm(*, agreement: Agreement, by: Actor) -> int:
    """Write to the sides of an agreement that is not confirmed yet; returns how many mails. Once a day at most."""
    require("partnerships.manage_agreement", by, agreement)
    locked = lock(agreement)
    if locked.state != AgreementState.PROPOSED:
        raise Problem(_("There is nothing to confirm any more."), place="state", code="not_proposed")
    day: dt.date = timezone.localdate()
    sent = write_to_parties(locked, "partnerships.agreement_to_confirm", by, dedupe=f"confirm {day.isoformat()}")
    record("partnerships.confirmation_asked", on=locked, by=by, data={"mails": sent})
    return sent
