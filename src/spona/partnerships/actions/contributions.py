"""Lines of the ledger: promised with the agreement, delivered afterwards, void where written by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, record, require
from spona.kernel.models import Actor, Money, Problem, Problems
from spona.partnerships.models import Agreement, AgreementParty, Contribution
from spona.partnerships.states import ALIVE, AgreementState, ContributionKind, Estimate, Stage, Unit


@dataclass(frozen=True)
class Line:
    """One thing given. ``giver`` and ``taker`` are positions of the agreement's sides; ``place`` begins the names of
    its fields ("a1" for "a1_value").
    """

    giver: int
    taker: int
    kind: str
    what: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value: Money | None = None
    estimate: str = ""
    on: dt.date | None = None
    place: str = ""

    @classmethod
    def of(cls, row: Contribution, *, giver: int, taker: int) -> Line:
        """Return a line of the ledger as something that may be promised again."""
        return cls(giver, taker, row.kind, row.what, row.quantity, row.unit, row.value, row.estimate, row.on)

    def content(self) -> tuple[Any, ...]:
        """Return what makes two lines the same promise."""
        money = (self.value.amount, self.value.currency) if self.value else ()
        return (self.giver, self.taker, self.kind, self.what, self.quantity, self.unit, money, self.estimate)


def check_lines(lines: Sequence[Line], *, money_allowed: bool) -> list[Problem]:
    """Return what is wrong with the lines of an agreement, each problem beside its field."""
    problems: list[Problem] = []
    if not lines:
        problems.append(
            Problem(
                _("Nobody gives anything yet."),
                place="a1_kind",
                remedy=_("Say at least for one side what it gives."),
                code="no_lines",
            )
        )
    for line in lines:
        problems += _check_line(line, money_allowed=money_allowed)
    return problems


def _check_line(line: Line, *, money_allowed: bool) -> list[Problem]:
    problems: list[Problem] = []

    def wrong(field: str, message: str, remedy: str, code: str) -> None:
        problems.append(Problem(message, place=f"{line.place}_{field}", remedy=remedy, code=code))

    if line.kind not in ContributionKind.values:
        wrong("kind", _("Say what is given."), _("Choose one of the kinds offered."), "kind")
    if line.kind == ContributionKind.MONEY and not money_allowed:
        wrong(
            "kind",
            _("At this fair money stays outside."),
            _("Agree on time, skills, goods, space or contacts."),
            "money_refused",
        )
    if line.quantity is not None and line.quantity <= 0:
        wrong("quantity", _("Less than something cannot be given."), _("Write a number above zero."), "quantity")
    if line.quantity is not None and line.unit not in Unit.values:
        wrong("unit", _("Say what the number counts."), _("Choose hours, days, people, pieces or months."), "unit")
    if line.value is not None and line.value.amount < 0:
        wrong("value", _("A value cannot be negative."), _("Write for example 1.250,00 EUR."), "negative")
    if line.value is not None and line.estimate not in Estimate.values:
        wrong("estimate", _("Say how the value was estimated."), _("Choose what comes nearest."), "estimate_missing")
    if line.kind == ContributionKind.MONEY and line.value is None and not problems:
        wrong("value", _("How much money?"), _("Write for example 1.250,00 EUR."), "amount_missing")
    return problems


def write_promises(agreement: Agreement, parties: Sequence[AgreementParty], lines: Sequence[Line]) -> None:
    """Write the lines of a new agreement into the ledger as promised."""
    today = timezone.localdate(agreement.agreed_at)
    Contribution.objects.bulk_create(
        [
            _row(agreement, line, position, line.on or today, parties[line.giver], parties[line.taker])
            for position, line in enumerate(lines)
        ]
    )


def promises_of(agreement: Agreement) -> list[Contribution]:
    """Return what was promised, in the order it was written down, with the givers. One query."""
    promised = agreement.contributions.filter(stage=Stage.PROMISED, voided_at=None)
    return list(promised.select_related("giver").order_by("position", "id"))


def _row(
    agreement: Agreement, line: Line, position: int, on: dt.date, giver: AgreementParty, taker: AgreementParty
) -> Contribution:
    value = line.value
    return Contribution(
        network_id=agreement.network_id,
        programme_id=agreement.programme_id,
        agreement=agreement,
        giver_id=giver.organisation_id,
        taker_id=taker.organisation_id,
        position=position,
        stage=Stage.PROMISED,
        kind=line.kind,
        what=line.what.strip()[:300],
        quantity=line.quantity,
        unit=line.unit if line.quantity is not None else "",
        value_amount=value.amount if value else None,
        value_currency=value.currency if value else "",
        value_on=(value.on or on) if value else None,
        estimate=line.estimate if value else "",
        on=on,
    )


@action
def deliver(
    *,
    promise: Contribution,
    by: Actor,
    quantity: Decimal | None = None,
    value: Money | None = None,
    on: dt.date | None = None,
    what: str = "",
) -> Contribution:
    """Write into the ledger that a promise, or a part of it, was kept. The promise itself stays as it was made.

    Errors: ``Problems`` for an agreement that was never confirmed, a day to come, numbers that cannot be.
    """
    agreement = promise.agreement
    require("partnerships.follow_agreement", by, agreement)
    day = on or timezone.localdate()
    problems = _check_delivery(promise, quantity, value, day)
    if problems:
        raise Problems(problems)
    amount = value or promise.value
    line = Contribution.objects.create(
        network_id=promise.network_id,
        programme_id=promise.programme_id,
        agreement=agreement,
        position=promise.position,
        giver_id=promise.giver_id,
        taker_id=promise.taker_id,
        stage=Stage.DELIVERED,
        promise=promise,
        kind=promise.kind,
        what=(what.strip() or promise.what)[:300],
        quantity=quantity if quantity is not None else promise.quantity,
        unit=promise.unit,
        value_amount=amount.amount if amount else None,
        value_currency=amount.currency if amount else "",
        value_on=day if amount else None,
        estimate=(promise.estimate or Estimate.GIVER) if amount else "",
        on=day,
    )
    record("partnerships.contribution_delivered", on=line, by=by, data={"promise": promise.pk})
    return line


def _check_delivery(
    promise: Contribution, quantity: Decimal | None, value: Money | None, day: dt.date
) -> list[Problem]:
    agreement, problems = promise.agreement, []
    if agreement is None or agreement.state not in {*ALIVE, AgreementState.DONE}:
        problems.append(
            Problem(
                _("Nothing is delivered before both sides have confirmed, nor after it came to nothing."),
                place="quantity",
                code="not_running",
            )
        )
    if promise.stage != Stage.PROMISED or promise.voided_at is not None:
        problems.append(Problem(_("This line is no promise."), place="quantity", code="no_promise"))
    if day > timezone.localdate():
        problems.append(
            Problem(_("This day is still to come."), place="on", remedy=_("Write it down then."), code="future")
        )
    if quantity is not None and (quantity <= 0 or not promise.unit):
        problems.append(
            Problem(_("This promise is not counted, or the number is not above zero."), place="quantity", code="number")
        )
    if value is not None and value.amount < 0:
        problems.append(Problem(_("A value cannot be negative."), place="value", code="negative"))
    return problems


@action
def void_contribution(*, contribution: Contribution, by: Actor) -> Contribution:
    """Take a delivered line back that was written by mistake: it stays readable and counts nowhere. Twice is once."""
    require("partnerships.follow_agreement", by, contribution.agreement)
    locked = lock(contribution)
    if locked.stage != Stage.DELIVERED:
        raise Problem(
            _("A promise is not taken back like this."),
            place="stage",
            remedy=_("Say that the agreement is not feasible, or ended."),
            code="promise_stays",
        )
    if locked.voided_at is None:
        locked.voided_at = timezone.now()
        locked.save(update_fields=["voided_at", "updated_at"])
        record("partnerships.contribution_voided", on=locked, by=by)
    return locked
