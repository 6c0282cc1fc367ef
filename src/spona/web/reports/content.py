"""What stands in a report, section by section, for the page, the paper and the spreadsheet alike: words and numbers,
no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from spona.events.models import WishLevel
from spona.partnerships.states import CHECK_DAYS, AgreementState, ContributionKind, Estimate, Stage, Unit
from spona.reports.queries import FairFigures, FairReport, Number, groups_of
from spona.reports.queries.numbers import share
from spona.reports.states import Outcome, Presence, Source, Why, WishOutcome
from spona.web.reports.words import given_label, group_label, named, presence_label, reason

Question = Callable[[FairFigures], Number]


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is called and its numbers, in the order of the columns."""

    label: str
    numbers: Sequence[Number]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """One table. ``columns`` are what the numbers are called; ``is_before`` says which of them are the fair before's.

    ``corner`` is the head of the first column.
    """

    caption: str
    corner: str
    columns: Sequence[str]
    is_before: Sequence[bool]
    lines: Sequence[Line]

    @property
    def reasons(self) -> list[str]:
        """Why numbers of this table are not known, each reason once."""
        found = (reason(number) for line in self.lines for number in line.numbers)
        return list(dict.fromkeys(text for text in found if text))


@dataclass(frozen=True)
class Section:
    """One part of the report; ``key`` names it for pictures and anchors."""

    key: str
    title: str
    lead: str
    tables: Sequence[Table] = field(default_factory=tuple)


def year_of(report: FairReport) -> str:
    """Return what the fair before is called in the heads of columns: its year, or its day within the same year."""
    if report.before is None:
        return ""
    before, this = report.before.fair.starts_on, report.this.fair.starts_on
    return str(before.year) if before.year != this.year else before.isoformat()


def _table(
    report: FairReport,
    caption: str,
    corner: str,
    heads: Sequence[str],
    lines: Sequence[tuple[str, Sequence[Question], bool]],
) -> Table:
    """Put every question to both fairs: this one's number, and beside it that of the fair before."""
    columns, is_before = [], []
    for head in heads:
        columns.append(head)
        is_before.append(False)
        if report.before is not None:
            columns.append(f"{head}, {year_of(report)}")
            is_before.append(True)
    rows = [
        Line(label, [question(figures) for question in questions for figures in report.fairs], is_total)
        for label, questions, is_total in lines
    ]
    return Table(caption, corner, columns, is_before, rows)


def sections(report: FairReport) -> list[Section]:
    """Return the whole report. No query: everything was counted before."""
    turnout_lead = _("Those who came unannounced are among those who came.")
    value_lead = _("As the parties estimated it. Promised and delivered never add.")
    after_lead = _("So many days after they were confirmed.")
    return [
        Section("turnout", _("Who came"), turnout_lead, _turnout(report)),
        Section("meetings", _("Meetings"), _("What was planned, and what became of it."), [_meetings(report)]),
        Section("loads", _("Meetings of each party"), _loads_lead(report), _loads(report)),
        Section("wishes", _("Wishes"), _("Whom parties wanted to meet, and whom they met."), [_wishes(report)]),
        Section("agreements", _("Agreements"), _("Where they stand today, and what they promise."), [_states(report)]),
        Section("value", _("Value"), value_lead, _values(report)),
        Section("given", _("Hours, goods and the rest"), _("Only what is alike is added."), _given(report)),
        Section("after", _("What became of the agreements"), after_lead, _after(report)),
    ]


def _turnout(report: FairReport) -> list[Table]:
    def of(presence: Presence) -> Question:
        return lambda figures: figures.parties.number(presence)

    order = (
        *(Presence.INVITED, Presence.DECLINED, Presence.CAME_INVITED),
        *(Presence.WALK_IN, Presence.CAME, Presence.MET),
    )
    lines = [(presence_label(presence), [of(presence)], presence == Presence.CAME) for presence in order]
    names = {"kind": _("By sector"), "city": _("By town"), "size": _("By size")}
    corners = {"kind": _("Sector"), "city": _("Town"), "size": _("People who work there")}
    tables = [_table(report, _("All parties"), _("Parties"), [_("How many")], lines)]
    return [*tables, *filter(None, (_turnout_by(report, by, names[by], corners[by]) for by in names))]


