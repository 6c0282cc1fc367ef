"""What was agreed at a fair and what became of it: counted by state, by the days since, by value, and listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from spona.events.models import Fair
from spona.kernel.models import Actor, Money
from spona.kernel.rules import require
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck, Contribution, StateChange
from spona.partnerships.queries.agreements import ORDER
from spona.partnerships.queries.ledger import ORDER as LINE_ORDER
from spona.partnerships.states import CHECK_DAYS, AgreementState, Stage
from spona.reports.queries.numbers import Number, Rows
from spona.reports.queries.scope import Scope, scope_of
from spona.reports.states import Why

CHECK_ORDER = ("-sent_at", "-id")
"""The order of the list of contact checks, for ``kernel.queries.keyset``; agreements and lines keep their own."""

NOBODY_S_PROMISE = Q(agreement__state=AgreementState.PROPOSED) | Q(
    agreement__state=AgreementState.ENDED, agreement__confirmed_at=None
)
"""What was written and never confirmed: it counts in no sum, as in ``partnerships.queries.ledger_for``."""


@dataclass(frozen=True)
class AgreementCell:
    """Agreements of one fair that stand alike today and stood alike on the days of ``CHECK_DAYS``.

    ``was_made``: every side confirmed it, whatever became of it. ``then``: its state so many days after that, by
    ``CHECK_DAYS``; "" where that day has not come.
    """

    state: str
    was_made: bool
    then: tuple[str, ...]
    agreements: int


@dataclass(frozen=True)
class LineCell:
    """Lines of one fair's ledger that add: one stage, kind, unit, currency and way of estimating."""

    state: str
    counts: bool
    stage: str
    kind: str
    unit: str
    currency: str
    estimate: str
    lines: int
    quantity: Decimal | None
    value: Decimal | None


@dataclass(frozen=True)
class AgreementFigures:
    """The agreements of one fair, counted; ``asked`` and ``answered``: contact checks by the day they were about."""

    fair: Fair
    scope: Scope
    cells: Sequence[AgreementCell]
    lines: Sequence[LineCell]
    asked: dict[int, int]
    answered: dict[int, int]

    def number(self, state: str = "", *, made: bool = False) -> Number:
        """Return how many agreements there are, in one state, or (``made``) confirmed by every side."""
        cells = [cell for cell in self.cells if (not state or cell.state == state) and (cell.was_made or not made)]
        chosen = {"state": state} if state else {"made": "1"} if made else {}
        return self._agreements(cells, chosen)

    def after(self, days: int, state: str = "") -> Number:
        """Return how many agreements are at least ``days`` old, or how many of them stood in ``state`` on that day."""
        place = CHECK_DAYS.index(days)
        old = [cell for cell in self.cells if cell.then[place]]
        if not old:
            return Number.unknown(Why.TOO_YOUNG)
        cells = [cell for cell in old if not state or cell.then[place] == state]
        chosen = {"days": str(days)} | ({"then": state} if state else {})
        return self._agreements(cells, chosen)

    def checks(self, days: int, *, answered: bool = False) -> Number:
        """Return how many parties were asked on that day how their agreement stands, or how many answered."""
        if not self.asked.get(days):
            return Number.unknown(Why.NOT_ASKED)
        value = (self.answered if answered else self.asked).get(days, 0)
        chosen = {"days": str(days)} | ({"answered": "1"} if answered else {})
        return Number(value, self._rows("checks", chosen, value))

    def value(self, currency: str, *, stage: str = Stage.PROMISED, state: str = "", estimate: str = "") -> Number:
        """Return an estimated value in one currency: of all agreements that were made, of those in one ``state`` (also
        proposed ones), or estimated in one way. Unknown where something was promised and nobody has said what came.
        """
        alike = [
            cell
            for cell in self.lines
            if cell.currency == currency
            and (cell.state == state if state else cell.counts)
            and (not estimate or cell.estimate == estimate)
        ]
        cells = [cell for cell in alike if cell.stage == stage]
        if alike and not cells and stage == Stage.DELIVERED:
            return Number.unknown(Why.NOT_REPORTED)
        total = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
        chosen = {"stage": stage, "currency": currency, "state": state, "estimate": estimate}
        return Number(Money(total, currency), self._rows("lines", chosen, sum(cell.lines for cell in cells)))

    def quantity(self, kind: str, unit: str, stage: str) -> Number:
        """Return how much of one kind was promised or delivered in one unit; for ``unit`` "" how many times, because
        nobody said how much.
        """
        alike = [cell for cell in self.lines if cell.counts and (cell.kind, cell.unit) == (kind, unit)]
        cells = [cell for cell in alike if cell.stage == stage]
        if alike and not cells and stage == Stage.DELIVERED:
            return Number.unknown(Why.NOT_REPORTED)
        lines = sum(cell.lines for cell in cells)
        amount = sum((cell.quantity for cell in cells if cell.quantity is not None), Decimal(0))
        rows = self._rows("lines", {"stage": stage, "kind": kind, "unit": unit or NO_UNIT}, lines)
        return Number(amount if unit else lines, rows)

    def unvalued(self, stage: str = Stage.PROMISED) -> Number:
        """Return how many lines have no value: nobody estimated one."""
        lines = sum(cell.lines for cell in self.lines if cell.counts and cell.stage == stage and not cell.currency)
        return Number(lines, self._rows("lines", {"stage": stage, "currency": NO_UNIT}, lines))

    def _agreements(self, cells: Sequence[AgreementCell], chosen: dict[str, str]) -> Number:
        value = sum(cell.agreements for cell in cells)
        return Number(value, self._rows("agreements", chosen, value))

    def _rows(self, of: str, chosen: dict[str, str], count: int) -> Rows | None:
        if not count or not self.scope.opens_rows:
            return None
        return Rows(of, self.fair.slug, tuple((name, value) for name, value in chosen.items() if value))


