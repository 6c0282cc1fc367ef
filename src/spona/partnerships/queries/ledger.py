"""The one ledger: its lines, and its sums with promised and delivered apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from spona.kernel.models import Actor
from spona.kernel.rules import require
from spona.partnerships.models import Contribution
from spona.partnerships.queries.agreements import managed
from spona.partnerships.states import AgreementState

ORDER = ("-on", "-id")
"""The order of the ledger, for ``kernel.queries.keyset``."""


def ledger_for(
    actor: Actor, *, stage: str = "", kind: str = "", fair: UUID | None = None, organisation: UUID | None = None
) -> QuerySet[Contribution]:
    """Return the lines a manager sees, newest first; void ones are left out. Errors: ``Refused``.

    Promises count once the agreement was confirmed: what was proposed and never confirmed is nobody's promise.
    """
    require("partnerships.see_ledger", actor)
    found = Contribution.objects.filter(managed(actor), voided_at=None).exclude(
        agreement__state=AgreementState.PROPOSED
    )
    found = found.exclude(agreement__state=AgreementState.ENDED, agreement__confirmed_at=None)
    if stage:
        found = found.filter(stage=stage)
    if kind:
        found = found.filter(kind=kind)
    if fair is not None:
        found = found.filter(agreement__fair_id=fair)
    if organisation is not None:
        found = found.filter(giver_id=organisation) | found.filter(taker_id=organisation)
    return found.select_related("giver", "taker", "agreement").order_by(*ORDER)


@dataclass(frozen=True)
class LedgerSum:
    """What was given of one kind: a count of lines, a quantity in one unit, a value in one currency."""

    kind: str
    stage: str
    unit: str
    currency: str
    lines: int
    quantity: Decimal | None
    value: Decimal | None


def ledger_sums(actor: Actor, *, fair: UUID | None = None) -> list[LedgerSum]:
    """Return the ledger by kind, stage, unit and currency: nothing is added that does not add. One query.

    Errors: ``Refused``.
    """
    rows = ledger_for(actor, fair=fair).order_by()
    grouped = rows.values_list("kind", "stage", "unit", "value_currency")
    counted = grouped.annotate(lines=Count("id"), amount=Sum("quantity"), total=Sum("value_amount"))
    return [LedgerSum(*row) for row in counted.order_by("kind", "stage", "unit", "value_currency")]