def _turnout_by(report: FairReport, dimension: str, caption: str, corner: str) -> Table | None:
    groups = groups_of(dimension, [figures.parties for figures in report.fairs])
    if not groups:
        return None
    order = (Presence.INVITED, Presence.CAME, Presence.MET)
    lines: list[tuple[str, Sequence[Question], bool]] = [
        (
            group_label(dimension, group),
            [lambda figures, p=presence, g=group: figures.parties.number(p, dimension, g) for presence in order],  # type: ignore[misc]  # defaults bind now
            False,
        )
        for group in groups
    ]
    return _table(report, caption, corner, [presence_label(presence) for presence in order], lines)


def _meetings(report: FairReport) -> Table:
    def of(source: Source, outcome: str = "") -> Question:
        return lambda figures: figures.meetings.number(source, outcome)

    planned = Source.PLANNED
    lines: list[tuple[str, Sequence[Question], bool]] = [
        (_("Planned"), [of(planned)], False),
        (_("Took place"), [of(planned, "held")], True),
        (_("of these, a side says so"), [of(planned, Outcome.SAID)], False),
        (_("of these, both were there and nobody says otherwise"), [of(planned, Outcome.THERE)], False),
        (_("Did not take place"), [of(planned, "not_held")], False),
        (_("of these, a side was not there"), [of(planned, Outcome.ABSENT)], False),
        (_("of these, the sides say that it did not happen"), [of(planned, Outcome.DENIED)], False),
        (_("Nobody knows"), [of(planned, Outcome.UNKNOWN)], False),
        (_("Kept, of those whose outcome is known"), [lambda figures: figures.meetings.kept_rate()], True),
        (_("Brought about on the day, and took place"), [of(Source.BROUGHT, "held")], False),
    ]
    return _table(report, _("Meetings"), _("Meetings"), [_("How many")], lines)


def _loads_lead(report: FairReport) -> str:
    if report.this.parties.has_gate:
        return _("How many meetings that took place each of those had who came.")
    return _("How many meetings that took place each of those had who are known to have met somebody.")


def _loads(report: FairReport) -> list[Table]:
    most = [figures.parties.most_meetings() for figures in report.fairs]
    known = [number for number in most if number is not None]
    if not known:
        return []
    lines: list[tuple[str, Sequence[Question], bool]] = [
        (str(meetings), [lambda figures, m=meetings: load(figures, m)], False)  # type: ignore[misc]  # defaults bind now
        for meetings in range(max(known) + 1)
    ]
    return [_table(report, _("Parties by their number of meetings"), _("Meetings"), [_("Parties")], lines)]


def load(figures: FairFigures, meetings: int) -> Number:
    """Return how many parties had so many meetings; unknown where nothing is known of any."""
    if figures.parties.most_meetings() is None:
        return Number.unknown(Why.NO_EVIDENCE)
    return figures.parties.with_meetings(meetings)


def _wishes(report: FairReport) -> Table:
    def of(level: WishLevel, outcome: WishOutcome | None = None) -> Question:
        return lambda figures: figures.wishes.number(level, outcome)

    def met(level: WishLevel) -> Question:
        return lambda figures: share(
            figures.wishes.number(level, WishOutcome.HELD), figures.wishes.number(level), Why.NO_WISH
        )

    levels = ((WishLevel.MUST, _("First wishes (musts)")), (WishLevel.YES, _("Other wishes")))
    lines = [
        (label, [of(level), of(level, WishOutcome.PLANNED), of(level, WishOutcome.HELD), met(level)], False)
        for level, label in levels
    ]
    heads = [_("Said"), _("In the timetable"), _("Met"), _("Share met")]
    return _table(report, _("Wishes"), _("Wishes"), heads, lines)


def currencies_of(report: FairReport) -> list[str]:
    """Return the currencies in which anything was promised or delivered at one of the fairs."""
    return sorted({cell.currency for figures in report.fairs for cell in figures.agreements.lines if cell.currency})


