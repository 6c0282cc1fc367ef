"""What stands behind the addresses of agreements and introductions, with the confidential word in it."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from spona.events.models import Fair, Party
from spona.kernel.models import Actor, Money
from spona.partnerships.actions import Line, Side, add_evidence, change_state, confirm_party, introduce, write_agreement
from spona.partnerships.states import AgreementState, ConfirmedHow


def partnership_parts(fair: Fair, parties: tuple[Party, Party], by: Actor, word: str) -> dict[str, Any]:
    """An agreement at the fair with evidence and a story, and an introduction: address part -> id."""
    sides = [Side(party.organisation, f"{word} owner", f"{word}@owner.example") for party in parties]
    lines = [Line(0, 1, "time", f"{word} promise", value=Money(1, "EUR"), estimate="giver")]
    nonce = uuid.uuid4()
    agreement = write_agreement(
        nonce=nonce, sides=sides, lines=lines, fair=fair, about=f"{word} about", by=by
    ).agreement
    for party in agreement.parties.all():
        confirm_party(party=party, how=ConfirmedHow.MANAGER, by=by)
    change_state(agreement=agreement, state=AgreementState.RUNNING, note=f"{word} note", by=by)
    evidence = add_evidence(agreement=agreement, name=f"{word}.csv", content=f"{word}\n".encode(), by=by)
    pair = [party.organisation for party in parties]
    introduction = introduce(organisations=pair, on=timezone.localdate(), purpose=f"{word} purpose", fair=fair, by=by)
    return {
        "agreement_id": agreement.pk,
        "evidence_id": evidence.pk,
        "introduction_id": introduction.pk,
        "nonce": nonce,
    }
