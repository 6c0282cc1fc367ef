"""An organisation as it comes from outside: one row of somebody's spreadsheet, or what a person typed into a form."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrganisationIntake:
    """What a row says about one organisation, cleaned but not yet anybody's record.

    ``numbers`` are (scheme, value) as ``check_number`` returns them. ``other_names`` are (name, language).
    """

    name: str
    kind: str
    country: str = ""
    language: str = ""
    town: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    about: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()


CERTAIN, VERY_LIKELY, LIKELY, POSSIBLE = "certain", "very_likely", "likely", "possible"
LEVELS = (CERTAIN, VERY_LIKELY, LIKELY, POSSIBLE)


@dataclass(frozen=True)
class Match:
    """A record that may be the organisation a row speaks of: how sure, and the reason as a sentence for a person."""

    organisation_id: UUID
    name: str
    level: str
    reason: str
    score: float


@dataclass(frozen=True)
class DuplicateProposal:
    """Two records that may be one organisation; ``first_id`` is the older one."""

    first_id: UUID
    second_id: UUID
    level: str
    reason: str
    score: float