def _states(report: FairReport) -> Table:
    currencies = currencies_of(report)

    def promised(currency: str, state: str) -> Question:
        return lambda figures: figures.agreements.value(currency, state=state)

    def stands(state: str) -> Question:
        return lambda figures: figures.agreements.number(state)

    lines: list[tuple[str, Sequence[Question], bool]] = [
        (named(label), [stands(state), *(promised(currency, state) for currency in currencies)], False)
        for state, label in AgreementState.choices
    ]
    made = [lambda figures: figures.agreements.number(made=True), *(promised(currency, "") for currency in currencies)]
    lines.append((_("Made: every side confirmed"), made, True))
    heads = [_("Agreements"), *(_("Promised, %(currency)s") % {"currency": currency} for currency in currencies)]
    return _table(report, _("By state"), _("State"), heads, lines)


def _values(report: FairReport) -> list[Table]:
    currencies = currencies_of(report)
    if not currencies:
        return []

    def of(currency: str, stage: str, estimate: str = "") -> Question:
        return lambda figures: figures.agreements.value(currency, stage=stage, estimate=estimate)

    stages = ((Stage.PROMISED, _("Promised, %(currency)s")), (Stage.DELIVERED, _("Delivered, %(currency)s")))
    pairs = [(currency, stage, head % {"currency": currency}) for currency in currencies for stage, head in stages]
    ways = {cell.estimate for figures in report.fairs for cell in figures.agreements.lines if cell.counts}
    lines: list[tuple[str, Sequence[Question], bool]] = [
        (named(label), [of(currency, stage, estimate) for currency, stage, _head in pairs], False)
        for estimate, label in Estimate.choices
        if estimate in ways
    ]
    lines.append((_("In all"), [of(currency, stage) for currency, stage, _head in pairs], True))
    heads = [head for *_pair, head in pairs]
    tables = [_table(report, _("By the way it was estimated"), _("Estimated by"), heads, lines)]
    if any(figures.agreements.unvalued().value for figures in report.fairs):
        unvalued = [(_("Promises"), [lambda figures: figures.agreements.unvalued()], False)]
        tables.append(_table(report, _("What nobody put a value on"), _("Lines"), [_("How many")], unvalued))
    return tables


def _given(report: FairReport) -> list[Table]:
    there = {(cell.kind, cell.unit) for figures in report.fairs for cell in figures.agreements.lines if cell.counts}
    order = [(kind, unit) for kind in ContributionKind.values for unit in (*Unit.values, "") if (kind, unit) in there]
    if not order:
        return []

    def of(kind: str, unit: str, stage: str) -> Question:
        return lambda figures: figures.agreements.quantity(kind, unit, stage)

    lines = [
        (given_label(kind, unit), [of(kind, unit, Stage.PROMISED), of(kind, unit, Stage.DELIVERED)], False)
        for kind, unit in order
    ]
    return [_table(report, _("What was given"), _("What"), [_("Promised"), _("Delivered")], lines)]


def _after(report: FairReport) -> list[Table]:
    def stood(days: int, state: str = "") -> Question:
        return lambda figures: figures.agreements.after(days, state)

    def checks(days: int, *, answered: bool) -> Question:
        return lambda figures: figures.agreements.checks(days, answered=answered)

    states = [state for state in AgreementState if state != AgreementState.PROPOSED]
    lines: list[tuple[str, Sequence[Question], bool]] = [
        (_("Agreements so old"), [stood(days) for days in CHECK_DAYS], True),
        *((named(state.label), [stood(days, state) for days in CHECK_DAYS], False) for state in states),
        (_("Parties asked"), [checks(days, answered=False) for days in CHECK_DAYS], False),
        (_("Parties that answered"), [checks(days, answered=True) for days in CHECK_DAYS], False),
    ]
    heads = [after_label(days) for days in CHECK_DAYS]
    return [_table(report, _("How they stood"), _("State"), heads, lines)]


def after_label(days: int) -> str:
    """Return what a point of the follow-up is called."""
    return _("After %(days)s days") % {"days": days}
