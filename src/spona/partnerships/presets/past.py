"""What an invented past is made of: names, causes and promises. Nobody and nothing here is real."""

from __future__ import annotations

from dataclasses import dataclass

from spona.partnerships.states import AgreementState, ContributionKind, Estimate, Reason, Unit

SEED = 2026
MARK = "(demo)"
"""Stands behind every invented organisation's name."""

CSO_WORDS = ("Most", "Klub", "Krug", "Val", "Breza", "Zvono", "Izvor", "Kolo", "Lasta", "Plamen", "Sidro", "Vetar")
CSO_THEMES = ("mladih", "parka", "reke", "škole", "sela")
COMPANY_WORDS = ("Alfa", "Beta", "Gama", "Delta", "Sigma", "Omega", "Lumen", "Terra", "Nova")
COMPANY_TRADES = ("Metal", "Pak", "Soft", "Agro", "Trans")
TOWNS = ("Beograd", "Niš", "Novi Sad", "Kragujevac", "Leskovac", "Kruševac", "Subotica", "Zaječar")


@dataclass(frozen=True)
class DemoPromise:
    """One thing companies give in the invented past: least and most of it, and what one of it is worth in euro."""

    kind: str
    what: str
    unit: str
    least: int
    most: int
    worth: int
    estimate: str


GIVEN = (
    DemoPromise(ContributionKind.TIME, "volonteri za jedan vikend", Unit.HOURS, 16, 120, 12, Estimate.HOURLY),
    DemoPromise(ContributionKind.SKILLS, "knjigovodstvo i saveti", Unit.HOURS, 6, 40, 35, Estimate.HOURLY),
    DemoPromise(ContributionKind.GOODS, "polovni računari", Unit.PIECES, 3, 20, 110, Estimate.MARKET),
    DemoPromise(ContributionKind.SPACE, "sala za sastanke", Unit.DAYS, 1, 12, 90, Estimate.GIVER),
    DemoPromise(ContributionKind.CONTACTS, "upoznavanje sa dobavljačima", Unit.PEOPLE, 1, 6, 50, Estimate.GIVER),
)
RETURNED = (
    DemoPromise(ContributionKind.TIME, "dan sa timom kompanije", Unit.HOURS, 4, 24, 10, Estimate.GIVER),
    DemoPromise(ContributionKind.SKILLS, "radionica za zaposlene", Unit.HOURS, 2, 12, 25, Estimate.GIVER),
)

OUTCOMES = (
    (AgreementState.DONE, 46),
    (AgreementState.RUNNING, 39),
    (AgreementState.INFEASIBLE, 13),
    (AgreementState.CONFIRMED, 2),
)
"""In hundredths: what a follow-up of 292 agreements of one fair found (134 done, 113 running, 38 not feasible, 7 never
contacted)."""

REASONS = (Reason.NO_TIME, Reason.NO_CONTACT, Reason.PEOPLE_LEFT, Reason.PLANS_CHANGED, Reason.DOES_NOT_FIT)
PURPOSES = ("igralište", "radna praksa za mlade", "hrana koja ostaje", "zajednička prijava projekta")
