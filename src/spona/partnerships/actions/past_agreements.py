"""What became of the agreements of an invented past: confirmed, asked after, done, or come to nothing."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from spona.events.models import Fair, Meeting
from spona.kernel.actions import index_documents
from spona.partnerships.actions.agreements import title_of
from spona.partnerships.models import (
    Agreement,
    AgreementParty,
    Confirmation,
    ContactCheck,
    Contribution,
    StateChange,
)
from spona.partnerships.presets import past as preset
from spona.partnerships.states import AgreementState, CheckAnswer, ConfirmedHow, Stage


def write_agreements(fair: Fair, meetings: Sequence[Meeting], count: int, dice: random.Random) -> int:
    """Write what came of ``count`` of a past fair's meetings, with a fixed number of queries; returns how many."""
    chosen = dice.sample(list(meetings), min(count, len(meetings)))
    states = [state for state, share in preset.OUTCOMES for _n in range(share)]
    rows: list[_Written] = [_agreement(fair, meeting, dice.choice(states), dice) for meeting in chosen]
    Agreement.objects.bulk_create([row.agreement for row in rows])
    AgreementParty.objects.bulk_create([party for row in rows for party in row.parties])
    Confirmation.objects.bulk_create(
        [
            Confirmation(network_id=fair.network_id, party=party, how=ConfirmedHow.MANAGER, at=row.agreement.agreed_at)
            for row in rows
            for party in row.parties
        ]
    )
    Contribution.objects.bulk_create([line for row in rows for line in row.promises])
    Contribution.objects.bulk_create([line for row in rows for line in row.deliveries])
    StateChange.objects.bulk_create([change for row in rows for change in row.changes])
    ContactCheck.objects.bulk_create([check for row in rows for check in row.checks])
    index_documents([row.agreement for row in rows])
    return len(rows)


@dataclass(frozen=True)
class _Written:
    agreement: Agreement
    parties: list[AgreementParty]
    promises: list[Contribution]
    deliveries: list[Contribution]
    changes: list[StateChange]
    checks: list[ContactCheck]


def _agreement(fair: Fair, meeting: Meeting, outcome: str, dice: random.Random) -> _Written:
    at = meeting.slot.ends_at
    steps = _steps(outcome, at, dice)
    reason = dice.choice(preset.REASONS).value if outcome == AgreementState.INFEASIBLE else ""
    agreement = Agreement(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        meeting=meeting,
        nonce=uuid4(),
        title=title_of([meeting.b.name, meeting.a.name]),
        state=steps[-1][0],
        reason=reason if steps[-1][0] == AgreementState.INFEASIBLE else "",
        due_on=at.date() + dt.timedelta(days=dice.randint(60, 300)),
        agreed_at=at,
        confirmed_at=at,
        state_since=steps[-1][1],
        is_demo=True,
    )
    parties = [
        AgreementParty(
            network_id=fair.network_id,
            agreement=agreement,
            organisation_id=party.organisation_id,
            position=position,
            name=party.name,
            language=party.language,
        )
        for position, party in enumerate((meeting.b, meeting.a))
    ]
    promises = [_promise(agreement, parties, 0, dice.choice(preset.GIVEN), dice)]
    if dice.random() < 0.6:
        promises.append(_promise(agreement, parties, 1, dice.choice(preset.RETURNED), dice))
    changes = [
        StateChange(
            network_id=fair.network_id,
            agreement=agreement,
            state=state,
            at=moment,
            reason=reason if state == AgreementState.INFEASIBLE else "",
        )
        for state, moment in steps
    ]
    done = next((moment for state, moment in steps if state == AgreementState.DONE), None)
    deliveries = [_delivery(line, done.date(), dice) for line in promises] if done else []
    return _Written(agreement, parties, promises, deliveries, changes, _checks(agreement, parties, steps))


