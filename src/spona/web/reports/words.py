"""The words of a report: what its lines are called, its numbers as people read them, its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.core import Locale
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spona.events.models import WishLevel
from spona.kernel.models import Money
from spona.parties.states import OrganisationKind, SizeClass
from spona.partnerships.states import AgreementState, ContributionKind, Stage, Unit
from spona.reports.queries import FairFigures, FairReport, Group, Number, Scope
from spona.reports.states import Outcome, Presence, Source, Why, WishOutcome
from spona.web.cldr import babel_locale
from spona.web.templatetags.spona_values import money, number, share

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DASH = "–"


def named(label: StrOrPromise) -> str:
    """Return a name as it begins a line."""
    return str(capfirst(label))


def shown(found: Number) -> str:
    """Return a number as its reader writes it; a dash where nobody knows it."""
    value = found.value
    if value is None:
        return DASH
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return share(value)
    return money(value) if isinstance(value, Money) else number(float(value), 2)


def reason(found: Number) -> str:
    """Return why a number is not known; empty where it is."""
    return str(Why(found.why).label) if found.value is None and found.why else ""


def group_label(dimension: str, group: Group) -> str:
    """Return what one line of the turnout is called."""
    if group.is_rest:
        return _("All others together")
    value = next(iter(group.values))
    if not value:
        return _("Not written down")
    if dimension == "city":
        return group.label
    names: dict[str, str] = {"kind": OrganisationKind, "size": SizeClass}[dimension]  # type: ignore[assignment]
    return named(dict(names.choices).get(value, value))  # type: ignore[attr-defined]


def given_label(kind: str, unit: str) -> str:
    """Return what one line of what was given is called: its kind, and in which unit it is counted."""
    label = named(ContributionKind(kind).label)
    if not unit:
        return _("%(kind)s, nobody said how much (times)") % {"kind": label}
    return f"{label}, {Unit(unit).label}"


def value_total(figures: FairFigures, stage: str = Stage.PROMISED) -> str:
    """Return what all agreements that were made promise or delivered, currencies beside each other."""
    currencies = sorted({cell.currency for cell in figures.agreements.lines if cell.currency and cell.counts})
    found = [figures.agreements.value(currency, stage=stage) for currency in currencies]
    return " + ".join(shown(each) for each in found if each.value is not None)


def countries_of(scope: Scope) -> str:
    """Return the names of the countries a report is narrowed to; empty where it is not."""
    names = Locale.parse(babel_locale()).territories
    return ", ".join(sorted(names.get(code, code) for code in scope.countries or ()))


def sentences(report: FairReport) -> list[str]:
    """Return the report in a few sentences, for those who read no further."""
    this = report.this
    return [*_turnout(this), *_meetings(this), *_agreements(this), *_last_time(report.before)]


def _count(found: Number) -> int:
    """Return a count for the plural of a sentence."""
    return found.value if isinstance(found.value, int) else 0


def _turnout(this: FairFigures) -> list[str]:
    invited, came = this.parties.number(Presence.INVITED), this.parties.number(Presence.CAME_INVITED)
    walked_in, met = this.parties.number(Presence.WALK_IN), this.parties.number(Presence.MET)
    found = []
    if came.value is None:
        told = ngettext(
            "%(invited)s party was invited; whether it came is not known, because %(why)s.",
            "%(invited)s parties were invited; how many came is not known, because %(why)s.",
            _count(invited),
        )
        found.append(told % {"invited": shown(invited), "why": reason(came)})
    else:
        told = ngettext(
            "%(came)s of %(invited)s invited party came.", "%(came)s of %(invited)s invited parties came.",
            _count(invited),
        )  # fmt: skip
        found.append(told % {"came": shown(came), "invited": shown(invited)})
    if walked_in.value:
        told = ngettext("%(n)s more came unannounced.", "%(n)s more came unannounced.", _count(walked_in))
        found.append(told % {"n": shown(walked_in)})
    if met.value:
        told = ngettext("%(n)s party met somebody.", "%(n)s parties met somebody.", _count(met))
        found.append(told % {"n": shown(met)})
    return found


def _meetings(this: FairFigures) -> list[str]:
    planned, held = this.meetings.number(Source.PLANNED), this.meetings.number(Source.PLANNED, "held")
    unknown = this.meetings.number(Source.PLANNED, Outcome.UNKNOWN)
    brought = this.meetings.number(Source.BROUGHT, "held")
    found = []
    if planned.value and held.value is None:
        told = ngettext(
            "%(n)s meeting was planned; whether it took place is not known.",
            "%(n)s meetings were planned; how many took place is not known.",
            _count(planned),
        )
        found.append(told % {"n": shown(planned)})
    elif planned.value:
        told = ngettext(
            "%(held)s of %(planned)s planned meeting took place.",
            "%(held)s of %(planned)s planned meetings took place.",
            _count(planned),
        )
        found.append(told % {"held": shown(held), "planned": shown(planned)})
        if unknown.value:
            told = ngettext("Of %(n)s nobody knows.", "Of %(n)s nobody knows.", _count(unknown))
            found.append(told % {"n": shown(unknown)})
    if brought.value:
        told = ngettext(
            "%(n)s more was brought about on the day.", "%(n)s more were brought about on the day.",
            _count(brought),
        )  # fmt: skip
        found.append(told % {"n": shown(brought)})
    said, met = this.wishes.number(WishLevel.MUST), this.wishes.number(WishLevel.MUST, WishOutcome.HELD)
    if met.value is not None:
        told = ngettext(
            "%(met)s of %(said)s first wish was met.", "%(met)s of %(said)s first wishes were met.",
            _count(said),
        )  # fmt: skip
        found.append(told % {"met": shown(met), "said": shown(said)})
    return found


def _agreements(this: FairFigures) -> list[str]:
    made = this.agreements.number(made=True)
    if not made.value:
        return [_("No agreement has been made so far.")]
    value = value_total(this)
    told = ngettext("%(n)s agreement was made.", "%(n)s agreements were made.", _count(made))
    if value:
        told = ngettext(
            "%(n)s agreement was made; what it promises is estimated at %(value)s.",
            "%(n)s agreements were made; what they promise is estimated at %(value)s.",
            _count(made),
        )
    states = (
        *(AgreementState.DONE, AgreementState.RUNNING, AgreementState.CONTACTED, AgreementState.CONFIRMED),
        *(AgreementState.INFEASIBLE, AgreementState.ENDED),
    )
    stand = [f"{shown(found)} {state.label}" for state in states if (found := this.agreements.number(state)).value]
    stood = [_("Today: %(states)s.") % {"states": ", ".join(stand)}] if stand else []
    return [told % {"n": shown(made), "value": value}, *stood]


def _last_time(before: FairFigures | None) -> list[str]:
    if before is None:
        return []
    told = _("The fair before, on %(day)s: %(came)s came, %(held)s planned meetings took place, %(made)s agreements.")
    return [
        told
        % {
            "day": date_format(before.fair.starts_on, "DATE_FORMAT"),
            "came": shown(before.parties.number(Presence.CAME)),
            "held": shown(before.meetings.number(Source.PLANNED, "held")),
            "made": shown(before.agreements.number(made=True)),
        }
    ]


def limits_of(scope: Scope) -> list[str]:
    """Return what this reader's report leaves out, in sentences."""
    found = []
    if scope.countries is not None:
        told = _("Only what concerns organisations from: %(countries)s.")
        found.append(told % {"countries": countries_of(scope)})
    if scope.hides_few:
        found.append(_("Groups of fewer than five parties are put together, so that no number points at one of them."))
    return found


def presence_label(presence: Presence) -> str:
    """Return what a line of the turnout is called."""
    return named(presence.label)
