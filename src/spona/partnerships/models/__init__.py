"""Agreements, the ledger of what is given, introductions, and what becomes of them."""

from spona.partnerships.models.agreement import Agreement, AgreementParty, Confirmation, StateChange
from spona.partnerships.models.contribution import Contribution
from spona.partnerships.models.desk import DeskTerms
from spona.partnerships.models.introduction import IntroducedParty, Introduction
from spona.partnerships.models.keeping import ContactCheck, Evidence, Milestone

__all__ = [
    "Agreement",
    "AgreementParty",
    "Confirmation",
    "ContactCheck",
    "Contribution",
    "DeskTerms",
    "Evidence",
    "IntroducedParty",
    "Introduction",
    "Milestone",
    "StateChange",
]