def _steps(outcome: str, at: dt.datetime, dice: random.Random) -> list[tuple[str, dt.datetime]]:
    """Return how it went, step by step, up to today: an outcome that lies ahead has not happened yet."""
    ways = {
        AgreementState.DONE: (AgreementState.CONTACTED, AgreementState.RUNNING, AgreementState.DONE),
        AgreementState.RUNNING: (AgreementState.CONTACTED, AgreementState.RUNNING),
        AgreementState.INFEASIBLE: (AgreementState.CONTACTED, AgreementState.INFEASIBLE),
        AgreementState.CONFIRMED: (),
    }
    steps: list[tuple[str, dt.datetime]] = [
        (AgreementState.PROPOSED, at - dt.timedelta(minutes=2)),
        (AgreementState.CONFIRMED, at),
    ]
    moment, now = at, timezone.now()
    for state, most in zip(ways[AgreementState(outcome)], (20, 70, 160), strict=False):
        moment = moment + dt.timedelta(days=dice.randint(2, most))
        if moment <= now:
            steps.append((state, moment))
    return steps


def _promise(
    agreement: Agreement, parties: Sequence[AgreementParty], giver: int, of: preset.DemoPromise, dice: random.Random
) -> Contribution:
    quantity = dice.randint(of.least, of.most)
    return Contribution(
        network_id=agreement.network_id,
        programme_id=agreement.programme_id,
        agreement=agreement,
        giver_id=parties[giver].organisation_id,
        taker_id=parties[1 - giver].organisation_id,
        position=giver,
        stage=Stage.PROMISED,
        kind=of.kind,
        what=of.what,
        quantity=Decimal(quantity),
        unit=of.unit,
        value_amount=Decimal(quantity * of.worth),
        value_currency="EUR",
        value_on=agreement.agreed_at.date(),
        estimate=of.estimate,
        on=agreement.agreed_at.date(),
    )


def _delivery(promise: Contribution, on: dt.date, dice: random.Random) -> Contribution:
    share = Decimal(dice.choice((60, 80, 100, 100, 100, 120))) / 100
    line = Contribution(promise=promise, stage=Stage.DELIVERED, on=on, value_on=on)
    for name in ("network_id", "programme_id", "agreement", "giver_id", "taker_id", "position", "kind", "what", "unit"):
        setattr(line, name, getattr(promise, name))
    line.value_currency, line.estimate = promise.value_currency, promise.estimate
    line.quantity = max(Decimal(1), ((promise.quantity or Decimal(1)) * share).quantize(Decimal(1)))
    line.value_amount = (promise.value_amount or Decimal(0)) * share
    return line


def _checks(
    agreement: Agreement, parties: Sequence[AgreementParty], steps: Sequence[tuple[str, dt.datetime]]
) -> list[ContactCheck]:
    """Ask the company after 14 and 90 days, as it would have been asked, and let it answer how it stood then."""
    said = {
        AgreementState.CONFIRMED: CheckAnswer.NOT_YET,
        AgreementState.CONTACTED: CheckAnswer.CONTACTED,
        AgreementState.RUNNING: CheckAnswer.RUNNING,
        AgreementState.DONE: CheckAnswer.DONE,
        AgreementState.INFEASIBLE: CheckAnswer.INFEASIBLE,
    }
    checks = []
    for days in (14, 90):
        asked = agreement.agreed_at + dt.timedelta(days=days)
        if asked + dt.timedelta(days=2) > timezone.now():
            continue
        state = [state for state, moment in steps if moment <= asked][-1]
        checks.append(
            ContactCheck(
                network_id=agreement.network_id,
                agreement=agreement,
                party=parties[0],
                days=days,
                sent_at=asked,
                via=ContactCheck.VIA_ORGANISATION,
                answer=said[AgreementState(state)],
                answered_at=asked + dt.timedelta(days=2),
                reason=preset.REASONS[0] if state == AgreementState.INFEASIBLE else "",
            )
        )
    return checks
