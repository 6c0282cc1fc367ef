"""What a report may be asked; the first argument is the one who asks."""

from spona.reports.queries.agreements import (
    NO_UNIT,
    AgreementFigures,
    agreements_behind,
    checks_behind,
    lines_behind,
)
from spona.reports.queries.fair import FairFigures, FairReport, fair_report
from spona.reports.queries.meetings import (
    MeetingFigures,
    WishFigures,
    brought_behind,
    planned_behind,
    wishes_behind,
)
from spona.reports.queries.numbers import Number, Rows, Value
from spona.reports.queries.parties import DIMENSIONS, EMPTY, Group, PartyFigures, groups_of, parties_behind
from spona.reports.queries.scope import (
    FAIR_ORDER,
    Scope,
    fair_before,
    is_begun,
    report_fair_for,
    reported_fairs,
    scope_of,
)

__all__ = [
    "DIMENSIONS",
    "EMPTY",
    "FAIR_ORDER",
    "NO_UNIT",
    "AgreementFigures",
    "FairFigures",
    "FairReport",
    "Group",
    "MeetingFigures",
    "Number",
    "PartyFigures",
    "Rows",
    "Scope",
    "Value",
    "WishFigures",
    "agreements_behind",
    "brought_behind",
    "checks_behind",
    "fair_before",
    "fair_report",
    "groups_of",
    "is_begun",
    "lines_behind",
    "parties_behind",
    "planned_behind",
    "report_fair_for",
    "reported_fairs",
    "scope_of",
    "wishes_behind",
]
