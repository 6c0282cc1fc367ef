"""What a fair's report needs to know of its agreements. Every number is counted from rows the lists can show."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from spona.events.models import Fair
from spona.kernel.models import Actor, Money
from spona.kernel.rules import require
from spona.partnerships.models import Agreement, ContactCheck, Contribution, StateChange
from spona.partnerships.queries.ledger import LedgerSum, ledger_sums
from spona.partnerships.states import CHECK_DAYS, AgreementState, CheckAnswer, Stage


@dataclass(frozen=True)
class StateFigure:
    """How many of a fair's agreements stand in one state, and what they promise, by currency."""

    state: str
    count: int
    value: Sequence[Money]


def agreements_by_state(actor: Actor, fair: Fair) -> list[StateFigure]:
    """Return every state with its agreements and their promised value. Two queries. Errors: ``Refused``."""
    require("partnerships.manage_agreement", actor, fair)
    counts = dict(Agreement.objects.filter(fair=fair).order_by().values_list("state").annotate(Count("id")))
    promised = Contribution.objects.filter(agreement__fair=fair, stage=Stage.PROMISED, voided_at=None)
    sums = promised.exclude(value_amount=None).values_list("agreement__state", "value_currency")
    values: defaultdict[str, list[Money]] = defaultdict(list)
    for state, currency, total in sums.annotate(total=Sum("value_amount")).order_by(
        "agreement__state", "value_currency"
    ):
        values[state].append(Money(total, currency))
    return [StateFigure(state, counts.get(state, 0), values[state]) for state in AgreementState.values]


def contributions_of_fair(actor: Actor, fair: Fair) -> list[LedgerSum]:
    """Return what was promised and delivered at a fair, by kind, unit and currency. One query. Errors: ``Refused``."""
    require("partnerships.manage_agreement", actor, fair)
    return ledger_sums(actor, fair=fair.pk)


@dataclass(frozen=True)
class FollowUp:
    """How a fair's agreements stood so many days after they were confirmed.

    ``of``: agreements that are at least so old; ``states``: how many of them stood where on that day; ``answered``:
    parties that answered this day's check, of ``asked``.
    """

    days: int
    of: int
    states: dict[str, int]
    asked: int
    answered: int


def follow_up(actor: Actor, fair: Fair, today: dt.date) -> list[FollowUp]:
    """Return the follow-up curve at the days of ``CHECK_DAYS``, read from the steps as they were written down.

    Three queries. Errors: ``Refused``.
    """
    require("partnerships.manage_agreement", actor, fair)
    confirmed = dict(Agreement.objects.filter(fair=fair, confirmed_at__isnull=False).values_list("pk", "confirmed_at"))
    steps: defaultdict[UUID, list[tuple[dt.datetime, str]]] = defaultdict(list)
    changes = StateChange.objects.filter(agreement__in=list(confirmed)).order_by("at", "id")
    for agreement_id, at, state in changes.values_list("agreement_id", "at", "state"):
        steps[agreement_id].append((at, state))
    checks = {
        days: (asked, answered)
        for days, asked, answered in ContactCheck.objects.filter(agreement__in=list(confirmed))
        .order_by()
        .values_list("days")
        .annotate(asked=Count("id"), answered=Count("id", filter=Q(answered_at__isnull=False)))
    }
    curve = []
    for days in CHECK_DAYS:
        span = dt.timedelta(days=days)
        old = {pk: at for pk, at in confirmed.items() if at is not None and (at + span).date() <= today}
        states = Counter(_state_at(steps[pk], at + span) for pk, at in old.items())
        asked, answered = checks.get(days, (0, 0))
        curve.append(FollowUp(days, len(old), dict(states), asked, answered))
    return curve


def _state_at(steps: Sequence[tuple[dt.datetime, str]], at: dt.datetime) -> str:
    found = [state for moment, state in steps if moment <= at]
    return found[-1] if found else AgreementState.PROPOSED


@dataclass(frozen=True)
class KeptRate:
    """Of the agreements that were confirmed: how many were kept, still run, came to nothing, or nobody heard of.

    ``share``: done among those whose outcome is known, None where there is none yet.
    """

    confirmed: int
    done: int
    running: int
    failed: int
    never_in_contact: int
    share: float | None
    promised: Sequence[Money]
    delivered: Sequence[Money]


def kept_rate(actor: Actor, fair: Fair) -> KeptRate:
    """Return how many of a fair's agreements were kept, and the value promised and delivered. Three queries.

    ``never_in_contact``: still only confirmed, and no side has answered that it is in contact. Errors: ``Refused``.
    """
    require("partnerships.manage_agreement", actor, fair)
    rows = Agreement.objects.filter(fair=fair, confirmed_at__isnull=False)
    states = Counter(rows.values_list("state", flat=True))
    heard = ContactCheck.objects.filter(
        agreement__fair=fair, answer__in=[CheckAnswer.CONTACTED, CheckAnswer.RUNNING, CheckAnswer.DONE]
    )
    silent = rows.filter(state=AgreementState.CONFIRMED).exclude(pk__in=heard.values("agreement_id")).count()
    done = states[AgreementState.DONE]
    failed = states[AgreementState.INFEASIBLE] + states[AgreementState.ENDED]
    sums: defaultdict[str, list[Money]] = defaultdict(list)
    lines = Contribution.objects.filter(agreement__in=rows.values("pk"), voided_at=None).exclude(value_amount=None)
    for stage, currency, total in (
        lines.order_by("stage", "value_currency").values_list("stage", "value_currency").annotate(Sum("value_amount"))
    ):
        sums[stage].append(Money(Decimal(total), currency))
    return KeptRate(
        confirmed=sum(states.values()),
        done=done,
        running=states[AgreementState.CONTACTED] + states[AgreementState.RUNNING],
        failed=failed,
        never_in_contact=silent,
        share=done / (done + failed) if done + failed else None,
        promised=sums[Stage.PROMISED],
        delivered=sums[Stage.DELIVERED],
    )
