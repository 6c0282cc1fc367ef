"""Organisations, people, and how they belong together."""

from spona.parties.models.gazetteer import PlaceFact, find_place, load_gazetteer
from spona.parties.models.intake import DuplicateProposal, Match, OrganisationIntake
from spona.parties.models.kept_apart import KeptApart
from spona.parties.models.membership import Membership
from spona.parties.models.merge import Merge
from spona.parties.models.organisation import Organisation, OrganisationName
from spona.parties.models.person import Affiliation, Person
from spona.parties.models.place import Place
from spona.parties.models.register_number import RegisterNumber, check_number, clean_number, scheme_for
from spona.parties.models.topic import SDG_LABELS, OrganisationTopic, Topic

__all__ = [
    "SDG_LABELS",
    "Affiliation",
    "DuplicateProposal",
    "KeptApart",
    "Match",
    "Membership",
    "Merge",
    "Organisation",
    "OrganisationIntake",
    "OrganisationName",
    "OrganisationTopic",
    "Person",
    "Place",
    "PlaceFact",
    "RegisterNumber",
    "Topic",
    "check_number",
    "clean_number",
    "find_place",
    "load_gazetteer",
    "scheme_for",
]