NO_UNIT = "-"
"""Stands in addresses for "nobody said how much", or what it is worth."""


def _agreements(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> QuerySet[Agreement]:
    """Return the agreements of some fairs, each with its state ``then_14``, ``then_90`` and ``then_365`` days after it
    was confirmed, as its steps were written down; "" where that day has not come.
    """
    found = Agreement.objects.filter(fair__in=fairs)
    if scope.countries is not None:
        ours = AgreementParty.objects.filter(scope.of("organisation"), agreement=OuterRef("pk"))
        found = found.filter(Exists(ours))
    for days in CHECK_DAYS:
        span = dt.timedelta(days=days)
        steps = StateChange.objects.filter(agreement=OuterRef("pk"), at__lte=OuterRef("confirmed_at") + span)
        state = Coalesce(
            Subquery(steps.order_by("-at", "-id").values("state")[:1]), Value(AgreementState.PROPOSED.value)
        )
        old = When(confirmed_at__lte=now - span, then=state)
        found = found.annotate(**{f"then_{days}": Case(old, default=Value(""), output_field=CharField())})
    return found


def _lines(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> QuerySet[Contribution]:
    lines = Contribution.objects.filter(agreement__fair__in=fairs, voided_at=None)
    if scope.countries is None:
        return lines
    return lines.filter(agreement__in=_agreements(fairs, scope, now).values("pk"))


def _checks(fairs: Sequence[Fair], scope: Scope) -> QuerySet[ContactCheck]:
    return ContactCheck.objects.filter(scope.of("party__organisation"), agreement__fair__in=fairs)


def agreement_figures(fairs: Sequence[Fair], scope: Scope, now: dt.datetime) -> dict[UUID, AgreementFigures]:
    """Return the counted agreements of each fair. Three queries."""
    found = {fair.pk: AgreementFigures(fair, scope, [], [], {}, {}) for fair in fairs}
    cells: dict[UUID, list[AgreementCell]] = {fair.pk: [] for fair in fairs}
    then = [f"then_{days}" for days in CHECK_DAYS]
    made = Case(When(confirmed_at=None, then=Value(0)), default=Value(1))
    grouped = _agreements(fairs, scope, now).annotate(made=made).order_by()
    for fair_id, state, was_made, *rest in grouped.values_list("fair_id", "state", "made", *then).annotate(Count("pk")):
        cells[fair_id].append(AgreementCell(state, bool(was_made), tuple(rest[:-1]), rest[-1]))
    lines: dict[UUID, list[LineCell]] = {fair.pk: [] for fair in fairs}
    counts = Case(When(NOBODY_S_PROMISE, then=Value(0)), default=Value(1))
    names = ("agreement__fair_id", "agreement__state", "counts", "stage", "kind", "unit", "value_currency", "estimate")
    sums = _lines(fairs, scope, now).annotate(counts=counts).order_by().values_list(*names)
    for fair_id, state, does, *columns in sums.annotate(Count("pk"), Sum("quantity"), Sum("value_amount")):
        lines[fair_id].append(LineCell(state, bool(does), *columns))
    checks = _checks(fairs, scope).order_by().values_list("agreement__fair_id", "days")
    counted = checks.annotate(Count("pk"), answers=Count("answered_at"))
    for fair_id, days, asked, answered in counted:
        found[fair_id].asked[days], found[fair_id].answered[days] = asked, answered
    return {
        fair.pk: AgreementFigures(
            fair, scope, cells[fair.pk], lines[fair.pk], found[fair.pk].asked, found[fair.pk].answered
        )
        for fair in fairs
    }


def agreements_behind(
    actor: Actor,
    fair: Fair,
    now: dt.datetime,
    *,
    state: str = "",
    made: bool = False,
    days: int | None = None,
    then: str = "",
) -> QuerySet[Agreement]:
    """Return the agreements behind a number, newest first: in a ``state``, ``made`` by all sides, or at least ``days``
    old (one of ``CHECK_DAYS``), perhaps in the state ``then`` on that day. Errors: ``Refused``.
    """
    require("reports.open_fair_rows", actor, fair)
    found = _agreements([fair], scope_of(actor, fair), now).order_by(*ORDER)
    if state:
        found = found.filter(state=state)
    if made:
        found = found.filter(confirmed_at__isnull=False)
    if days in CHECK_DAYS:
        stood = f"then_{days}"
        found = found.filter(**{stood: then}) if then else found.exclude(**{stood: ""})
    return found.prefetch_related("parties__organisation")


def lines_behind(
    actor: Actor,
    fair: Fair,
    now: dt.datetime,
    *,
    stage: str = "",
    kind: str = "",
    unit: str = "",
    currency: str = "",
    estimate: str = "",
    state: str = "",
) -> QuerySet[Contribution]:
    """Return the ledger's lines behind a number, newest first; ``NO_UNIT`` for none. Errors: ``Refused``.

    Without a ``state`` only lines of agreements that were confirmed, as in the sums.
    """
    require("reports.open_fair_rows", actor, fair)
    found = _lines([fair], scope_of(actor, fair), now).order_by(*LINE_ORDER)
    found = found.filter(agreement__state=state) if state else found.exclude(NOBODY_S_PROMISE)
    chosen = {"stage": stage, "kind": kind, "unit": unit, "value_currency": currency, "estimate": estimate}
    for column, value in chosen.items():
        if value:
            found = found.filter(**{column: "" if value == NO_UNIT else value})
    return found.select_related("giver", "taker", "agreement")


def checks_behind(
    actor: Actor, fair: Fair, *, days: int | None = None, answered: bool = False
) -> QuerySet[ContactCheck]:
    """Return who was asked how an agreement stands, latest first. Errors: ``Refused``."""
    require("reports.open_fair_rows", actor, fair)
    found = _checks([fair], scope_of(actor, fair)).order_by(*CHECK_ORDER)
    if days is not None:
        found = found.filter(days=days)
    if answered:
        found = found.filter(answered_at__isnull=False)
    return found.select_related("agreement", "party__organisation")
